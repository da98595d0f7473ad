import CPostgres
import Glibc
import TemaeCore

/// One connection, used by one thread: it sends one statement at a time and waits for its end.
@safe final class Session {
  /// How long a statement may go without an answer, and what is done then.
  struct Patience {
    enum Verdict {
      case waitOn
      case giveUp(String)
    }
    var limit: Duration
    /// Asked when the limit has passed, and once more each time that it has passed again.
    var onExpiry: () -> Verdict
  }

  /// Where the connection leads, for messages: `db.example:5432`.
  let place: String
  let connection: ConnectionString
  private let handle: OpaquePointer
  private let notices: NoticeSink

  /// Connects, perhaps to another database than the string's; blocks until somebody answers or the
  /// time is over.
  init(
    _ connection: ConnectionString, database: String? = nil, applicationName: String,
    connectTimeoutSeconds: Int, onNotice: @escaping (ServerMessage) -> Void = { _ in }
  ) throws(PostgresError) {
    var keywords = Self.keywords(connection, applicationName, connectTimeoutSeconds)
    // Of two databases the later one counts, and only the first is taken for a whole string.
    if let database { keywords.append(("dbname", database)) }
    let handle = unsafe withCStrings(keywords.map(\.0)) { names in
      unsafe withCStrings(keywords.map(\.1)) { unsafe PQconnectdbParams(names, $0, 1) }
    }
    guard let handle = unsafe handle else {
      throw .unreachable(place: connection.place, reason: "out of memory")
    }
    guard unsafe PQstatus(handle) == CONNECTION_OK else {
      let reason = unsafe connection.withoutPassword(String(cString: PQerrorMessage(handle)))
      unsafe PQfinish(handle)
      throw .unreachable(place: connection.place, reason: reason)
    }
    unsafe self.handle = handle
    self.connection = connection
    let host = unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? ""
    let port = unsafe PQport(handle).map { unsafe String(cString: $0) } ?? ""
    place = "\(host):\(port)"
    notices = NoticeSink(onNotice)
    unsafe notices.attach(to: handle)
  }

  deinit { unsafe PQfinish(handle) }

  /// What ends the statement in flight, for other threads.
  var cancelHandle: CancelHandle? { unsafe CancelHandle(connection: handle) }

  /// The process id that the server gave at the start; a pooler gives one of its own.
  var announcedProcess: Int { Int(unsafe PQbackendPID(handle)) }

  /// The server's version as a number: 150018.
  var serverVersion: Int { Int(unsafe PQserverVersion(handle)) }

  /// Whether a transaction is open and healthy.
  var isInTransaction: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_INTRANS }

  /// Whether no transaction is open.
  var isIdle: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_IDLE }

  /// The variables that make any libpq program connect as this session did, whatever else this
  /// process was given: everything is named that had a value here.
  var environment: [EnvironmentVariable] {
    options.compactMap { option in
      option.variable.map { EnvironmentVariable(name: $0, value: option.value) }
    }
  }

  /// What libpq connected with: keyword, environment variable, value.
  private var options: [(keyword: String, variable: String?, value: String)] {
    guard let list = unsafe PQconninfo(handle) else { return [] }
    defer { unsafe PQconninfoFree(list) }
    var options: [(keyword: String, variable: String?, value: String)] = []
    var option = unsafe list
    while let keyword = unsafe option.pointee.keyword {
      defer { unsafe option += 1 }
      let name = unsafe String(cString: keyword)
      guard !["service", "client_encoding", "application_name"].contains(name),
        let value = unsafe option.pointee.val
      else { continue }
      let variable = unsafe option.pointee.envvar.map { unsafe String(cString: $0) }
      unsafe options.append((name, variable, String(cString: value)))
    }
    return options
  }

  /// Sends exactly one statement, by the extended protocol, and waits for its end.
  ///
  /// - Parameters:
  ///   - sql: One statement; the server itself refuses more than one.
  ///   - parameters: The values of `$1`, `$2` … as text.
  ///   - patience: How long an answer may take; `nil` for as long as the connection lives.
  ///   - onOutput: Receives the rows as text while they arrive.
  /// - Returns: What became of it.
  func send(
    _ sql: String, _ parameters: [String?] = [], patience: Patience? = nil,
    onOutput: @escaping (OutputStream, [UInt8]) -> Void = { _, _ in }
  ) -> Reply {
    send(sql, parameters, ResultCollector(onOutput: onOutput), patience)
  }

  /// As ``send(_:_:patience:onOutput:)``, with the rows going where the collector puts them.
  func send(
    _ sql: String, _ parameters: [String?], _ collector: ResultCollector, _ patience: Patience?
  ) -> Reply {
    let isSent = unsafe withCStrings(parameters) { values in
      unsafe PQsendQueryParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0) == 1
    }
    guard isSent else { return broken(errorText) }
    _ = unsafe PQsetSingleRowMode(handle)
    return receive(collector, patience)
  }

  /// Sends a COPY from the client, then the rows that a source gives, and waits for its end.
  ///
  /// - Parameters:
  ///   - sql: The statement.
  ///   - next: The next bytes of rows; `nil` after the last ones. What it throws ends the COPY.
  /// - Returns: What became of it.
  /// - Throws: What the source throws, when the server has heard of it.
  func copy<Failure: Error>(
    _ sql: String, next: () throws(Failure) -> [UInt8]?
  ) throws(Failure) -> Reply {
    guard unsafe PQsendQuery(handle, sql) == 1 else { return broken(errorText) }
    guard let answer = unsafe PQgetResult(handle) else { return broken(errorText) }
    defer { unsafe PQclear(answer) }
    guard unsafe PQresultStatus(answer) == PGRES_COPY_IN else {
      let refusal = unsafe ServerMessage(answer)
      guard case .broken = receive(ResultCollector(onOutput: { _, _ in }), nil) else {
        return refusal.endsSession ? .broken(refusal) : .refused(refusal)
      }
      return .broken(refusal)
    }
    do throws(Failure) {
      while let rows = try next() {
        let isSent = unsafe rows.withUnsafeBytes { bytes in
          unsafe PQputCopyData(
            handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
        }
        // The server has something to say instead.
        guard isSent else { break }
      }
    } catch {
      _ = unsafe PQputCopyEnd(handle, "the client has no more rows")
      _ = receive(ResultCollector(onOutput: { _, _ in }), nil)
      throw error
    }
    _ = unsafe PQputCopyEnd(handle, nil)
    return receive(ResultCollector(onOutput: { _, _ in }), nil)
  }

  /// A connection string that leads where this session leads, whatever else this process is given.
  var wholeConnection: String {
    options.map { keyword, _, value in "\(keyword)=\(ConnectionString.quoted(value))" }
      .joined(separator: " ")
  }

  // MARK: Receiving

  private func receive(_ collector: ResultCollector, _ patience: Patience?) -> Reply {
    var collector = collector
    var trouble: ServerMessage?
    var done = Reply.Done(tag: "", rows: nil, table: nil)
    var clock = PatienceClock(patience)
    while true {
      if let reason = waitForResult(&clock) { return broken(reason) }
      guard let result = unsafe PQgetResult(handle) else { break }
      defer { unsafe PQclear(result) }
      switch unsafe PQresultStatus(result) {
      case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK:
        unsafe take(result, into: &collector)
        unsafe done = Self.done(result)
      case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
        unsafe done = Self.done(result)
      case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
        trouble = trouble ?? refuseCopy(unsafe PQresultStatus(result))
      default:
        unsafe trouble = trouble ?? ServerMessage(result)
      }
    }
    collector.finish()
    if let trouble {
      let isOver = unsafe trouble.endsSession || PQstatus(handle) != CONNECTION_OK
      return isOver ? .broken(trouble) : .refused(trouble)
    }
    done.table = collector.table
    return .done(done)
  }

  /// Waits until a result is complete; gives a reason when nobody should wait any longer.
  private func waitForResult(_ clock: inout PatienceClock) -> String? {
    while unsafe PQisBusy(handle) == 1 {
      var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&descriptor, 1, clock.pollMilliseconds)
      if ready == 0, case .giveUp(let reason)? = clock.expire() { return reason }
      // On a broken connection PQgetResult tells what the server still managed to say.
      let hasInput = unsafe ready <= 0 || PQconsumeInput(handle) == 1
      guard hasInput else { return nil }
    }
    return nil
  }

  private func take(_ result: OpaquePointer, into collector: inout ResultCollector) {
    let columns = unsafe PQnfields(result)
    collector.begin(columns: (0..<columns).map { unsafe String(cString: PQfname(result, $0)) })
    let rows = unsafe PQntuples(result)
    for row in 0..<rows {
      collector.add(
        (0..<columns).map { column in
          guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
          return unsafe String(cString: PQgetvalue(result, row, column))
        })
    }
  }

  private static func done(_ result: OpaquePointer) -> Reply.Done {
    let rows = unsafe String(cString: PQcmdTuples(result))
    return Reply.Done(tag: unsafe String(cString: PQcmdStatus(result)), rows: Int(rows), table: nil)
  }

  /// Ends a COPY that has no other side: nothing is read from or written to the client.
  private func refuseCopy(_ status: ExecStatusType) -> ServerMessage {
    let message = "COPY to or from the client is not possible in a SQL block"
    if status == PGRES_COPY_IN {
      _ = unsafe PQputCopyEnd(handle, message)
    } else {
      cancelHandle?.send()
      var row: UnsafeMutablePointer<CChar>?
      while unsafe PQgetCopyData(handle, &row, 0) > 0 { unsafe PQfreemem(row) }
    }
    return ServerMessage(severity: "ERROR", state: "", message: message)
  }

  private var errorText: String { unsafe String(cString: PQerrorMessage(handle)) }

  private func broken(_ reason: String) -> Reply {
    let text = connection.withoutPassword(reason)
    return .broken(ServerMessage(severity: "FATAL", state: "", message: text))
  }

  // MARK: Connecting

  /// libpq takes the last value of a keyword, so what stands before the string is a default and
  /// what stands after it is forced.
  private static func keywords(
    _ connection: ConnectionString, _ applicationName: String, _ connectTimeoutSeconds: Int
  ) -> [(String, String)] {
    let keepalives = Keepalives.own
    return [
      ("keepalives", "1"), ("keepalives_idle", String(keepalives.idle)),
      ("keepalives_interval", String(keepalives.interval)),
      ("keepalives_count", String(keepalives.count)), ("tcp_user_timeout", "30000"),
      ("connect_timeout", String(connectTimeoutSeconds)),
      ("dbname", connection.text),
      ("application_name", applicationName), ("client_encoding", "UTF8"),
    ]
  }
}

/// Counts the time of one statement against its patience.
private struct PatienceClock {
  private let patience: Session.Patience?
  private var start = ContinuousClock.now

  init(_ patience: Session.Patience?) {
    self.patience = patience
  }

  /// How long a poll may last, in milliseconds; -1 for ever.
  var pollMilliseconds: Int32 {
    guard let patience else { return -1 }
    let left = patience.limit - (ContinuousClock.now - start)
    return Int32(min(max(0, left / .milliseconds(1)), 1e9).rounded(.up))
  }

  mutating func expire() -> Session.Patience.Verdict? {
    guard let patience else { return nil }
    defer { start = ContinuousClock.now }
    return patience.onExpiry()
  }
}

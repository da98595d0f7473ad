import CSQLite
import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// A directory of its own with a journal in it, removed at the end.
final class JournalFixture {
  let directory: String
  var path: String { directory + "/journals/temae.sqlite" }
  var place: Journal.Place { Journal.Place(path: path) }
  static let options: Journal.Options = {
    var options = Journal.Options(allowsTemporaryFileSystem: true)
    options.patienceMilliseconds = 500
    return options
  }()

  init() throws {
    var template = Array("/tmp/temae-journal-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let start = buffer.baseAddress, unsafe mkdtemp(start) != nil else { return nil }
      return unsafe String(cString: start)
    }
    guard let made else { throw Failure(what: "mkdtemp") }
    directory = made
  }

  deinit {
    _ = shell("rm -rf \(directory)")
  }

  struct Failure: Error {
    var what: String
  }

  func open(_ mode: Journal.Mode = .create) throws -> Journal {
    try Journal.open(place, mode: mode, options: Self.options)
  }

  /// A journal with one run of `count` entries: opened, lease taken, then notes.
  func journal(entries count: Int) throws -> Journal {
    let journal = try open()
    try journal.openRun()
    if count > 1 { try journal.takeLease(epoch: 1, position: 1) }
    for number in stride(from: 3, through: count, by: 1) { try journal.addNote(number) }
    return journal
  }

  /// Runs SQL as a hostile or careless hand would: without guards, then puts them back.
  func tamper(_ statements: String..., keepingGuards: Bool = false, refittingGuards: Bool = true)
    throws
  {
    try tamper(statements, keepingGuards: keepingGuards, refittingGuards: refittingGuards)
  }

  func tamper(_ statements: [String], keepingGuards: Bool = false, refittingGuards: Bool = true)
    throws
  {
    let connection = try Connection(path: path, access: .readWrite)
    let guards = Schema.parts.filter { $0.sql.hasPrefix("CREATE TRIGGER") }
    if !keepingGuards { for part in guards { try connection.run("DROP TRIGGER \(part.name)") } }
    for statement in statements { try connection.run(statement) }
    guard !keepingGuards, refittingGuards else { return }
    for part in guards { try connection.run(part.sql) }
  }

  /// Replaces a body, and the leaf with it when `hashing` says so.
  func replaceBody(_ sequence: Int, with body: [UInt8], hashing: Bool = true) throws {
    let leaf = unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) }
    let connection = try Connection(path: path, access: .readWrite)
    let trigger = try #require(Schema.parts.first { $0.name == "event_is_never_updated" })
    try connection.run("DROP TRIGGER IF EXISTS \(trigger.name)")
    let statement = try connection.prepared(
      "UPDATE event SET body = ?1, leaf = iif(?4, ?2, leaf) WHERE seq = ?3")
    try statement.bind(1, text: body)
    try statement.bind(2, blob: leaf.array)
    try statement.bind(3, sequence)
    try statement.bind(4, hashing ? 1 : 0)
    _ = try statement.step()
    statement.reset()
    try connection.run(trigger.sql)
  }

  func body(_ sequence: Int) throws -> String {
    let connection = try Connection(path: path, access: .readOnly)
    return try #require(try connection.value("SELECT body FROM event WHERE seq = \(sequence)"))
  }

  func verify() throws -> Verification {
    try open(.read).verify()
  }
}

/// Runs a command and gives what it printed and its exit status.
func shell(_ command: String) -> (output: String, status: Int32) {
  guard let stream = unsafe popen(command + " 2>&1", "r") else { return ("", -1) }
  var output: [UInt8] = []
  while case let byte = unsafe getc(stream), byte != EOF { output.append(UInt8(byte)) }
  let status = unsafe pclose(stream)
  return (String(decoding: output, as: UTF8.self), status >> 8 & 0xFF)
}

/// The name of the group that this process's files get.
func groupName() throws -> String {
  String(try #require(shell("id -gn").output.split(separator: "\n").first))
}

/// The lower nine bits of a file's mode.
func mode(_ path: String) -> mode_t {
  (SystemCall.status(path)?.st_mode ?? 0) & 0o7777
}

import Glibc
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeReport
import TemaeRunner
import TemaeShell

/// Drives a run whose lease this process holds, and says how it left it.
struct Drive {
  var journal: Journal
  var state: RunState
  var common: SharedOptions
  var options: DrivingOptions
  var onlyRequested = false
  var secrets: [SuppliedSecret] = []
  /// What holds the run's databases already.
  var database = PostgresDatabase()
  var beside: [String] = []
  /// Who is shown what happens, and is asked; the terminal, if nobody is named.
  var console: (any ConsolePort)?

  func run() async throws -> TemaeExit {
    try AttemptsDirectory.make(for: state.run, beside: journal.place)
    let check =
      state.epoch == 1
      ? SecretKey.make(for: state.run, beside: journal.place)
      : SecretKey.read(for: state.run, beside: journal.place)
    let terminal = TerminalConsole(
      format: options.format, journal: journal, common: common,
      isUnattended: options.unattended)
    let ports = DriverPorts(
      journal: journal, shell: ShellAttempts(supervisorPath: try Self.supervisorPath()),
      database: database, console: console ?? terminal, clock: SystemClock(),
      machine: SystemMachine())
    let settings = DriverSettings(
      by: common.person, epoch: state.epoch, isUnattended: options.unattended,
      untilStage: options.untilStep, onlyRequested: onlyRequested,
      journalDirectory: journal.place.directory, environment: Self.environment,
      outputLimitBytes: options.outputLimit, secrets: secrets, secretCheck: check,
      beside: beside)
    let driver = try Driver(state: state, ports: ports, settings: settings)
    let outcome = try await driver.drive()
    try? journal.checkpoint()
    let end = await driver.state
    if end.status.isEnded { SecretKey.remove(for: end.run, beside: journal.place) }
    if console == nil { try terminal.finish(end) }
    return Self.exit(outcome)
  }

  static func exit(_ outcome: RunOutcome) -> TemaeExit {
    switch outcome {
    case .completed: .done
    case .rolledBack(let isWhole): isWhole ? .rolledBack : .findings
    case .aborted: .aborted
    case .paused: .waits
    case .halted(.failed), .halted(.target), .halted(.changed), .halted(.disk): .halted
    case .halted(.person): .waits
    case .halted(.unknown): .unknown
    case .halted(.interrupted): .interrupted
    }
  }

  /// This process's hold over a run, for the journal to name.
  static func lease(honoursSchedule: Bool) -> LeaseTaken {
    let process = ProcessIdentity.current
    return LeaseTaken(
      boot: process.boot, honoursSchedule: honoursSchedule, machine: process.machine,
      processID: process.processID, startTicks: process.startTicks,
      surroundings: .current)
  }

  /// The supervisor is installed beside the program itself.
  private static func supervisorPath() throws(Failure) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = own.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/temae-supervisor"
    guard unsafe access(path, X_OK) == 0 else {
      throw Failure(
        .data, "there is no temae-supervisor beside \(own)",
        next: "install both programs into one directory")
    }
    return path
  }

  static var environment: [EnvironmentVariable] {
    var variables: [EnvironmentVariable] = []
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let sign = text.firstIndex(of: "=") {
        variables.append(
          EnvironmentVariable(
            name: String(text[..<sign]), value: String(text[text.index(after: sign)...])))
      }
      unsafe next += 1
    }
    return variables
  }
}

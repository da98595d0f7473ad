#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Which process, on which boot of which machine: a process id alone is used again.
public struct ProcessIdentity: Hashable, Sendable {
  /// The process id.
  public var processID: Int
  /// The process's start time in clock ticks since boot, as decimal text; empty when unknown.
  public var startTicks: String
  /// The boot's id; empty when unknown.
  public var boot: String
  /// The machine's id; empty when unknown.
  public var machine: String

  /// Makes it from its parts.
  public init(processID: Int, startTicks: String, boot: String, machine: String) {
    self.processID = processID
    self.startTicks = startTicks
    self.boot = boot
    self.machine = machine
  }

  /// This process.
  public static var current: ProcessIdentity {
    ProcessIdentity(
      processID: Int(getpid()), startTicks: startTicks(ofStatus: line("/proc/self/stat")),
      boot: line("/proc/sys/kernel/random/boot_id"), machine: line("/etc/machine-id"))
  }

  /// The lines that a lock file holds, for people.
  var lockText: String {
    "pid \(processID)\nstart \(startTicks)\nboot \(boot)\nmachine \(machine)\n"
  }

  /// Reads ``lockText``; `nil` when it is something else.
  init?(lockText: [UInt8]) {
    let lines = String(decoding: lockText, as: UTF8.self).split(separator: "\n")
    func value(_ key: String) -> String {
      let line = lines.first { $0.hasPrefix(key + " ") }
      return line.map { String($0.dropFirst(key.count + 1)) } ?? ""
    }
    guard let processID = Int(value("pid")) else { return nil }
    self.init(
      processID: processID, startTicks: value("start"), boot: value("boot"),
      machine: value("machine"))
  }

  // Field 22; the second field is the program's name in parentheses and may hold spaces.
  private static func startTicks(ofStatus status: String) -> String {
    let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 19 ? String(fields[19]) : ""
  }

  private static func line(_ path: String) -> String {
    let bytes = SystemCall.contents(path) ?? []
    return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
  }
}

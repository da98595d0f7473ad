import CSupervisor
import Glibc

/// What the supervisor wrote before the command could run: who the two processes are.
struct StartedRecord {
  /// The command, and when it started, in clock ticks since boot.
  let processID: Int, startTicks: Int64
  /// The supervisor, and when it started.
  let supervisorID: Int, supervisorStartTicks: Int64
  /// The boot of the machine in which this was.
  let boot: String

  /// Takes the record's fields; `nil` when one is missing.
  init?(_ fields: [String: String]) {
    guard let processID = fields["pid"].flatMap({ Int($0) }), processID > 1,
      let startTicks = fields["start-time"].flatMap({ Int64($0) }),
      let supervisorID = fields["supervisor-pid"].flatMap({ Int($0) }), supervisorID > 1,
      let supervisorStartTicks = fields["supervisor-start-time"].flatMap({ Int64($0) }),
      let boot = fields["boot"]
    else { return nil }
    self.processID = processID
    self.startTicks = startTicks
    self.supervisorID = supervisorID
    self.supervisorStartTicks = supervisorStartTicks
    self.boot = boot
  }

  /// Whether the machine has been started again since.
  func isOfAnotherBoot() throws(ShellError) -> Bool {
    var bytes = [CChar](repeating: 0, count: 40)
    guard unsafe temae_boot_id(&bytes) == 0 else { throw .last("read", "the boot id") }
    return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      != boot
  }

  /// Whether the very command lives: not a zombie, and no other process with its number.
  func commandLives() throws(ShellError) -> Bool {
    try lives(processID, since: startTicks)
  }

  /// Whether the very supervisor lives.
  func supervisorLives() throws(ShellError) -> Bool {
    try lives(supervisorID, since: supervisorStartTicks)
  }

  private func lives(_ process: Int, since startTicks: Int64) throws(ShellError) -> Bool {
    let ticks = temae_process_start(pid_t(process))
    guard ticks >= 0 else { throw .last("look at process", "\(process)") }
    return ticks == startTicks
  }
}

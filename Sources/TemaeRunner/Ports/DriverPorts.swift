/// Everything that a driver reaches the world through.
public struct DriverPorts: Sendable {
  /// Where events become durable.
  public var journal: any JournalPort
  /// Where shell activities run.
  public var shell: any ShellPort
  /// Where SQL activities run.
  public var database: any DatabasePort
  /// Where people see and answer.
  public var console: any ConsolePort
  /// Clocks and waiting.
  public var clock: any ClockPort
  /// Files, identifiers, hashes, interruptions.
  public var machine: any MachinePort

  /// Makes the set from its parts.
  public init(
    journal: any JournalPort, shell: any ShellPort, database: any DatabasePort,
    console: any ConsolePort, clock: any ClockPort, machine: any MachinePort
  ) {
    self.journal = journal
    self.shell = shell
    self.database = database
    self.console = console
    self.clock = clock
    self.machine = machine
  }
}

/// A runner process took hold of the run; attempts that were open are orphaned.
public struct LeaseTaken: Hashable, Sendable {
  /// The boot's id.
  public var boot: String
  /// Whether this driver waits for the steps' planned instants.
  public var honoursSchedule: Bool
  /// The machine's id.
  public var machine: String
  /// The runner's process id.
  public var processID: Int
  /// The process's start time in clock ticks since boot, as decimal text.
  public var startTicks: String
  /// What its commands inherit from it.
  public var surroundings: Surroundings?
  /// The epoch that it takes over from; `nil` for the first lease.
  public var takesOver: Int?

  /// Makes it from its parts.
  public init(
    boot: String, honoursSchedule: Bool, machine: String, processID: Int, startTicks: String,
    surroundings: Surroundings? = nil, takesOver: Int? = nil
  ) {
    self.boot = boot
    self.honoursSchedule = honoursSchedule
    self.machine = machine
    self.processID = processID
    self.startTicks = startTicks
    self.surroundings = surroundings
    self.takesOver = takesOver
  }
}

extension LeaseTaken: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("boot", boot)
    writer.field("honoursSchedule", honoursSchedule)
    writer.field("machine", machine)
    writer.field("pid", processID)
    writer.field("startTicks", startTicks)
    writer.optional("surroundings", surroundings)
    writer.optional("takesOver", takesOver)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    boot = try reader.field("boot")
    honoursSchedule = try reader.field("honoursSchedule")
    machine = try reader.field("machine")
    processID = try reader.field("pid")
    startTicks = try reader.field("startTicks")
    surroundings = try reader.optional("surroundings")
    takesOver = try reader.optional("takesOver")
  }
}

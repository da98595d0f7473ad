/// Nothing is unsettled any more: what is undone, and what is not, as the plan had it at that moment.
public struct RollbackPlanned: Hashable, Sendable {
  /// The plan as JSON, as `temae rollback --plan` gives it.
  public var plan: Commitment
  /// How many activities are compensated, and how many cannot be.
  public var compensated: Int, left: Int

  /// Makes it from its parts.
  public init(compensated: Int, left: Int, plan: Commitment) {
    self.compensated = compensated
    self.left = left
    self.plan = plan
  }
}

extension RollbackPlanned: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("compensated", compensated)
    writer.field("left", left)
    writer.field("plan", plan)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    compensated = try reader.field("compensated")
    left = try reader.field("left")
    plan = try reader.field("plan")
  }
}

/// The rollback has dealt with everything that it could deal with.
public struct RollbackCompleted: Hashable, Sendable {
  /// What was captured before and is not so again: the checks that did not hold.
  public var differing: Int
  /// How many activities took effect or may have, and are not undone.
  public var left: Int

  /// Whether all is as it was before.
  public var isWhole: Bool { left == 0 && differing == 0 }

  /// Makes it from its parts.
  public init(differing: Int, left: Int) {
    self.differing = differing
    self.left = left
  }
}

extension RollbackCompleted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("differing", differing)
    writer.field("left", left)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    differing = try reader.field("differing")
    left = try reader.field("left")
  }
}

/// A script exported a variable that a later block names.
public struct VariableExported: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The variable's name.
  public var name: String
  /// The value.
  public var value: Commitment

  /// Makes it from its parts.
  public init(activity: String, name: String, value: Commitment) {
    self.activity = activity
    self.name = name
    self.value = value
  }
}

extension VariableExported: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("name", name)
    writer.field("value", value)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    name = try reader.field("name")
    value = try reader.field("value")
  }
}

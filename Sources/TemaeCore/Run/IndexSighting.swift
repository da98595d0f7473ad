/// An index as the catalog had it when somebody looked.
public struct IndexSighting: Hashable, Sendable {
  /// Whether the server uses it; an interrupted build leaves one that is not valid.
  public var isValid: Bool
  /// Whether it is what the statement would create; `nil` where that cannot be told or does not matter.
  public var matches: Bool?
  /// Its schema and name, quoted where SQL needs it.
  public var name: String
  /// The object's number in its database: an index that was built anew has another one.
  public var objectID: Int
  /// Whether the statement is about it; else it may be left over from an interrupted rebuild.
  public var isSubject: Bool

  /// Makes it from its parts.
  public init(
    isValid: Bool, matches: Bool? = nil, name: String, objectID: Int, isSubject: Bool = true
  ) {
    self.isValid = isValid
    self.matches = matches
    self.name = name
    self.objectID = objectID
    self.isSubject = isSubject
  }

  /// The index and its state, for people.
  public var words: String {
    guard isValid else { return "the index \(name) is invalid" }
    guard matches == false else { return "the index \(name) is valid" }
    return "the index \(name) is valid, but not the one that the statement describes"
  }
}

extension IndexSighting: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("matches", matches)
    writer.field("name", name)
    writer.field("oid", objectID)
    writer.field("subject", isSubject)
    writer.field("valid", isValid)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    matches = try reader.optional("matches")
    name = try reader.field("name")
    objectID = try reader.field("oid")
    isSubject = try reader.field("subject")
    isValid = try reader.field("valid")
  }
}

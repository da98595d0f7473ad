/// What went wrong with an attempt.
public struct AttemptFailure: Hashable, Sendable {
  /// The included file, where the error lies in one.
  public var file: String?
  /// How it failed.
  public var kind: FailureKind
  /// The line in the file or, without a file, in the document.
  public var line: Int?
  /// Whether something may have taken effect all the same.
  public var mayHaveTakenEffect: Bool
  /// What was said.
  public var message: Commitment
  /// The SQLSTATE.
  public var state: String?

  /// Makes it from its parts.
  public init(
    file: String? = nil, kind: FailureKind, line: Int? = nil, mayHaveTakenEffect: Bool,
    message: Commitment, state: String? = nil
  ) {
    self.file = file
    self.kind = kind
    self.line = line
    self.mayHaveTakenEffect = mayHaveTakenEffect
    self.message = message
    self.state = state
  }
}

extension AttemptFailure: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("file", file)
    writer.field("kind", kind)
    writer.optional("line", line)
    writer.field("mayHaveTakenEffect", mayHaveTakenEffect)
    writer.field("message", message)
    writer.optional("state", state)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    file = try reader.optional("file")
    kind = try reader.field("kind")
    line = try reader.optional("line")
    mayHaveTakenEffect = try reader.field("mayHaveTakenEffect")
    message = try reader.field("message")
    state = try reader.optional("state")
  }
}

/// A person, with the means by which the journal knows them.
public struct Operator: Hashable, Sendable {
  /// How the journal knows who it was.
  public enum Means: String, CanonicalWord {
    /// The account of the operating system, or what was said with `--as`: a claim.
    case claimed
    /// A signature that was checked.
    case verified
  }

  /// The name to show: the account, or what was said with `--as`.
  public var name: String
  /// The account of the operating system.
  public var account: String
  /// The host's name.
  public var host: String
  /// How the journal knows.
  public var means: Means

  /// Makes an operator from its parts.
  public init(name: String, account: String, host: String, means: Means = .claimed) {
    self.name = name
    self.account = account
    self.host = host
    self.means = means
  }
}

extension Operator: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("account", account)
    writer.field("host", host)
    writer.field("means", means)
    writer.field("name", name)
  }

  /// Reads an operator, who is nearly always the one that was read before.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    if let last = reader.lastOperator, reader.skip(sameAs: last.bytes) {
      self = last.value
      return
    }
    let start = reader.offset
    self = try reader.object { (fields: inout CanonicalReader) throws(CanonicalReader.Malformed) in
      try Operator(fields: &fields)
    }
    reader.lastOperator = .init(bytes: start..<reader.offset, value: self)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    account = try reader.field("account")
    host = try reader.field("host")
    means = try reader.field("means")
    name = try reader.field("name")
  }
}

/// What the tables and sequences of a database hold, in one snapshot.
public struct Contents: Hashable, Sendable {
  /// The tables that were read, in ascending order of the bytes of their names.
  public let tables: [TableContent]
  /// The sequences that were read.
  public let sequences: [SequenceValue]
  /// What could not be read.
  public let unread: [UnreadContent]

  /// Makes contents; all may come in any order.
  public init(
    tables: [TableContent], sequences: [SequenceValue] = [], unread: [UnreadContent] = []
  ) {
    self.tables = Self.sorted(tables, by: \.table)
    self.sequences = Self.sorted(sequences, by: \.sequence)
    self.unread = Self.sorted(unread, by: \.name)
  }

  /// The contents of the named tables and sequences.
  public func restricted(to names: [String]) -> Contents {
    let wanted = Set(names.map { Array($0.utf8) })
    func isWanted(_ name: String) -> Bool { wanted.contains(Array(name.utf8)) }
    return Contents(
      tables: tables.filter { isWanted($0.table) },
      sequences: sequences.filter { isWanted($0.sequence) },
      unread: unread.filter { isWanted($0.name) })
  }

  private static func sorted<Value>(
    _ values: [Value], by name: (Value) -> String
  ) -> [Value] {
    values.sorted { name($0).utf8.lexicographicallyPrecedes(name($1).utf8) }
  }
}

extension Contents: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("sequences", sequences)
    writer.field("tables", tables)
    writer.field("unread", unread)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let sequences: [SequenceValue] = try reader.field("sequences")
    let tables: [TableContent] = try reader.field("tables")
    self.init(tables: tables, sequences: sequences, unread: try reader.field("unread"))
  }
}

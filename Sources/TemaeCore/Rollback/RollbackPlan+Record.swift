extension RollbackPlan {
  /// What is kept of the plan when a rollback begins: canonical JSON, one object an activity.
  public var record: [UInt8] {
    var writer = CanonicalWriter()
    writer.object { writer in
      writer.field("items") { $0.array(items.map(Line.init)) }
      writer.optional("scope", scope?.scope.title)
    }
    return writer.bytes
  }

  private struct Line: CanonicalObject {
    let item: Item

    init(_ item: Item) { self.item = item }

    func writeFields(to writer: inout CanonicalWriter) {
      writer.field("activity", item.activity)
      writer.field("blocks", item.blocks.map(\.id))
      writer.optional("evidence", item.effect.evidence)
      writer.field("verdict", item.verdict.rawValue)
    }

    init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
      throw .init(offset: reader.offset, expected: "nothing: it is for people, never read back")
    }
  }
}

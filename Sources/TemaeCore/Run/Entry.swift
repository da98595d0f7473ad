/// An event in its envelope, as the journal holds it.
public struct Entry: Hashable, Sendable {
  /// The place in the journal, from 1, without gaps.
  public var sequence: Int
  /// The place in the run, from 1, without gaps.
  public var position: Int
  /// The leaf hash of the journal's event before it.
  public var previous: Digest
  /// The rest of the envelope, and the event.
  public var draft: EventDraft

  /// Makes an entry from its parts.
  public init(sequence: Int, position: Int, previous: Digest, draft: EventDraft) {
    self.sequence = sequence
    self.position = position
    self.previous = previous
    self.draft = draft
  }

  /// What happened.
  public var event: Event { draft.event }
  /// When it happened, by the wall clock.
  public var at: Instant { draft.at }
  /// The body's bytes, as they are stored and hashed.
  public var body: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Reads a body; it must be exactly what ``body`` gives.
  ///
  /// An event of an unknown type or version is an error unless its envelope says `ignorable`.
  public init(body: [UInt8]) throws(CanonicalReader.Malformed) {
    var reader = CanonicalReader(body)
    try self.init(from: &reader)
    try reader.end()
  }

  /// Reads the body that lies in a range of the reader's bytes.
  public init(
    bodyIn range: Range<Int>, of reader: inout CanonicalReader
  ) throws(CanonicalReader.Malformed) {
    reader.move(to: range)
    try self.init(from: &reader)
    try reader.end()
  }
}

extension Entry: CanonicalObject {
  /// Writes the envelope's fields and, last, the event's own under `what`.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("at", draft.at)
    writer.field("boot", draft.bootMicroseconds)
    writer.field("by", draft.by)
    writer.optional("cause", draft.cause)
    writer.field("command", draft.command)
    writer.optional("epoch", draft.epoch)
    if case .ignored = event { writer.field("ignorable", true) }
    writer.field("index", draft.index)
    writer.field("position", position)
    writer.field("prev", previous)
    writer.field("run", draft.run)
    writer.field("seq", sequence)
    writer.optional("state", draft.state)
    writer.field("type", event.type)
    writer.field("v", event.version)
    writer.field("what") { event.writeData(to: &$0) }
  }

  /// Reads the envelope and the event.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let at: Instant = try reader.field("at")
    let boot: Int = try reader.field("boot")
    let by: Operator = try reader.field("by")
    let cause: Int? = try reader.optional("cause")
    let command: String = try reader.field("command")
    let epoch: Int? = try reader.optional("epoch")
    let ignorable: Bool? = try reader.optional("ignorable")
    let index: Int = try reader.field("index")
    position = try reader.field("position")
    previous = try reader.field("prev")
    let run: String = try reader.field("run")
    sequence = try reader.field("seq")
    let state: StateDigest? = try reader.optional("state")
    let type: String = try reader.field("type")
    let version: Int = try reader.field("v")
    try reader.key("what")
    let start = reader.offset
    let event: Event
    if let known = try Event(type: type, version: version, from: &reader) {
      event = known
      // Else two spellings would be read as the same entry, and only one has its leaf hash.
      guard ignorable == nil else { throw Self.wronglyIgnorable(type, at: start) }
    } else if ignorable == true {
      event = .ignored(
        IgnoredEvent(type: type, version: version, bytes: try reader.skippedValue()))
    } else if ignorable == false {
      throw Self.wronglyIgnorable(type, at: start)
    } else {
      throw .init(
        offset: start, expected: "an event that this version knows, not \(type) version \(version)")
    }
    draft = EventDraft(
      run: run, at: at, bootMicroseconds: boot, by: by, epoch: epoch, command: command,
      index: index, cause: cause, state: state, event: event)
  }

  private static func wronglyIgnorable(
    _ type: String, at offset: Int
  ) -> CanonicalReader.Malformed {
    .init(offset: offset, expected: "no mark \"ignorable\" on \(type)")
  }
}

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
}

extension Entry: CanonicalObject {
  /// Writes the body: envelope fields and, under `data`, the event's own.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("at", draft.at)
    writer.field("boot", draft.bootMicroseconds)
    writer.field("by", draft.by)
    writer.optional("cause", cause)
    writer.field("command", draft.command)
    writer.field("data", EventData(event: draft.event))
    writer.optional("epoch", draft.epoch)
    writer.field("index", draft.index)
    writer.field("position", position)
    writer.field("prev", previous)
    writer.field("run", draft.run)
    writer.field("seq", sequence)
    writer.field("type", draft.event.type.rawValue)
    writer.field("v", draft.event.version)
  }

  private var cause: Int? { draft.cause }

  /// The body's bytes, as they are stored and hashed.
  public var body: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }
}

extension RunState {
  /// The number of the state encoding.
  public static let encodingVersion = 1

  /// The state's canonical bytes, to be hashed by an adapter.
  ///
  /// The list of fields is fixed with the first release: what comes later goes into the next encoding,
  /// and this one stays computable.
  public var encoding: [UInt8] {
    var writer = CanonicalWriter()
    writer.object { writer in
      writer.field("activities") { $0.array(activities.map(EncodedActivity.init)) }
      writer.field("added", added.map(\.id))
      writer.field("amendments", amendments)
      writer.optional("backups", backups.isEmpty ? nil : backups)
      writer.field("boot", boot)
      writer.field("commands", commands.map(EncodedValue.init))
      writer.field("deviations", deviations)
      writer.field("effects") { $0.array(effects.traces.map(EncodedEffect.init)) }
      writer.optional("end", endedAt)
      writer.field("endings") { $0.array(effects.sortedEndings.map(EncodedEnding.init)) }
      writer.field("epoch", epoch)
      writer.optional("halt", halt)
      writer.field("haltDue", isHaltDue)
      writer.field("honoursSchedule", honoursSchedule)
      writer.field("late", lateEvidence)
      writer.field("observed", observed)
      writer.optional("opened", opened)
      writer.optional("openedAt", openedAt)
      writer.field("overruled", overruled)
      writer.optional("pivot", pivot?.sequence)
      writer.field("position", position)
      writer.field("released", isReleased)
      writer.field("repinEpochs", repins.map(\.epoch))
      writer.field("repins", repins.map(\.data))
      writer.field("requested", requested.map { [$0.activity, $0.repairs ?? ""] })
      writer.field("retired") { $0.array(retired.map(EncodedActivity.init)) }
      writer.optional("rollback", rollback.map(EncodedRollback.init))
      writer.field("run", run)
      writer.field("secrets", secrets)
      writer.field("sequence", sequence)
      writer.field("status", status)
      writer.field("v", Self.encodingVersion)
      writer.field("values", values.map(EncodedValue.init))
      writer.field("variables", variables.map(EncodedValue.init))
    }
    return writer.bytes
  }
}

private struct EncodedActivity: CanonicalObject {
  let state: ActivityState

  init(_ state: ActivityState) {
    self.state = state
  }

  func writeFields(to writer: inout CanonicalWriter) {
    state.encode(to: &writer)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    throw .init(offset: reader.offset, expected: "nothing: states are compared, never read back")
  }
}

private struct EncodedEffect: CanonicalObject {
  let trace: EffectTrace

  init(_ trace: EffectTrace) {
    self.trace = trace
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", trace.id)
    guard let effect = trace.current else { return }
    writer.optional("attempt", effect.attempt)
    writer.field("certainty", effect.certainty.rawValue)
    writer.optional("evidence", effect.evidence)
    writer.field("first", effect.first)
    writer.field("last", effect.last)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    throw .init(offset: reader.offset, expected: "nothing: states are compared, never read back")
  }
}

private struct EncodedEnding: CanonicalObject {
  let activity: String, sequence: Int

  init(_ ending: (activity: String, sequence: Int)) {
    (activity, sequence) = ending
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("sequence", sequence)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    throw .init(offset: reader.offset, expected: "nothing: states are compared, never read back")
  }
}

private struct EncodedRollback: CanonicalObject {
  let rollback: Rollback

  init(_ rollback: Rollback) {
    self.rollback = rollback
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("end", rollback.end)
    writer.field("keepsGoing", rollback.keepsGoing)
    writer.optional("plan", rollback.plan)
    writer.optional("scope", rollback.scope?.line)
    writer.field("start", rollback.start)
    writer.optional("upTo", rollback.upTo)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    throw .init(offset: reader.offset, expected: "nothing: states are compared, never read back")
  }
}

private struct EncodedValue: CanonicalObject {
  let value: RunState.NamedValue

  init(_ value: RunState.NamedValue) {
    self.value = value
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.field("name", value.name)
    writer.optional("value", value.value)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    throw .init(offset: reader.offset, expected: "nothing: states are compared, never read back")
  }
}

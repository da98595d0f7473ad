extension RunState {
  /// The number of the newest state encoding.
  public static let encodingVersion = 3

  /// The state's canonical bytes in the newest encoding, to be hashed by an adapter.
  public var encoding: [UInt8] { encoded(Self.encodingVersion) }

  /// The state's canonical bytes in an encoding of this or an earlier version of temae.
  ///
  /// The list of fields of an encoding is fixed: what comes later goes into the next, and the earlier
  /// ones stay computable. v2 added the amendments, and the activities that they took out; v3 the boot clock and the states
  /// of indexes.
  ///
  /// - Parameter version: the encoding's number, from 1.
  /// - Returns: the bytes; `nil` for an encoding of a later version.
  public func encoding(version: Int) -> [UInt8]? {
    (1...Self.encodingVersion).contains(version) ? encoded(version) : nil
  }

  private func encoded(_ version: Int) -> [UInt8] {
    let known = activities.filter { version >= 3 || Activity.Form(of: $0.id) != .drop }
    var writer = CanonicalWriter()
    writer.object { writer in
      writer.field("activities") { $0.array(known.map { EncodedActivity($0, version) }) }
      writer.field("added", added.map(\.id))
      if version >= 2 { writer.field("amendments", amendments) }
      if version >= 3 { writer.field("boot", boot) }
      writer.field("commands", commands.map(EncodedValue.init))
      writer.field("deviations", deviations)
      writer.optional("end", endedAt)
      writer.field("epoch", epoch)
      writer.optional("halt", halt)
      writer.field("haltDue", isHaltDue)
      writer.field("honoursSchedule", honoursSchedule)
      writer.field("late", lateEvidence)
      writer.field("observed", observed)
      writer.optional("opened", opened)
      writer.optional("openedAt", openedAt)
      writer.field("overruled", overruled)
      writer.field("position", position)
      writer.field("released", isReleased)
      writer.field("requested", requested.map { [$0.activity, $0.repairs ?? ""] })
      if version >= 2 {
        writer.field("retired") { $0.array(retired.map { EncodedActivity($0, version) }) }
      }
      writer.field("run", run)
      writer.field("secrets", secrets)
      writer.field("sequence", sequence)
      writer.field("status", status)
      writer.field("v", version)
      writer.field("values", values.map(EncodedValue.init))
      writer.field("variables", variables.map(EncodedValue.init))
    }
    return writer.bytes
  }
}

private struct EncodedActivity: CanonicalObject {
  let state: ActivityState
  let version: Int

  init(_ state: ActivityState, _ version: Int) {
    self.state = state
    self.version = version
  }

  func writeFields(to writer: inout CanonicalWriter) {
    state.encode(to: &writer, version: version)
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

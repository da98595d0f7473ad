import TemaeCore

/// What an attempt came to: the events to record, with their payloads.
struct Outcome {
  var events: [Event] = []
  var payloads: [SealedPayload] = []

  mutating func seal(
    _ bytes: [UInt8], media: String = "text/plain", _ journal: any JournalPort
  ) -> Commitment {
    let sealed = journal.seal(bytes, media: media)
    payloads.append(sealed)
    return sealed.commitment
  }
}

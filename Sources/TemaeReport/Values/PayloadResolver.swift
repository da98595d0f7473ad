public import TemaeCore

/// Gives a payload's bytes for its commitment; `nil` where they were erased or are not at hand.
public typealias PayloadResolver = (Commitment) -> [UInt8]?

/// A payload as text, also where it is gone.
func payloadText(_ commitment: Commitment?, _ payload: PayloadResolver) -> String? {
  guard let commitment else { return nil }
  guard let bytes = payload(commitment) else { return "(erased: \(commitment.length) bytes)" }
  return String(decoding: bytes, as: UTF8.self)
}

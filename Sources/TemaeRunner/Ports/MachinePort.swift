public import TemaeCore

/// The rest of the machine: files, identifiers, hashes, and whether somebody asked to stop.
public protocol MachinePort: Sendable {
  /// SHA-256 of a file's bytes; `nil` when it cannot be read.
  func digest(ofFile path: String) -> Digest?

  /// SHA-256 of bytes.
  func digest(of bytes: [UInt8]) -> Digest

  /// A new UUIDv7 as lower-case text.
  func identifier() -> String

  /// How often the driver was asked to stop (Ctrl-C, SIGTERM, hang-up).
  func interruptions() -> Int

  /// How often that was Ctrl-C: a person sits there, and a second one means more than the first.
  func keyInterruptions() -> Int
}

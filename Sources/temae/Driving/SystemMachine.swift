import TemaeCore
import TemaeRunner

/// Files, identifiers, hashes and interruptions of the real machine.
struct SystemMachine: MachinePort {
  func digest(ofFile path: String) -> Digest? {
    (try? FileBytes.read(path, limitBytes: DocumentReader.limitBytes)).map(SourceDigest.of)
  }

  func digest(of bytes: [UInt8]) -> Digest { SourceDigest.of(bytes) }

  func identifier() -> String { Identifier.make(at: SystemClock().now()) }

  func interruptions() -> Int { Interruptions.count }

  func keyInterruptions() -> Int { Interruptions.keyCount }
}

public import TemaeCore

/// Knows a secret's value again without keeping it.
///
/// The journal holds a digest under a key that is not in it: whoever has the journal alone cannot
/// even try words.
public struct SecretCheck: Sendable {
  private let key: [UInt8]
  private let machine: any MachinePort

  /// Digests under a key of the run.
  public init(key: [UInt8], machine: any MachinePort) {
    self.key = key
    self.machine = machine
  }

  /// The digest of a value under its name.
  public func digest(of value: String, named name: String) -> Digest {
    let inner = machine.digest(of: key + Array(name.utf8) + [0] + Array(value.utf8))
    return machine.digest(of: key + inner.bytes)
  }
}

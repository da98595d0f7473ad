/// Why a driver cannot go on.
///
/// Nothing that was acknowledged is lost.
public enum DriverError: Error, Sendable, CustomStringConvertible {
  /// Another driver took the run over.
  case fenced(epoch: Int)
  /// The disk of the journal has no room for a driver.
  case diskFull
  /// A payload that the run needs is not in the journal.
  case missingPayload(String)
  /// A variable that must hold a value has none.
  case missingVariable(name: String, purpose: String)

  /// What happened, and what to do next.
  public var description: String {
    switch self {
    case .fenced(let epoch):
      "another driver took this run over (epoch \(epoch)); this one stops. See temae status"
    case .diskFull:
      "the disk of the journal is full, nothing was recorded: make room, then temae resume"
    case .missingPayload(let what):
      "the journal does not hold \(what): it was erased, or the file was edited. "
        + "Run temae journal verify"
    case .missingVariable(let name, let purpose):
      "the environment variable \(name) is not set; \(purpose). Set it and run temae resume"
    }
  }
}

public import TemaeCore

/// What verifying a journal found.
public struct Verification: Hashable, Sendable {
  /// The first event that is not what temae wrote, or that shows that one before it is not.
  public struct Defect: Hashable, Sendable {
    /// The event's place in the journal.
    public var sequence: Int
    /// The event's run, where it can be read.
    public var run: String?
    /// The event's type, where it can be read.
    public var type: String?
    /// What is wrong, in words.
    public var problem: String

    /// Makes it from its parts.
    public init(sequence: Int, run: String? = nil, type: String? = nil, problem: String) {
      self.sequence = sequence
      self.run = run
      self.type = type
      self.problem = problem
    }
  }

  /// The number of events before the defect; all of them when there is none.
  public var size: Int
  /// The number of runs that they belong to.
  public var runs: Int
  /// The number of payloads that they name, each checked against its commitment.
  public var payloads: Int
  /// The root of the RFC 6962 tree over their leaves.
  public var root: Digest
  /// The first bad event.
  public var defect: Defect?
  /// Why the journal does not contain the head that it was compared with.
  public var headProblem: String?
  /// In what the schema differs from the one that temae made.
  public var schemaDifferences: [String]
  /// What is worth knowing and no defect, such as events of a later version.
  public var notes: [String]

  /// Whether everything is as temae wrote it, up to the last head that is held elsewhere.
  public var isWhole: Bool {
    defect == nil && headProblem == nil && schemaDifferences.isEmpty
  }

  /// Size and root in one line, to be kept outside the journal.
  public var headLine: String { "\(size) \(root.hex)" }
}

extension Verification.Defect: CustomStringConvertible {
  /// The place and what is wrong there.
  public var description: String {
    let names = [type, run.map { "run \($0)" }].compactMap { $0 }.joined(separator: ", ")
    return "event \(sequence)\(names.isEmpty ? "" : " (\(names))"): \(problem)"
  }
}

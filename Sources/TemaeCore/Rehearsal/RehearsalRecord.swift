/// What a rehearsal measured and found, kept for the real run: a file beside the journal, and a part
/// of what a run is opened with.
public struct RehearsalRecord: Hashable, Sendable {
  /// The number of the form in which records are written.
  public static let format = 1

  /// How long an activity worked, on the way forward or back.
  public struct Duration: Hashable, Sendable {
    /// The activity.
    public var activity: String
    /// All of its attempts together.
    public var microseconds: Int

    /// Makes it from its parts.
    public init(activity: String, microseconds: Int) {
      self.activity = activity
      self.microseconds = microseconds
    }
  }

  /// What was found of a step.
  public struct Step: Hashable, Sendable {
    /// The step's id.
    public var id: String
    /// What was found.
    public var verdict: RehearsalVerdict

    /// Makes it from its parts.
    public init(id: String, verdict: RehearsalVerdict) {
      self.id = id
      self.verdict = verdict
    }
  }

  /// A way back from the end of a step.
  public struct Turn: Hashable, Sendable {
    /// The step after which it began.
    public var step: String
    /// Whether it led to where the copy had been.
    public var isUndone: Bool
    /// How long it took.
    public var microseconds: Int

    /// Makes it from its parts.
    public init(step: String, isUndone: Bool, microseconds: Int) {
      self.step = step
      self.isUndone = isUndone
      self.microseconds = microseconds
    }
  }

  /// When it was over.
  public var at: Instant
  /// Who rehearsed, as far as the operating system tells.
  public var by: Operator
  /// The key of the database that the copy stood for.
  public var database: String
  /// The digest of the runbook that was rehearsed, and the document's file name.
  public var digest: Digest, document: String
  /// How long each activity worked that was carried out to its end.
  public var durations: [Duration]
  /// The files that its blocks included or named.
  public var files: [FileRecord]
  /// Whether it came to both of its ends, and the copy was as it had been.
  public var isGood: Bool
  /// The activities that were left out.
  public var left: [String]
  /// What was found of each step that may alter something.
  public var steps: [Step]
  /// The runbook's title, and the version of temae.
  public var title: String, tool: String
  /// The ways back that were taken.
  public var turns: [Turn]

  /// Makes a record from its parts.
  public init(
    at: Instant, by: Operator, database: String, digest: Digest, document: String,
    durations: [Duration], files: [FileRecord], isGood: Bool, left: [String], steps: [Step],
    title: String, tool: String, turns: [Turn]
  ) {
    self.at = at
    self.by = by
    self.database = database
    self.digest = digest
    self.document = document
    self.durations = durations
    self.files = files
    self.isGood = isGood
    self.left = left
    self.steps = steps
    self.title = title
    self.tool = tool
    self.turns = turns
  }

  /// In what a runbook is not the one that was rehearsed.
  ///
  /// - Parameters:
  ///   - digest: The digest of the document and of what it includes.
  ///   - files: The files that its blocks include or name, as they are now.
  /// - Returns: What differs, in words; nothing where it is that one.
  public func changes(to digest: Digest, _ files: [FileRecord]) -> [String] {
    let now = Dictionary(files.map { ($0.path, $0.digest) }) { first, _ in first }
    let before = Dictionary(self.files.map { ($0.path, $0.digest) }) { first, _ in first }
    let paths =
      files.filter { before[$0.path] != $0.digest }.map(\.path)
      + self.files.filter { now[$0.path] == nil }.map(\.path)
    return paths.isEmpty && digest != self.digest ? ["the document"] : paths
  }

  /// How long activities work one after the other, in seconds, rounded up; `nil` where one of them
  /// was not carried out.
  public func seconds(of activities: [Activity]) -> Int? {
    let known = Dictionary(durations.map { ($0.activity, $0.microseconds) }) { $0 + $1 }
    let measured = activities.compactMap { known[$0.id] }
    guard measured.count == activities.count else { return nil }
    return (measured.reduce(0, +) + 999_999) / 1_000_000
  }
}

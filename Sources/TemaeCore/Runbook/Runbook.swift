/// A compiled runbook: everything that a document says, and how each part of it was read.
///
/// This is also the compiled form that a run keeps (format ``currentFormat``): renaming a property of
/// it or of what it holds makes a new format.
public struct Runbook: Hashable, Sendable, Codable {
  /// The number of the compiled form that this version writes.
  public static let currentFormat = 1

  /// The number of the compiled form.
  public var format = Runbook.currentFormat
  /// The title: from the front matter, else the first heading, else the file's name.
  public var title: String
  /// SHA-256 over the source bytes and the bytes of every included file.
  public var digest: Digest
  /// Whether the front matter says `temae: 1`.
  public var isAnnotated: Bool
  /// What the front matter says.
  public var settings: RunbookSettings
  /// What is asked before the first phase.
  public var prerequisites: [Checklist]
  /// The schedule as the document lists it: shown, never run.
  public var timeline: [TimelineMark]
  /// The phases in document order.
  public var phases: [Phase]
  /// What is asked and checked at the end.
  public var successCriteria: [Checklist]
  /// Repairs to offer when a step fails.
  public var remedies: [Remedy]
  /// Ways back that the document describes.
  public var rollbackScopes: [RollbackScope]
  /// What is due after completion.
  public var followUps: [FollowUp]
  /// What the document promises to tell whom.
  public var announcements: [Announcement]
  /// How each heading and each block was read, and by which rule.
  public var readings: [Reading]
  /// Blocks that never run, with the reason.
  public var notRun: [UnrunBlock]
  /// Questions that must be answered in the document before it can run.
  public var questions: [OpenQuestion]
  /// Facts whose machinery this version does not have: each refuses the run.
  public var unsupported: [UnsupportedFact]
  /// The files that blocks include or name, with the digests of their bytes.
  public var files: [PinnedFile]

  /// Makes an empty runbook with a title and a digest.
  public init(title: String, digest: Digest) {
    self.title = title
    self.digest = digest
    isAnnotated = false
    settings = RunbookSettings()
    prerequisites = []
    timeline = []
    phases = []
    successCriteria = []
    remedies = []
    rollbackScopes = []
    followUps = []
    announcements = []
    readings = []
    notRun = []
    questions = []
    unsupported = []
    files = []
  }

  /// The steps of all phases in document order.
  public var steps: [Step] { phases.flatMap(\.steps) }

  /// The step with this id.
  public func step(_ id: String) -> Step? { steps.first { $0.id == id } }
}

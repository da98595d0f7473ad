/// The unit that is journaled: one script, query or manual item.
public struct Activity: Hashable, Sendable, Codable, Identifiable {
  /// Who or what performs it.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A script under a supervisor.
    case shell
    /// SQL on a database of the front matter.
    case sql
    /// A person: a task item, or a block that must be run by hand.
    case manual
  }

  /// `STEP/name` or `STEP/n`; in sections `prerequisites/n`, `success/n`, `remedy/n`, `rollback/n`.
  public var id: String
  /// Who or what performs it.
  public var kind: Kind
  /// What it is for.
  public var role: Role
  /// The fence's language, empty for a task item.
  public var language: String
  /// The line of the fence or of the item.
  public var line: Int
  /// A block's source or an item's text, verbatim.
  public var text: String
  /// For a block that must be run by hand: why.
  public var byHand: String?
  /// The change that this probe, precheck or rollback belongs to.
  public var subject: String?
  /// The keys of the fence.
  public var settings: ActivitySettings

  /// Makes an activity from its parts.
  public init(
    id: String, kind: Kind, role: Role, language: String = "", line: Int, text: String,
    byHand: String? = nil, subject: String? = nil, settings: ActivitySettings = ActivitySettings()
  ) {
    self.id = id
    self.kind = kind
    self.role = role
    self.language = language
    self.line = line
    self.text = text
    self.byHand = byHand
    self.subject = subject
    self.settings = settings
  }
}

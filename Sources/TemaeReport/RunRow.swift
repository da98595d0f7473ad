public import TemaeCore

/// What a list of runs says of one run.
public struct RunRow: Hashable, Sendable {
  /// The name that people type.
  public var name: String
  /// The UUIDv7.
  public var id: String
  /// The runbook's title.
  public var title: String
  /// When it was opened.
  public var openedAt: Instant
  /// When its last event happened.
  public var lastAt: Instant
  /// Where it stands.
  public var status: RunStatus

  /// Makes a row from its parts.
  public init(
    name: String, id: String, title: String, openedAt: Instant, lastAt: Instant,
    status: RunStatus
  ) {
    self.name = name
    self.id = id
    self.title = title
    self.openedAt = openedAt
    self.lastAt = lastAt
    self.status = status
  }
}

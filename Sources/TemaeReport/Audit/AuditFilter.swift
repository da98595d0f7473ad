public import TemaeCore

/// Which of a run's events an audit is about.
public struct AuditFilter: Hashable, Sendable {
  /// Only what this person did or drove: the name or the account; `nil` for everybody.
  public var person: String?
  /// Only from this instant on, by the clock of the machine that recorded it.
  public var since: Instant?
  /// Only up to this instant, which is included.
  public var until: Instant?
  /// Only events of these types; a word without a point names all types that begin with it and one.
  public var types: [String]

  /// Makes a filter; without any word it lets everything through.
  public init(
    person: String? = nil, since: Instant? = nil, until: Instant? = nil, types: [String] = []
  ) {
    self.person = person
    self.since = since
    self.until = until
    self.types = types
  }

  /// Whether it lets everything through.
  public var isOpen: Bool { self == AuditFilter() }

  /// Whether the audit is about an entry.
  func admits(_ entry: Entry) -> Bool {
    let by = entry.draft.by
    if let person, person != by.name, person != by.account { return false }
    if let since, entry.at < since { return false }
    if let until, entry.at > until { return false }
    return types.isEmpty || types.contains { Self.matches($0, entry.event.type) }
  }

  /// Whether a word names a type, or the group of types that it belongs to.
  ///
  /// - Parameters:
  ///   - word: such as `attempt.failed`, or `attempt` for all of its kind.
  ///   - type: a type's whole name.
  /// - Returns: whether the type is meant.
  public static func matches(_ word: String, _ type: String) -> Bool {
    word == type || type.hasPrefix(word + ".")
  }
}

/// The database on which a run works, as it was pinned; nothing is sent to another one.
public struct Pin: Hashable, Sendable {
  /// What was found when it was pinned.
  public var identity: TargetIdentity
  /// The run's id.
  public var run: String
  /// Its activities that are no blocks of its document.
  public var commands: [String]

  /// Makes it from its parts.
  public init(_ identity: TargetIdentity, run: String, commands: [String] = []) {
    self.identity = identity
    self.run = run
    self.commands = commands
  }

  /// What differs from what was pinned, in words; `nil` when it is the same target.
  public func difference(of found: TargetIdentity) -> String? {
    seen(found).difference(from: identity)
  }

  /// Whether what was true when it was pinned still is.
  public func continues(in found: TargetIdentity) -> Bool {
    seen(found).continues(identity)
  }

  /// What is found, as the run sees it: a block of its own document that restored is no surprise.
  private func seen(_ found: TargetIdentity) -> TargetIdentity {
    guard let restore = found.restore, restore.run == run,
      !commands.contains(restore.activity ?? "")
    else { return found }
    var found = found
    found.restore = identity.restore
    return found
  }
}

extension RunState {
  /// A database as it is pinned now.
  public func pin(of database: String) -> Pin? {
    targets.first { $0.database == database }.map { pin($0.identity) }
  }

  /// An identity as the pin of this run.
  public func pin(_ identity: TargetIdentity) -> Pin {
    Pin(identity, run: run, commands: commands.map(\.name))
  }
}

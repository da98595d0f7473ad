/// A changed document that a person wants to take into a run.
public struct Amendment: Hashable, Sendable {
  /// The runbook as the document compiles now.
  public var runbook: Runbook
  /// Why the document may run as it was read.
  public var acceptance: Acceptance
  /// The compiled form, the document's bytes, and what changed as a unified difference.
  public var compiled: Commitment, source: Commitment, difference: Commitment
  /// The document's directory, absolute, and its file name.
  public var directory: String, document: String
  /// The files that blocks include or name.
  public var files: [FileRecord]
  /// Values for parameters that the run does not have.
  public var parameters: [NamedText]
  /// Databases that the run does not know, as they were found.
  public var targets: [PinnedTarget]
  /// The person's reason.
  public var reason: Commitment
  /// The version of temae.
  public var tool: String

  /// Makes it from its parts.
  public init(
    runbook: Runbook, acceptance: Acceptance, compiled: Commitment, source: Commitment,
    difference: Commitment, directory: String, document: String, files: [FileRecord],
    parameters: [NamedText], targets: [PinnedTarget], reason: Commitment, tool: String
  ) {
    self.runbook = runbook
    self.acceptance = acceptance
    self.compiled = compiled
    self.source = source
    self.difference = difference
    self.directory = directory
    self.document = document
    self.files = files
    self.parameters = parameters
    self.targets = targets
    self.reason = reason
    self.tool = tool
  }
}

extension RunState {
  /// Refuses an amendment of a run that has ended or may be at work, and one that changes nothing.
  public func checkAmending(to runbook: Runbook) throws(Rejection) {
    guard !status.isEnded, status != .new else {
      throw Rejection("the run is \(status.rawValue): its runbook stays as it is")
    }
    guard !isRollingBack else {
      throw Rejection(
        "the run is being rolled back: its runbook stays as it is",
        remedy: "do it by hand, and say so: temae settle ACTIVITY --done --reason TEXT")
    }
    if let open = activities.first(where: \.phase.isOpen) {
      throw Rejection(
        "\(open.id) is \(open.phase.rawValue): a run is amended only while it stands still",
        remedy: "temae resume finds out how it ended")
    }
    guard runbook.digest != self.runbook.digest else {
      throw Rejection("the document and its files are what the run has: nothing is to be amended")
    }
  }

  /// Takes a changed document in, or refuses it: nothing that was done or may be at work is altered.
  func amend(_ amendment: Amendment) throws(Rejection) -> Event {
    try checkAmending(to: amendment.runbook)
    let difference = RunbookDifference(from: self, to: amendment.runbook)
    for change in difference.changes {
      guard let obstacle = change.obstacle else { continue }
      throw Rejection(
        "\(change.activity.id) cannot be \(change.kind.rawValue): \(obstacle)",
        remedy: "leave it as it was")
    }
    return .runbookAmended(
      RunbookAmended(
        acceptance: amendment.acceptance, added: difference.planned(.added),
        changed: difference.planned(.changed), compiled: amendment.compiled,
        difference: amendment.difference, digest: amendment.runbook.digest,
        directory: amendment.directory, document: amendment.document, files: amendment.files,
        format: amendment.runbook.format, parameters: amendment.parameters,
        previous: runbook.digest, reason: amendment.reason,
        removed: difference.planned(.removed), source: amendment.source,
        targets: amendment.targets, tool: amendment.tool, void: difference.void))
  }
}

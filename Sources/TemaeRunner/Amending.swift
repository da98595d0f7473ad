public import TemaeCore

/// Takes a changed document into a run that stands still: lease, amendment and release become durable
/// in one commit.
public struct Amending: Sendable {
  /// The runbook as the document compiles now.
  public var runbook: Runbook
  /// The compiled form as JSON, and the document's bytes.
  public var compiled: [UInt8], source: [UInt8]
  /// What changed, as a unified difference.
  public var difference: String
  /// The document's directory, absolute, and its file name.
  public var directory: String, document: String
  /// Included and named files.
  public var files: [Opening.File]
  /// Why the document may run as it was read.
  public var acceptance: Acceptance
  /// Values of parameters that the run does not have.
  public var parameters: [NamedText]
  /// Databases that the run does not know, as they were found.
  public var targets: [PinnedTarget]
  /// The person's reason.
  public var reason: String
  /// The version of temae.
  public var tool: String
  /// Open runs on the same databases that a person overrules, by name.
  public var beside: [String]

  /// Makes it from its parts.
  public init(
    runbook: Runbook, compiled: [UInt8], source: [UInt8], difference: String, directory: String,
    document: String, files: [Opening.File], acceptance: Acceptance, parameters: [NamedText],
    targets: [PinnedTarget], reason: String, tool: String,
    beside: [String] = []
  ) {
    self.runbook = runbook
    self.compiled = compiled
    self.source = source
    self.difference = difference
    self.directory = directory
    self.document = document
    self.files = files
    self.acceptance = acceptance
    self.parameters = parameters
    self.targets = targets
    self.reason = reason
    self.tool = tool
    self.beside = beside
  }

  /// Records the amendment.
  ///
  /// - Parameters:
  ///   - state: the run as it was read.
  ///   - lead: on whose behalf, and in which journal.
  ///   - lease: this process, which holds the run meanwhile.
  /// - Returns: The state after it; `nil` when the run has moved on: read it again.
  /// - Throws: `Rejection` when the run cannot be amended so, or what the journal throws.
  public func record(on state: RunState, _ lead: Lead, _ lease: LeaseTaken) throws -> RunState? {
    var payloads: [SealedPayload] = []
    func sealed(_ bytes: [UInt8], _ media: String) -> Commitment {
      let payload = lead.journal.seal(bytes, media: media)
      payloads.append(payload)
      return payload.commitment
    }
    let why = sealed(Array(reason.utf8), "text/plain")
    let amendment = Amendment(
      runbook: runbook, acceptance: acceptance,
      compiled: sealed(compiled, "application/json"), source: sealed(source, "text/markdown"),
      difference: sealed(Array(difference.utf8), "text/x-diff"), directory: directory,
      document: document,
      files: files.map { file in
        FileRecord(
          content: file.bytes.map { sealed($0, "application/octet-stream") },
          digest: file.pinned.digest, path: file.pinned.path)
      },
      parameters: parameters, targets: targets,
      reason: why, tool: tool)
    var lease = lease
    lease.takesOver = state.epoch
    let epoch = state.epoch + 1
    var events: [(Event, Int?)] = [(.leaseTaken(lease), epoch)]
    events += try state.handle(.amend(amendment), at: lead.clock.now()).map { ($0, epoch) }
    events += Lead.deviations(beside: beside, why)
    events.append((.leaseReleased(LeaseReleased()), epoch))
    var known = state
    known.learn(runbook)
    return try lead.record(events, payloads, on: known)
  }
}

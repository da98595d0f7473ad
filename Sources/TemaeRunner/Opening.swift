public import TemaeCore

/// Opens a run: what it was opened with and its first lease become durable in one commit.
public struct Opening: Sendable {
  /// A file that the runbook includes or names.
  public struct File: Sendable {
    /// What the compiled runbook says of it.
    public var pinned: PinnedFile
    /// The bytes, for an included file.
    public var bytes: [UInt8]?

    /// Makes it from its parts.
    public init(pinned: PinnedFile, bytes: [UInt8]?) {
      self.pinned = pinned
      self.bytes = bytes
    }
  }

  /// The run's UUIDv7, and the name that people type.
  public var run: String, name: String
  /// The compiled runbook.
  public var runbook: Runbook
  /// The compiled form as JSON, and the document's bytes.
  public var compiled: [UInt8], source: [UInt8]
  /// The document's directory, absolute, and its file name.
  public var directory: String, document: String
  /// Included and named files.
  public var files: [File]
  /// Why the document may run as it was read.
  public var acceptance: Acceptance
  /// T, and how long a minute of the schedule lasts in microseconds.
  public var t0: Instant?, minuteMicroseconds: Int
  /// The values of parameters that are not secret.
  public var parameters: [NamedText]
  /// The databases as they were found.
  public var targets: [PinnedTarget]
  /// The version of temae.
  public var tool: String
  /// Open runs on the same databases that a person overruled, by name, and the reason.
  public var beside: [String], reason: String?

  /// What the run is for, and what was rehearsed of the document.
  public var purpose: RunPurpose?, rehearsal: RehearsalRecord?

  /// Makes an opening from its parts.
  public init(
    run: String, name: String, runbook: Runbook, compiled: [UInt8], source: [UInt8],
    directory: String, document: String, files: [File], acceptance: Acceptance, t0: Instant?,
    minuteMicroseconds: Int, parameters: [NamedText], targets: [PinnedTarget], tool: String,
    beside: [String] = [], reason: String? = nil, purpose: RunPurpose? = nil,
    rehearsal: RehearsalRecord? = nil
  ) {
    self.run = run
    self.name = name
    self.runbook = runbook
    self.compiled = compiled
    self.source = source
    self.directory = directory
    self.document = document
    self.files = files
    self.acceptance = acceptance
    self.t0 = t0
    self.minuteMicroseconds = minuteMicroseconds
    self.parameters = parameters
    self.targets = targets
    self.tool = tool
    self.beside = beside
    self.reason = reason
    self.purpose = purpose
    self.rehearsal = rehearsal
  }

  /// Records the opening and the first lease.
  ///
  /// - Returns: The state after them; `nil` when another run got there first.
  /// - Throws: What the journal throws.
  public func record(
    in journal: any JournalPort, clock: any ClockPort, machine: any MachinePort, by: Operator,
    lease: LeaseTaken
  ) throws -> RunState? {
    var payloads: [SealedPayload] = []
    func sealed(_ bytes: [UInt8], _ media: String) -> Commitment {
      let payload = journal.seal(bytes, media: media)
      payloads.append(payload)
      return payload.commitment
    }
    let opened = RunOpened(
      acceptance: acceptance, compiled: sealed(compiled, "application/json"),
      digest: runbook.digest, directory: directory, document: document,
      files: files.map { file in
        FileRecord(
          content: file.bytes.map { sealed($0, "application/octet-stream") },
          digest: file.pinned.digest, path: file.pinned.path)
      },
      format: runbook.format, minuteMicroseconds: minuteMicroseconds, name: name,
      parameters: parameters, source: sealed(source, "text/markdown"), t0: t0, targets: targets,
      title: runbook.title, tool: tool, purpose: purpose, rehearsal: rehearsal)
    let lead = Lead(run: run, journal: journal, clock: clock, machine: machine, by: by)
    var events: [(Event, Int?)] = [(.runOpened(opened), nil), (.leaseTaken(lease), 1)]
    if let reason {
      events += Lead.deviations(beside: beside, sealed(Array(reason.utf8), "text/plain"))
    }
    return try lead.record(events, payloads, on: RunState(runbook: runbook))
  }
}

import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport
import TemaeRunner

/// `temae amend`: takes a changed document into a run.
struct AmendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "amend", abstract: "Take a changed document or changed files into a run.",
    usage: "temae amend [RUN] [DOCUMENT] --reason TEXT [--accept DIGEST] [--beside RUN]",
    discussion: """
      A run keeps the document that it was opened with, and the files that it includes. What changed \
      is shown, line by line and activity by activity, and goes in only when somebody agrees to it.
      What has been done stays as it was; a change of it is refused. What had been answered, checked \
      or skipped counts no more where it is changed. Nobody may drive the run meanwhile, and no \
      attempt may be open.
      """)

  @Argument(help: "The run, and the document where it is not the run's own.")
  var words: [String] = []

  @Option(help: "Why.")
  var reason: Words

  @Option(
    help: ArgumentHelp(
      "Agree to the changed document by its digest, where nobody can be asked.",
      valueName: "digest"))
  var accept: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A value for a parameter that is new.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Work beside this run, which is open on a database that the change leads to; may be repeated.",
      valueName: "run"))
  var beside: [String] = []

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard words.count <= (named.name == nil ? 2 : 1) else {
      throw ValidationError("Expected: [RUN] [DOCUMENT]")
    }
  }

  func run() async throws {
    let journal = try options.openJournal(.write)
    let (run, path) = try choose(RunChoice(journal))
    let lock = try Self.hold(run, beside: journal.place)
    var loaded = try RunLoader.load(run.id, from: journal)
    // A run that has ended is refused whatever the document says.
    guard !loaded.state.status.isEnded else { throw Self.refusal(loaded.state) }
    try Whereabouts.check(loaded, reason: nil)
    let document = path ?? "\(loaded.state.directory ?? ".")/\(loaded.state.document ?? "")"
    let amending = try await amending(loaded.state, document, journal)
    let before = loaded.entries.count
    let lead = Lead(
      run: run.id, journal: journal, clock: SystemClock(), machine: SystemMachine(),
      by: options.person)
    let lease = Drive.lease(honoursSchedule: loaded.state.honoursSchedule)
    guard try amending.record(on: loaded.state, lead, lease) != nil else {
      throw Failure(
        .elsewhere, "run \(run.name) moved on while the question stood there: nothing was recorded",
        next: "look at what it means now: temae amend once more")
    }
    try RunLoader.refresh(&loaded, from: journal)
    for entry in loaded.entries[before...] {
      let line = EventLine.text(
        entry, state: loaded.state, style: options.style, payload: journal.resolver)
      if let line { try StandardStream.output.print(line + "\n") }
    }
    options.remark("nobody drives this run now: temae resume \(run.name)")
    withExtendedLifetime(lock) {}
  }

  /// A single word is a run where there is one of that name, else a document.
  private func choose(_ choice: RunChoice) throws -> (RunChoice.Candidate, path: String?) {
    if words.count == 2 { return (try choice.named(words[0]), words[1]) }
    if let name = named.name { return (try choice.named(name), words.first) }
    guard let word = words.first else { return (try choice.toChange(nil), nil) }
    let isRun = choice.candidates.contains { $0.name == word || $0.id.hasPrefix(word) }
    return isRun ? (try choice.named(word), nil) : (try choice.toChange(nil), word)
  }

  /// The run's lock: while it is held here, nobody drives the run.
  private static func hold(
    _ run: RunChoice.Candidate, beside place: Journal.Place
  ) throws -> RunLock {
    do throws(JournalError) {
      return try RunLock.take(run: run.id, beside: place)
    } catch {
      guard case .runHeld(_, let holder) = error else { throw error }
      let process = holder.map { " (process \($0.processID))" } ?? ""
      throw Failure(
        .elsewhere,
        "a runner\(process) drives run \(run.name): it is amended while it stands still",
        next: "temae pause \(run.name), then temae amend, then temae resume")
    }
  }
}

extension AmendCommand {
  /// Reads and compares the document, and asks whether it is to go in.
  private func amending(
    _ state: RunState, _ path: String, _ journal: Journal
  ) async throws -> Amending {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let (read, runbook) = try DocumentReader.runbook(at: path, isColored: isColored)
    try Admission.check(runbook, at: path, until: nil)
    try state.checkAmending(to: runbook)
    let files = try read.pinnedFiles(runbook)
    let changes = try ChangedFiles.between(
      state, in: journal, and: read,
      files.map { ($0.pinned.path, .init(digest: $0.pinned.digest, bytes: $0.bytes)) })
    let report = DifferenceReport(
      state: state, runbook: runbook, document: read.name, files: changes)
    try StandardStream.output.print(report.text(options.style))
    guard report.obstacles.isEmpty else {
      throw Failure(
        .data, report.obstacles.lines,
        next: "leave what has been done as it was, and put new work into blocks of its own")
    }
    let targets = try await Targets.observe(
      runbook, environment: Drive.environment, known: state.targets)
    let others = try OpenRuns(on: targets, in: journal, except: state.run)
    try others.checkAmending(beside: beside)
    try others.checkNames(beside, found: [])
    let added = try ParameterValues.added(parameters, to: state, of: runbook)
    return Amending(
      runbook: runbook, compiled: try RunCommand.compiled(runbook), source: read.source,
      difference: report.textDifference, directory: read.directory, document: read.name,
      files: files, acceptance: try agreement(to: runbook, for: state), parameters: added,
      targets: targets, reason: reason.text, tool: Temae.version, beside: beside)
  }

  private static func refusal(_ state: RunState) -> Failure {
    let name = state.opened?.name ?? state.run
    return Failure(
      .usage, "run \(name) is \(state.status.rawValue): its runbook stays as it is",
      next: "temae note \(name) TEXT writes something down, temae run opens another run")
  }

  /// Why the document may run as it was read: somebody agrees here, or by its digest.
  private func agreement(
    to runbook: Runbook, for state: RunState
  ) throws(Failure) -> Acceptance {
    let name = SafeText.neutralized(state.opened?.name ?? state.run)
    if let accept {
      guard runbook.digest.isNamed(by: accept) else {
        throw Failure(
          .data, "--accept \(accept) is not the changed document's digest \(runbook.digest.hex)",
          next: "read the difference once more: the document may have changed since")
      }
      return runbook.isAnnotated ? .annotated : .digest
    }
    guard StandardStream.canAsk else {
      throw Failure(
        .usage, "nobody can be asked here whether run \(name) is to be amended so",
        next: "read the difference above, then repeat with --accept \(runbook.digest.short)")
    }
    if !runbook.isAnnotated {
      StandardStream.error.write(RunbookReport(runbook).text(options.style))
    }
    StandardStream.error.write("Take this into run \(name)? Type yes: ")
    guard readLine() == "yes" else {
      throw Failure(.waits, "nothing was recorded: the change was not agreed to")
    }
    return runbook.isAnnotated ? .annotated : .person
  }
}

extension ParameterValues {
  /// The values of parameters that a changed runbook has and the run does not, secrets left out.
  static func added(
    _ arguments: [String], to state: RunState, of runbook: Runbook
  ) throws(Failure) -> [NamedText] {
    let given = arguments.map { String($0.prefix { $0 != "=" }) }
    if let known = given.first(where: { name in state.parameters.contains { $0.name == name } }) {
      throw Failure(
        .usage, "the parameter \(known) has the value that the run was given",
        next: "leave --param \(known) out: an amendment gives values to new parameters only")
    }
    var added = runbook
    added.settings.parameters.removeAll { parameter in
      parameter.isSecret || state.parameters.contains { $0.name == parameter.name }
    }
    return try ParameterValues(arguments, of: added).open
  }
}

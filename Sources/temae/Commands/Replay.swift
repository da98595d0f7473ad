import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae replay`: what was true after any event, and what changed between two.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Look at a run as it was after any of its events.",
    discussion: """
      On a terminal, where nothing else is asked, arrows step through its events; ? explains the \
      keys, q quits. An event is named by its number in the journal, or by a time in UTC. \
      Everything is computed from the journal alone; nothing is run and nothing is recorded. \
      --verify ends with 7 where the run does not replay to what was recorded.
      """)

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(
    help: ArgumentHelp("What was true after this event.", valueName: "event|time"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "What changed since this event, by whom and why. (default: the beginning)",
      valueName: "event|time"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "What changed up to this event. (default: the run's last)", valueName: "event|time"))
  var to: String?

  @Flag(help: "Fold from the first event and compare every state that was recorded.")
  var verify = false

  @Option(
    help: ArgumentHelp(
      "Play it again, so many times as fast as it was; 0 for at once.", valueName: "number"))
  var speed: Double?

  @Flag(help: "Step through it with the keyboard, also from --at on.")
  var interactive = false

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    let asked = [at != nil, from != nil || to != nil, verify, speed != nil].count { $0 }
    guard asked <= 1 else {
      throw ValidationError("Only one of --at, --from and --to, --verify, --speed can be asked.")
    }
    if interactive {
      guard asked == 0 || at != nil else {
        throw ValidationError("--interactive goes with --at alone.")
      }
      guard format == .text else { throw ValidationError("--interactive is for people.") }
    } else if asked == 0, format == .json || !ReplaySession.isPossible {
      throw ValidationError(
        "Say what to look at: --at, --from and --to, --verify or --speed; on a terminal nothing "
          + "has to be said.")
    }
    if let speed, !(speed >= 0) { throw ValidationError("--speed is a number from 0 up.") }
    if speed != nil, format == .json { throw ValidationError("--speed plays it as text.") }
  }

  func run() async throws {
    if verify { return try compare() }
    if interactive, !ReplaySession.isPossible {
      throw Failure(
        .usage, "--interactive needs a terminal that can be drawn on",
        next: "temae replay --at EVENT says the same as text")
    }
    var history = try ReplayHistory(run, options)
    if let speed {
      let player = ReplayPlayer(
        speed: speed == 0 ? .infinity : speed, style: options.style,
        payload: history.journal.resolver)
      return try await player.play(&history)
    }
    if let at, !interactive { return try show(at, &history) }
    if from != nil || to != nil { return try difference(&history) }
    let begin = try at.map(history.count) ?? 1
    var session = try ReplaySession(history, at: begin, noColor: options.noColor)
    try session.run()
  }

  private func show(_ place: String, _ history: inout ReplayHistory) throws {
    let moment = try ReplayMoment(after: try history.count(at: place), of: &history)
    try write(text: moment.text, json: moment.json)
  }

  private func difference(_ history: inout ReplayHistory) throws {
    let begin = try from.map(history.count) ?? 0
    let end = try to.map(history.count) ?? history.count
    guard begin <= end else {
      throw Failure(.usage, "--from lies behind --to", next: "name the earlier event first")
    }
    var point = try history.point(after: begin)
    var difference = ReplayDifference(from: point.state, payload: history.journal.resolver)
    for position in begin..<end {
      let entry = try history.entry(position + 1)
      try point.take(entry)
      difference.take(entry, point.state)
    }
    try write(text: difference.text, json: difference.json)
  }

  /// One entry at a time: a run of a million events takes no more memory than one of a hundred.
  private func compare() throws {
    let journal = try options.openJournal(.read)
    let (choice, isAssumed) = try RunChoice(journal).toRead(run)
    if isAssumed { options.remark("no run is open; this is the newest: \(choice.name)") }
    let fold = try RunLoader.verify(choice.id, in: journal)
    let verdict = ReplayVerdict(
      state: fold.state, compared: fold.compared, digest: fold.state.digest(SourceDigest.of))
    try write(text: verdict.text, json: verdict.json)
  }

  private func write(text: (TextStyle) -> String, json: () -> String) throws(Failure) {
    switch format {
    case .text: try StandardStream.output.print(text(options.style))
    case .json: try StandardStream.output.print(json())
    }
  }
}

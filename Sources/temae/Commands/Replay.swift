import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae replay`: what was true after any event, and what changed between two.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Look at a run as it was after any of its events.",
    discussion: """
      An event is named by its number in the journal, or by a time in UTC. Everything is computed \
      from the journal alone; nothing is run and nothing is recorded. --verify ends with 7 where \
      the run does not replay to what was recorded.
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

  @Option(help: "How to write it: text or json.")
  var format = ReportFormat.text

  @OptionGroup var options: SharedOptions

  func validate() throws {
    let asked = [at != nil, from != nil || to != nil, verify, speed != nil].count { $0 }
    guard asked <= 1 else {
      throw ValidationError("Only one of --at, --from and --to, --verify, --speed can be asked.")
    }
    guard asked == 1 else {
      throw ValidationError("Say what to look at: --at, --from and --to, --verify or --speed.")
    }
    if let speed, !(speed >= 0) { throw ValidationError("--speed is a number from 0 up.") }
    if speed != nil, format == .json { throw ValidationError("--speed plays it as text.") }
  }

  func run() async throws {
    if verify { return try compare() }
    var history = try ReplayHistory(run, options)
    if let speed {
      let player = ReplayPlayer(
        speed: speed == 0 ? .infinity : speed, style: options.style,
        payload: history.journal.resolver)
      return try await player.play(&history)
    }
    if let at { return try show(at, &history) }
    try difference(&history)
  }

  private func show(_ place: String, _ history: inout ReplayHistory) throws {
    let count = try history.count(at: place)
    let state = try history.state(after: count)
    let moment = ReplayMoment(
      entries: history.entries, count: count, state: state,
      digest: state.digest(SourceDigest.of), payload: history.journal.resolver)
    try write(text: moment.text, json: moment.json)
  }

  private func difference(_ history: inout ReplayHistory) throws {
    let begin = try from.map(history.count) ?? 0
    let end = try to.map(history.count) ?? history.entries.count
    guard begin <= end else {
      throw Failure(.usage, "--from lies behind --to", next: "name the earlier event first")
    }
    var fold = RunFold(from: try history.state(after: begin), in: history.journal)
    var difference = ReplayDifference(from: fold.state, payload: history.journal.resolver)
    for entry in history.entries[begin..<end] {
      try fold.take(entry)
      difference.take(entry, fold.state)
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

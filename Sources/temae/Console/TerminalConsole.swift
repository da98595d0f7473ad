import Synchronization
import TemaeCore
import TemaeJournal
import TemaeReport
import TemaeRunner

/// The terminal, pipe or file at the other end: where a driver shows what happens, and where a
/// person answers it.
final class TerminalConsole: ConsolePort {
  let canAsk: Bool
  private let journal: Journal
  private let format: EventFormat
  private let abilities: TerminalAbilities
  private let prompts: StandardStream
  private let noColor: Bool
  private let screen: Mutex<Screen>

  /// What is written now, and what waits until a question is answered.
  private struct Screen {
    var renderer: any EventRenderer
    var isAsking = false
    var held = ""
    /// What a person at another terminal was last told to answer.
    var noticed: Question?
  }

  /// A console of the format that was asked for, or that fits what is at the other end.
  init(
    format asked: EventFormat?, journal: Journal, common: SharedOptions, isUnattended: Bool
  ) {
    let abilities = TerminalAbilities(of: .output, noColor: common.noColor)
    let format = EventFormat(asked: asked, abilities: abilities)
    self.journal = journal
    self.format = format
    self.abilities = abilities
    noColor = common.noColor
    prompts = format != .json && StandardStream.output.isTerminal ? .output : .error
    canAsk = !isUnattended && StandardStream.input.isTerminal && prompts.isTerminal
    let renderer: any EventRenderer =
      switch format {
      case .live: LiveRenderer(style: abilities.style)
      case .plain: PlainRenderer(style: abilities.style, hasHeartbeat: !common.quiet)
      case .json: JSONRenderer()
      }
    screen = Mutex(Screen(renderer: renderer))
  }

  func show(_ entries: [Entry], _ state: RunState) async {
    screen.withLock { $0.noticed = nil }
    write { $0.show(entries, state, journal.resolver) }
  }

  func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8]) {
    write { renderer in
      renderer.take(bytes, stream, of: activity)
      return ""
    }
  }

  func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async {
    if case .person(let question) = awaited { await notice(question, state, now) }
    write { $0.tick(state, now, awaited) }
  }

  func say(_ line: String) async {
    if format == .json { StandardStream.error.write("temae: \(SafeText.neutralized(line))\n") }
    write { $0.say(line) }
  }

  /// Says once how a question is answered that cannot be asked here.
  private func notice(_ question: Question, _ state: RunState, _ now: Instant) async {
    let isNew = screen.withLock { screen in
      defer { screen.noticed = question }
      return screen.noticed != question
    }
    guard isNew else { return }
    for line in QuestionText.notice(question, state: state, at: now) { await say(line) }
  }

  func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer? {
    write { $0.clear() }
    screen.withLock { $0.isAsking = true }
    let abilities = TerminalAbilities(of: prompts, noColor: noColor)
    let lines = QuestionText.lines(
      question, state: state, details: details, style: abilities.style)
    var prompt = Prompt(question, on: prompts, abilities: abilities)
    let answer = await prompt.answer(showing: lines)
    screen.withLock { screen in
      screen.isAsking = false
      StandardStream.output.write(screen.held)
      screen.held = ""
    }
    return answer
  }

  /// Ends the display: what was drawn again and again goes, and where the run stands is said.
  func finish(_ state: RunState) throws(JournalError) {
    write { $0.clear() }
    let entries = try journal.entries(run: state.run)
    let report = EndReport(
      state: state, entries: entries, at: SystemClock().now(), payload: journal.resolver)
    let stream = format == .json ? StandardStream.error : .output
    let abilities = TerminalAbilities(of: stream, noColor: noColor)
    stream.write(report.text(abilities.style))
  }

  private func write(_ text: (inout any EventRenderer) -> String) {
    screen.withLock { screen in
      if let columns = abilities.columns {
        screen.renderer.style.width = StandardStream.output.columns ?? columns
      }
      let text = text(&screen.renderer)
      if screen.isAsking {
        screen.held += text
      } else {
        StandardStream.output.write(text)
      }
    }
  }
}

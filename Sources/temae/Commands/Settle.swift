import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeShell

/// `temae settle`: says what is true of an attempt whose end nobody saw, or what becomes of a failed
/// one.
struct SettleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Say what is true of an unknown or failed activity.",
    usage: "temae settle [RUN] ACTIVITY (--done | --again | --failed) --reason TEXT",
    discussion: """
      Look first: what is said here is taken as true. A failed activity that is done was done by \
      hand, which is a deviation.
      """)

  /// What is held true.
  enum Verdict: String, EnumerableFlag {
    /// It took effect, or it was done by hand.
    case done
    /// It did not take effect: it is tried again.
    case again
    /// It failed.
    case failed

    static func help(for value: Verdict) -> ArgumentHelp? {
      switch value {
      case .done: "It took effect, or it was done by hand."
      case .again: "It did not take effect: try it again."
      case .failed: "It failed."
      }
    }

    var settled: SettlementVerdict {
      switch self {
      case .done: .done
      case .again: .again
      case .failed: .failed
      }
    }
  }

  @Argument(help: "The activity, after the run where it is needed.")
  var words: [String] = []

  @Flag(exclusivity: .exclusive)
  var verdict: Verdict

  @Option(help: "How you know.")
  var reason: Words

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, ["ACTIVITY"]) }

  func run() async throws {
    let (run, rest) = try named.split(words, ["ACTIVITY"])
    var participation = try Participation(in: run, options)
    let reason = participation.sealed(reason.text)
    let before = participation.loaded.state.activity(rest[0])
    try participation.record(.settle(activity: rest[0], verdict.settled, reason: reason))
    if let before { removeSpool(of: before, participation) }
  }

  /// What the attempt printed is in the journal, and may hold secrets where it lies unmasked: its
  /// directory goes with its unknown outcome.
  private func removeSpool(of attempt: ActivityState, _ participation: Participation) {
    let isSettled = participation.loaded.entries.contains { entry in
      guard case .attemptSettled(let data) = entry.event else { return false }
      return data.activity == attempt.id && data.attempt == attempt.attempts
    }
    let place = participation.journal.place
    let directory = place.attemptDirectory(
      run: participation.loaded.state.run, activity: attempt.id, attempt: attempt.attempts,
      epoch: attempt.epoch ?? 0)
    // A journal that somebody edited could name any directory. What stays here, the next driver removes.
    guard isSettled, attempt.descendants == nil, attempt.directory == directory else { return }
    try? ShellAttempts.remove(directory: "\(place.directory)/\(directory)")
  }
}

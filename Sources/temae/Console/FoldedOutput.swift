import TemaeCore
import TemaeReport

/// What activities print, kept back: it shows while they run, and stays only when they fail.
struct FoldedOutput: Hashable {
  /// How many lines of output a failure's message is trusted to show.
  private static let messageLines = 12
  private var tails: [Tail] = []

  private struct Tail: Hashable {
    var activity: String
    var output: OutputTail
  }

  /// Takes in a piece of an activity's output.
  mutating func add(_ bytes: [UInt8], _ stream: OutputStream, of activity: String) {
    let number = OutputStream.allCases.firstIndex(of: stream) ?? 0
    let index = tails.firstIndex { $0.activity == activity } ?? tails.endIndex
    if index == tails.endIndex { tails.append(Tail(activity: activity, output: OutputTail())) }
    tails[index].output.add(bytes, stream: number)
  }

  /// The last lines of an activity that is at work, safe to print.
  func last(_ count: Int, of activity: String) -> [String] {
    tails.first { $0.activity == activity }?.output.last(count) ?? []
  }

  /// Takes in an event: the output of what ended well is dropped, of what ended badly given back.
  ///
  /// Nothing is given back where the failure's own message, which is shown too, says all of it.
  mutating func lines(after event: Event, _ payload: PayloadResolver) -> [String] {
    switch event {
    case .attemptSucceeded(let data): fold(data.activity)
    case .checkPassed(let data): fold(data.activity)
    case .probeAnswered(let data): fold(data.activity)
    case .watchEnded(let data): fold(data.activity)
    case .attemptSettled(let data): fold(data.activity)
    case .attemptFailed(let data):
      let message = payload(data.failure.message).map { String(decoding: $0, as: UTF8.self) }
      return unfold(data.activity, message ?? "")
    case .checkFailed(let data): return unfold(data.activity)
    case .attemptLost(let data): return unfold(data.activity)
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted,
      .runbookAmended, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptStarted, .attemptOutput, .descendantsAlive,
      .descendantsEnded, .endAsked,
      .activitySkipped, .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded,
      .targetObserved, .targetMismatched, .targetRepinned, .indexesObserved, .valueCaptured,
      .variableExported, .backupTaken, .backupVerified,
      .secretSupplied, .itemAnswered, .pivotPassed, .noteAdded, .deviationRecorded, .ignored:
      break
    }
    return []
  }

  private mutating func fold(_ activity: String) {
    tails.removeAll { $0.activity == activity }
  }

  private mutating func unfold(_ activity: String, _ message: String = "") -> [String] {
    guard let tail = tails.first(where: { $0.activity == activity })?.output else { return [] }
    fold(activity)
    let lines = tail.last(OutputTail.limit)
    let isSaid = lines.allSatisfy { message.contains($0) }
    guard !isSaid || lines.count > Self.messageLines else { return [] }
    guard tail.leftOut > 0 else { return lines }
    return ["… \(tail.leftOut) lines before: temae log \(activity)"] + lines
  }
}

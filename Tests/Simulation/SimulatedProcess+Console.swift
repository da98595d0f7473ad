import TemaeCore
import TemaeRunner
import TestSupport

extension SimulatedProcess: ConsolePort {
  var canAsk: Bool { true }

  func show(_ entries: [Entry], _ state: RunState) async {
    if nature.isOne(in: 3) { await scheduler.sleep(milliseconds: nature.number(0...30)) }
    wait()
  }

  func output(_ activity: String, _ stream: OutputStream, _ bytes: [UInt8]) {
    nature.history.shown += String(decoding: bytes, as: UTF8.self)
  }

  func tick(_ state: RunState, _ now: Instant, _ awaited: Awaited) async { wait() }

  func say(_ line: String) async {
    nature.history.shown += line + "\n"
    wait()
  }

  func ask(_ question: Question, _ details: [String], _ state: RunState) async -> Answer? {
    nature.history.shown += details.joined(separator: "\n")
    if breakage == .answersByDefault, case .item = question { return .yes(note: nil) }
    await scheduler.sleep(milliseconds: nature.number(10...600))
    wait()
    guard !isDead, !Task.isCancelled else { return nil }
    return answer(to: question)
  }

  private func answer(to question: Question) -> Answer {
    if breakage == .neverAnswers { return .halt }
    let isKind = !nature.isHostile
    switch question {
    case .item(let activity), .confirm(let activity):
      nature.history.answers.append(activity)
      if isKind || !nature.isOne(in: 8) {
        nature.undoByHand(activity)
        return .yes(note: "so it is")
      }
      return nature.isOne(in: 2) ? .no(note: nil) : .skip(reason: "not today")
    case .failure(let activity, let remedies):
      if isKind { return .retry(reason: nil) }
      if nature.isOne(in: 6) { return .skip(reason: "it may stay so") }
      if nature.isOne(in: 8) { return .halt }
      if nature.isOne(in: 8) {
        nature.undoByHand(activity)
        return .done(reason: "by hand")
      }
      guard let remedy = nature.pick(remedies), nature.isOne(in: 2) else {
        return .retry(reason: "once more")
      }
      return .remedy(remedy, reason: nil)
    case .unknown(let activity, let attempt):
      // A person looks before answering.
      return nature.history.effects.lasts(activity, attempt)
        ? .done(reason: "it is there") : .again(reason: "it is not there")
    case .descendants: return .end(reason: "it is in the way")
    case .running:
      return nature.isOne(in: 2) ? .halt : .end(reason: "it takes too long")
    case .needs: return .proceed(reason: "it does not matter")
    }
  }
}

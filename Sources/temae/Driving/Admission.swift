import TemaeCore
import TemaeReport

/// Whether a compiled runbook may run at all.
enum Admission {
  /// Refuses what this version cannot do as written, and what can be read in more than one way.
  static func check(
    _ runbook: Runbook, at path: String, until step: String?
  ) throws(Failure) {
    let unsupported = runbook.unsupported.map {
      "\(path):\($0.line): \($0.fact): this version has no machinery for it"
    }
    guard unsupported.isEmpty else {
      throw Failure(
        .data, (unsupported + ["it would have to be ignored, so the run is refused"]).lines,
        next: "take it out of the document, and do it by hand as a task item")
    }
    let questions = runbook.questions.map { "\(path):\($0.line): \($0.text)" }
    guard questions.isEmpty else {
      throw Failure(
        .data, (questions + ["open questions keep the run from starting"]).lines,
        next: "answer them in the document: temae show \(path) gives the annotations")
    }
    guard Plan(of: runbook).stages.contains(where: { !$0.activities.isEmpty }) else {
      throw Failure(
        .data, "\(path) holds nothing that can be run or asked", next: "temae show \(path)")
    }
    if let step, !Plan(of: runbook).stages.contains(where: { $0.id == step }) {
      throw Failure(
        .usage, "--until \(step): the runbook has no such step", next: "temae show \(path)")
    }
  }

  /// Why the document may run as it was read: it is annotated, or somebody agrees.
  static func acceptance(
    _ runbook: Runbook, accept: String?, canAsk: Bool, style: TextStyle
  ) throws(Failure) -> Acceptance {
    if runbook.isAnnotated { return .annotated }
    if let accept {
      guard runbook.digest.isNamed(by: accept) else {
        throw Failure(
          .data, "--accept \(accept) is not the document's digest \(runbook.digest.hex)",
          next: "read temae show once more: the document may have changed")
      }
      return .digest
    }
    guard canAsk else {
      throw Failure(
        .data, "the document does not say `temae: 1`: nobody has agreed to how it is read",
        next: "read temae show, then repeat with --accept \(runbook.digest.short)")
    }
    StandardStream.error.write(RunbookReport(runbook).text(style))
    StandardStream.error.write("Run it as it is read above? Type yes: ")
    guard readLine() == "yes" else {
      throw Failure(.waits, "nothing was run: the reading was not agreed to")
    }
    return .person
  }
}

extension Digest {
  /// Whether somebody who typed this meant this digest and no other.
  func isNamed(by typed: String) -> Bool { typed.count >= 12 && hex.hasPrefix(typed) }
}

extension [String] {
  var lines: String { joined(separator: "\n") }
}

extension StandardStream {
  /// Whether a person can be asked: questions are seen, and answers typed.
  static var canAsk: Bool { StandardStream.input.isTerminal && StandardStream.error.isTerminal }
}

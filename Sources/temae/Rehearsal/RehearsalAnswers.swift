import TemaeCore

/// What a person has answered before a rehearsal: lines of an id and `yes` or `no`.
struct RehearsalAnswers {
  /// The answers by the item's id.
  let answers: [String: ItemAnswer]

  /// No answers.
  init() { answers = [:] }

  /// Reads them from a file.
  ///
  /// - Throws: ``Failure`` with the line that is wrong, or that names what nobody is asked about.
  init(at path: String, for runbook: Runbook) throws(Failure) {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limitBytes: DocumentReader.limitBytes)
    } catch {
      throw Failure(.data, "\(path) cannot be read: \(error)")
    }
    let known = Set(runbook.everyActivity.filter { $0.kind == .manual }.map(\.id))
    var answers: [String: ItemAnswer] = [:]
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let id = words.first, !id.hasPrefix("#") else { continue }
      func wrong(_ what: String) -> Failure {
        Failure(
          .data, "\(path):\(number): \(what)", next: "a line is an id of temae show, and yes or no")
      }
      guard words.count == 2, let answer = ItemAnswer(rawValue: words[1]) else {
        throw wrong("neither yes nor no is said of \(id)")
      }
      guard known.contains(id) else { throw wrong("nobody is asked about \(id)") }
      guard answers.updateValue(answer, forKey: id) == nil else {
        throw wrong("\(id) is answered twice")
      }
    }
    self.answers = answers
  }
}

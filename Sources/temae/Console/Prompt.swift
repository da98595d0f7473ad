import TemaeCore
import TemaeReport
import TemaeRunner

/// One question at the terminal, until it is answered here or elsewhere.
///
/// Nothing is answered by default: an empty line asks again, and a choice that deviates from the
/// document asks for its reason.
struct Prompt {
  private let stream: StandardStream
  private let abilities: TerminalAbilities
  private let choices: [AnswerChoice]
  private var reader: LineReader
  /// The rows that the question takes on the screen above the line that is typed.
  private var rows = 0

  /// A question that is shown on a stream and answered on standard input.
  init(_ question: Question, on stream: StandardStream, abilities: TerminalAbilities) {
    self.stream = stream
    self.abilities = abilities
    choices = AnswerChoice.choices(for: question)
    reader = LineReader(StandardStream.input.rawValue)
  }

  /// Shows the question and waits for its answer; `nil` when the task was cancelled.
  mutating func answer(showing lines: [String]) async -> Answer? {
    reader.discardTyped()
    for line in lines { write(line) }
    while true {
      switch await read("answer: ") {
      case .cancelled: return nil
      case .end: return .halt
      case .line(let line):
        switch TypedLine(line, choices: choices) {
        case .unclear: write("type one of: \(expected)")
        case .choice(let choice, let words):
          if let answer = choice.answer(words) { return answer }
          switch await read("reason for \(choice.word): ") {
          case .cancelled: return nil
          case .end: return .halt
          case .line(let reason):
            if let answer = choice.answer(TypedLine.trimmed(reason)) { return answer }
            write("\(choice.word) needs a reason; type one of: \(expected)")
          }
        }
      }
    }
  }

  private mutating func read(_ prompt: String) async -> LineReader.Input {
    stream.write(prompt)
    let input = await reader.next()
    switch input {
    case .line: rows += 1
    case .end: stream.write("\n")
    case .cancelled: disappear()
    }
    return input
  }

  private mutating func write(_ line: String) {
    stream.write(line + "\n")
    let width = abilities.columns ?? 80
    rows += max(1, (SafeText.columns(of: Self.unpainted(line)) + width - 1) / max(1, width))
  }

  /// Takes the question away: it has been answered elsewhere.
  private mutating func disappear() {
    let up = rows > 0 ? "\u{1B}[\(rows)A" : ""
    stream.write(abilities.canRedraw ? "\r\(up)\u{1B}[J" : "\n")
    rows = 0
  }

  private var expected: String {
    var number = 0
    return choices.map { choice in
      guard choice.isRemedy else { return String(choice.word.prefix(1)) }
      number += 1
      return String(number)
    }.joined(separator: ", ")
  }

  /// The text without the colours that our own styles put into it.
  private static func unpainted(_ line: String) -> String {
    var text = ""
    var isInside = false
    for character in line {
      if character == "\u{1B}" { isInside = true }
      if !isInside { text.append(character) }
      if isInside, character == "m" { isInside = false }
    }
    return text
  }
}

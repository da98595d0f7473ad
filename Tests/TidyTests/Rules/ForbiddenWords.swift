/// Words that must not stand in Swift code, each with what to do instead.
enum ForbiddenWords {
  struct Word {
    var text: String
    var advice: String
    /// Whether comments are looked at too.
    var isInComments = false
    /// Whether only the modules are looked at, not their tests.
    var isInSourcesOnly = false
  }

  static let words = [
    Word(text: "try!", advice: "handle the error, or let it be thrown"),
    Word(text: "as!", advice: "cast with as? and handle the other case"),
    Word(text: "fatalError(", advice: "throw, or state the precondition with its text"),
    Word(text: "TO" + "DO", advice: "do it, or open an issue", isInComments: true),
    Word(text: "FIX" + "ME", advice: "fix it, or open an issue", isInComments: true),
    Word(text: "@testable", advice: "test what is public", isInSourcesOnly: true),
    Word(
      text: "import Foundation", advice: "Foundation brings ICU along; use FoundationEssentials",
      isInSourcesOnly: true),
  ]

  static func findings(_ file: PackageFile) -> [Finding] {
    let text = file.swift
    return words.flatMap { word -> [Finding] in
      guard file.isSource || !word.isInSourcesOnly else { return [] }
      let searched = word.isInComments ? text.prose : text.code
      return PackageFile.lines(of: searched)
        .filter { TextSearch.containsWord(word.text, in: $0.text) }
        .map { Finding(path: file.path, line: $0.number, message: "\(word.text): \(word.advice)") }
    }
  }

  /// `@unchecked Sendable` says why in a comment on its line or on the one above.
  static func unexplained(_ file: PackageFile) -> [Finding] {
    let text = file.swift
    let code = PackageFile.lines(of: text.code)
    let prose = PackageFile.lines(of: text.prose)
    return code.filter { $0.text.contains("@unchecked") }.compactMap { number, _ in
      let around = prose[max(0, number - 2)..<number]
      guard !around.contains(where: { $0.text.contains("//") }) else { return nil }
      return Finding(
        path: file.path, line: number,
        message: "@unchecked Sendable: say in a comment why it is safe")
    }
  }
}

/// Names of files and folders: no spaces, and nothing that says only that it holds code.
enum Paths {
  static let emptyWords = [
    "Utils", "Utilities", "Helpers", "Helper", "Extensions", "Common", "Misc",
  ]

  static func findings(_ path: String) -> [Finding] {
    var findings: [Finding] = []
    if path.contains(where: \.isWhitespace) {
      findings.append(Finding(path: path, message: "a space in a path"))
    }
    let words = path.split(separator: "/").flatMap(split)
    for word in words where emptyWords.contains(word) {
      findings.append(Finding(path: path, message: "\(word) says nothing; name what it holds"))
    }
    return findings
  }

  /// `HTTPHelpers+Common.swift` as `HTTP`, `Helpers`, `Common`, `swift`.
  private static func split(_ component: Substring) -> [String] {
    component.matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/).map { String($0.output) }
  }
}

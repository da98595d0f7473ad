/// `docs/reference/word-lists.md` publishes every word by which a heading or a fence is read.
enum WordListTable {
  /// The words of the page: every piece of code in a list or a table.
  static func documented(in page: String) -> Set<String> {
    Set(
      PackageFile.lines(of: page).filter { $0.text.hasPrefix("|") }
        .flatMap { MarkdownTable.codes(in: String($0.text)) })
  }

  /// The words of the source: every string literal.
  static func declared(in source: String) -> Set<String> {
    Set(source.matches(of: /"([^"\n]+)"/).map { String($0.1) })
  }

  static func findings(documented: Set<String>, declared: Set<String>, path: String) -> [Finding] {
    declared.subtracting(documented).sorted().map {
      Finding(path: path, message: "lacks the word \($0)")
    }
      + documented.subtracting(declared).sorted().map {
        Finding(path: path, message: "\($0) is read as nothing")
      }
  }
}

/// Texts from elsewhere in Markdown: they mean nothing but themselves there.
enum MarkdownText {
  /// A text in which nothing is markup, HTML, a link, an emoji or the end of a table's cell.
  static func escaped(_ text: String) -> String {
    let plain = Array(SafeText.neutralized(text).drop { $0 == " " })
    var escaped = ""
    for (index, character) in plain.enumerated() {
      let next = index + 1 < plain.count ? plain[index + 1] : " "
      if isMarkup(character, after: escaped, before: next) { escaped += "\\" }
      escaped.append(character)
    }
    return escaped
  }

  private static func isMarkup(
    _ character: Character, after before: String, before next: Character
  ) -> Bool {
    switch character {
    case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "#", "$", "@", "{", "}": true
    // `://` makes a link, `:x:` an emoji; a time of day is neither.
    case ":": next != " " && !(next.isNumber && before.last?.isNumber == true)
    // A list, a rule or a heading begins like this.
    case "-", "+", "=": before.isEmpty
    case ")": before.allSatisfy(\.isNumber)
    case ".": before.allSatisfy(\.isNumber) || before.hasSuffix("www")
    case _: false
    }
  }

  /// A table as GitHub's Markdown has it.
  static func table(_ columns: [String], _ rows: [[ReportSection.Cell]]) -> String {
    let head = ["| " + columns.joined(separator: " | ") + " |"]
    let rule = ["|" + columns.map { _ in "---|" }.joined()]
    let body = rows.map { row in
      "| " + row.map { escaped($0.text) }.joined(separator: " | ") + " |"
    }
    return (head + rule + body).joined(separator: "\n") + "\n"
  }
}

extension CompletionReport {
  /// The report as Markdown, as GitHub reads it.
  public func markdown() -> String {
    var text = "# Completion report: \(MarkdownText.escaped(timeline.title))\n\n"
    text += MarkdownText.table(
      ["", ""], facts.map { [ReportSection.Cell(text: $0.title), $0.cell] })
    for section in sections {
      text += "\n## \(section.title)\n\n" + markdown(of: section)
    }
    return text
  }

  /// A part without its heading.
  func markdown(of section: ReportSection) -> String {
    var parts = section.sentences.map { MarkdownText.escaped($0.text) + "\n" }
    if !section.rows.isEmpty { parts.append(MarkdownText.table(section.columns, section.rows)) }
    return parts.joined(separator: "\n")
  }
}

import TemaeCore

extension CompletionReport {
  /// How the values of a template are written.
  public enum Style: Sendable {
    /// As Markdown.
    case markdown
    /// As HTML.
    case html
  }

  /// Fills a template: `{{name}}` becomes the value of that name.
  ///
  /// - Parameters:
  ///   - template: a text of any kind.
  ///   - style: how values are written; what comes from document, target and people is escaped for it.
  /// - Returns: the template with its values.
  /// - Throws: ``TemplateProblem`` where a name is none of ours, or is not ended on its line.
  public func filled(
    _ template: String, _ style: Style
  ) throws(TemplateProblem) -> String {
    let values = values(style)
    var filled = ""
    var rest = template[...]
    var line = 1
    while let begin = rest.firstRange(of: "{{") {
      filled += rest[..<begin.lowerBound]
      line += rest[..<begin.lowerBound].count(where: \.isNewline)
      let tail = rest[begin.upperBound...].prefix { !$0.isNewline }
      guard let end = tail.firstRange(of: "}}") else {
        throw TemplateProblem(line: line, text: "{{ has no }} on its line")
      }
      let name = String(tail[..<end.lowerBound].filter { $0 != " " })
      guard let value = values[name] else {
        let known = Self.valueNames.joined(separator: ", ")
        throw TemplateProblem(line: line, text: "{{\(name)}} is no value; the values are: \(known)")
      }
      filled += value
      rest = rest[end.upperBound...]
    }
    return filled + rest
  }

  /// The names that a template can use, in the order of the report.
  public static let valueNames = [
    "title", "outcome", "outcomeReason", "status", "run", "id", "document", "digest", "t0",
    "opened", "ended", "duration", "timesWentInto", "databases", "deviationCount", "events",
    "criteria", "dataVerification", "statusByCheck", "deviations", "incidents", "people", "notes",
    "plannedAgainstActual", "followUps", "gaps",
  ]

  private func values(_ style: Style) -> [String: String] {
    var values = Dictionary(
      Self.valueNames.map { ($0, "") }, uniquingKeysWith: { first, _ in first })
    let words = ["outcome": outcome.word, "status": StateMark(state.status).word]
    let scalars =
      [("title", timeline.title)] + facts.map { ($0.name, words[$0.name] ?? $0.cell.text) }
    for (name, text) in scalars {
      switch style {
      case .markdown: values[name] = MarkdownText.escaped(text)
      case .html: values[name] = MarkupWriter.escaped(text)
      }
    }
    for section in sections {
      switch style {
      case .markdown: values[section.name] = markdown(of: section)
      case .html: values[section.name] = html(of: section)
      }
    }
    return values
  }
}

extension MarkupWriter {
  /// A text as HTML, outside of any element.
  fileprivate static func escaped(_ text: String) -> String {
    var writer = MarkupWriter()
    writer.write(text)
    return writer.text
  }
}

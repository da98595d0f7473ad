/// A part of a completion report, as values: Markdown, HTML and templates only write it.
struct ReportSection {
  /// A cell of a table.
  struct Cell: Hashable {
    var text: String
    var tone = Tone.plain
  }

  /// What a template calls it.
  var name: String
  var title: String
  /// What is said above the table, a paragraph each.
  var sentences: [Cell] = []
  var columns: [String] = []
  var rows: [[Cell]] = []

  init(_ name: String, _ title: String, columns: [String] = []) {
    self.name = name
    self.title = title
    self.columns = columns
  }

  /// Adds a paragraph.
  mutating func say(_ text: String, _ tone: Tone = .plain) {
    sentences.append(Cell(text: text, tone: tone))
  }
}

extension ReportSection.Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  init(stringLiteral text: String) { self.init(text: text) }

  init(_ mark: StateMark) { self.init(text: mark.text, tone: mark.tone) }

  init(_ text: String?) { self.init(text: text ?? "") }
}

extension CompletionReport {
  /// The report as one page that needs nothing else: no script, light and dark, screen and paper.
  public func html() -> String {
    var page = MarkupWriter()
    let title = "Completion report: \(timeline.title)"
    page.document(title: title) { body in
      body.element("h1", text: title)
      body.facts(facts.map { (name: $0.title, text: $0.cell.text, tone: $0.cell.tone) })
      body.newLine()
      for section in sections {
        body.element("h2", text: section.title)
        body.newLine()
        write(section, to: &body)
      }
    }
    return page.text
  }

  /// A part without its heading.
  func html(of section: ReportSection) -> String {
    var part = MarkupWriter()
    write(section, to: &part)
    return part.text
  }

  private func write(_ section: ReportSection, to page: inout MarkupWriter) {
    for sentence in section.sentences {
      page.element("p", sentence.tone.attributes, text: sentence.text)
      page.newLine()
    }
    guard !section.rows.isEmpty else { return }
    page.element("div", [("class", "scroll")]) { frame in
      frame.element("table") { table in
        table.element("thead") { head in
          head.element("tr") { row in
            for column in section.columns { row.element("th", [("scope", "col")], text: column) }
          }
        }
        table.newLine()
        table.element("tbody") { body in
          for row in section.rows {
            body.element("tr") { cells in
              for cell in row { self.write(cell, to: &cells) }
            }
            body.newLine()
          }
        }
      }
    }
    page.newLine()
  }

  /// A short cell is not broken into lines.
  private func write(_ cell: ReportSection.Cell, to row: inout MarkupWriter) {
    let names = [cell.text.count < 20 ? "s" : nil, cell.tone.className].compactMap(\.self)
    row.element(
      "td", names.isEmpty ? [] : [("class", names.joined(separator: " "))], text: cell.text)
  }
}

extension MarkupWriter {
  /// Writes a whole page, which is HTML and XML at once and forbids every script and every address.
  mutating func document(title: String, _ body: (inout MarkupWriter) -> Void) {
    verbatim("<!DOCTYPE html>\n")
    element("html", [("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "en")]) { html in
      html.element("head") { head in
        head.empty("meta", [("charset", "utf-8")])
        head.empty(
          "meta",
          [
            ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'"),
          ])
        head.empty(
          "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        head.element("title", text: title)
        head.element("style") { style in
          style.verbatim(PageStyle.page)
          style.verbatim(PageStyle.picture)
        }
      }
      html.newLine()
      html.element("body", [], body)
    }
    newLine()
  }

  /// Names with what is said of them.
  mutating func facts(_ facts: [(name: String, text: String, tone: Tone)]) {
    element("dl") { list in
      for fact in facts {
        list.element("dt", text: fact.name)
        list.element("dd", fact.tone.attributes, text: fact.text)
        list.newLine()
      }
    }
  }

  /// A cell with a state: glyph and word in one line.
  mutating func state(_ mark: StateMark) {
    let name = mark.tone.className.map { "s \($0)" } ?? "s"
    element("td", [("class", name)], text: mark.text)
  }

  /// A cell whose text stands at the right.
  mutating func number(_ text: String?, _ tone: Tone = .plain) {
    let name = tone.className.map { "n \($0)" } ?? "n"
    element("td", [("class", name)], text: text ?? "")
  }
}

extension Tone {
  /// The class of the style sheet; `nil` for text that stays as it is.
  var className: String? {
    switch self {
    case .plain: nil
    case .strong: "strong"
    case .faint: "faint"
    case .good: "good"
    case .bad: "bad"
    case .warning, .active: "warning"
    }
  }

  /// The class as an attribute.
  var attributes: [MarkupWriter.Attribute] { className.map { [("class", $0)] } ?? [] }
}

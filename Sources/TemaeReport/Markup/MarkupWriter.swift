/// Writes elements that are well-formed XML and valid HTML alike.
///
/// Every element is closed, and every text and attribute is neutralised and escaped here: what comes
/// from a document, a target or a person can be no markup, and nothing that reorders what is read.
struct MarkupWriter {
  /// A name with its value.
  typealias Attribute = (name: String, value: String)

  private(set) var text = ""

  /// Writes an element around what the closure writes.
  mutating func element(
    _ name: String, _ attributes: [Attribute] = [], _ content: (inout MarkupWriter) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Writes an element around a text.
  mutating func element(_ name: String, _ attributes: [Attribute] = [], text content: String) {
    element(name, attributes) { $0.write(content) }
  }

  /// Writes an element that never has content: a void element of HTML, or a shape of SVG.
  mutating func empty(_ name: String, _ attributes: [Attribute] = []) {
    open(name, attributes)
    text += "/>"
  }

  /// Writes a text.
  mutating func write(_ content: String) { escape(content) }

  /// Ends a line of the source, so that people and `diff` can read it.
  mutating func newLine() { text += "\n" }

  /// Writes our own markup or style sheet as it is.
  mutating func verbatim(_ markup: StaticString) { text += "\(markup)" }

  private mutating func open(_ name: String, _ attributes: [Attribute]) {
    text += "<\(name)"
    for attribute in attributes {
      text += " \(attribute.name)=\""
      escape(attribute.value)
      text += "\""
    }
  }

  private mutating func escape(_ content: String) {
    guard !content.utf8.allSatisfy(Self.isPlain) else { return text += content }
    for scalar in SafeText.neutralized(content).unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case _ where Self.isNoncharacter(scalar): text += "\u{FFFD}"
      case _: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Printable ASCII that means nothing to a parser.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): false
    case 0x20...0x7E: true
    case _: false
    }
  }

  /// Neither XML nor HTML may hold them.
  private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
  }
}

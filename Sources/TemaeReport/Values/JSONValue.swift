/// A JSON value whose objects keep the order in which they were written.
///
/// Text for terminals and text for programs differ: here nothing is neutralised away, but everything
/// that a terminal could obey is written as an escape, so that `temae show --format json` in a
/// terminal is as harmless as in a pipe.
enum JSONValue: Hashable {
  case null
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([Field])

  /// A key with its value.
  struct Field: Hashable {
    var key: String
    var value: JSONValue
  }

  /// An array of what the closure makes of each element.
  static func list<Element>(
    _ elements: some Sequence<Element>, _ value: (Element) -> JSONValue
  ) -> JSONValue {
    .array(elements.map(value))
  }

  /// One line, without spaces.
  var compact: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Two spaces a level, ended by a line feed.
  var pretty: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): text += Self.quoted(value)
    case .array(let values):
      Self.write(values.map { ("", $0) }, "[", "]", to: &text, indent: indent)
    case .object(let fields):
      let separator = indent == nil ? ":" : ": "
      Self.write(
        fields.map { (Self.quoted($0.key) + separator, $0.value) }, "{", "}", to: &text,
        indent: indent)
    }
  }

  private static func write(
    _ parts: [(String, JSONValue)], _ opening: String, _ closing: String, to text: inout String,
    indent: Int?
  ) {
    text += opening
    for (index, (prefix, value)) in parts.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += lineBreak(indent + 2) }
      text += prefix
      value.write(to: &text, indent: indent.map { $0 + 2 })
    }
    if let indent, !parts.isEmpty { text += lineBreak(indent) }
    text += closing
  }

  private static func lineBreak(_ indent: Int) -> String {
    "\n" + String(repeating: " ", count: indent)
  }

  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where isHidden(scalar):
        for unit in UTF16.encode(scalar).map(Array.init) ?? [] { text += escape(unit) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension JSONValue {
  /// The text, or `null`.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  /// The number, or `null`.
  init(_ number: Int?) { self = number.map { .integer($0) } ?? .null }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral
{
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Field(key: $0.0, value: $0.1) })
  }

  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  init(stringLiteral value: String) { self = .string(value) }
}

/// A switch over cases of an enum has no `default:`: a new case must be met by the compiler.
///
/// Which enum it is cannot be seen in the text. So every switch counts that has a pattern with a
/// leading point, and switches over enums of other people's modules are named in ``allowed``.
enum SwitchDefaults {
  /// Switches over enums that are not ours: file, and how many.
  static let allowed = [
    // Yams' own errors.
    "Sources/TemaeMarkdown/FrontMatter.swift": 1,
    // Unicode's general categories.
    "Sources/TemaeReport/Text/DisplayWidth.swift": 1,
    "Sources/TemaeReport/Text/SafeText.swift": 1,
    "Sources/TemaeReport/Values/JSONValue.swift": 1,
  ]

  static func findings(_ file: PackageFile, allowed: [String: Int] = allowed) -> [Finding] {
    let found = defaults(in: file.swift)
    guard found.count > allowed[file.path, default: 0] else { return [] }
    return found.map { line in
      Finding(
        path: file.path, line: line,
        message: "default: in a switch over cases of an enum; name the cases")
    }
  }

  /// The lines of `default:` in switches that have a pattern with a leading point.
  static func defaults(in text: SwiftText) -> [Int] {
    var open: [Block] = []
    var found: [Int] = []
    for (number, line) in PackageFile.lines(of: text.code) {
      let text = line.drop { $0 == " " }
      note(text, number, in: &open)
      let isSwitch = TextSearch.containsWord("switch", in: line)
      for character in line {
        if character == "{" { open.append(Block(isSwitch: isSwitch)) }
        if character == "}", let block = open.popLast(), block.hasCases {
          found += block.defaults
        }
      }
    }
    return found.sorted()
  }

  private struct Block {
    var isSwitch: Bool
    var hasCases = false
    var defaults: [Int] = []
  }

  private static func note(_ text: Substring, _ number: Int, in open: inout [Block]) {
    guard let last = open.indices.last, open[last].isSwitch else { return }
    // A letter after the point: `case ..<0` is a range.
    if text.firstMatch(of: /^case (let )?\(?\.[a-z]/) != nil { open[last].hasCases = true }
    if text.hasPrefix("default:") { open[last].defaults.append(number) }
  }
}

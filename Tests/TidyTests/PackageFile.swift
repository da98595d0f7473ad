/// One text file of the package.
struct PackageFile: Hashable {
  /// The path from the package's root.
  let path: String
  let text: String
  /// A Swift file's text without comments and strings; empty for other files.
  let swift: SwiftText

  init(path: String, text: String) {
    self.path = path
    self.text = text
    swift = SwiftText(path.hasSuffix(".swift") ? text : "")
  }

  /// The folders and the file's name.
  var parts: [String] { path.split(separator: "/").map(String.init) }
  var name: String { parts.last ?? path }
  /// The file's name without what follows its last point.
  var stem: String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
  var isSwift: Bool { path.hasSuffix(".swift") }
  var isSource: Bool { path.hasPrefix("Sources/") }
  /// The folder below `Sources` or `Tests`; `nil` elsewhere.
  var module: String? {
    parts.count > 2 && ["Sources", "Tests"].contains(parts[0]) ? parts[1] : nil
  }

  /// The number of lines, the last one counted whether or not it ends.
  var lineCount: Int {
    let ends = text.utf8.count { $0 == UInt8(ascii: "\n") }
    return text.utf8.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  /// The lines with their numbers, from 1.
  static func lines(of text: String) -> [(number: Int, text: Substring)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { ($0.offset + 1, $0.element) }
  }
}

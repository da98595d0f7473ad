/// One public type a file, named after it; a file called `Type+Topic.swift` holds extensions only.
enum TypesAndFiles {
  /// Files with small companions of their type: how many public types they hold at most.
  static let companions = [
    // The parts of the front matter, each of a few fields and without a life of its own.
    "Sources/TemaeCore/Runbook/RunbookSettings.swift": 5
  ]

  static func findings(_ file: PackageFile, companions: [String: Int] = companions) -> [Finding] {
    let types = publicTypes(in: file.swift)
    if file.stem.contains("+") {
      return types.map { type in
        Finding(
          path: file.path, line: type.line,
          message: "\(type.name) is declared in a file of extensions; give it its own")
      }
    }
    guard let first = types.first else { return [] }
    var findings: [Finding] = []
    if first.name != file.stem {
      findings.append(
        Finding(
          path: file.path, line: first.line,
          message: "\(first.name) belongs into \(first.name).swift"))
    }
    for extra in types.dropFirst(companions[file.path, default: 1]) {
      findings.append(
        Finding(path: file.path, line: extra.line, message: "\(extra.name) is a second public type")
      )
    }
    return findings
  }

  /// The public types that are not nested in another one.
  static func publicTypes(in text: SwiftText) -> [(line: Int, name: String)] {
    let kinds: Set<Substring> = ["struct", "enum", "class", "actor", "protocol"]
    let modifiers: Set<Substring> = [
      "public", "final", "indirect", "package", "open", "nonisolated",
    ]
    return PackageFile.lines(of: text.code).compactMap { number, line in
      guard line.first?.isLetter == true || line.first == "@" else { return nil }
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
      guard words.contains("public"), let kind = words.firstIndex(where: kinds.contains) else {
        return nil
      }
      let before = words[..<kind].filter { !$0.hasPrefix("@") }
      guard before.allSatisfy(modifiers.contains), kind + 1 < words.count else { return nil }
      return (number, String(words[kind + 1]))
    }
  }
}

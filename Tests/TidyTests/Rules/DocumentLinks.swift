/// Relative links in Markdown lead somewhere.
enum DocumentLinks {
  /// Links to nothing; `exists` says whether a path from the package's root leads to something.
  static func findings(_ file: PackageFile, exists: (String) -> Bool) -> [Finding] {
    links(in: file.text).compactMap { number, link in
      guard !link.contains(":"), !link.hasPrefix("#"), !link.hasPrefix("//") else { return nil }
      let target = String(link.prefix { $0 != "#" && $0 != "?" })
      let path = resolved(target, from: file.parts.dropLast())
      guard path.map(exists) != true else { return nil }
      return Finding(
        path: file.path, line: number, message: "a link to \(target), which is not there")
    }
  }

  /// The targets of `[text](target)`, outside fences and inline code, with their lines.
  static func links(in text: String) -> [(line: Int, target: String)] {
    var found: [(Int, String)] = []
    var fence: Substring?
    for (number, line) in PackageFile.lines(of: text) {
      let start = line.drop { $0 == " " }
      let mark = start.prefix { $0 == "`" || $0 == "~" }
      if mark.count >= 3,
        fence == nil || fence.map({ mark.count >= $0.count && mark.first == $0.first }) == true
      {
        fence = fence == nil ? mark : nil
      } else if fence == nil {
        found += targets(in: withoutCode(line)).map { (number, $0) }
      }
    }
    return found
  }

  private static func withoutCode(_ line: Substring) -> String {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }.joined()
  }

  private static func targets(in line: String) -> [String] {
    line.ranges(of: "](").compactMap { range in
      let rest = line[range.upperBound...]
      guard let end = rest.firstIndex(of: ")") else { return nil }
      return rest[..<end].split(separator: " ").first.map(String.init) ?? ""
    }
  }

  /// `nil` when it leads out of the package.
  private static func resolved(_ link: String, from folder: ArraySlice<String>) -> String? {
    var parts = link.hasPrefix("/") ? [] : Array(folder)
    for part in link.split(separator: "/") {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else if part != "." {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

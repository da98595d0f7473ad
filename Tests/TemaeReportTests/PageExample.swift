import FoundationEssentials
import Testing

/// An example on a page of the documentation, between two comments: written with `TEMAE_UPDATE=1` in
/// the environment, otherwise compared.
enum PageExample {
  /// Compares an example with what is printed today.
  ///
  /// - Parameters:
  ///   - page: the name of the page in `docs/reference`.
  ///   - part: the name in the comments around it.
  ///   - language: what stands behind the fence.
  ///   - printed: what is printed today, with a line feed at its end.
  ///   - sourceLocation: where a difference is reported.
  /// - Throws: where the page cannot be read, or has no such part.
  static func check(
    _ page: String, _ part: String, language: String = "text", _ printed: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = path(of: page)
    let example = "\n```\(language)\n\(printed)```\n\n"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let start = try #require(text.firstRange(of: "<!-- \(part): begin -->\n")?.upperBound)
    let end = try #require(text.firstRange(of: "<!-- \(part): end -->")?.lowerBound)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = text[..<start] + example + text[end...]
      try String(updated).write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        text[start..<end] == example,
        "write it anew: TEMAE_UPDATE=1 swift test --filter PageTests",
        sourceLocation: sourceLocation)
    }
  }

  /// Compares a whole file beside the pages, which one of them shows, with what is printed today.
  ///
  /// - Parameters:
  ///   - name: the name of the file in `docs/reference`.
  ///   - printed: what is printed today.
  ///   - sourceLocation: where a difference is reported.
  /// - Throws: where the file cannot be read or written.
  static func checkFile(
    _ name: String, _ printed: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = path(of: name)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      try printed.write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        try String(contentsOfFile: path, encoding: .utf8) == printed,
        "write it anew: TEMAE_UPDATE=1 swift test --filter PageTests",
        sourceLocation: sourceLocation)
    }
  }

  private static func path(of name: String) -> String {
    URL(filePath: #filePath).appending(path: "../../../docs/reference/\(name)").standardized.path
  }
}

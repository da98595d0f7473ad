import TemaeCore
import TemaeMarkdown
import Testing

/// Compiles documents of tests.
///
/// The digest stands in for SHA-256: it only has to tell inputs apart.
enum Compiling {
  static func document(
    _ text: String, files: [String: String] = [:],
    syntax: @escaping (String, String) -> String? = { _, _ in nil }
  ) -> Compilation {
    bytes(Array(text.utf8), files: files, syntax: syntax)
  }

  static func bytes(
    _ source: [UInt8], files: [String: String] = [:],
    syntax: @escaping (String, String) -> String? = { _, _ in nil }
  ) -> Compilation {
    let compiler = RunbookCompiler(
      files: { files[$0].map { Array($0.utf8) } }, digest: digest, syntax: syntax)
    return compiler.compile(source, name: "document.md")
  }

  /// The runbook of a document that must compile.
  static func runbook(
    _ text: String, files: [String: String] = [:],
    syntax: @escaping (String, String) -> String? = { _, _ in nil }
  ) throws -> Runbook {
    let compilation = document(text, files: files, syntax: syntax)
    return try #require(compilation.runbook, "\(compilation.diagnostics)")
  }

  /// The errors of a document as `line:column message`.
  static func errors(_ text: String, files: [String: String] = [:]) -> [String] {
    document(text, files: files).diagnostics.filter { $0.severity == .error }
      .map { "\($0.line):\($0.column) \($0.message)" }
  }

  /// FNV-1a, four times over with different beginnings.
  static func digest(_ bytes: [UInt8]) -> Digest {
    var result: [UInt8] = []
    for seed in 1...4 as ClosedRange<UInt64> {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325 &* seed
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      result += (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0))) }
    }
    return Digest(bytes: result) ?? .zero
  }
}

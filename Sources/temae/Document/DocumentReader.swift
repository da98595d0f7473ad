import Glibc
import TemaeCore
import TemaeMarkdown

/// Reads runbooks from the file system and compiles them.
enum DocumentReader {
  /// The longest document and the longest included file that are read.
  static let limitBytes = 64 << 20

  /// A document that was read, with all that the compiler says about it.
  struct Document {
    /// The path as it was typed.
    var path: String
    /// The directory, absolute and without symbolic links: where scripts and `\i` paths begin.
    var directory: String
    /// The file's name.
    var name: String
    /// The bytes.
    var source: [UInt8]
    /// The runbook, or why there is none.
    var compilation: Compilation
  }

  /// Reads and compiles a document.
  ///
  /// - Throws: ``Failure`` with ``TemaeExit/data`` when the file cannot be read. What is wrong with
  ///   its text stands in the compilation.
  static func read(_ path: String) throws(Failure) -> Document {
    let source: [UInt8]
    do {
      source = try FileBytes.read(path, limitBytes: limitBytes)
    } catch {
      throw failure(path, error)
    }
    let (parent, name) = parts(path)
    guard let directory = resolved(parent) else {
      throw Failure(.data, "the directory of \(path) cannot be found")
    }
    let compiler = RunbookCompiler(
      files: { try? FileBytes.read(joined(directory, $0), limitBytes: limitBytes) },
      digest: SourceDigest.of,
      syntax: { ShellSyntax.problem(shell: $0, script: $1) })
    return Document(
      path: path, directory: directory, name: name, source: source,
      compilation: compiler.compile(source, name: name))
  }

  /// Reads a document that must be right, and says on standard error what the compiler says.
  ///
  /// - Throws: ``Failure`` with ``TemaeExit/data`` when there is no runbook in it.
  static func runbook(
    at path: String, isColored: Bool
  ) throws(Failure) -> (document: Document, runbook: Runbook) {
    let document = try read(path)
    StandardStream.error.write(DiagnosticText(document).text(isColored: isColored))
    guard let runbook = document.compilation.runbook else {
      let count = document.compilation.diagnostics.count { $0.severity == .error }
      throw Failure(
        .data, "\(path) cannot be used: \(count == 1 ? "1 error" : "\(count) errors"), see above",
        next: "correct the document, then: temae show \(path)")
    }
    return (document, runbook)
  }

  private static func failure(_ path: String, _ problem: FileBytes.Problem) -> Failure {
    switch problem {
    case .missing: Failure(.data, "there is no document \(path)", next: "check the path")
    case .notAFile(let kind):
      Failure(.data, "\(path) is \(kind), not a document", next: "name a Markdown file")
    case .tooLarge(let limit):
      Failure(.data, "\(path) is larger than \(limit >> 20) MiB: that is no runbook")
    case .refused(let reason): Failure(.data, "\(path) cannot be read: \(reason)")
    }
  }

  private static func parts(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.index(after: slash)...]))
  }

  private static func resolved(_ directory: String) -> String? {
    guard let path = unsafe realpath(directory, nil) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  private static func joined(_ directory: String, _ path: String) -> String {
    path.hasPrefix("/") ? path : "\(directory)/\(path)"
  }
}

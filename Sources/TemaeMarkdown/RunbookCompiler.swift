public import TemaeCore

/// Reads a Markdown runbook: `docs/reference/runbook-format.md` says how.
///
/// It does no input or output of its own: files, hashes and the shell's parser are handed in.
/// No bytes whatsoever make it throw or trap; what is wrong with a document is a ``Diagnostic``.
public struct RunbookCompiler {
  /// Reads a file by its path relative to the document's directory; `nil` when it is missing.
  let files: (String) -> [UInt8]?
  /// SHA-256.
  let digest: ([UInt8]) -> Digest
  /// What a shell's own parser says about a script; `nil` when it finds nothing wrong.
  let syntax: (_ shell: String, _ script: String) -> String?

  /// Makes a compiler.
  ///
  /// - Parameters:
  ///   - files: reads a file by its path relative to the document's directory, `nil` when missing.
  ///   - digest: SHA-256 of the bytes.
  ///   - syntax: what is wrong with a script according to the shell's own parser (`bash -n`), or
  ///     `nil`; by default nothing is.
  public init(
    files: @escaping (String) -> [UInt8]?, digest: @escaping ([UInt8]) -> Digest,
    syntax: @escaping (_ shell: String, _ script: String) -> String? = { _, _ in nil }
  ) {
    self.files = files
    self.digest = digest
    self.syntax = syntax
  }

  /// Compiles a document.
  ///
  /// - Parameters:
  ///   - source: the document's bytes.
  ///   - name: the file's name: the title of a document that has none.
  /// - Returns: the runbook, or at least one error with its line and column.
  public func compile(_ source: [UInt8], name: String) -> Compilation {
    let text = SourceText(source)
    if let problem = text.firstProblem {
      return Compilation(runbook: nil, diagnostics: [problem])
    }
    var reader = DocumentReader(text, compiler: self, name: name)
    return reader.compile()
  }
}

/// A file that a block includes or names, with the digest that it had when the runbook was read.
public struct PinnedFile: Hashable, Sendable, Codable {
  /// Why the file matters.
  public enum Use: String, Hashable, Sendable, Codable {
    /// Its bytes are part of a SQL block (`\i`).
    case included
    /// A script that a shell block names by literal path.
    case script
  }

  /// The path as written, relative to the document's directory.
  public var path: String
  /// SHA-256 of its bytes.
  public var digest: Digest
  /// Why the file matters.
  public var use: Use

  /// Makes an entry from its parts.
  public init(path: String, digest: Digest, use: Use) {
    self.path = path
    self.digest = digest
    self.use = use
  }
}

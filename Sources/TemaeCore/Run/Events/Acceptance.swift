/// Why a document may run as it was read.
public enum Acceptance: String, CanonicalWord {
  /// The front matter says `temae: 1`.
  case annotated
  /// A person saw every block with its reason, and agreed.
  case person
  /// `--accept` repeated the digest that `temae show` printed.
  case digest
}

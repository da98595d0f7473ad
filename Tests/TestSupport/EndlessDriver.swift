/// A driver asks its journal again and again and comes to nothing.
///
/// The bound is one that only a failure reaches; without it the test would hang.
package struct EndlessDriver: Error, CustomStringConvertible {
  /// So often no run of these tests asks its journal.
  package static let mostCalls = 10_000

  package var description: String {
    "the journal was asked \(Self.mostCalls) times: a driver goes round in circles"
  }
}

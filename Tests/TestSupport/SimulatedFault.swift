/// What a simulated journal throws: an I/O error whose outcome is unknown, or a process that is gone.
package struct SimulatedFault: Error {
  /// Where in an append it happens.
  package enum Moment: Hashable, Sendable, CaseIterable {
    /// Nothing was recorded.
    case before
    /// Everything was recorded, and nobody heard of it.
    case after
  }

  package init() {}
}

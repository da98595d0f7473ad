import Synchronization

/// Counts from several threads.
final class SharedCount: Sendable {
  private let value = Atomic<Int>(0)

  /// One more than the last time; 1 at first.
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

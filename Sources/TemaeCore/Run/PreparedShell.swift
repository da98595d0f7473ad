/// An attempt whose directory is durable and whose supervisor has not been started.
///
/// Whoever holds this holds the attempt's `supervisor.lock`: it is either started or abandoned.
public struct PreparedShell: Hashable, Sendable {
  /// What will be run, with its environment: it stays in memory, and no file holds the values.
  public var order: ShellOrder
  /// The descriptor through which `supervisor.lock` is held.
  public var lockDescriptor: Int32

  /// Makes a prepared attempt from its parts.
  public init(order: ShellOrder, lockDescriptor: Int32) {
    self.order = order
    self.lockDescriptor = lockDescriptor
  }
}

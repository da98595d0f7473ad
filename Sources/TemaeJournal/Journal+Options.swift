extension Journal {
  /// How a journal is opened, beside its place.
  public struct Options: Sendable {
    /// The group whose members share the journal; `nil` for this account alone.
    public var group: String?
    /// Whether a file system may be used that forgets everything when the machine stops.
    public var allowsTemporaryFileSystem: Bool
    /// Called once when an append has waited two seconds, with the process that holds the lock.
    public var onWait: @Sendable (_ holderProcessID: Int?) -> Void

    /// How long SQLite waits for programs that do not take our lock; tests wait less.
    var patienceMilliseconds = Settings.patienceMilliseconds

    /// Makes options; the defaults are those of a journal for one person.
    public init(
      group: String? = nil, allowsTemporaryFileSystem: Bool = false,
      onWait: @escaping @Sendable (_ holderProcessID: Int?) -> Void = { _ in }
    ) {
      self.group = group
      self.allowsTemporaryFileSystem = allowsTemporaryFileSystem
      self.onWait = onWait
    }
  }
}

import Glibc
public import TemaeCore

/// Runs shell activities, each attempt under a supervisor of its own that outlives this process.
///
/// An attempt is prepared before its intent is committed, and started after; then it is followed.
/// When this process dies in between, the next one asks for ``evidence(directory:leaf:)``.
public struct ShellAttempts: Sendable {
  private let supervisorPath: String
  private let graceMilliseconds: Int

  /// Takes the path of the `temae-supervisor` program, absolute, and the time in milliseconds that
  /// a command has between INT and TERM, and between TERM and KILL.
  public init(supervisorPath: String, graceMilliseconds: Int = 5000) {
    self.supervisorPath = supervisorPath
    self.graceMilliseconds = graceMilliseconds
  }

  /// Makes the attempt's directory and takes its lock; on return all of it is durable.
  ///
  /// The directory must not be there yet: an attempt is never reused. Throws ``ShellError`` when
  /// the order cannot be run or the directory cannot be made; then nothing of it is left.
  public func prepare(_ order: ShellOrder) throws(ShellError) -> PreparedShell {
    guard supervisorPath.utf8.first == UInt8(ascii: "/"),
      unsafe access(supervisorPath, X_OK) == 0
    else {
      throw .invalidOrder(
        "there is no supervisor to run at '\(supervisorPath)'; it is installed beside temae")
    }
    let invocation = try ScriptInvocation(order, supervisorPath: supervisorPath)
    return try Preparation(
      order: order, invocation: invocation, graceMilliseconds: graceMilliseconds
    ).make()
  }

  /// Starts the supervisor of a prepared attempt whose intent, with this leaf hash, is committed.
  ///
  /// This process gives up the lock in any case. Throws ``ShellError`` when the attempt was
  /// declared void, was started before, or the supervisor cannot be started; what that means for
  /// the attempt, ``evidence(directory:leaf:)`` tells.
  public func start(_ prepared: PreparedShell, leaf: Digest) throws(ShellError) -> RunningShell {
    let lock = FileDescriptor(adopting: prepared.lockDescriptor)
    let invocation = try ScriptInvocation(prepared.order, supervisorPath: supervisorPath)
    return try Launch(order: prepared.order, leaf: leaf, invocation: invocation)
      .start(lockDescriptor: lock.number)
  }

  /// Takes back what was prepared: its intent was not committed.
  public func abandon(_ prepared: PreparedShell) {
    let lock = FileDescriptor(adopting: prepared.lockDescriptor)
    // What cannot be removed is litter that no intent names.
    try? Spool(directory: prepared.order.directory).remove()
    _ = lock.release()
  }

  /// Follows an attempt to its end.
  ///
  /// `onOutput` gets pieces of at most 64 KiB, in order for each stream, with the offset of their
  /// first byte; a gap between two offsets is output that was not kept. It is called on a thread
  /// that all attempts of this process share, so it must not wait. An end that nobody saw is
  /// `lost`: ask ``evidence(directory:leaf:)`` then, because the command may never have started, or
  /// may live on.
  public func follow(
    _ running: RunningShell, fromOutput: Int, fromError: Int,
    onOutput: @escaping @Sendable (OutputStream, [UInt8], _ offset: Int) -> Void
  ) async -> ShellEnd {
    await withCheckedContinuation { continuation in
      FollowerThread.shared.follow(
        FollowRequest(
          running: running, fromOutput: fromOutput, fromError: fromError, receiver: onOutput
        ) { continuation.resume(returning: $0) })
    }
  }

  /// What the directory tells of an attempt whose end this process did not see.
  ///
  /// When the command was never started, this also keeps it from ever starting. Throws
  /// ``ShellError`` when the directory cannot be read by this account: that is no verdict.
  public func evidence(directory: String, leaf: Digest) throws(ShellError) -> ShellEvidence {
    try Settlement(spool: Spool(directory: directory), leaf: leaf).evidence()
  }

  /// Whether the command or a descendant of it lives, also after its end was recorded.
  public func descendantsLive(directory: String) throws(ShellError) -> Bool {
    try Spool(directory: directory).treeLives()
  }

  /// Asks the supervisor to end the command; after its end, what it left in its process group.
  public func cancel(directory: String) throws(ShellError) {
    let path = Spool(directory: directory).path(.cancel)
    _ = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_NOFOLLOW)
  }

  /// Sends a signal to the process group of a command that lives without its supervisor.
  ///
  /// Throws ``ShellError`` when a supervisor lives, or when the process that was recorded does not.
  public func signalOrphan(
    directory: String, leaf: Digest, signal: Int
  ) throws(ShellError) {
    try OrphanedCommand(spool: Spool(directory: directory), leaf: leaf).send(Int32(signal))
  }

  /// The names of the directories that lie in a directory: those of a run's attempts.
  public func spools(in directory: String) throws(ShellError) -> [String] {
    try Spool.names(in: directory).filter { name in
      var status = stat()
      return unsafe lstat("\(directory)/\(name)", &status) == 0
        && status.st_mode & S_IFMT == S_IFDIR
    }
  }

  /// Removes the attempt's directory, once its outcome is durable.
  public func removeSpool(directory: String) throws(ShellError) {
    try Self.remove(directory: directory)
  }

  /// The same, without a supervisor at hand.
  public static func remove(directory: String) throws(ShellError) {
    try Spool(directory: directory).remove()
  }

  /// Reads kept output of a stream: at most `count` bytes from an offset.
  ///
  /// Fewer come at the end and before a part that was not kept; none come from inside such a part.
  public func readOutput(
    directory: String, stream: OutputStream, offset: Int, count: Int
  ) throws(ShellError) -> [UInt8] {
    try Spool(directory: directory).kept(stream, offset: offset, count: count)
  }
}

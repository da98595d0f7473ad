import CSupervisor
import Glibc
import TemaeCore

/// Starts the supervisor of an attempt that was prepared, and hands it the lock.
struct Launch {
  /// What was prepared.
  let order: ShellOrder
  /// The leaf hash of the attempt's intent.
  let leaf: Digest
  /// How its shell is told to run it.
  let invocation: ScriptInvocation

  /// Starts it; the lock that this process holds goes with the descriptor when that is closed.
  func start(lockDescriptor: Int32) throws(ShellError) -> RunningShell {
    let spool = invocation.spool
    guard try !exists(spool.path(.void)) else {
      throw .refused(
        directory: order.directory,
        reason: "it was declared never started meanwhile; the next try is a new attempt")
    }
    guard case .blank = try SpoolRecord.read(.started, in: spool, intent: nil) else {
      throw .refused(directory: order.directory, reason: "it was started before")
    }
    let process = try spawn(lockDescriptor)
    FollowerThread.shared.adopt(child: process)
    return RunningShell(directory: order.directory, leaf: leaf, supervisorID: Int(process))
  }

  private func spawn(_ lockDescriptor: Int32) throws(ShellError) -> pid_t {
    let program = invocation.supervisorPath
    let arguments = [program, "attempt", order.directory, leaf.hex]
    let own = invocation.environment
    let given = order.environment.filter { variable in
      !own.contains { $0.name == variable.name }
    }
    let environment = (given + own).map { "\($0.name)=\($0.value)" }
    let process = unsafe withCStrings(arguments) { arguments in
      unsafe withCStrings(environment) { environment in
        unsafe temae_spawn_supervisor(
          program, arguments, environment, order.workingDirectory, lockDescriptor)
      }
    }
    guard process > 0 else { throw .last("start", program) }
    return process
  }

  /// Lends the strings to a call as C wants them: pointers with a null at their end.
  private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a null was appended") }
      return unsafe body(base)
    }
  }
}

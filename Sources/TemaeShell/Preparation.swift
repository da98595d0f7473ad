import CSupervisor
import Glibc
import TemaeCore

/// Makes an attempt's directory: everything that its records will need is reserved before the
/// intent is committed, so that a full disk cannot hide an outcome, and a file that is missing
/// later was removed by somebody.
struct Preparation {
  /// What is to be run.
  let order: ShellOrder
  /// How its shell is told to run it.
  let invocation: ScriptInvocation
  /// How long the command has after INT, and again after TERM.
  let graceMilliseconds: Int

  private var spool: Spool { invocation.spool }

  /// Makes and locks the directory; on return everything in it is durable.
  func make() throws(ShellError) -> PreparedShell {
    try check()
    guard unsafe mkdir(order.directory, 0o700) == 0 else { throw .last("make", order.directory) }
    do {
      return try fill()
    } catch {
      try? spool.remove()
      throw error
    }
  }

  private func check() throws(ShellError) {
    guard order.directory.utf8.first == UInt8(ascii: "/") else {
      throw .invalidOrder("the attempt's directory '\(order.directory)' is not absolute")
    }
    guard try isDirectory(order.workingDirectory), order.workingDirectory.hasPrefix("/") else {
      throw .invalidOrder("'\(order.workingDirectory)' is no directory to work in")
    }
    let nonNegative = [order.timeoutSeconds ?? 0, order.outputLimitBytes, graceMilliseconds]
    guard nonNegative.allSatisfy({ $0 >= 0 }), order.timeoutSeconds != 0 else {
      throw .invalidOrder("a time or a limit is not above zero")
    }
    for variable in order.environment {
      let name = variable.name.utf8
      guard !name.isEmpty, !name.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }) else {
        throw .invalidOrder("'\(variable.name)' cannot name a variable")
      }
      guard !variable.value.utf8.contains(0) else {
        throw .invalidOrder("the value of \(variable.name) holds a zero byte")
      }
    }
  }

  private func fill() throws(ShellError) -> PreparedShell {
    let lock = try spool.create(.supervisorLock)
    guard try lock.lock(.exclusive, path: spool.path(.supervisorLock)) else {
      throw .refused(directory: order.directory, reason: "somebody else has locked it")
    }
    try spool.nameOriginal(lock)
    try write(Array(order.script.utf8), to: .script)
    try write(Array(invocation.prologue.utf8), to: .prologue)
    let text = OrderText(
      order: order, arguments: invocation.arguments, graceMilliseconds: graceMilliseconds)
    try write(text.bytes, to: .order)
    for file in [Spool.File.started, .exit, .dropped] { try reserve(file) }
    try write([UInt8](repeating: 0, count: ExportedVariables.reservedBytes), to: .environment)
    // Empty files are only names, and those are the directory's: each sync counts on a busy disk.
    for file in [Spool.File.output, .error, .record, .diagnostics, .treeLock] {
      _ = try spool.create(file)
    }
    try synchronizeDirectory(order.directory)
    try synchronizeDirectory(spool.parent)
    return PreparedShell(order: order, lockDescriptor: lock.release())
  }

  private func write(_ bytes: [UInt8], to file: Spool.File) throws(ShellError) {
    try spool.create(file).writeDurably(bytes, path: spool.path(file))
  }

  private func reserve(_ file: Spool.File) throws(ShellError) {
    let descriptor = try spool.create(file)
    guard temae_record_reserve(descriptor.number) == 0 else {
      throw .last("write", spool.path(file))
    }
  }
}

import TemaeCore

/// How a shell is told to run a script so that the variables it exports are seen.
///
/// The script stays as it is: its name, its line numbers and `$0` are the file's own. A bash reads
/// the prologue first (`BASH_ENV`), which sets an EXIT trap; any other shell gets the trap on its
/// command line and then sources the script, whose path is `$0` there too. The trap calls the
/// supervisor's program, which writes what is new.
///
/// A trap also runs after `exit 0` in the middle, after a failed command and an unset variable; it
/// leaves the status alone, and subshells do not inherit it. A script that sets an EXIT trap of its
/// own, or that ends in `exec`, exports nothing: to wrap `trap` would shadow a command.
struct ScriptInvocation {
  /// The attempt's files.
  let spool: Spool
  /// The program that writes the variables down, absolute.
  let supervisorPath: String
  /// Whether the shell is a bash.
  let isBash: Bool

  /// Takes the order's shell.
  init(_ order: ShellOrder, supervisorPath: String) throws(ShellError) {
    guard order.shell == "bash" || order.shell == "sh" else {
      throw .invalidOrder("the shell is '\(order.shell)', but only bash and sh are known")
    }
    spool = Spool(directory: order.directory)
    self.supervisorPath = supervisorPath
    isBash = order.shell == "bash"
  }

  /// The command and its arguments.
  var arguments: [String] {
    isBash
      ? ["bash", "-euo", "pipefail", spool.path(.script)]
      : ["sh", "-eu", "-c", "\(trap); . \"$0\"", spool.path(.script)]
  }

  /// The text of the prologue; only a bash reads it, and no bash that the script starts.
  var prologue: String {
    isBash ? "unset BASH_ENV\n\(trap)\n" : ""
  }

  /// What the command's environment holds beside the order's.
  var environment: [EnvironmentVariable] {
    let record = EnvironmentVariable(name: BackupFact.variable, value: spool.path(.record))
    guard isBash else { return [record] }
    return [
      EnvironmentVariable(name: "BASH_ENV", value: expandable(spool.path(.prologue))), record,
    ]
  }

  /// Absolute paths only, so that a script may change PATH; and nothing in it may fail.
  private var trap: String {
    let program = quoted(supervisorPath)
    let file = quoted(spool.path(.environment))
    return "trap \(quoted("\(program) exported \(file) 2>/dev/null || :")) EXIT"
  }

  /// A bash expands the value of `BASH_ENV` as if it stood in double quotes: a path that holds a
  /// dollar sign or a backquote must not become a command.
  private func expandable(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      if "$`\"\\".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private func quoted(_ text: String) -> String {
    var result = "'"
    for character in text.unicodeScalars {
      if character == "'" { result += "'\\''" } else { result.unicodeScalars.append(character) }
    }
    return result + "'"
  }
}

import CSupervisor
import TemaeCore

/// The order as the supervisor reads it: `key value` lines, and `end`.
///
/// It holds the environment's names, and none of its values.
struct OrderText {
  /// What is to be run.
  let order: ShellOrder
  /// The command and its arguments.
  let arguments: [String]
  /// How long the command has after INT, and again after TERM.
  let graceMilliseconds: Int

  /// The file's bytes.
  var bytes: [UInt8] {
    var lines = [TEMAE_RECORD_VERSION, "record order"]
    lines += arguments.map { "argument \(escaped($0))" }
    lines.append("working-directory \(escaped(order.workingDirectory))")
    if let timeout = order.timeoutSeconds { lines.append("timeout-seconds \(timeout)") }
    lines.append("grace-milliseconds \(graceMilliseconds)")
    lines.append("output-limit-bytes \(order.outputLimitBytes)")
    lines += order.environment.map { "environment \(escaped($0.name))" }
    lines.append("end\n")
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// Control characters and `%` as %XX, so that a value is one line.
  private func escaped(_ value: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for byte in value.utf8 {
      if byte >= 0x20 && byte != 0x25 && byte != 0x7f {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

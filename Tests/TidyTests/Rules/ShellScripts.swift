/// Shell scripts stop at the first error, and nothing unset is taken for empty.
enum ShellScripts {
  static let start = "#!/usr/bin/env bash"

  static func isScript(_ file: PackageFile) -> Bool {
    file.text.hasPrefix("#!") && file.text.prefix { $0 != "\n" }.contains("sh")
  }

  static func findings(_ file: PackageFile) -> [Finding] {
    var findings: [Finding] = []
    if !file.text.hasPrefix(start + "\n") {
      findings.append(
        Finding(path: file.path, line: 1, message: "begins otherwise than with \(start)"))
    }
    let lines = PackageFile.lines(of: file.text).map(\.text)
    if !lines.contains("set -euo pipefail") {
      findings.append(Finding(path: file.path, message: "lacks the line set -euo pipefail"))
    }
    return findings
  }
}

import TemaeCore

/// The variables that a script has exported: entries `NAME=VALUE`, each with a zero byte at its
/// end, and a last entry `=` that says that the list is whole.
enum ExportedVariables {
  /// Room that is reserved before the start, so that a full disk does not lose them.
  static let reservedBytes = 65_536
  /// More is not read: a script that exports megabytes has gone wrong.
  private static let limitBytes = 4 << 20

  /// Reads them; none when the list is not whole.
  static func read(in spool: Spool) throws(ShellError) -> [EnvironmentVariable] {
    let path = spool.path(.environment)
    guard try isFile(path) else { return [] }
    let bytes = try spool.open(.environment).read(at: 0, count: limitBytes, path: path)
    return parse(bytes)
  }

  static func parse(_ bytes: [UInt8]) -> [EnvironmentVariable] {
    var variables: [EnvironmentVariable] = []
    for entry in bytes.split(separator: 0, omittingEmptySubsequences: false) {
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { return [] }
      if entry.count == 1 { return variables.sorted { $0.name < $1.name } }
      variables.append(
        EnvironmentVariable(
          name: String(decoding: entry[..<sign], as: UTF8.self),
          value: String(decoding: entry[entry.index(after: sign)...], as: UTF8.self)))
    }
    return []
  }
}

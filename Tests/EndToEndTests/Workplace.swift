import Glibc
import Testing

/// A directory of its own for one test, with its documents and its journal.
@safe final class Workplace {
  /// The directory, absolute.
  let path: String

  /// Makes the directory.
  init() throws {
    var template = Array("/tmp/temae-test.XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Program.Failure(description: "no directory for a test: errno \(errno)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    // Commands outlive their drivers: what waits for a file in here would wait for ever. The brackets
    // keep the pattern from matching the shell that it stands in.
    _ = try? Self.shell("pkill -KILL -f '[/]\(path.dropFirst())/'; rm -rf '\(path)'")
  }

  /// Writes a file and gives back its name.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw Program.Failure(description: "cannot write \(name)") }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Program.Failure(description: "cannot write \(name)")
    }
    return name
  }

  /// Runs `temae` here.
  @discardableResult
  func temae(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Program.Ending {
    try Program.run(arguments, in: path, environment: environment)
  }

  /// Runs SQL on the journal with the plain sqlite3 shell.
  @discardableResult
  func sqlite(_ sql: String) throws -> String {
    try write(".sql", sql)
    return try Self.shell("cd '\(path)' && sqlite3 journals/temae.sqlite <.sql >.rows 2>&1")
      == 0 ? Program.text("\(path)/.rows") : "failed: \(Program.text("\(path)/.rows"))"
  }

  /// How the attempts of an activity ended, from the journal: `attempt type verdict evidence`.
  func history(of activity: String) throws -> [String] {
    try sqlite(
      """
      select body->>'$.what.attempt' || ' ' || type || coalesce(' ' || (body->>'$.what.verdict'), '')
        || case when type = 'attempt.settled' then ' ' || (body->>'$.what.evidence') else '' end
      from event where type in ('attempt.succeeded', 'attempt.failed', 'attempt.lost',
        'attempt.settled') and body->>'$.what.activity' = '\(activity)' order by seq;
      """
    ).split(separator: "\n").map(String.init)
  }

  /// Waits until a file has something in it.
  func wait(for file: String) throws {
    let loop = "until test -s '\(path)/\(file)'; do sleep 0.05; done"
    try #require(try Self.shell("timeout 60 sh -c \"\(loop)\"") == 0, "\(file) did not come")
  }

  /// Runs a shell command and gives back its status.
  @discardableResult
  static func shell(_ command: String) throws -> Int32 {
    try Program.shell(command)
  }
}

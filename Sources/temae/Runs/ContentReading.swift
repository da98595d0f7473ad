import TemaeCore
import TemaePostgres
import TemaeReport

/// Reads what tables hold, and says meanwhile at which one it is.
struct ContentReading {
  let connection: String
  let options: SharedOptions

  /// The contents of the named tables and sequences; of all where there are no names.
  func contents(of names: [String]?) async throws -> Contents {
    let abilities = TerminalAbilities(of: .error, noColor: options.noColor)
    let isShown = !options.quiet && abilities.canRedraw
    let columns = abilities.columns ?? 0
    let contents = try await PostgresDatabase().contents(connection: connection, of: names) {
      guard isShown else { return }
      let line = SafeText.cut("reading \(SafeText.neutralized($0))", to: columns - 1)
      StandardStream.error.write("\r\u{1B}[K\(line)")
    }
    if isShown { StandardStream.error.write("\r\u{1B}[K") }
    return contents
  }
}

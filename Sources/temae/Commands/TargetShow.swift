import ArgumentParser
import TemaeCore
import TemaePostgres
import TemaeReport

/// `temae target show`: who is at the other end, what the role may do, who could be in the way.
struct TargetShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say what a database is, and who could be in the way.")

  @OptionGroup var target: NamedTarget
  @OptionGroup var options: SharedOptions

  func run() async throws {
    let isColored = TerminalAbilities(of: .error, noColor: options.noColor).hasColors
    let connection = try target.connection(isColored: isColored)
    let report = try await PostgresDatabase().report(connection: connection)
    for (name, value) in Self.facts(report) {
      let padding = String(repeating: " ", count: max(1, 12 - name.count))
      try StandardStream.output.print("\(name)\(padding)\(SafeText.neutralized(value))\n")
    }
  }

  private static func facts(_ report: TargetReport) -> [(String, String)] {
    let identity = report.identity
    let cluster =
      identity.systemIdentifier.isEmpty
      ? "the role may not ask" : "\(identity.systemIdentifier), timeline \(identity.timeline)"
    let privileges = report.privileges.isEmpty ? "none" : report.privileges.joined(separator: ", ")
    return [
      ("database", identity.database), ("host", identity.host),
      ("server", "PostgreSQL \(identity.serverVersion)\(report.isStandby ? ", a standby" : "")"),
      ("cluster", cluster), ("role", identity.role), ("privileges", privileges),
      ("pooler", report.isPooled ? "in session mode" : "none"),
      ("markers", report.hasMarkerTable ? "temae.marker is there" : "none: temae target init"),
    ] + report.holders.map { ("in the way", words($0)) }
  }

  private static func words(_ holder: TargetReport.Holder) -> String {
    let waiting = holder.waitingCount > 0 ? ", \(holder.waitingCount) wait for it" : ""
    return "process \(holder.process), \(holder.who), \(holder.state), open for "
      + "\(holder.openSeconds) s\(waiting): \(holder.statement)"
  }
}

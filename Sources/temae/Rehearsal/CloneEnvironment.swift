import Glibc
import TemaeCore

/// Leaves this process nothing that leads to a server but the copy.
///
/// What a rehearsal starts inherits this process's variables; so the variables themselves go, not
/// only what is handed on.
enum CloneEnvironment {
  /// Forgets what leads elsewhere, and lets the database's variable lead to the copy.
  ///
  /// Called while nothing else of this process reads variables.
  ///
  /// - Parameters:
  ///   - runbook: Its databases name variables.
  ///   - database: The database that the copy stands for.
  ///   - connection: Leads to the copy.
  static func enter(_ runbook: Runbook, _ database: String, connection: String) {
    Environment.forgetConnection()
    for reference in runbook.settings.databases { unsafe unsetenv(reference.variable) }
    for variable in Drive.environment where leadsToServer(variable.value) {
      unsafe unsetenv(variable.name)
    }
    if let variable = runbook.settings.database(database)?.variable {
      unsafe setenv(variable, connection, 1)
    }
  }

  /// Whether a value looks like a connection string or URI of some database.
  static func leadsToServer(_ value: String) -> Bool {
    let text = value.lowercased()
    let marks = ["postgres://", "postgresql://", "host=", "dbname=", "service=", "hostaddr="]
    return marks.contains { text.contains($0) }
  }
}

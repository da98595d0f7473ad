import ArgumentParser
import TemaeCore

/// What `--kind` can ask for.
enum BackupChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// Definitions and rows.
  case full
  /// Definitions only.
  case schema
  /// Rows only.
  case data

  /// The kind of backup.
  var kind: BackupKind {
    switch self {
    case .full: .full
    case .schema: .schema
    case .data: .data
    }
  }
}

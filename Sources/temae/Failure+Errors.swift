import TemaeBackup
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeRunner
import TemaeShell

extension Failure {
  /// What an error of any module means to the person at the terminal, and which exit code it is.
  ///
  /// Errors of the argument parser are not among them: `nil`.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as JournalError: self.init(error)
    case let error as PostgresError: self.init(Self.exit(for: error), error.description)
    case let error as BackupError: self.init(Self.exit(for: error), error.description)
    case let error as DriverError: self.init(Self.exit(for: error), error.description)
    case let error as ShellError: self.init(.halted, error.description)
    case let error as InvalidHistory:
      self.init(.journalBroken, error.description, next: "temae journal verify")
    case let error as Rejection:
      self.init(.usage, "refused: \(error.reason)", next: error.remedy ?? "temae status")
    case is CancellationError: self.init(.interrupted, "interrupted")
    default: return nil
    }
  }

  /// What an error of the journal means.
  init(_ error: JournalError) {
    self.init(Self.exit(for: error), error.description)
  }

  private static func exit(for error: JournalError) -> TemaeExit {
    switch error {
    case .unusable, .unknownEvent, .bodyTooLarge: .data
    case .runHeld, .fenced, .conflict: .elsewhere
    case .unknownRun, .nameTaken: .usage
    case .damaged, .payloadDiffers, .commandReused, .payloadNotGiven: .journalBroken
    case .outcomeUnknown: .unknown
    case .diskFull, .system, .sqlite: .halted
    }
  }

  private static func exit(for error: PostgresError) -> TemaeExit {
    switch error {
    case .badConnectionString, .unreachable, .transactionPooler, .mismatched, .foreignMarkerTable,
      .noScratch, .badDeclaration, .noProgram, .otherDatabase:
      .data
    case .busy, .refused, .broken, .notDumped, .notReplaced: .halted
    case .held: .elsewhere
    case .undecided: .unknown
    case .interrupted: .interrupted
    }
  }

  private static func exit(for error: BackupError) -> TemaeExit {
    switch error {
    case .insideWorkTree, .exists: .usage
    case .noBackup: .data
    case .refused: .halted
    case .interrupted: .interrupted
    }
  }

  private static func exit(for error: DriverError) -> TemaeExit {
    switch error {
    case .fenced: .elsewhere
    case .diskFull: .halted
    case .missingPayload, .missingVariable: .data
    }
  }
}

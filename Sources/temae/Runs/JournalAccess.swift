import Glibc
import TemaeJournal
import TemaeReport

extension SharedOptions {
  /// Where the journal is, or would be made.
  var place: Journal.Place {
    Journal.Place.locate(
      named: journal, environment: Environment.value("TEMAE_JOURNAL"),
      directory: WorkingDirectory.path)
  }

  /// Opens the journal; only what runs a document makes one.
  func openJournal(
    _ mode: Journal.Mode, group: String? = nil, allowsTemporaryFileSystem: Bool = false
  ) throws(Failure) -> Journal {
    let isAllowed = allowsTemporaryFileSystem || Environment.value("TEMAE_ALLOW_TMPFS") == "1"
    let options = Journal.Options(
      group: group, allowsTemporaryFileSystem: isAllowed,
      onWait: { holder in
        let who = holder.map { "process \($0)" } ?? "another process"
        StandardStream.error.write("temae: waiting for \(who), which is writing to the journal\n")
      })
    do {
      return try Journal.open(place, mode: mode, options: options)
    } catch {
      throw Self.failure(error)
    }
  }

  /// What the system refuses before a journal is open lies with its place, not with a run.
  private static func failure(_ error: JournalError) -> Failure {
    switch error {
    case .system:
      Failure(
        .data, error.description,
        next: "check the directory and the rights of this account, or name another --journal")
    case .unusable, .unknownEvent, .bodyTooLarge, .runHeld, .fenced, .conflict, .unknownRun,
      .nameTaken, .damaged, .payloadDiffers, .commandReused, .payloadNotGiven, .outcomeUnknown,
      .diskFull, .sqlite:
      Failure(error)
    }
  }
}

extension Journal {
  /// Gives payloads to reports; what is gone or does not match its commitment is `nil`.
  var resolver: PayloadResolver {
    { commitment in (try? self.payload(commitment)) ?? nil }
  }
}

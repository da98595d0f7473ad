import FoundationEssentials
import TemaeCore
import TemaeJournal

/// A compiled runbook as the journal holds it.
struct CompiledRunbook {
  /// Its bytes, which match the commitment that names them.
  let bytes: [UInt8]

  /// Reads it.
  ///
  /// - Parameters:
  ///   - compiled: what names it.
  ///   - format: the number of its form.
  ///   - tool: the version of temae that wrote it.
  ///   - journal: where it is.
  /// - Throws: ``Failure`` where this version does not know the form, or it is not there;
  ///   `JournalError`.
  init(_ compiled: Commitment, format: Int, tool: String, in journal: Journal) throws {
    guard format == Runbook.currentFormat else {
      throw Failure(
        .data,
        "the run keeps its runbook in form \(format); this version of temae knows form "
          + "\(Runbook.currentFormat)",
        next: "use temae \(tool), which wrote it")
    }
    guard let bytes = try journal.payload(compiled) else {
      throw Failure(
        .data, "the run's runbook is not in the journal any more", next: "temae journal verify")
    }
    self.bytes = bytes
  }

  /// The runbook.
  var runbook: Runbook {
    get throws {
      do {
        return try JSONDecoder().decode(Runbook.self, from: Data(bytes))
      } catch {
        throw Failure(
          .data, "the run's runbook cannot be read: \(error)", next: "temae journal verify")
      }
    }
  }
}

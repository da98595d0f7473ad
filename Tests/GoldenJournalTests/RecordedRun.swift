import Crypto
import Foundation
import TemaeCore
import TemaeJournal
import Testing

/// A run of a recorded journal, imported into a journal of its own and folded event by event.
final class RecordedRun {
  let journal: Journal
  let entries: [Entry]
  /// The state after each entry.
  let states: [RunState]
  private let directory: URL

  /// Where the recorded journals lie.
  static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "journals/v1")

  /// The names of the scenarios.
  static var scenarios: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
  }

  /// SHA-256, which the core does not have.
  static func hash(_ bytes: [UInt8]) -> TemaeCore.Digest {
    TemaeCore.Digest(bytes: Array(SHA256.hash(data: bytes))) ?? .zero
  }

  init(_ scenario: String, file: String = "journal.jsonl") throws {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "temae-golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let place = Journal.Place(path: directory.appending(path: "journal.sqlite").path)
    let options = Journal.Options(allowsTemporaryFileSystem: true)
    journal = try Journal.open(place, mode: .create, options: options)
    let export = Self.folder.appending(path: scenario).appending(path: file)
    _ = try journal.importExport(at: export.path)
    let run = try #require(try journal.runs().first)
    entries = try journal.entries(run: run.id)
    states = try Self.fold(entries, journal)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// What the scenario expects in a file.
  static func expected(_ scenario: String, _ file: String) throws -> String {
    let path = folder.appending(path: scenario).appending(path: "expected").appending(path: file)
    return try String(contentsOf: path, encoding: .utf8)
  }

  /// Gives payloads to reports.
  var payload: (Commitment) -> [UInt8]? {
    { [journal] commitment in (try? journal.payload(commitment)) ?? nil }
  }

  private static func fold(_ entries: [Entry], _ journal: Journal) throws -> [RunState] {
    guard case .runOpened(let opened) = try #require(entries.first).event else { return [] }
    var state = RunState(runbook: try runbook(opened.compiled, journal))
    var states: [RunState] = []
    for entry in entries {
      try state.compare(with: entry, hash)
      if case .runbookAmended(let data) = entry.event {
        state.learn(try runbook(data.compiled, journal))
      }
      try state.apply(entry)
      states.append(state)
    }
    return states
  }

  private static func runbook(_ compiled: Commitment, _ journal: Journal) throws -> Runbook {
    let bytes = try #require(try journal.payload(compiled))
    return try JSONDecoder().decode(Runbook.self, from: Data(bytes))
  }
}

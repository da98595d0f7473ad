import CDiskRecorder
import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// A journal whose file operations were recorded, and what opening it after a power failure shows.
final class RecordedJournal {
  private let fixture = try? JournalFixture()
  private let directory: String
  private var path: String { directory + "/kept.sqlite" }
  /// The root of the tree after every append, by the number of events.
  private var roots: [Int: Digest] = [:]

  struct Result {
    var states = 0
    var problems: [String] = []
  }

  init() throws {
    // States are written by the thousand: to memory, where there is such a place.
    let parent = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    directory = "\(parent)/temae-power-loss-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    guard unsafe mkdir(directory, 0o700) == 0 else { throw JournalFixture.Failure(what: "mkdir") }
  }

  deinit {
    _ = shell("rm -rf \(directory)")
  }

  /// Records appends of one event and of several, small and large, and checkpoints between them.
  func record(synchronous: String) throws {
    let fixture = try #require(fixture)
    roots = [:]
    guard unsafe disk_record_start(fixture.path) == 0 else {
      throw JournalFixture.Failure(what: "the recorder cannot be registered")
    }
    defer { disk_record_stop() }
    let journal = try fixture.open()
    let site = try JournalSite(fixture.place, JournalFixture.options)
    let store = try Store(site: site, mode: .write, options: JournalFixture.options)
    try store.connection.run("PRAGMA synchronous = \(synchronous)")
    var range = CompactRange()
    func append(_ drafts: [EventDraft], _ payloads: [SealedPayload]) throws {
      let condition = AppendCondition.command(position: range.size)
      for entry in try store.append(drafts, payloads: payloads, condition: condition) {
        range.append(unsafe entry.body.withUnsafeBytes { unsafe LeafHash(body: $0) })
      }
      disk_record_mark(Int64(range.size))
      roots[range.size] = range.root.digest
    }
    for entry in try journal.openRun() {
      range.append(unsafe entry.body.withUnsafeBytes { unsafe LeafHash(body: $0) })
    }
    roots[1] = range.root.digest
    try store.checkpoint()
    disk_record_mark(1)
    for number in 2...10 {
      let size = number % 5 == 0 ? 9_000 : 20
      let text = journal.seal([UInt8](repeating: UInt8(number), count: size), media: "text/plain")
      let drafts = (0...(number % 3)).map { index in
        EventDraft.sample(
          .noteAdded(NoteAdded(text: text.commitment)), command: "note-\(number)", index: index)
      }
      try append(drafts, [text])
      if number % 3 == 0 { try store.checkpoint() }
    }
  }

  /// Opens distinct states, from every instant of the recording alike, until there are enough.
  func losePower(states wanted: Int, seed: UInt64, forgetting forgotten: Int) throws -> Result {
    var result = Result()
    var seen: Set<UInt64> = []
    var draw = seed
    var round = 0
    while result.states < wanted {
      let before = result.states
      disk_rewind(Int32(forgotten))
      while result.states < wanted, disk_advance() != 0 {
        guard disk_acknowledged() > 0 else { continue }
        for variant in round == 0 ? 0...3 : 2...9 {
          draw &+= 1
          guard seen.insert(disk_lose_power(Int32(variant), draw)).inserted else { continue }
          result.states += 1
          try open(variant: variant, seed: draw, into: &result)
          // One state that fails is enough to look at; a broken writer fails thousands of times.
          if result.problems.count > 20 { return result }
          if result.states >= wanted { break }
        }
      }
      guard result.states > before else { break }
      round += 1
    }
    return result
  }

  private func open(variant: Int, seed: UInt64, into result: inout Result) throws {
    guard unsafe disk_write_state(path) == 0 else { throw JournalFixture.Failure(what: "a state") }
    let acknowledged = Int(disk_acknowledged())
    let underWay = Int(disk_under_way())
    let problem: String?
    do {
      let journal = try Journal.open(
        .init(path: path), mode: .write, options: JournalFixture.options)
      let found = try journal.verify()
      problem =
        if !found.isWhole {
          "\(found.defect.map { "\($0)" } ?? "\(found.schemaDifferences)")"
        } else if found.size < acknowledged {
          "\(acknowledged) acknowledged, \(found.size) kept"
        } else if ![acknowledged, underWay].contains(found.size) {
          "\(found.size) events"
        } else if found.root != roots[found.size] { "other events than were appended" } else { nil }
    } catch {
      problem = "\(error)"
    }
    if let problem { result.problems.append("variant \(variant), draw \(seed): \(problem)") }
  }
}

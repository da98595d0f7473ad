import TemaeCore
import TemaeJournal
import TemaeReport

/// A run's entries with the state after each, read and folded as they are asked for.
///
/// Memory is bounded: some pages of entries are kept, and states at so many places that the next one
/// is never far.
struct ReplayHistory {
  /// The journal.
  let journal: Journal
  /// The run's id.
  let run: String
  /// The run's first entry.
  let first: Entry
  /// The run's last entry when it was last looked at.
  private(set) var last: Entry
  /// States after so many entries, to go on from.
  private var kept: [Int: ReplayPoint] = [:]
  private var interval = 64
  private var latest: (count: Int, point: ReplayPoint)?
  private var pages: [Int: [Entry]] = [:]
  /// The numbers of the pages in the order in which they were last read.
  private var recent: [Int] = []

  private static let mostKept = 512
  private static let pageEntries = 256
  private static let mostPages = 8

  /// Reads the named run, else the only open one, else the newest.
  init(_ run: String?, _ options: SharedOptions) throws {
    journal = try options.openJournal(.read)
    let (choice, isAssumed) = try RunChoice(journal).toRead(run)
    if isAssumed { options.remark("no run is open; this is the newest: \(choice.name)") }
    self.run = choice.id
    guard let first = try journal.entries(run: choice.id, limit: 1).first else {
      throw JournalError.unknownRun(run: choice.id)
    }
    self.first = first
    last = first
    try refresh()
  }

  /// How many entries the run has.
  var count: Int { last.position }

  /// Looks whether the run has gone on.
  mutating func refresh() throws {
    let position = try journal.lastPosition(run: run)
    guard position > last.position else { return }
    // The last page may have been short.
    pages[(last.position - 1) / Self.pageEntries] = nil
    recent.removeAll { pages[$0] == nil }
    last = try entry(position)
  }

  /// The entry at a position of the run, from 1.
  mutating func entry(_ position: Int) throws -> Entry {
    let number = (position - 1) / Self.pageEntries
    let page = try pages[number] ?? read(number)
    return page[(position - 1) % Self.pageEntries]
  }

  /// The entries at some positions of the run.
  mutating func entries(_ positions: ClosedRange<Int>) throws -> [Entry] {
    var entries: [Entry] = []
    for position in positions { entries.append(try entry(position)) }
    return entries
  }

  /// What was true after the first so many entries, at least none.
  mutating func point(after count: Int) throws -> ReplayPoint {
    var start = count - count % interval
    while start > 0, kept[start] == nil { start -= interval }
    var point = try kept[start] ?? ReplayPoint(before: first, in: journal)
    // Somebody who goes on one by one comes from the event before.
    if let latest, latest.count > start, latest.count <= count {
      (start, point) = latest
    }
    for position in start..<count {
      try point.take(try entry(position + 1))
      if (position + 1).isMultiple(of: interval) { keep(point, after: position + 1) }
    }
    latest = (count, point)
    return point
  }

  private mutating func keep(_ point: ReplayPoint, after count: Int) {
    kept[count] = point
    while kept.count > Self.mostKept {
      interval *= 2
      let wanted = interval
      kept = kept.filter { $0.key.isMultiple(of: wanted) }
    }
  }

  private mutating func read(_ number: Int) throws -> [Entry] {
    let page = try journal.entries(
      run: run, after: number * Self.pageEntries, limit: Self.pageEntries)
    pages[number] = page
    recent.append(number)
    if recent.count > Self.mostPages { pages[recent.removeFirst()] = nil }
    return page
  }

  /// How many entries had happened at a place that a person named: a sequence, or an instant in UTC.
  ///
  /// - Throws: ``Failure`` where it is neither, or before the run's first event or after its last.
  func count(at place: String) throws -> Int {
    let count: Int
    if let sequence = Int(place) {
      guard sequence <= last.sequence else { throw outside(place) }
      count = try journal.position(run: run, upTo: sequence)
    } else if let instant = JournalTime.end(place) {
      // A wall clock may have been set back: the last event that was recorded by then counts.
      count = min(self.count, try journal.position(run: run, by: instant))
    } else {
      throw Failure(
        .usage, "\(place) is neither an event's number nor a time",
        next: "write 14, 2026-01-31T14:03 or 2026-01-31T14:03:12, in UTC")
    }
    guard count > 0 else { throw outside(place) }
    return count
  }

  private func outside(_ place: String) -> Failure {
    Failure(
      .usage,
      "the run's events are \(first.sequence) of \(first.at) to \(last.sequence) of "
        + "\(last.at); \(place) is not among them",
      next: "temae audit lists them")
  }
}

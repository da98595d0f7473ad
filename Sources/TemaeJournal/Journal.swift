import Synchronization
public import TemaeCore

/// An append-only journal of runs in one SQLite file: the evidence of who did what.
///
/// Every call is short and blocks its thread; calls from several threads follow each other. Several
/// processes may have the same journal open.
public final class Journal: Sendable {
  /// Where the journal is, without symbolic links.
  public let place: Place
  private let store: Mutex<Store>

  /// The largest body of an event, in bytes.
  public static let largestBodyBytes = 65_536

  private init(place: Place, store: sending Store) {
    self.place = place
    self.store = Mutex(store)
  }

  /// Works with the store while nobody else does.
  func withStore<Value: Sendable>(
    _ body: (Store) throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    try store.withLock { (store) throws(JournalError) in try body(store) }
  }

  /// Opens a journal, and makes it when the mode says so.
  ///
  /// A writer makes sure first that what the last writer left is on the disk.
  ///
  /// - Throws: ``JournalError/unusable(path:_:)`` with what is in the way, or
  ///   ``JournalError/damaged(path:sequence:problem:)`` when a writer finds a broken last event.
  public static func open(
    _ place: Place, mode: Mode, options: Options = Options()
  ) throws(JournalError) -> Journal {
    try Settings.requireLibrary()
    let site = try JournalSite(place, options)
    if mode == .create { try site.prepare() }
    try site.inspect()
    let store = try Store(site: site, mode: mode, options: options)
    return Journal(place: site.place, store: store)
  }

  /// Seals bytes with a random salt, for an event to name them by their commitment.
  ///
  /// - Parameters:
  ///   - bytes: the payload, with secrets masked.
  ///   - media: the media type, such as `text/plain`.
  /// - Returns: the payload and its commitment.
  public func seal(_ bytes: [UInt8], media: String) -> SealedPayload {
    Payloads.seal(bytes, media: media)
  }

  /// The leaf hash of an entry: SHA-256(0x00 ‖ body).
  public func leaf(of entry: Entry) -> Digest {
    unsafe entry.body.withUnsafeBytes { unsafe LeafHash(body: $0) }.digest
  }

  /// Appends events to a run: all or none, in one transaction that is on the disk on return.
  ///
  /// A batch whose command and indexes are recorded already, with the same events, is not recorded
  /// again: the recorded entries are returned.
  ///
  /// - Parameters:
  ///   - drafts: events of one run, in their order.
  ///   - payloads: what the events' commitments stand for.
  ///   - condition: what must hold of the run.
  /// - Returns: the events as they are recorded.
  /// - Throws: ``JournalError/conflict(position:)`` and ``JournalError/fenced(epoch:)`` when the
  ///   condition does not hold; ``JournalError/outcomeUnknown(path:reason:)`` when the disk failed:
  ///   this journal then refuses everything, and the process must end.
  @discardableResult
  public func append(
    _ drafts: [EventDraft], payloads: [SealedPayload] = [], condition: AppendCondition
  ) throws(JournalError) -> [Entry] {
    try store.withLock { (store) throws(JournalError) in
      try store.append(drafts, payloads: payloads, condition: condition)
    }
  }

  /// The entries of a run after a position, in their order.
  ///
  /// - Parameters:
  ///   - run: the run's id.
  ///   - position: the position of the last entry that is known; 0 for all.
  ///   - limit: at most so many entries.
  /// - Returns: the entries, in the run's order.
  /// - Throws: ``JournalError`` when the journal cannot be read.
  public func entries(
    run: String, after position: Int = 0, limit: Int? = nil
  ) throws(JournalError) -> [Entry] {
    try store.withLock { (store) throws(JournalError) in
      try store.entries(of: run, after: position, limit: limit ?? .max)
    }
  }

  /// The position of a run's last entry, as it stands now; 0 when there is no such run.
  public func lastPosition(run: String) throws(JournalError) -> Int {
    try store.withLock { (store) throws(JournalError) in try store.lastPosition(of: run) }
  }

  /// The position of a run's last entry up to a sequence of the journal; 0 when there is none.
  public func position(run: String, upTo sequence: Int) throws(JournalError) -> Int {
    try store.withLock { (store) throws(JournalError) in
      try store.position(of: run, upTo: sequence)
    }
  }

  /// The position of a run's last entry that was recorded by an instant; 0 when there is none.
  public func position(run: String, by instant: Instant) throws(JournalError) -> Int {
    try store.withLock { (store) throws(JournalError) in
      try store.position(of: run, by: instant)
    }
  }

  /// The positions of a run's entries of some types, ascending, found without reading the entries.
  public func positions(run: String, types: [String]) throws(JournalError) -> [Int] {
    try store.withLock { (store) throws(JournalError) in
      var positions: [Int] = []
      for type in types { positions += try store.positions(of: run, type: type) }
      return positions.sorted()
    }
  }

  /// Hands over the journal's entries one by one, in the journal's order; memory stays bounded.
  ///
  /// Entries that are appended meanwhile are handed over too. The closure may use the journal.
  ///
  /// - Parameters:
  ///   - run: only this run's; `nil` for all.
  ///   - sequence: the sequence of the last entry that is known; 0 for all.
  ///   - body: gets one after the other.
  /// - Throws: ``JournalError`` when the journal cannot be read, or what the closure throws.
  public func forEachEntry(
    run: String? = nil, after sequence: Int = 0, _ body: (Entry) throws -> Void
  ) throws {
    try forEachPage(run: run, after: sequence) { page in
      // One reader for all: texts that come again and again are made once.
      var reader = CanonicalReader(page.flatMap(\.body))
      var place = 0..<0
      for row in page {
        place = place.upperBound..<place.upperBound + row.body.count
        if let entry = try? Entry(bodyIn: place, of: &reader), entry.sequence == row.sequence {
          try body(entry)
        } else {
          // By itself it says what is wrong, and where in it.
          try body(store.withLock { (store) throws(JournalError) in try store.entry(row) })
        }
      }
    }
  }

  /// Hands over the entries' bodies one by one, byte by byte as they are stored.
  ///
  /// - Parameters:
  ///   - run: only this run's; `nil` for all.
  ///   - sequence: the sequence of the last entry that is known; 0 for all.
  ///   - body: gets one after the other.
  /// - Throws: ``JournalError`` when the journal cannot be read, or what the closure throws.
  public func forEachBody(
    run: String? = nil, after sequence: Int = 0, _ body: ([UInt8]) throws -> Void
  ) throws {
    try forEachPage(run: run, after: sequence) { page in
      for row in page { try body(row.body) }
    }
  }

  // A page at a time, and no cursor between pages: a reader that waits holds nothing up.
  private func forEachPage(
    run: String?, after sequence: Int, _ body: ([Store.Row]) throws -> Void
  ) throws {
    // The number of rows passed over: positions in a run have no gaps, nor have sequences.
    var last = try store.withLock { (store) throws(JournalError) in
      if let run { try store.position(of: run, upTo: sequence) } else { sequence }
    }
    while true {
      let page = try store.withLock { (store) throws(JournalError) in
        if let run { try store.page(run: run, after: last) } else { try store.page(after: last) }
      }
      guard let end = page.last else { return }
      try body(page)
      last = run == nil ? end.sequence : last + page.count
    }
  }

  /// The bytes behind a commitment; `nil` when they are not there, as after an erasure.
  ///
  /// - Throws: ``JournalError/payloadDiffers(digest:)`` when they do not match it.
  public func payload(_ commitment: Commitment) throws(JournalError) -> [UInt8]? {
    try store.withLock { (store) throws(JournalError) in
      try Payloads.bytes(of: commitment, in: store.connection)
    }
  }

  /// The runs of the journal in the order in which they were opened, found without a replay.
  public func runs() throws(JournalError) -> [RunSummary] {
    try store.withLock { (store) throws(JournalError) in
      try RunSummary.all(in: store.connection)
    }
  }

  /// A number that changes when another process or connection has written.
  public func dataVersion() throws(JournalError) -> Int {
    try store.withLock { (store) throws(JournalError) in
      try store.connection.integer("PRAGMA data_version")
    }
  }

  /// The next free name for a run, `<slug>-<n>`.
  ///
  /// Opening a run with a name that has been taken meanwhile throws
  /// ``JournalError/nameTaken(name:)``.
  public func nextRunName(slug: String) throws(JournalError) -> String {
    try store.withLock { (store) throws(JournalError) in
      try RunSummary.nextName(slug: slug, in: store.connection)
    }
  }

  /// Moves what the write-ahead log holds into the journal's file, as far as readers allow.
  public func checkpoint() throws(JournalError) {
    try store.withLock { (store) throws(JournalError) in
      try store.checkpoint()
    }
  }
}

import Synchronization
import TemaePostgres
import TemaeReport

/// Says on standard error how far a backup or its verification has come: a line that is drawn again
/// on a terminal, else a line every half minute.
final class BackupProgress: Sendable {
  private struct State {
    var tableCount = 0
    var begunCount = 0
    var current = ""
    var digestedBytes = 0
    var totalBytes: Int?
    var what: String
    var writing: (@Sendable () -> Int)?
    var isOver = false
    var isDrawn = false
  }

  private static let drawingMilliseconds = 500
  private static let sayingSeconds = 30

  private let state: Mutex<State>
  private let isShown: Bool
  private let columns: Int?
  private let start = ContinuousClock.now
  private let ticking: Mutex<Task<Void, Never>?> = Mutex(nil)

  /// Begins to say it.
  ///
  /// - Parameters:
  ///   - options: Whether anything is said beside the result.
  ///   - writing: How many bytes have been written.
  init(_ options: SharedOptions, writing: (@Sendable () -> Int)?) {
    let abilities = TerminalAbilities(of: .error, noColor: options.noColor)
    isShown = !options.quiet
    columns = abilities.canRedraw ? abilities.columns : nil
    state = Mutex(State(what: writing == nil ? "restoring" : "dumping", writing: writing))
    guard isShown else { return }
    let isDrawn = columns != nil
    let task = Task.detached { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(
          for: isDrawn ? .milliseconds(Self.drawingMilliseconds) : .seconds(Self.sayingSeconds))
        if !Task.isCancelled { self?.tick() }
      }
    }
    ticking.withLock { $0 = task }
  }

  /// Says a line that stays.
  func say(_ text: String) {
    guard isShown else { return }
    erase()
    StandardStream.error.write("temae: \(SafeText.neutralized(text))\n")
  }

  /// Takes what pg_dump, pg_restore and our own session do.
  func take(_ step: DumpProgress) {
    state.withLock { state in
      switch step {
      case .began(let count): (state.tableCount, state.totalBytes) = (count, nil)
      case .rows(let count): state.begunCount = count
      case .indexing(let name): state.current = "making \(name)"
      case .digesting(let name, _): state.current = "counting \(name)"
      }
    }
  }

  /// Something else is done from now on.
  ///
  /// - Parameters:
  ///   - what: The word for it: `dumping`.
  ///   - writing: How many bytes have been written.
  func begin(_ what: String, writing: (@Sendable () -> Int)? = nil) {
    state.withLock { state in
      (state.what, state.writing, state.totalBytes) = (what, writing, nil)
      (state.begunCount, state.tableCount, state.current) = (0, 0, "")
    }
  }

  /// Files are digested from now on.
  func beginDigesting(bytes: Int) {
    state.withLock { ($0.digestedBytes, $0.totalBytes) = (0, bytes) }
  }

  /// So many more bytes were digested.
  func digested(bytes: Int) {
    state.withLock { $0.digestedBytes += bytes }
  }

  /// Says nothing any more.
  func end() {
    ticking.withLock { $0?.cancel() }
    erase()
    state.withLock { $0.isOver = true }
  }

  private func tick() {
    guard !state.withLock(\.isOver) else { return }
    let line = SafeText.neutralized(line)
    guard let columns else { return StandardStream.error.write("temae: \(line)\n") }
    state.withLock { state in
      guard !state.isOver else { return }
      state.isDrawn = true
      StandardStream.error.write("\r\u{1B}[K\(SafeText.cut(line, to: columns - 1))")
    }
  }

  private func erase() {
    state.withLock { state in
      if state.isDrawn { StandardStream.error.write("\r\u{1B}[K") }
      state.isDrawn = false
    }
  }

  private var line: String {
    let now = state.withLock { $0 }
    var parts: [String] = []
    if let total = now.totalBytes {
      parts.append(
        "digesting files, \(SizeText.words(now.digestedBytes)) of \(SizeText.words(total))")
    } else {
      parts.append("\(now.what) table \(now.begunCount) of \(now.tableCount)")
      if let writing = now.writing { parts.append("\(SizeText.words(writing())) written") }
      if !now.current.isEmpty { parts.append(now.current) }
    }
    let elapsed = (ContinuousClock.now - start) / .microseconds(1)
    return (parts + [Span.words(Int(elapsed))]).joined(separator: " · ")
  }
}

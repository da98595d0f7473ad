import CSQLite
public import TemaeCore

/// Why the journal could not be opened, read or appended to.
///
/// The description says what happened, where, and what to do next.
public enum JournalError: Error, Hashable, Sendable {
  /// The journal at the path cannot be used.
  case unusable(path: String, JournalObstacle)
  /// The run stands at another position than the caller saw: read again, decide again.
  case conflict(position: Int)
  /// A newer lease drives the run; its epoch.
  case fenced(epoch: Int)
  /// The command id stands in the run already, with another event.
  case commandReused(command: String, index: Int, sequence: Int)
  /// The journal has no such run.
  case unknownRun(run: String)
  /// Another run of the journal has that name.
  case nameTaken(name: String)
  /// An event's body is longer than ``Journal/largestBodyBytes``.
  case bodyTooLarge(type: String, bytes: Int)
  /// An event names a payload that is neither given nor stored.
  case payloadNotGiven(digest: Digest)
  /// A stored payload does not match its commitment.
  case payloadDiffers(digest: Digest)
  /// An event that this version does not know, and may not pass over.
  case unknownEvent(sequence: Int, type: String, version: Int)
  /// The journal is not what temae wrote; sequence 0 when the place in it is not known.
  case damaged(path: String, sequence: Int, problem: String)
  /// The disk is full. Nothing was recorded; with the ballast released, a small append still fits.
  case diskFull(path: String, isBallastReleased: Bool)
  /// The disk failed while events were made durable: whether they are recorded is unknown.
  case outcomeUnknown(path: String, reason: String)
  /// Another process drives the run.
  case runHeld(run: String, holder: ProcessIdentity?)
  /// A call of the operating system failed.
  case system(action: String, path: String, reason: String)
  /// SQLite failed otherwise; with its extended result code.
  case sqlite(path: String, code: Int, reason: String)
}

extension JournalError: CustomStringConvertible {
  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .unusable(let path, let obstacle):
      "\(path): \(obstacle)"
    case .conflict(let position):
      "the run has moved on to position \(position); look again, then decide again"
    case .fenced(let epoch):
      "a newer lease (epoch \(epoch)) drives this run; this process must stop"
    case .commandReused(let command, let index, let sequence):
      "command \(command)#\(index) is recorded already as event \(sequence), with other content"
    case .unknownRun(let run):
      "the journal has no run \(run); `temae runs` lists them"
    case .nameTaken(let name):
      "another run of this journal is called \(name); take the next name"
    case .bodyTooLarge(let type, let bytes):
      "an event \(type) has \(bytes) bytes, more than \(Journal.largestBodyBytes); use a payload"
    case .payloadNotGiven(let digest):
      "an event names the payload \(digest.short), which is neither given nor in the journal"
    case .payloadDiffers(let digest):
      "payload \(digest.short) does not match its event; see `temae journal verify`"
    case .unknownEvent(let sequence, let type, let version):
      "event \(sequence) is \(type) version \(version); use the version of temae that wrote it"
    case .damaged(let path, let sequence, let problem):
      """
      \(path) is damaged\(sequence > 0 ? " at event \(sequence)" : ""): \(problem); keep the file \
      as it is, and see `temae journal verify`
      """
    case .diskFull(let path, let isBallastReleased):
      """
      the disk of \(path) is full, nothing was recorded; \
      \(isBallastReleased
        ? "the reserve was released for a last event; make room, then `temae resume`"
        : "make room, then try again")
      """
    case .outcomeUnknown(let path, let reason):
      """
      the disk failed under \(path) (\(reason)): whether the last events are recorded is unknown; \
      this process must end; check the disk, then `temae resume`
      """
    case .runHeld(let run, let holder):
      """
      another runner\(holder.map { " (process \($0.processID))" } ?? "") drives run \(run); \
      `temae status` shows what it does
      """
    case .system(let action, let path, let reason):
      "cannot \(action) \(path): \(reason)"
    case .sqlite(let path, let code, let reason):
      "SQLite failed on \(path): \(reason) (code \(code))"
    }
  }
}

extension JournalError {
  /// `SQLITE_IOERR_SHMSIZE`, which is too complicated a macro for Swift.
  static let noRoomForSharedMemory: Int32 = SQLITE_IOERR | 19 << 8

  /// What a result code of SQLite means for a journal.
  init(code: Int32, message: String, path: String) {
    // Where there is no room for its shared memory, SQLite calls it an I/O error.
    guard code != Self.noRoomForSharedMemory else {
      self = .diskFull(path: path, isBallastReleased: false)
      return
    }
    switch code & 0xFF {
    case SQLITE_NOTADB: self = .unusable(path: path, .notADatabase)
    case SQLITE_READONLY: self = .unusable(path: path, .readOnly)
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      self = .unusable(path: path, .notAccessible(reason: message))
    case SQLITE_BUSY, SQLITE_LOCKED: self = .unusable(path: path, .busy)
    case SQLITE_CORRUPT: self = .damaged(path: path, sequence: 0, problem: message)
    case SQLITE_FULL: self = .diskFull(path: path, isBallastReleased: false)
    default: self = .sqlite(path: path, code: Int(code), reason: message)
    }
  }

  /// What the last failed call of the operating system means.
  static func system(_ action: String, _ path: String, _ number: CInt) -> JournalError {
    .system(action: action, path: path, reason: SystemCall.reason(number))
  }
}

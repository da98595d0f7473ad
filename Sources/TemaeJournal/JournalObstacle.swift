/// Why a journal cannot be used where it is.
public enum JournalObstacle: Hashable, Sendable {
  /// There is no such file; `isSearched` when parent directories were looked through for one.
  case missing(isSearched: Bool)
  /// The file or its directory cannot be opened, for the reason given.
  case notAccessible(reason: String)
  /// The file is not a SQLite database.
  case notADatabase
  /// The SQLite database belongs to another program.
  case otherProgram
  /// The file has no journal in it: its creation was interrupted.
  case empty
  /// An import needs an empty journal, and this one has events.
  case notEmpty
  /// The export has only hashes in place of some events.
  case partialExport
  /// A later version of temae wrote the journal.
  case newerFormat(version: Int)
  /// The journal can be read and not written.
  case readOnly
  /// A journal that was found by searching belongs to another account.
  case otherOwner(account: String)
  /// The path leads to the file in a way that breaks SQLite's locking.
  case unsafePath(reason: String)
  /// The file system cannot hold a journal safely.
  case unsafeFileSystem(name: String)
  /// The file system forgets the journal when the machine stops.
  case temporaryFileSystem(name: String)
  /// The journal cannot be shared with the group, for the reason given.
  case notShareable(reason: String)
  /// SQLite did not take a setting that the journal's safety rests on.
  case settingRefused(name: String, wanted: String, found: String)
  /// The SQLite library is older than 3.38.
  case libraryTooOld(version: String)
  /// The last writer did not finish, and readers keep its tail from being made durable.
  case tailInDoubt
  /// A program that does not take temae's lock is writing to the journal.
  case busy
}

extension JournalObstacle: CustomStringConvertible {
  /// What is in the way, and what to do about it.
  public var description: String {
    switch self {
    case .missing(isSearched: true):
      """
      there is no journal here, nor journals/temae.sqlite in a directory above; name one with \
      --journal FILE or $TEMAE_JOURNAL, or begin one with `temae run`
      """
    case .missing(isSearched: false):
      "there is no journal here; check the path, or begin one with `temae run`"
    case .notAccessible(let reason):
      "cannot be opened: \(reason); check the rights of this account"
    case .notADatabase:
      "is not a SQLite database; name the journal with --journal FILE"
    case .otherProgram:
      "is the database of another program, left as it was; name the journal with --journal FILE"
    case .empty:
      "has no journal in it: its creation was interrupted; `temae run` completes it"
    case .notEmpty:
      "has events already; an import needs a journal that does not exist yet: --journal FILE"
    case .partialExport:
      """
      is the export of one run, with bare leaves in place of the other events; it can be verified \
      (`temae journal import --check`), and only an export of the whole journal can be imported
      """
    case .newerFormat(let version):
      """
      has format \(version), this version of temae knows format \(Schema.version); use the version \
      that wrote it
      """
    case .readOnly:
      "can be read and not written; check the rights of this account and how the disk is mounted"
    case .otherOwner(let account):
      "was found by searching upwards and belongs to \(account); to use it, name it with --journal"
    case .unsafePath(let reason):
      "is not safe to use: \(reason)"
    case .unsafeFileSystem(let name):
      """
      lies on \(name), where locks and writes cannot be relied on; put it on a local disk with \
      --journal FILE
      """
    case .temporaryFileSystem(let name):
      """
      lies on \(name), which forgets it when the machine stops; put it on a disk with \
      --journal FILE, or say --allow-tmpfs
      """
    case .notShareable(let reason):
      "cannot be shared with the group: \(reason)"
    case .settingRefused(let name, let wanted, let found):
      """
      SQLite did not take the setting \(name) (wanted \(wanted), found \(found)), so events would \
      not be safe; nothing was written; check the SQLite library
      """
    case .libraryTooOld(let version):
      "SQLite \(version) is too old for a journal; 3.38 or later is needed"
    case .tailInDoubt:
      """
      the last writer did not finish, and a program that reads the journal keeps its end from \
      being made durable; close it (`fuser` names it), or copy with `temae journal export`
      """
    case .busy:
      "another program writes to it without temae's lock; close it (`fuser` names it)"
    }
  }
}

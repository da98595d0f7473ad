import CSQLite

/// The settings of a connection that the journal's safety rests on: set, then read back.
enum Settings {
  /// A setting and what must be read back; with what it is set to, where that is spelled otherwise.
  struct Setting {
    let name: String
    let value: String
    var spelled: String?
  }

  /// Needed by readers and writers.
  static let common: [Setting] = [
    // A file that is mapped turns a disk error into a signal.
    Setting(name: "mmap_size", value: "0"),
    Setting(name: "cell_size_check", value: "1"),
    // Sorting must not leave the journal's content in temporary files.
    Setting(name: "temp_store", value: "2", spelled: "MEMORY"),
  ]

  /// Needed by writers.
  static let writing: [Setting] = [
    Setting(name: "journal_mode", value: "wal"),
    // One fsync a commit; NORMAL would lose acknowledged events at a power failure.
    Setting(name: "synchronous", value: "2", spelled: "FULL"),
    // Checkpoints are ours, under the writer lock.
    Setting(name: "wal_autocheckpoint", value: "0"),
    // Erased payloads are overwritten.
    Setting(name: "secure_delete", value: "1", spelled: "ON"),
    // Effective on Darwin only, where fsync alone does not reach the disk.
    Setting(name: "fullfsync", value: "1"),
    Setting(name: "checkpoint_fullfsync", value: "1"),
  ]

  /// How long SQLite waits for programs that do not take our lock.
  static let patienceMilliseconds = 5_000

  /// Refuses libraries that lack what the schema uses.
  static func requireLibrary(number: Int32 = sqlite3_libversion_number()) throws(JournalError) {
    guard number >= 3_038_000 else {
      let version = "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)"
      throw .unusable(path: "libsqlite3", .libraryTooOld(version: version))
    }
  }

  /// Whether views and triggers of a hostile file can be kept from functions with effects.
  ///
  /// SQLite 3.40 counts the JSON functions among these and would refuse our own schema. There the
  /// connection has no such function all the same: temae defines none and loads no extension.
  static let canDistrustSchemas: Bool = {
    guard let connection = try? Connection(path: ":memory:", access: .readWrite) else {
      return false
    }
    do {
      try connection.run("PRAGMA trusted_schema = 0")
      try connection.run("CREATE TABLE probe (body TEXT, run TEXT AS (body ->> 'run'))")
      try connection.run("CREATE INDEX probe_by_run ON probe (run)")
      return true
    } catch {
      return false
    }
  }()

  /// Sets the connection's switches, before anything is read from the file.
  static func secure(_ connection: Connection) throws(JournalError) {
    connection.waitForOthers(milliseconds: patienceMilliseconds)
    try connection.set(SQLITE_DBCONFIG_DEFENSIVE, "DEFENSIVE", isOn: true)
    try connection.set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, "NO_CKPT_ON_CLOSE", isOn: true)
    try connection.set(SQLITE_DBCONFIG_DQS_DML, "DQS_DML", isOn: false)
    try connection.set(SQLITE_DBCONFIG_DQS_DDL, "DQS_DDL", isOn: false)
    try connection.set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, "ENABLE_LOAD_EXTENSION", isOn: false)
    try apply(common, to: connection)
    if canDistrustSchemas {
      try apply([Setting(name: "trusted_schema", value: "0")], to: connection)
    }
  }

  /// Sets the settings, reads them back, and refuses to go on with others.
  static func apply(_ settings: [Setting], to connection: Connection) throws(JournalError) {
    for setting in settings {
      _ = try connection.value("PRAGMA \(setting.name) = \(setting.spelled ?? setting.value)")
      let found = try connection.value("PRAGMA \(setting.name)") ?? "nothing"
      guard found == setting.value else {
        throw .unusable(
          path: connection.path,
          .settingRefused(name: setting.name, wanted: setting.value, found: found))
      }
    }
  }
}

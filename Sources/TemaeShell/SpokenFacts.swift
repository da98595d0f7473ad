import TemaeCore

/// What commands of temae in a script have to say to the run: a line each, in a file of the attempt.
enum SpokenFacts {
  /// More is not read: a few lines of a few hundred bytes are what is written.
  private static let limitBytes = 1 << 20

  static func read(in spool: Spool) throws(ShellError) -> [BackupFact] {
    let path = spool.path(.record)
    guard try isFile(path) else { return [] }
    return BackupFact.read(try spool.open(.record).read(at: 0, count: limitBytes, path: path))
  }
}

import FoundationEssentials
import TemaeJournal

/// A journal of a rehearsal, in a directory that no other account can enter.
struct PrivateJournal {
  /// The directory.
  let directory: String
  /// The journal in it.
  let journal: Journal

  init() throws {
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt64, radix: 16)
    directory = "/tmp/temae-rehearsal-\(digits)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    var options = SharedOptions()
    options.journal = "\(directory)/temae.sqlite"
    options.operatorName = nil
    options.noColor = true
    options.quiet = true
    journal = try options.openJournal(.create, allowsTemporaryFileSystem: true)
  }

  /// Removes it.
  func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

import FoundationEssentials
import TemaeJournal

/// A journal of a rehearsal, in the directory of the copy: it goes with it, unless it is kept.
struct CloneJournal {
  private let directory: String
  /// The journal.
  let journal: Journal

  init(in cloneDirectory: String) throws {
    directory = "\(cloneDirectory)/rehearsal"
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

  /// Takes it out of the copy's directory.
  ///
  /// - Parameters:
  ///   - shelf: Where it is kept.
  ///   - name: The name of its run, which no other rehearsal has.
  /// - Returns: Where the journal is from then on.
  /// - Throws: What the file system says.
  func keep(on shelf: RehearsalShelf, as name: String) throws -> String {
    try journal.checkpoint()
    let place = try shelf.place(for: name)
    try FileManager.default.moveItem(atPath: directory, toPath: place)
    return "\(place)/temae.sqlite"
  }
}

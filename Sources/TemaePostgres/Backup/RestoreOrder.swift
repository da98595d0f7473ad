public import TemaeCore

/// Which backup is to be restored for a comparison, and where.
public struct RestoreOrder: Hashable, Sendable {
  /// The backup's directory.
  public var directory: String
  /// Its manifest.
  public var manifest: BackupManifest
  /// The connection string of a server for the scratch database; a throwaway cluster when `nil`.
  public var server: String?
  /// How many connections restore at a time.
  public var jobs: Int

  /// Makes an order from its parts.
  public init(directory: String, manifest: BackupManifest, server: String?, jobs: Int) {
    self.directory = directory
    self.manifest = manifest
    self.server = server
    self.jobs = jobs
  }
}

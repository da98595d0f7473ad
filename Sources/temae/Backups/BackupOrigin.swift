import ArgumentParser

/// The database that a backup must be of, as it is typed: `7712178588657440961/shop`.
struct BackupOrigin: ExpressibleByArgument, Hashable {
  /// The cluster's system identifier.
  var systemIdentifier: String
  /// The database's name.
  var database: String

  init?(argument: String) {
    let parts = argument.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0].allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    (systemIdentifier, database) = (parts[0], parts[1])
  }
}

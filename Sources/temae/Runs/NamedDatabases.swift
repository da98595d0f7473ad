import TemaeCore

/// The connection strings of the databases that a command line names; none of them is ever shown.
struct NamedDatabases {
  /// The target's.
  let target: String
  private let document: String?
  private let databases: [DatabaseReference]

  /// A target that a variable names, without a document.
  init(target: String) {
    self.target = target
    document = nil
    databases = []
  }

  /// The databases of a document, of which the key names the target; the only one where it is `nil`.
  init(_ document: String, _ runbook: Runbook, key: String?) throws(Failure) {
    self.document = document
    databases = runbook.settings.databases
    let reference = try Self.reference(key, databases, document)
    target = try Self.value(of: reference, document)
  }

  /// Another database of the document.
  func connection(of key: String) throws(Failure) -> String {
    guard let document else {
      throw Failure(.usage, "\(key) names a database of a DOCUMENT, and none is given")
    }
    return try Self.value(of: try Self.reference(key, databases, document), document)
  }

  /// The connection string that a variable holds.
  static func value(of variable: String, for purpose: String) throws(Failure) -> String {
    guard let value = Environment.value(variable) else {
      throw Failure(
        .data, "\(purpose) needs the environment variable \(variable), which is not set",
        next: "export \(variable)='host=… dbname=… user=…'")
    }
    return value
  }

  private static func value(
    of reference: DatabaseReference, _ document: String
  ) throws(Failure) -> String {
    try value(
      of: reference.variable, for: "\(document):\(reference.line): database \(reference.key)")
  }

  private static func reference(
    _ key: String?, _ databases: [DatabaseReference], _ document: String
  ) throws(Failure) -> DatabaseReference {
    let keys = databases.map(\.key).joined(separator: ", ")
    if let key {
      guard let reference = databases.first(where: { $0.key == key }) else {
        throw Failure(
          .data, "the front matter of \(document) has no database \(key)",
          next: keys.isEmpty ? "add databases: to it" : "it has \(keys)")
      }
      return reference
    }
    guard let only = databases.first else {
      throw Failure(
        .data, "the front matter of \(document) names no database", next: "add databases: to it")
    }
    guard databases.count == 1 else {
      throw Failure(.usage, "\(document) names several databases", next: "add --db: \(keys)")
    }
    return only
  }
}

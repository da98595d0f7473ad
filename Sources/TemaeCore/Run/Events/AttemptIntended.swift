/// An attempt may begin from here on.
public struct AttemptIntended: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// The key of the database that it works on.
  public var database: String?
  /// The attempt's directory, relative to the journal's; only for shell activities.
  public var directory: String?
  /// The names of the variables that it is given.
  public var environment: [String]
  /// SHA-256 of what is run: the script, or the SQL with its included files.
  public var source: Digest
  /// After how long it is ended.
  public var timeoutSeconds: Int?

  /// Makes it from its parts.
  public init(
    activity: String, attempt: Int, database: String? = nil, directory: String? = nil,
    environment: [String], source: Digest, timeoutSeconds: Int? = nil
  ) {
    self.activity = activity
    self.attempt = attempt
    self.database = database
    self.directory = directory
    self.environment = environment
    self.source = source
    self.timeoutSeconds = timeoutSeconds
  }
}

extension AttemptIntended: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.optional("database", database)
    writer.optional("directory", directory)
    writer.field("environment", environment)
    writer.field("source", source)
    writer.optional("timeoutSeconds", timeoutSeconds)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    database = try reader.optional("database")
    directory = try reader.optional("directory")
    environment = try reader.field("environment")
    source = try reader.field("source")
    timeoutSeconds = try reader.optional("timeoutSeconds")
  }
}

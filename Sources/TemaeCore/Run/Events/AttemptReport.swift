/// What was measured of an attempt.
public struct AttemptReport: Hashable, Sendable {
  /// From its start to its end, on the boot-time clock.
  public var durationMicroseconds: Int
  /// The whole length of standard error.
  public var errorBytes: Int?
  /// The command's exit code.
  public var exitCode: Int?
  /// The whole length of standard output.
  public var outputBytes: Int?
  /// The rows that SQL statements touched.
  public var rows: Int?
  /// The signal that ended the command.
  public var signal: Int?
  /// The number of SQL statements that were done.
  public var statementCount: Int?
  /// Each statement's file, line, tag, rows and microseconds, tab-separated, a line each.
  public var statements: Commitment?

  /// Makes it from its parts.
  public init(
    durationMicroseconds: Int, errorBytes: Int? = nil, exitCode: Int? = nil,
    outputBytes: Int? = nil, rows: Int? = nil, signal: Int? = nil, statementCount: Int? = nil,
    statements: Commitment? = nil
  ) {
    self.durationMicroseconds = durationMicroseconds
    self.errorBytes = errorBytes
    self.exitCode = exitCode
    self.outputBytes = outputBytes
    self.rows = rows
    self.signal = signal
    self.statementCount = statementCount
    self.statements = statements
  }
}

extension AttemptReport: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("errorBytes", errorBytes)
    writer.optional("exitCode", exitCode)
    writer.optional("outputBytes", outputBytes)
    writer.optional("rows", rows)
    writer.optional("signal", signal)
    writer.optional("statementCount", statementCount)
    writer.optional("statements", statements)
    writer.field("us", durationMicroseconds)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    errorBytes = try reader.optional("errorBytes")
    exitCode = try reader.optional("exitCode")
    outputBytes = try reader.optional("outputBytes")
    rows = try reader.optional("rows")
    signal = try reader.optional("signal")
    statementCount = try reader.optional("statementCount")
    statements = try reader.optional("statements")
    durationMicroseconds = try reader.field("us")
  }
}

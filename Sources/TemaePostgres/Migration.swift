/// A migration file as the history table of the Supabase CLI knows it.
struct Migration {
  /// The digits before the first underscore.
  var version: String
  /// What follows it, without `.sql`.
  var name: String
  /// The file's statements, without their semicolons.
  var statements: [String]

  init(file: String, statements: [String]) throws(Ending) {
    let base = file.split(separator: "/").last.map(String.init) ?? file
    let stem = base.hasSuffix(".sql") ? base.dropLast(4) : ""
    let parts = stem.split(separator: "_", maxSplits: 1)
    guard parts.count == 2, parts[0].allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw .refusal(
        "the file cannot be registered in the migration history: "
          + "\(base) is not named VERSION_NAME.sql with a version of digits", file: file)
    }
    version = String(parts[0])
    name = String(parts[1])
    self.statements = statements
  }

  /// The statements as a literal of type `text[]`.
  var statementsLiteral: String {
    let elements = statements.map { statement in
      let escaped = statement.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
      return "\"" + String(escaped) + "\""
    }
    return "{" + elements.joined(separator: ",") + "}"
  }
}

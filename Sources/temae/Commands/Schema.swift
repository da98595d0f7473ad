import ArgumentParser

/// `temae schema`: what a database is like, against what it should be like.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Compare the schema of a database, and keep it for later.",
    subcommands: [SchemaCompareCommand.self, SchemaCaptureCommand.self])
}

import TemaeCore

/// The values for a runbook's parameters: given, else the default.
struct ParameterValues {
  /// Those that the journal holds.
  var open: [NamedText] = []

  /// Reads `NAME=VALUE` for each parameter that is not secret.
  init(_ arguments: [String], of runbook: Runbook) throws(Failure) {
    var given: [String: String] = [:]
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2 else {
        throw Failure(.usage, "--param \(name) has no value", next: "write --param \(name)=VALUE")
      }
      guard let parameter = runbook.settings.parameters.first(where: { $0.name == name }) else {
        throw Failure(.usage, "the runbook has no parameter \(name)")
      }
      guard !parameter.isSecret else {
        throw Failure(
          .usage, "\(name) is secret, and other people can read the arguments of a program",
          next: "read -rs \(name) && export \(name), or leave it out at a terminal, which asks")
      }
      given[name] = String(parts[1])
    }
    for parameter in runbook.settings.parameters where !parameter.isSecret {
      guard let value = given[parameter.name] ?? parameter.defaultValue else {
        let prompt = parameter.prompt.map { " (\($0))" } ?? ""
        throw Failure(
          .usage, "the parameter \(parameter.name)\(prompt) has no value",
          next: "add --param \(parameter.name)=VALUE")
      }
      open.append(NamedText(name: parameter.name, text: value))
    }
  }
}

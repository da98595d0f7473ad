import TemaeCore

/// The values for a runbook's parameters: given, else the default.
struct ParameterValues {
  /// Those that the journal holds.
  var open: [NamedText] = []
  /// Those that it never holds.
  var secret: [EnvironmentVariable] = []

  /// Reads `NAME=VALUE` for each parameter; a secret may come from the environment instead.
  init(_ arguments: [String], of runbook: Runbook) throws(Failure) {
    var given: [String: String] = [:]
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2 else {
        throw Failure(.usage, "--param \(name) has no value", next: "write --param \(name)=VALUE")
      }
      guard runbook.settings.parameters.contains(where: { $0.name == name }) else {
        throw Failure(.usage, "the runbook has no parameter \(name)")
      }
      given[name] = String(parts[1])
    }
    for parameter in runbook.settings.parameters {
      let inherited = parameter.isSecret ? Environment.value(parameter.name) : nil
      guard let value = given[parameter.name] ?? inherited ?? parameter.defaultValue else {
        let prompt = parameter.prompt.map { " (\($0))" } ?? ""
        throw Failure(
          .usage, "the parameter \(parameter.name)\(prompt) has no value",
          next: parameter.isSecret
            ? "export \(parameter.name)=…" : "add --param \(parameter.name)=VALUE")
      }
      if parameter.isSecret {
        secret.append(EnvironmentVariable(name: parameter.name, value: value))
      } else {
        open.append(NamedText(name: parameter.name, text: value))
      }
    }
  }
}

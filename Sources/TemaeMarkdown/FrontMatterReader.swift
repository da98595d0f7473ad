import TemaeCore
import Yams

/// Reads the published keys from the composed YAML; every other key is an error at its place.
struct FrontMatterReader {
  private let mapping: Node.Mapping
  private(set) var title: String?
  private(set) var settings = RunbookSettings()
  private(set) var findings: [Diagnostic] = []
  private(set) var unsupported: [UnsupportedFact] = []

  init(_ mapping: Node.Mapping) {
    self.mapping = mapping
  }

  /// Whether the front matter is ours and of a version that we read.
  mutating func readVersion() -> Bool {
    guard let value = mapping.first(where: { $0.key.string == "temae" })?.value else {
      return false
    }
    guard value.scalar?.string == "1" else {
      error(value, "this version reads temae: 1")
      return false
    }
    return true
  }

  mutating func readKeys() {
    for (key, value) in mapping {
      switch key.string ?? "" {
      case "temae": break
      case "title": title = text(value, "title")
      case "timezone": settings.timezone = text(value, "timezone")
      case "window": settings.window = text(value, "window")
      case "shell": readShell(value)
      case "databases": readDatabases(value)
      case "groups": readGroups(value)
      case "operators": readOperators(key, value)
      case "parameters": readParameters(value)
      case "secrets": settings.secrets = names(value, "secrets")
      case "channels": readChannels(value)
      default: error(key, "there is no key \(key.string ?? "of this kind") in the front matter")
      }
    }
  }

  private mutating func readShell(_ value: Node) {
    guard let shell = text(value, "shell") else { return }
    settings.shell = shell
    if shell != "bash", shell != "sh" { refuse(value, "shell: \(shell)") }
  }

  private mutating func readOperators(_ key: Node, _ value: Node) {
    settings.allowedSigners = text(value, "operators")
    refuse(key, "operators: \(settings.allowedSigners ?? "")")
  }

  private mutating func readDatabases(_ value: Node) {
    for (key, value) in pairs(value, "databases") {
      guard let name = identifier(key, "a database's key") else { continue }
      guard case .mapping(let entries) = value else {
        error(value, "databases.\(name) is a mapping with env:, expect: and production:")
        continue
      }
      var database = DatabaseReference(key: name, variable: "", line: line(key))
      for (key, value) in entries {
        switch key.string ?? "" {
        case "env": database.variable = variable(value, "databases.\(name).env") ?? ""
        case "expect": readExpectation(value, &database)
        case "production": database.isProduction = flag(value, "production")
        default: error(key, "there is no key \(key.string ?? "of this kind") in databases.\(name)")
        }
      }
      let isMissing = !entries.contains { $0.key.string == "env" }
      if isMissing { error(key, "databases.\(name) names no environment variable: env: NAME") }
      settings.databases.append(database)
    }
  }

  private mutating func readExpectation(_ value: Node, _ database: inout DatabaseReference) {
    for (key, value) in pairs(value, "databases.\(database.key).expect") {
      switch key.string ?? "" {
      case "database": database.expectedDatabase = text(value, "database")
      case "host": database.expectedHost = text(value, "host")
      default: error(key, "only database: and host: can be expected")
      }
    }
  }

  private mutating func readGroups(_ value: Node) {
    for (key, value) in pairs(value, "groups") {
      guard let name = identifier(key, "a group's name") else { continue }
      let members = names(value, "groups.\(name)")
      settings.groups.append(OperatorGroup(name: name, members: members.map(Self.withoutSign)))
    }
  }

  private static func withoutSign(_ name: String) -> String {
    name.hasPrefix("@") ? String(name.dropFirst()) : name
  }

  private mutating func readParameters(_ value: Node) {
    guard case .sequence(let entries) = value else {
      error(value, "parameters is a list of mappings with name:, prompt:, default:, secret:")
      return
    }
    for entry in entries {
      var parameter = Parameter(name: "", isSecret: false)
      for (key, value) in pairs(entry, "a parameter") {
        switch key.string ?? "" {
        case "name": parameter.name = variable(value, "a parameter's name") ?? ""
        case "prompt": parameter.prompt = text(value, "prompt")
        case "default": parameter.defaultValue = text(value, "default")
        case "secret": parameter.isSecret = flag(value, "secret")
        default: error(key, "there is no key \(key.string ?? "of this kind") in a parameter")
        }
      }
      let isNamed = entry.mapping?.contains { $0.key.string == "name" } ?? true
      if !isNamed { error(entry, "a parameter needs a name:") }
      if settings.parameters.contains(where: { $0.name == parameter.name }) {
        error(entry, "the parameter \(parameter.name) is given twice")
      }
      settings.parameters.append(parameter)
    }
  }

  private mutating func readChannels(_ value: Node) {
    for (key, value) in pairs(value, "channels") {
      guard let name = identifier(key, "a channel's name") else { continue }
      for (key, value) in pairs(value, "channels.\(name)") {
        guard key.string == "env" else {
          error(key, "there is no key \(key.string ?? "of this kind") in channels.\(name)")
          continue
        }
        let variable = variable(value, "channels.\(name).env") ?? ""
        settings.channels.append(ChannelReference(name: name, variable: variable))
      }
    }
  }
}

extension FrontMatterReader {
  private mutating func pairs(_ node: Node, _ what: String) -> [(Node, Node)] {
    guard case .mapping(let mapping) = node else {
      error(node, "\(what) is a mapping")
      return []
    }
    return mapping.map { ($0.key, $0.value) }
  }

  private mutating func names(_ node: Node, _ what: String) -> [String] {
    guard case .sequence(let sequence) = node else {
      error(node, "\(what) is a list of names")
      return []
    }
    return sequence.compactMap { text($0, what) }
  }

  private mutating func text(_ node: Node, _ what: String) -> String? {
    guard let scalar = node.scalar?.string, !scalar.isEmpty else {
      error(node, "\(what) is a text")
      return nil
    }
    return scalar
  }

  private mutating func flag(_ node: Node, _ what: String) -> Bool {
    guard let scalar = node.scalar?.string, ["true", "false"].contains(scalar) else {
      error(node, "\(what) is true or false")
      return false
    }
    return scalar == "true"
  }

  private mutating func identifier(_ node: Node, _ what: String) -> String? {
    let text = node.scalar?.string ?? ""
    guard !text.isEmpty, text.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) else {
      error(node, "\(what) is made of letters, digits, - and _")
      return nil
    }
    return text
  }

  /// An environment variable's name: a connection string in its place must not be accepted or shown.
  private mutating func variable(_ node: Node, _ what: String) -> String? {
    let text = node.scalar?.string ?? ""
    let isName = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == 0x5F
    }
    guard isName, let first = text.first, !first.isNumber else {
      error(node, "\(what) is the name of an environment variable, never a value")
      return nil
    }
    return text
  }

  /// The YAML begins on the document's second line.
  private func line(_ node: Node) -> Int { (node.mark?.line ?? 1) + 1 }

  private mutating func error(_ node: Node, _ message: String) {
    findings.append(
      Diagnostic(.error, line: line(node), column: max(node.mark?.column ?? 1, 1), message))
  }

  private mutating func refuse(_ node: Node, _ fact: String) {
    unsupported.append(UnsupportedFact(line: line(node), fact: fact))
  }
}

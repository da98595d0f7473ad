import CPostgres
import TemaeCore

/// A libpq connection string, parsed by libpq itself.
///
/// Its errors never repeat any of the text: libpq quotes what it could not parse, and a password
/// with an unescaped `@` or `/` ends up in the host or in the port.
struct ConnectionString {
  /// The string as given; it may hold a password.
  let text: String
  /// What the string sets, in libpq's order: keyword, environment variable, value.
  private let options: [(keyword: String, variable: String?, value: String)]

  init(_ text: String) throws(PostgresError) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw .badConnectionString(reason: "it is empty")
    }
    guard let list = unsafe PQconninfoParse(text, nil) else {
      throw .badConnectionString(reason: "libpq cannot parse it")
    }
    defer { unsafe PQconninfoFree(list) }
    var options: [(keyword: String, variable: String?, value: String)] = []
    var option = unsafe list
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        let variable = unsafe option.pointee.envvar.map { unsafe String(cString: $0) }
        unsafe options.append((String(cString: keyword), variable, String(cString: value)))
      }
      unsafe option += 1
    }
    self.text = text
    self.options = options
    try refuseMisplacedPassword()
  }

  /// The variables that make any libpq program connect in the same way.
  var environment: [EnvironmentVariable] {
    options.compactMap { option in
      option.variable.map { EnvironmentVariable(name: $0, value: option.value) }
    }
  }

  /// A value as a connection string holds it.
  static func quoted(_ value: String) -> String {
    "'" + value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }

  /// Host and port as far as the string says them, for messages.
  var place: String {
    let host = self["host"] ?? self["hostaddr"] ?? "the default host"
    return self["port"].map { "\(host):\($0)" } ?? host
  }

  /// What libpq said, without the password, on one line.
  func withoutPassword(_ message: String) -> String {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard let password = self["password"], !password.isEmpty else { return line }
    return line.split(separator: password, omittingEmptySubsequences: false)
      .joined(separator: "***")
  }

  subscript(keyword: String) -> String? {
    options.first { $0.keyword == keyword && !$0.value.isEmpty }?.value
  }

  private func refuseMisplacedPassword() throws(PostgresError) {
    let isOddHost = self["host"].map { $0.contains("@") && !$0.hasPrefix("@") } ?? false
    let isOddPort = self["port"].map { !$0.allSatisfy { $0.isNumber || $0 == "," } } ?? false
    guard !isOddHost, !isOddPort else {
      throw .badConnectionString(
        reason: "its \(isOddHost ? "host" : "port") is none; "
          + "percent-encode @ : / ? # and % in the password")
    }
  }
}

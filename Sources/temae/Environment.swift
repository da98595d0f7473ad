import Glibc

/// The variables that this process was given.
enum Environment {
  /// The value of a variable; `nil` where it is not set or empty.
  static func value(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Forgets every variable that leads libpq to a server.
  ///
  /// Called while nothing else of this process reads variables: before any work on other threads.
  static func forgetConnection() {
    var names: [String] = []
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let name = unsafe String(cString: text).prefix { $0 != "=" }
      if name.hasPrefix("PG") { names.append(String(name)) }
      unsafe entry += 1
    }
    for name in names { unsafe unsetenv(name) }
  }
}

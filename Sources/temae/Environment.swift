import Glibc

/// The variables that this process was given.
enum Environment {
  /// The value of a variable; `nil` where it is not set or empty.
  static func value(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// Which environment variables hold secrets, by their names alone.
public enum SecretName {
  private static let words: Set<String> = [
    "token", "password", "passwd", "pwd", "secret", "key", "pat", "webhook", "credential", "dsn",
  ]

  /// Whether a variable of this name is to be masked.
  public static func matches(_ name: String) -> Bool {
    let lower = name.lowercased()
    if lower == "pwd" || lower == "oldpwd" || lower.utf8.starts(with: "temae_".utf8) {
      return false
    }
    if lower == "pgpassword" || lower == "sshpass" { return true }
    if ["password", "passwd", "token", "secret"].contains(where: lower.hasSuffix) { return true }
    return lower.split(separator: "_").contains { part in
      words.contains(String(part))
        || (part.hasSuffix("s") && words.contains(String(part.dropLast())))
    }
  }
}

/// Why a block that could run must be run by hand; pure text, no program is asked.
enum StaticTest {
  /// The first reason found in a shell script; `nil` when there is none.
  static func shell(_ script: String, isWatch: Bool) -> String? {
    if let reason = hidden(script) { return reason }
    let text = ShellText(script)
    guard let first = text.code.first else { return "it holds only comments" }
    if script.hasPrefix("#!") { return "it is a file's content: it begins with #!" }
    if let reason = prompt(text.code) { return reason }
    if isSQL(first) { return "it is SQL, not shell" }
    if isProse(first) { return "it is prose, not shell" }
    for line in text.full {
      if let placeholder = placeholder(line) { return "it holds a placeholder: \(placeholder)" }
    }
    let commands = text.commands
    if let reason = interactive(commands, text.code) { return reason }
    return isWatch ? nil : endless(commands, text.code)
  }

  /// What a reviewer saw must be what runs.
  static func hidden(_ text: String) -> String? {
    DisplayText.firstHidden(in: text).map {
      "it holds a character that a reader does not see: \($0)"
    }
  }

  /// The first placeholder in a line: `your-…`, `<name>`, `REPLACE_ME`, `{{name}}`.
  static func placeholder(_ line: String) -> String? {
    let words = line.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    for word in words {
      let lower = word.lowercased()
      if lower.hasPrefix("your-") || lower.hasPrefix("your_") || lower.contains("-your-") {
        return String(word)
      }
      if marks.contains(lower) || word.count > 2 && word.allSatisfy({ $0 == "X" }) {
        return String(word)
      }
    }
    return angle(Array(line)) ?? braces(line)
  }

  private static let marks: Set<String> = [
    "replace_me", "replaceme", "replace-me", "change_me", "changeme", "change-me", "fixme",
    "placeholder",
  ]

  /// `<name>` and `<your name>`: not a redirection, not a comparison.
  private static func angle(_ line: [Character]) -> String? {
    for open in line.indices where line[open] == "<" {
      guard open == 0 || !"<0123456789".contains(line[open - 1]) else { continue }
      guard let close = line[open...].prefix(60).firstIndex(of: ">"), close > open + 1 else {
        continue
      }
      let inner = line[(open + 1)..<close]
      guard let first = inner.first, first.isLetter, let last = inner.last, last != " " else {
        continue
      }
      guard inner.allSatisfy({ $0.isLetter || $0.isNumber || " _-.".contains($0) }) else {
        continue
      }
      return String(line[open...close])
    }
    return nil
  }

  private static func braces(_ line: String) -> String? {
    guard let open = line.firstRange(of: "{{") else { return nil }
    guard let close = line[open.upperBound...].firstRange(of: "}}") else { return nil }
    return String(line[open.lowerBound..<close.upperBound])
  }

  private static func prompt(_ code: [String]) -> String? {
    let prompts = ["$ ", "> ", "% ", "mysql> ", "PS> ", "PS C:"]
    for line in code {
      let text = line.drop(while: \.isWhitespace)
      let head = text.prefix { $0 != " " }
      let isDatabasePrompt = head.hasSuffix("=#") || head.hasSuffix("=>")
      let isHostPrompt = head.contains("@") && (head.hasSuffix("$") || head.hasSuffix("#"))
      if isDatabasePrompt || isHostPrompt || prompts.contains(where: text.hasPrefix) {
        return "it shows a prompt: it is a transcript"
      }
    }
    return nil
  }

  private static func isSQL(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace).prefix(3).map(String.init)
    guard let first = words.first else { return false }
    let pairs: [String: Set<String>] = [
      "CREATE": [
        "TABLE", "INDEX", "UNIQUE", "OR", "FUNCTION", "SCHEMA", "TYPE", "VIEW", "EXTENSION",
        "POLICY", "ROLE", "DATABASE", "TRIGGER",
      ],
      "ALTER": ["TABLE", "INDEX", "TYPE", "ROLE", "DATABASE", "SCHEMA", "FUNCTION"],
      "DROP": ["TABLE", "INDEX", "TYPE", "VIEW", "FUNCTION", "SCHEMA", "POLICY", "TRIGGER"],
      "INSERT": ["INTO"], "DELETE": ["FROM"], "TRUNCATE": ["TABLE"],
    ]
    let upper = words.dropFirst().first?.uppercased() ?? ""
    if let seconds = pairs[first.uppercased()] { return seconds.contains(upper) }
    return ["SELECT", "UPDATE", "BEGIN;", "COMMIT;", "WITH"].contains(first)
  }

  private static func isProse(_ line: String) -> Bool {
    let text = PlainText.trimmed(line)
    guard let first = text.first, first.isUppercase, text.hasSuffix(".") || text.hasSuffix(":")
    else {
      return false
    }
    let words = text.dropLast().split(separator: " ")
    return words.count > 3
      && words.allSatisfy { $0.allSatisfy { $0.isLetter || ",'".contains($0) } }
  }

  private static func interactive(_ commands: [[String]], _ code: [String]) -> String? {
    for words in commands {
      let name = base(words[0])
      let arguments = words.dropFirst()
      if alwaysInteractive.contains(name) { return "it is interactive: \(name)" }
      if name == "read", !words.contains(where: { $0.hasPrefix("<") }) {
        return "it is interactive: read"
      }
      if name == "psql", isBarePsql(arguments, words, code) {
        return "it is interactive: bare psql"
      }
      if name == "mysql", arguments.allSatisfy({ !$0.hasPrefix("-e") && !$0.hasPrefix("<") }) {
        return "it is interactive: bare mysql"
      }
      if name == "su" || name == "docker" || name == "kubectl", isTerminal(arguments) {
        return "it is interactive: \(name)"
      }
    }
    return nil
  }

  private static let alwaysInteractive: Set<String> = [
    "ssh", "vi", "vim", "nvim", "nano", "emacs", "less", "more", "top", "htop", "passwd", "screen",
    "tmux", "telnet", "sftp", "ftp", "visudo",
  ]

  private static func isTerminal(_ arguments: ArraySlice<String>) -> Bool {
    arguments.contains { ["-it", "-ti", "-i", "-t", "-"].contains($0) } && !arguments.contains("-c")
      && !arguments.contains("-f") && !arguments.contains("apply")
  }

  private static func isBarePsql(
    _ arguments: ArraySlice<String>, _ words: [String], _ code: [String]
  ) -> Bool {
    let quiet = ["--command", "--file", "--list", "--version", "--help", "<"]
    let isFed = arguments.contains { word in
      if word.hasPrefix("-"), !word.hasPrefix("--") {
        return word.contains { "cflV?".contains($0) }
      }
      return quiet.contains { word.hasPrefix($0) } || word.contains("<<")
    }
    // Something pipes into it, or its line goes on.
    let lines = code.filter { $0.contains("psql") }
    return !isFed && !lines.contains { $0.contains("|") || $0.hasSuffix("\\") || $0.contains("<") }
  }

  private static func endless(_ commands: [[String]], _ code: [String]) -> String? {
    let hint = "; annotate it as .watch"
    for words in commands {
      let name = base(words[0])
      let follows = words.contains { $0 == "--follow" || $0 == "-f" || $0 == "-F" || $0 == "-fn" }
      let isLog = words.contains("logs") || name == "journalctl"
      if name == "tail", follows || words.contains("--follow=name") {
        return "it is endless: tail -f" + hint
      }
      if isLog, follows { return "it is endless: it follows a log" + hint }
      if name == "watch" { return "it is endless: watch" + hint }
      if name == "ping", !words.contains(where: { $0.hasPrefix("-c") }) {
        return "it is endless: ping without -c" + hint
      }
      if name == "sleep", words.contains("infinity") {
        return "it is endless: sleep infinity" + hint
      }
    }
    let loops = code.contains {
      $0.contains("while true") || $0.contains("while :") || $0.contains("for ((;;))")
    }
    let ends = code.contains {
      $0.contains("break") || $0.contains("exit") || $0.contains("return")
    }
    return loops && !ends ? "it is endless: a loop without an end" + hint : nil
  }

  private static func base(_ command: String) -> String {
    String(command.split(separator: "/").last ?? "")
  }
}

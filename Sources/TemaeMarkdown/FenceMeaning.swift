import TemaeCore

/// What a fence's attributes say: role, name, keys, and what is wrong with them.
struct FenceMeaning {
  /// Something about one attribute.
  struct Finding {
    /// The column in characters, from 1.
    var column: Int
    var message: String
  }

  var role: Role?
  var name: String?
  var settings = ActivitySettings()
  /// The attributes that no version publishes.
  var unknown: [Finding] = []
  /// Published attributes with a value that cannot be.
  var invalid: [Finding] = []
  /// Published attributes whose machinery this version does not have.
  var unsupported: [Finding] = []
  private var isExact = false
  private var scratch: String?
  private var given: String?
  /// The columns of the keys that were given.
  private(set) var columns: [String: Int] = [:]

  init(_ line: FenceLine) {
    for attribute in line.attributes { take(attribute) }
    finishSchema()
    if settings.untilOffset == nil, settings.forSeconds == nil { return }
    if role != .watch {
      let column = columns["until"] ?? columns["for"] ?? 1
      invalid.append(Finding(column: column, message: "until= and for= belong to .watch"))
    }
  }

  /// The roles whose machinery this version lacks.
  private static let unsupportedRoles: Set<Role> = [.preview, .expect]

  private mutating func take(_ attribute: FenceLine.Attribute) {
    let column = attribute.column
    switch attribute.kind {
    case .role(let text): takeRole(text, column)
    case .name(let text): takeName(text, column)
    case .flag(let text): takeFlag(text, column)
    case .key(let key, let value):
      guard columns.updateValue(column, forKey: key) == nil else {
        invalid.append(Finding(column: column, message: "the key \(key) is given twice"))
        return
      }
      takeKey(key, value, column)
    }
  }

  private mutating func takeRole(_ text: String, _ column: Int) {
    guard let role = Role(rawValue: text), role != .item else {
      unknown.append(Finding(column: column, message: "there is no role .\(text)"))
      return
    }
    guard self.role == nil else {
      invalid.append(Finding(column: column, message: "a block has one role; .\(text) is a second"))
      return
    }
    self.role = role
    if Self.unsupportedRoles.contains(role) {
      unsupported.append(Finding(column: column, message: ".\(text)"))
    }
  }

  private mutating func takeName(_ text: String, _ column: Int) {
    let isName = text.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
    guard isName, !text.allSatisfy(\.isNumber), text.count <= 64 else {
      invalid.append(
        Finding(
          column: column, message: "#\(text) is no name: letters, digits, - and _, not all digits"))
      return
    }
    guard name == nil else {
      invalid.append(Finding(column: column, message: "a block has one name; #\(text) is a second"))
      return
    }
    name = text
  }

  private mutating func takeFlag(_ flag: String, _ column: Int) {
    guard columns.updateValue(column, forKey: flag) == nil else {
      invalid.append(Finding(column: column, message: "\(flag) is given twice"))
      return
    }
    switch flag {
    case "secret": settings.isSecret = true
    case "no-tx": settings.isOutsideTransaction = true
    case "own-tx": settings.ownTransactions = 0
    case "discard": settings.isDiscarded = true
    case "readonly": settings.isReadOnly = true
    case "empty": compare(.empty, column)
    case "unchanged": compare(.unchanged, column)
    case "schema": settings.schema = settings.schema ?? SchemaSetting()
    case "exact": isExact = true
    case "rehearse": settings.isRehearsed = true
    case "interactive": unsupported.append(Finding(column: column, message: flag))
    default: unknown.append(Finding(column: column, message: "there is no flag \(flag)"))
    }
  }

  private mutating func takeKey(_ key: String, _ value: String, _ column: Int) {
    switch key {
    case "timeout": settings.timeoutSeconds = duration(key, value, column)
    case "backoff": settings.backoffSeconds = duration(key, value, column)
    case "for": settings.forSeconds = duration(key, value, column)
    case "until": takeUntil(value, column)
    case "retries": settings.retries = count(value, column) ?? 0
    case "exit": settings.acceptedExits = exits(value, column) ?? [0]
    case "equals": compare(.equals, value, column)
    case "matches": compare(.matches, value, column)
    case "at-least": compare(.atLeast, value, column)
    case "at-most": compare(.atMost, value, column)
    case "capture": takeCapture(value, column)
    case "db": settings.database = value
    case "history": takeHistory(value, column)
    case "cwd": settings.directory = value
    case "shell": takeShell(value, column)
    case "on": settings.on = value
    case "schema": takeSchema(value, column)
    case "scratch": scratch = value
    case "given": given = value
    case "every": unsupported.append(Finding(column: column, message: "\(key)="))
    default: unknown.append(Finding(column: column, message: "there is no key \(key)"))
    }
  }

  private mutating func duration(_ key: String, _ value: String, _ column: Int) -> Int? {
    let digits = value.prefix { $0.isNumber && $0.isASCII }
    let units = ["s": 1, "m": 60, "h": 3600]
    guard let amount = Int(digits), amount > 0,
      let unit = units[String(value.dropFirst(digits.count))],
      amount <= 1_000_000
    else {
      invalid.append(
        Finding(column: column, message: "\(key)=\(value) is no duration such as 30s, 10m or 2h"))
      return nil
    }
    return amount * unit
  }

  private mutating func takeUntil(_ value: String, _ column: Int) {
    guard let span = TimeGrammar.wholeOffset(value), span.to == nil else {
      invalid.append(Finding(column: column, message: "until=\(value) is no offset such as T+15"))
      return
    }
    settings.untilOffset = span.from
  }

  private mutating func count(_ value: String, _ column: Int) -> Int? {
    guard let number = Int(value), (0...1000).contains(number) else {
      invalid.append(
        Finding(column: column, message: "retries=\(value) is no number from 0 to 1000"))
      return nil
    }
    return number
  }

  private mutating func exits(_ value: String, _ column: Int) -> [Int]? {
    let parts = value.split(separator: ",", omittingEmptySubsequences: false)
    let codes = parts.compactMap { Int($0) }.filter { (0...255).contains($0) }
    guard codes.count == parts.count, !codes.isEmpty else {
      invalid.append(
        Finding(column: column, message: "exit=\(value) is no list of codes such as 0,1"))
      return nil
    }
    return codes
  }

  private mutating func takeCapture(_ value: String, _ column: Int) {
    guard Self.isIdentifier(value) else {
      invalid.append(
        Finding(column: column, message: "capture=\(value) is no name: letters, digits and _"))
      return
    }
    settings.capture = value
  }

  private mutating func takeHistory(_ value: String, _ column: Int) {
    guard value == "supabase" else {
      invalid.append(Finding(column: column, message: "history=\(value): only supabase is known"))
      return
    }
    settings.registersHistory = true
  }

  private mutating func takeShell(_ value: String, _ column: Int) {
    settings.shell = value
    guard value != "bash", value != "sh" else { return }
    unsupported.append(Finding(column: column, message: "shell=\(value)"))
  }

  private mutating func takeSchema(_ value: String, _ column: Int) {
    settings.schema = SchemaSetting()
    let isCaptured = value.hasPrefix("@")
    guard isCaptured ? Self.isIdentifier(value.dropFirst()) : !value.isEmpty else {
      invalid.append(
        Finding(column: column, message: "schema=\(value) is no file and no @captured"))
      return
    }
    let operand = isCaptured ? String(value.dropFirst()) : value
    set(Comparison(kind: .schema, operand: operand, isCaptured: isCaptured), column)
  }

  /// `exact`, `given=` and `scratch=` say more about the file of `schema=`.
  private mutating func finishSchema() {
    for key in ["exact", "given", "scratch"] {
      guard let column = columns[key] else { continue }
      let comparison = settings.comparison
      guard comparison?.kind == .schema, comparison?.isCaptured == false else {
        invalid.append(Finding(column: column, message: "\(key) belongs to schema=FILE"))
        return
      }
    }
    settings.schema?.isExact = isExact
    settings.schema?.scratch = scratch
    settings.schema?.given = given
  }

  private mutating func compare(_ kind: Comparison.Kind, _ column: Int) {
    set(Comparison(kind: kind), column)
  }

  /// The operand is a literal, `/regex/` or `@captured`.
  private mutating func compare(_ kind: Comparison.Kind, _ value: String, _ column: Int) {
    if value.hasPrefix("@"), Self.isIdentifier(value.dropFirst()) {
      set(Comparison(kind: kind, operand: String(value.dropFirst()), isCaptured: true), column)
    } else if kind == .equals || kind == .matches, value.count > 1, value.hasPrefix("/"),
      value.hasSuffix("/")
    {
      takeExpression(String(value.dropFirst().dropLast()), column)
    } else if kind == .matches {
      takeExpression(value, column)
    } else if kind == .equals || Double(value) != nil {
      set(Comparison(kind: kind, operand: value), column)
    } else {
      invalid.append(
        Finding(
          column: column, message: "\(kind.rawValue)=\(value) is no number and no @captured value"))
    }
  }

  private mutating func takeExpression(_ source: String, _ column: Int) {
    guard (try? Regex(source)) != nil else {
      invalid.append(Finding(column: column, message: "/\(source)/ is no regular expression"))
      return
    }
    set(Comparison(kind: .matches, operand: source), column)
  }

  private mutating func set(_ comparison: Comparison, _ column: Int) {
    guard settings.comparison == nil else {
      invalid.append(Finding(column: column, message: "a block compares its result once"))
      return
    }
    settings.comparison = comparison
  }

  private static func isIdentifier(_ text: some StringProtocol) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { ($0.isLetter || $0.isNumber || $0 == "_") && $0.isASCII }
  }
}

/// The published keys of layer 2: `- **Key**: value` right under a heading.
enum FactKey: String, CaseIterable {
  case approve = "Approve"
  case goNoGo = "Go/no-go"
  case budget = "Budget"
  case owner = "Owner"
  case needs = "Needs"
  case pointOfNoReturn = "Point of no return"
  case announce = "Announce"
  case choose = "Choose"
  case on = "On"
  case forEach = "For each"
  case undo = "Undo"
  case undoes = "Undoes"

  /// Whether this version has the machinery for it.
  var isSupported: Bool {
    switch self {
    case .budget, .needs, .undo, .undoes, .pointOfNoReturn: true
    case .approve, .goNoGo, .owner, .announce, .choose, .on, .forEach: false
    }
  }

  /// The key that was probably meant: one that differs in two letters at most.
  static func near(_ text: String) -> FactKey? {
    let written = Array(text.lowercased())
    return allCases.first { key in
      let name = Array(key.rawValue.lowercased())
      guard name.count > 3, abs(name.count - written.count) <= 2 else { return false }
      return distance(name, written) <= (name.count > 5 ? 2 : 1)
    }
  }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (a == b ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row[right.count]
  }
}

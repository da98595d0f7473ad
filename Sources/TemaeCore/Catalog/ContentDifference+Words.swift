extension ContentDifference {
  /// The difference in words: `public.orders has 3 rows, expected 4`.
  public var words: String {
    switch change {
    case .missing: "\(name) is missing"
    case .added: "\(name) is there, and was not expected"
    case .rows(let expected, let found): "\(name) has \(found) rows, expected \(expected)"
    case .rewritten(let rows):
      "\(name) has as many rows as expected (\(rows)), and not the same ones"
    case .value(let expected, let found): "\(name) stands at \(found), expected \(expected)"
    case .unread(let reason): "\(name) was not compared: \(reason)"
    }
  }
}

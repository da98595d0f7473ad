/// How the content of one table or sequence differs from what was expected.
public struct ContentDifference: Hashable, Sendable {
  /// What is different about it.
  public enum Change: Hashable, Sendable {
    /// It was expected, and is not there.
    case missing
    /// It is there, and was not expected.
    case added
    /// It holds another number of rows.
    case rows(expected: Int, found: Int)
    /// It holds as many rows as expected, and not the same ones.
    case rewritten(rows: Int)
    /// The sequence stands elsewhere.
    case value(expected: String, found: String)
    /// It could not be read, so nobody can say that it is equal.
    case unread(reason: String)
  }

  /// The table's or sequence's name.
  public var name: String
  /// What is different.
  public var change: Change

  /// Makes a difference from its parts.
  public init(name: String, change: Change) {
    self.name = name
    self.change = change
  }

  /// Compares what was expected with what was found.
  ///
  /// - Parameters:
  ///   - expected: What should be there.
  ///   - found: What is there.
  /// - Returns: The differences, in the order of the names; what either side could not read is one.
  public static func differences(expected: Contents, found: Contents) -> [ContentDifference] {
    let unread = [expected, found].flatMap(\.unread).map {
      ContentDifference(name: $0.name, change: .unread(reason: $0.reason))
    }
    let passedOver = Set(unread.map { Array($0.name.utf8) })
    let tables = pairs(expected.tables, found.tables, by: \.table) { before, now in
      before.rows != now.rows
        ? .rows(expected: before.rows, found: now.rows)
        : before.digest == now.digest ? nil : .rewritten(rows: now.rows)
    }
    let sequences = pairs(expected.sequences, found.sequences, by: \.sequence) { before, now in
      before == now ? nil : .value(expected: before.words, found: now.words)
    }
    let compared = (tables + sequences).filter { !passedOver.contains(Array($0.name.utf8)) }
    return (compared + unread).sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  private static func pairs<Value>(
    _ expected: [Value], _ found: [Value], by name: (Value) -> String,
    change: (Value, Value) -> Change?
  ) -> [ContentDifference] {
    func keyed(_ values: [Value]) -> [[UInt8]: Value] {
      Dictionary(values.map { (Array(name($0).utf8), $0) }) { first, _ in first }
    }
    let (before, now) = (keyed(expected), keyed(found))
    let common = expected.compactMap { value -> ContentDifference? in
      guard let other = now[Array(name(value).utf8)] else {
        return ContentDifference(name: name(value), change: .missing)
      }
      return change(value, other).map { ContentDifference(name: name(value), change: $0) }
    }
    let added = found.filter { before[Array(name($0).utf8)] == nil }
    return common + added.map { ContentDifference(name: name($0), change: .added) }
  }
}

extension SequenceValue {
  /// The value for people: a value that was not given out yet comes next.
  fileprivate var words: String { isCalled ? lastValue : "\(lastValue), not given out" }
}

/// Where time went, in real microseconds; waiting for a person never counts as work.
struct TimeShares: Hashable {
  /// What time can go into.
  enum Use: CaseIterable {
    /// An attempt was at work.
    case work
    /// A person was asked.
    case people
    /// The schedule had not come so far.
    case clock
    /// The run was paused or halted.
    case stopped
    /// Nothing of these: the driver was at it, or was gone.
    case other

    /// What people call it, also the beginning of its key in JSON.
    var word: String {
      switch self {
      case .work: "work"
      case .people: "people"
      case .clock: "clock"
      case .stopped: "stopped"
      case .other: "other"
      }
    }
  }

  private var microseconds: [Use: Int] = [:]

  subscript(use: Use) -> Int {
    get { microseconds[use] ?? 0 }
    set { microseconds[use] = newValue }
  }

  /// The sums of both.
  static func + (left: TimeShares, right: TimeShares) -> TimeShares {
    var sum = left
    for use in Use.allCases { sum[use] += right[use] }
    return sum
  }

  /// `work 42 s, people 3 min 05 s`; what took no time is left out.
  var text: String { parts.isEmpty ? "no time" : parts.joined(separator: ", ") }

  /// What took time, a piece for each use.
  var parts: [String] {
    Use.allCases.filter { self[$0] > 0 }.map { "\($0.word) \(TimeText.elapsed(self[$0]))" }
  }

  /// An object with `workMicroseconds`, `peopleMicroseconds` and so on.
  var value: JSONValue {
    .object(
      Use.allCases.map { use in
        JSONValue.Field(key: "\(use.word)Microseconds", value: .integer(self[use]))
      })
  }
}

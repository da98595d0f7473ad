/// Which lines of two texts are not in the other: few, though not always the fewest.
///
/// Up to ``wholeLimit`` lines the shortest edit is found. Longer parts are first divided at lines that
/// both texts hold exactly once, so that memory stays small whatever the texts are.
struct LineDifference {
  /// For each line of the old text whether it is gone.
  private(set) var isRemoved: [Bool]
  /// For each line of the new text whether it was not there.
  private(set) var isAdded: [Bool]

  /// As many lines of both texts together are compared at once.
  private static let wholeLimit = 2000
  private let old: [Int]
  private let new: [Int]

  /// Compares two texts, given as lines.
  ///
  /// Bytes are compared: `String` would take different spellings of a character for the same.
  init(from oldLines: [[UInt8]], to newLines: [[UInt8]]) {
    var numbers: [[UInt8]: Int] = [:]
    func number(_ line: [UInt8]) -> Int {
      if let known = numbers[line] { return known }
      let next = numbers.count
      numbers[line] = next
      return next
    }
    old = oldLines.map(number)
    new = newLines.map(number)
    isRemoved = Array(repeating: false, count: old.count)
    isAdded = Array(repeating: false, count: new.count)
    mark(old.indices, new.indices)
  }

  private mutating func mark(_ oldLines: Range<Int>, _ newLines: Range<Int>) {
    var (left, right) = (oldLines, newLines)
    while let first = left.first, let other = right.first, old[first] == new[other] {
      left = first + 1..<left.upperBound
      right = other + 1..<right.upperBound
    }
    while let last = left.last, let other = right.last, old[last] == new[other] {
      left = left.lowerBound..<last
      right = right.lowerBound..<other
    }
    guard !left.isEmpty, !right.isEmpty, left.count + right.count > Self.wholeLimit else {
      return markWhole(left, right)
    }
    var (oldStart, newStart) = (left.lowerBound, right.lowerBound)
    let anchors = anchors(left, right)
    guard !anchors.isEmpty else {
      for line in left { isRemoved[line] = true }
      for line in right { isAdded[line] = true }
      return
    }
    for (oldLine, newLine) in anchors + [(left.upperBound, right.upperBound)] {
      mark(oldStart..<oldLine, newStart..<newLine)
      (oldStart, newStart) = (min(oldLine + 1, left.upperBound), min(newLine + 1, right.upperBound))
    }
  }

  private mutating func markWhole(_ left: Range<Int>, _ right: Range<Int>) {
    for change in Array(new[right]).difference(from: Array(old[left])) {
      switch change {
      case .remove(let offset, _, _): isRemoved[left.lowerBound + offset] = true
      case .insert(let offset, _, _): isAdded[right.lowerBound + offset] = true
      }
    }
  }

  /// Lines that both parts hold exactly once, as many as stand in the same order.
  private func anchors(_ left: Range<Int>, _ right: Range<Int>) -> [(old: Int, new: Int)] {
    let places = unique(new, right)
    let pairs = unique(old, left).compactMap { line, place in
      places[line].map { (old: place, new: $0) }
    }.sorted { $0.old < $1.old }
    // The longest rising sequence: each pile's top, and what lay on the pile before it.
    var piles: [Int] = []
    var before: [Int?] = []
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, piles.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[piles[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      before.append(low > 0 ? piles[low - 1] : nil)
      if low == piles.count { piles.append(index) } else { piles[low] = index }
    }
    var chain: [(old: Int, new: Int)] = []
    var next = piles.last
    while let index = next {
      chain.append(pairs[index])
      next = before[index]
    }
    return chain.reversed()
  }

  private func unique(_ lines: [Int], _ range: Range<Int>) -> [Int: Int] {
    var places: [Int: Int] = [:]
    var repeated: Set<Int> = []
    for place in range where places.updateValue(place, forKey: lines[place]) != nil {
      repeated.insert(lines[place])
    }
    return places.filter { !repeated.contains($0.key) }
  }
}

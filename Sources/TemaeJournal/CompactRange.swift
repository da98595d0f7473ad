/// The root of an RFC 6962 tree that grows leaf by leaf, from at most log2 n hashes.
struct CompactRange {
  /// The number of leaves.
  private(set) var size = 0
  /// The roots of the full subtrees, the largest first: one for every bit that is set in the size.
  private var subtrees: [LeafHash] = []

  /// Adds the next leaf.
  mutating func append(_ leaf: LeafHash) {
    var node = leaf
    var bits = size
    while bits & 1 == 1 {
      node = LeafHash(left: subtrees.removeLast(), right: node)
      bits >>= 1
    }
    subtrees.append(node)
    size += 1
  }

  /// The Merkle tree hash over all leaves so far.
  var root: LeafHash {
    guard var root = subtrees.last else { return .ofNothing }
    for subtree in subtrees.dropLast().reversed() {
      root = LeafHash(left: subtree, right: root)
    }
    return root
  }
}

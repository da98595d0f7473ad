import TemaeCore

/// The files that blocks include or name, in the order of their first use; each is read once.
struct FileRegistry {
  private let read: (String) -> [UInt8]?
  private var contents: [String: [UInt8]?] = [:]
  private(set) var uses: [(path: String, use: PinnedFile.Use, bytes: [UInt8])] = []

  init(_ read: @escaping (String) -> [UInt8]?) {
    self.read = read
  }

  /// The file's bytes; `nil` when it is missing.
  ///
  /// A file that is found is pinned from here on.
  mutating func use(_ path: String, as use: PinnedFile.Use) -> [UInt8]? {
    let known = contents[path] ?? read(path)
    contents[path] = .some(known)
    guard let bytes = known else { return nil }
    if !uses.contains(where: { $0.path == path && $0.use == use }) {
      uses.append((path, use, bytes))
    }
    return bytes
  }

  /// What the runbook's digest covers: the document, then each file with its lengths in front, eight
  /// bytes each, so that no two sets of files give the same bytes.
  func digested(_ source: [UInt8]) -> [UInt8] {
    var bytes = source
    var seen: Set<String> = []
    for file in uses where seen.insert(file.path).inserted {
      bytes += Self.length(file.path.utf8.count) + Array(file.path.utf8)
      bytes += Self.length(file.bytes.count) + file.bytes
    }
    return bytes
  }

  private static func length(_ count: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: UInt64(count) >> (56 - 8 * UInt64($0))) }
  }
}

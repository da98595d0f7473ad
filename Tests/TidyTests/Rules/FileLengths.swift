/// Files are short: none over 400 lines, and in every module half of them at most 120.
enum FileLengths {
  static let mostLines = 400
  static let medianLines = 120

  static func tooLong(_ files: [PackageFile]) -> [Finding] {
    files.filter { $0.lineCount > mostLines }.map { file in
      Finding(
        path: file.path,
        message: "has \(file.lineCount) lines, more than \(mostLines); split it by topic")
    }
  }

  /// Modules whose median file is too long.
  static func tooLongByMedian(_ files: [PackageFile]) -> [Finding] {
    let modules = Dictionary(grouping: files.filter { $0.module != nil }) { $0.parts[0...1] }
    return modules.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { module, files in
      let counts = files.map(\.lineCount).sorted()
      let median = counts[(counts.count - 1) / 2]
      guard median > medianLines else { return nil }
      return Finding(
        path: module.joined(separator: "/"),
        message: "its median file has \(median) lines, more than \(medianLines)")
    }
  }
}

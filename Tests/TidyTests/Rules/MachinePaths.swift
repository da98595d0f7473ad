/// Nothing names a directory of the machine that it was written on.
enum MachinePaths {
  static let forbidden = ["work", "farm", "home", "root"].map { "/\($0)/" }

  static func findings(_ file: PackageFile) -> [Finding] {
    PackageFile.lines(of: file.text).flatMap { number, line in
      forbidden.filter { isAbsolute($0, in: line) }.map { path in
        Finding(path: file.path, line: number, message: "names \(path), a path of one machine")
      }
    }
  }

  // `docs/work/x` and `$HOME/work/x` are no absolute paths.
  private static func isAbsolute(_ path: String, in line: Substring) -> Bool {
    line.ranges(of: path).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || "._-}/".contains(before))
    }
  }
}

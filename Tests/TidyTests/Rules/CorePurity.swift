/// TemaeCore is pure: it imports nothing, and has no clock, no chance and no concurrency.
enum CorePurity {
  static let module = "TemaeCore"
  static let forbidden = [
    "import", "Date(", "async", "await", "actor", "Task", ".random", "ContinuousClock",
    "SuspendingClock", "SystemRandomNumberGenerator", "print", "CommandLine",
  ]

  static func findings(_ file: PackageFile) -> [Finding] {
    PackageFile.lines(of: file.swift.code).flatMap { number, line in
      forbidden.filter { TextSearch.containsWord($0, in: line) }.map { word in
        Finding(path: file.path, line: number, message: "\(word) does not belong into the core")
      }
    }
  }
}

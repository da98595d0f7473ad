/// A place that breaks a rule of the house, and what to do about it.
struct Finding: Hashable, CustomStringConvertible {
  /// The file's path from the package's root.
  var path: String
  /// The line, from 1; 0 for the file as a whole.
  var line = 0
  var message: String

  var description: String {
    line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)"
  }
}

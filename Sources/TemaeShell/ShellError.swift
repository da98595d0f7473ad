/// Why an attempt's directory or its supervisor could not be dealt with.
///
/// A command that ends with another code than 0 is an outcome and never an error.
public enum ShellError: Error, Hashable, Sendable {
  /// The order cannot be run: what is wrong with it, and where.
  case invalidOrder(String)
  /// The account may not do this: what, with which path, as whom.
  case denied(doing: String, path: String, account: String)
  /// The system refused a call: what for, with which path, and its error number.
  case system(doing: String, path: String, code: Int32)
  /// The attempt in this directory must not be started or touched, and why.
  case refused(directory: String, reason: String)
}

extension ShellError: CustomStringConvertible {
  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .invalidOrder(let what):
      "this cannot be run: \(what)"
    case .denied(let doing, let path, let account):
      "cannot \(doing) \(path) as \(account): go on as the account that started the run"
    case .system(let doing, let path, let code):
      "cannot \(doing) \(path): \(errorText(code)); put that right, then resume"
    case .refused(let directory, let reason):
      "the attempt in \(directory) is left alone: \(reason)"
    }
  }
}

extension ShellError {
  /// The error of a call that has just failed.
  static func last(_ doing: String, _ path: String) -> ShellError {
    let code = lastErrorNumber()
    return code == permissionDenied
      ? .denied(doing: doing, path: path, account: accountName())
      : .system(doing: doing, path: path, code: code)
  }
}

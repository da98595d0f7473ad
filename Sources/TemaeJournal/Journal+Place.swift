extension Journal {
  /// Where a journal is, and how it was found.
  public struct Place: Hashable, Sendable {
    /// How the place was found.
    public enum Origin: Hashable, Sendable {
      /// Somebody named it: `--journal` or `$TEMAE_JOURNAL`.
      case named
      /// It was found in the directory or in one above it.
      case found
      /// It was found nowhere; here is where it would be made.
      case expected
    }

    /// The journal's file, absolute.
    public var path: String
    /// How the place was found.
    public var origin: Origin

    /// Makes a place that somebody named.
    public init(path: String, origin: Origin = .named) {
      self.path = path
      self.origin = origin
    }

    /// Where a journal lies that nobody named, from the directory that holds it.
    public static let usualPath = "journals/temae.sqlite"

    /// Finds the journal: the named one, else `environment`, else ``usualPath`` in the directory
    /// or in one above it on the same file system, as git looks for its repository.
    ///
    /// - Parameters:
    ///   - named: what `--journal` said.
    ///   - environment: the value of `$TEMAE_JOURNAL`; empty counts as not set.
    ///   - directory: the working directory, absolute.
    /// - Returns: The place; whether a journal is there is not asked.
    public static func locate(named: String?, environment: String?, directory: String) -> Place {
      if let path = [named, environment].compactMap({ $0 }).first(where: { !$0.isEmpty }) {
        return Place(path: path.hasPrefix("/") ? path : "\(directory)/\(path)")
      }
      let device = SystemCall.device(directory)
      var components = directory.split(separator: "/")
      while true {
        let above = "/" + components.joined(separator: "/")
        guard SystemCall.device(above) == device else { break }
        let path = joined(above, usualPath)
        if SystemCall.status(path) != nil { return Place(path: path, origin: .found) }
        guard components.popLast() != nil else { break }
      }
      return Place(path: joined(directory, usualPath), origin: .expected)
    }

    /// The directory that holds the journal and the files beside it.
    public var directory: String {
      let parent = path.split(separator: "/").dropLast().joined(separator: "/")
      return "/" + parent
    }

    /// The file's name.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// The name without its extension.
    public var stem: String {
      guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
      return String(name[..<dot])
    }

    var lockPath: String { path + ".lock" }
    var ballastPath: String { path + ".ballast" }

    /// The same place without symbolic links, so that every process takes the same lock.
    var resolved: Place {
      let path =
        SystemCall.resolved(path)
        ?? SystemCall.resolved(directory).map { Self.joined($0, name) }
        ?? path
      return Place(path: path, origin: origin)
    }

    private static func joined(_ directory: String, _ rest: String) -> String {
      directory == "/" ? "/" + rest : "\(directory)/\(rest)"
    }
  }
}

import Foundation

/// The package's own text files, as they lie in the checkout.
struct PackageTree {
  let root: URL
  let files: [PackageFile]

  /// The checkout that this file was compiled from.
  static let current = PackageTree(
    root: URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

  init(root: URL) {
    self.root = root
    files = Self.paths(below: root).sorted().compactMap { path in
      guard let data = try? Data(contentsOf: root.appending(path: path)),
        let text = String(bytes: data, encoding: .utf8)
      else { return nil }
      return PackageFile(path: path, text: text)
    }
  }

  /// The Swift files of the modules, tests not among them.
  var sources: [PackageFile] { files.filter { $0.isSource && $0.isSwift } }
  /// All Swift files.
  var swift: [PackageFile] { files.filter(\.isSwift) }

  func file(_ path: String) -> PackageFile? { files.first { $0.path == path } }

  /// Whether a path, from the root, leads to something.
  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  // What is ignored by git (builds, journals) is nobody's text.
  private static func paths(below root: URL) -> [String] {
    guard let found = FileManager.default.enumerator(atPath: root.path) else { return [] }
    var paths: [String] = []
    while let path = found.nextObject() as? String {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if isForeign(name) {
        found.skipDescendants()
      } else if found.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        paths.append(path)
      }
    }
    return paths
  }

  private static func isForeign(_ name: String) -> Bool {
    if name == ".git" || name == "Package.resolved" { return true }
    if name.hasPrefix(".build") || name == ".swiftpm" { return true }
    return name.contains(".sqlite") || name.hasSuffix(".attempts")
  }
}

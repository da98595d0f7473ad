/// Every module depends on TemaeCore and on no other module of ours; only the executable knows them.
enum ModuleBoundaries {
  static let executable = "temae"

  /// Imports of other modules; `modules` are the folders below `Sources`.
  static func findings(_ file: PackageFile, modules: Set<String>) -> [Finding] {
    guard let module = file.module, module != executable else { return [] }
    return imports(in: file.swift).compactMap { number, name in
      guard modules.contains(name), name != "TemaeCore", !isLibrary(name) else { return nil }
      return Finding(
        path: file.path, line: number,
        message: "\(module) imports \(name); only the executable knows both")
    }
  }

  /// The modules that a file imports, with their lines.
  static func imports(in text: SwiftText) -> [(line: Int, name: String)] {
    PackageFile.lines(of: text.code).compactMap { number, line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place < 3, place + 1 < words.count else {
        return nil
      }
      let kinds: Set<Substring> = [
        "struct", "class", "enum", "func", "protocol", "var", "typealias",
      ]
      let name = words[(place + 1)...].first { !kinds.contains($0) } ?? ""
      return (number, String(name.prefix { $0 != "." }))
    }
  }

  /// Modules that wrap C: CSQLite, CPostgres, CMarkdown, CSupervisor.
  private static func isLibrary(_ name: String) -> Bool {
    let start = name.prefix(2)
    return start.count == 2 && start.first == "C" && start.last?.isUppercase == true
  }
}

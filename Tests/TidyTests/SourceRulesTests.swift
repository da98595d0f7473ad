import Testing

/// The rules of the house on Swift files: each on the whole tree, and on a planted violation.
struct SourceRulesTests {
  let tree = PackageTree.current

  @Test func `the tree is the package`() {
    #expect(tree.exists("Package.swift"))
    #expect(tree.sources.count > 100)
  }

  @Test func `no file is long`() {
    #expect(FileLengths.tooLong(tree.swift) == [])
    #expect(FileLengths.tooLongByMedian(tree.swift) == [])
  }

  @Test func `a long file is found`() {
    let long = PackageFile(path: "Sources/A/B.swift", text: String(repeating: "\n", count: 401))
    let short = PackageFile(path: "Sources/A/C.swift", text: String(repeating: "\n", count: 121))
    #expect(FileLengths.tooLong([long, short]).map(\.path) == ["Sources/A/B.swift"])
    #expect(FileLengths.tooLongByMedian([long, short]).map(\.path) == ["Sources/A"])
  }

  @Test func `no function is long`() {
    #expect(tree.swift.flatMap(FunctionLengths.tooLong) == [])
  }

  @Test func `a long function is found, and its neighbours are not`() {
    let body = String(repeating: "  x += 1\n", count: 70)
    let text = """
      protocol P { func none() }
      func short(_ f: () -> Void = { }) -> Int { 1 }
      func long() {
      \(body)}
      """
    let file = PackageFile(path: "Sources/A/B.swift", text: text)
    #expect(FunctionLengths.tooLong(file).map(\.line) == [3])
    #expect(FunctionLengths.functions(in: file.swift).map(\.name) == ["short", "long"])
  }

  @Test func `no forbidden word stands in Swift`() {
    #expect(tree.swift.flatMap(ForbiddenWords.findings) == [])
    #expect(tree.swift.flatMap(ForbiddenWords.unexplained) == [])
  }

  @Test(arguments: ForbiddenWords.words.map(\.text))
  func `a forbidden word is found`(word: String) {
    let file = PackageFile(path: "Sources/A/B.swift", text: "let a = 1\n\(word) later")
    #expect(ForbiddenWords.findings(file).map(\.line) == [2])
  }

  @Test func `words in strings, longer words and explained ones are let through`() {
    let text = """
      let a = "try! \\(x ? "as!" : "fatalError(") FOO"
      import FoundationEssentials
      // Safe: it is never changed after it was made.
      final class A: @unchecked Sendable {}
      """
    let file = PackageFile(path: "Sources/A/B.swift", text: text)
    #expect(ForbiddenWords.findings(file) == [])
    #expect(ForbiddenWords.unexplained(file) == [])
    let bare = PackageFile(path: "a.swift", text: "\n\nclass A: @unchecked Sendable {}")
    #expect(ForbiddenWords.unexplained(bare).map(\.line) == [3])
  }

  @Test func `the core is pure`() {
    let core = tree.sources.filter { $0.module == CorePurity.module }
    #expect(!core.isEmpty)
    #expect(core.flatMap(CorePurity.findings) == [])
  }

  @Test(arguments: [
    "import Glibc", "let now = Date()", "func f() async {}", "Int.random(in: 0...1)",
  ])
  func `what is not pure is found`(line: String) {
    let file = PackageFile(path: "Sources/TemaeCore/A.swift", text: "// async is a word\n\(line)")
    #expect(CorePurity.findings(file).map(\.line) == [2])
  }

  @Test func `no switch over our own enums has a default`() {
    #expect(tree.sources.flatMap { SwitchDefaults.findings($0) } == [])
  }

  @Test func `a default among cases is found, one among bytes is not`() {
    let text = """
      switch event {
      case .opened: f { x in x }
      default: break
      }
      switch byte {
      case ..<0x30: a()
      default: switch b {
        case .x: 1
        case .y: 2
        }
      }
      """
    let file = PackageFile(path: "a.swift", text: text)
    #expect(SwitchDefaults.defaults(in: file.swift) == [3])
    #expect(SwitchDefaults.findings(file).map(\.line) == [3])
    #expect(SwitchDefaults.findings(file, allowed: ["a.swift": 1]) == [])
  }

  @Test func `modules know the core and no other module`() {
    let modules = Set(tree.files.filter(\.isSource).compactMap(\.module))
    #expect(modules.contains("TemaeCore"))
    #expect(tree.sources.flatMap { ModuleBoundaries.findings($0, modules: modules) } == [])
  }

  @Test func `an import across modules is found`() {
    let modules: Set = ["TemaeCore", "TemaeJournal", "TemaeRunner", "CSQLite"]
    let text = """
      public import TemaeCore
      import CSQLite
      import struct TemaeJournal.Journal
      @preconcurrency import TemaeJournal
      """
    let file = PackageFile(path: "Sources/TemaeRunner/A.swift", text: text)
    #expect(ModuleBoundaries.findings(file, modules: modules).map(\.line) == [3, 4])
    let free = PackageFile(path: "Sources/temae/A.swift", text: text)
    #expect(ModuleBoundaries.findings(free, modules: modules) == [])
  }

  @Test func `a file holds the public type that it is named after`() {
    #expect(tree.sources.flatMap { TypesAndFiles.findings($0) } == [])
  }

  @Test func `a second public type and a wrong name are found`() {
    let text = """
      public struct A {
        public enum Nested {}
      }
      public final class B {}
      struct C {}
      """
    let named = PackageFile(path: "Sources/M/A.swift", text: text)
    #expect(TypesAndFiles.findings(named).map(\.line) == [4])
    #expect(TypesAndFiles.findings(named, companions: ["Sources/M/A.swift": 2]) == [])
    let other = PackageFile(path: "Sources/M/D.swift", text: "public struct A {}")
    #expect(TypesAndFiles.findings(other).map(\.line) == [1])
    let topic = PackageFile(path: "Sources/M/A+Topic.swift", text: "@frozen public struct A {}")
    #expect(TypesAndFiles.findings(topic).map(\.line) == [1])
    let extensions = PackageFile(path: "Sources/M/A+Topic.swift", text: "public extension A {}")
    #expect(TypesAndFiles.findings(extensions) == [])
  }
}

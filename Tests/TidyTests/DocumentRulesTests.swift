import Testing

/// The rules on documents, paths and scripts: each on the whole tree, and on a planted violation.
struct DocumentRulesTests {
  let tree = PackageTree.current

  @Test func `paths have no spaces and name what they hold`() {
    #expect(tree.files.map(\.path).flatMap(Paths.findings) == [])
  }

  @Test(arguments: [
    "a b/c.swift", "Sources/Utils/A.swift", "String+Extensions.swift", "HTTPHelpers.swift",
  ])
  func `an empty name is found`(path: String) {
    #expect(Paths.findings(path).count == 1)
  }

  @Test func `longer words are let through`() {
    #expect(Paths.findings("Sources/Commons/UtilsetReader.swift") == [])
  }

  @Test func `every module says what belongs into it`() {
    let modules = Set(tree.files.filter(\.isSource).compactMap(\.module)).sorted()
    #expect(modules.filter { tree.file("Sources/\($0)/README.md") == nil } == [])
  }

  @Test func `links lead somewhere`() {
    let pages = tree.files.filter { $0.path.hasSuffix(".md") }
    #expect(pages.flatMap { DocumentLinks.findings($0, exists: tree.exists) } == [])
  }

  @Test func `a broken link is found`() {
    let text = """
      [here](there.md), [up](../README.md#top), [out](../../x.md), [web](https://example.org/a)
      `[code](nowhere.md)` [title](lost.md "A title")
      ````markdown
      ```bash
      [fence](nowhere.md)
      ```
      ````
      [after](gone.md)
      """
    let file = PackageFile(path: "docs/a.md", text: text)
    let exists = { (path: String) in ["docs/there.md", "README.md"].contains(path) }
    #expect(DocumentLinks.findings(file, exists: exists).map(\.line) == [1, 2, 8])
  }

  @Test func `nothing names a directory of one machine`() {
    #expect(tree.files.flatMap(MachinePaths.findings) == [])
  }

  @Test(arguments: MachinePaths.forbidden)
  func `a path of one machine is found`(path: String) {
    let file = PackageFile(path: "a", text: "in docs\(path)x, $HOME\(path)x\nin \(path)x")
    #expect(MachinePaths.findings(file).map(\.line).contains(2))
    #expect(MachinePaths.findings(PackageFile(path: "a", text: "docs\(path)x")) == [])
  }

  @Test func `scripts stop at the first error`() {
    let scripts = tree.files.filter(ShellScripts.isScript)
    #expect(scripts.contains { $0.path == "tools/test" })
    #expect(scripts.flatMap(ShellScripts.findings) == [])
  }

  @Test func `a careless script is found`() {
    let careless = PackageFile(path: "a", text: "#!/bin/sh\nset -e\n")
    #expect(ShellScripts.isScript(careless))
    #expect(ShellScripts.findings(careless).count == 2)
  }
}

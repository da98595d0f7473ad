import TemaeCore
import Testing

/// Which variables a script leaves to the steps after it.
@Suite(.serialized) struct ExportTests {
  private func exported(
    _ script: String, shell: String = "bash", status: Int = 0
  ) async throws -> [String: String] {
    let followed = try await Workbench().run(
      script, shell: shell, given: ["GIVEN": "as it was", "OTHER": "old"])
    #expect(followed.status == .exited(status), "\(followed.error)")
    return followed.exported
  }

  @Test(arguments: ["bash", "sh"])
  func `what is new or changed is reported, and nothing else`(shell: String) async throws {
    let found = try await exported(
      "export NEW='a\nb = \"c\"'; export OTHER=new; LOCAL=1; export TEMAE_X=1; cd /", shell: shell)
    #expect(found == ["NEW": "a\nb = \"c\"", "OTHER": "new"])
  }

  @Test(arguments: ["bash", "sh"])
  func `an exit in the middle loses nothing`(shell: String) async throws {
    #expect(try await exported("export A=1; exit 0; export A=2", shell: shell) == ["A": "1"])
    #expect(try await exported("export A=1; exit 9", shell: shell, status: 9) == ["A": "1"])
  }

  @Test func `a failed command and an unset variable keep their status`() async throws {
    #expect(try await exported("export A=1; false", status: 1) == ["A": "1"])
    #expect(try await exported("export A=1; echo $UNSET", status: 1) == ["A": "1"])
    #expect(try await exported("export A=1; nosuchcommand", status: 127) == ["A": "1"])
  }

  @Test func `functions export, subshells and children do not`() async throws {
    #expect(try await exported("f() { export A=1; return 0; }; f") == ["A": "1"])
    #expect(try await exported("(export A=1; exit 0); x=$(export B=1; echo); :") == [:])
    #expect(try await exported("bash -c 'export A=1; test -z \"${BASH_ENV:-}\"'") == [:])
    #expect(try await exported("f() { :; }; export -f f; export A=1") == ["A": "1"])
  }

  @Test func `noclobber, a changed PATH and closed streams do not matter`() async throws {
    #expect(try await exported("set -C; export A=1")["A"] == "1")
    #expect(try await exported("export PATH=/nowhere A=1")["A"] == "1")
    #expect(try await exported("export A=1; exec >&- 2>&-")["A"] == "1")
  }

  @Test func `an EXIT trap of the script's own is the script's own`() async throws {
    let followed = try await Workbench().run("trap 'echo mine' EXIT; export A=1; exit 4")
    #expect(followed.output == "mine\n")
    #expect(followed.status == .exited(4))
    #expect(followed.exported.isEmpty)
  }

  @Test func `a script that is killed exports nothing`() async throws {
    let followed = try await Workbench().run("export A=1; kill -KILL $$")
    #expect(followed.exported.isEmpty)
  }

  @Test func `more than the reserved room is exported too`() async throws {
    let found = try await exported("export A=$(head -c 100000 /dev/zero | tr '\\0' x)")
    #expect(found["A"]?.utf8.count == 100_000)
  }
}

import TemaeCore
import TemaeMarkdown
import Testing

/// Every block is accounted for: it runs, or it says why it does not.
struct BlockTests {
  private func runbook(
    _ fence: String, _ body: String, syntax: @escaping (String, String) -> String? = { _, _ in nil }
  ) throws -> Runbook {
    try Compiling.runbook(
      "# M\n## Step 1: S\n- [ ] a\n\n```\(fence)\n\(body)\n```\n", syntax: syntax)
  }

  /// Why the block is not run, as `show` says it.
  private func reason(_ fence: String, _ body: String) throws -> String? {
    let runbook = try runbook(fence, body)
    let activity = runbook.steps.flatMap(\.activities).first { $0.role != .item }
    #expect(activity == nil || activity?.kind == .manual, "it would run")
    return activity?.byHand ?? runbook.notRun.first?.reason
  }

  @Test(arguments: [
    ("curl https://<host>/health", "placeholder"), ("export KEY=your-key-here", "placeholder"),
    ("psql -d {{database}} -c 'select 1'", "placeholder"), ("echo REPLACE_ME", "placeholder"),
    ("# nothing but words", "only comments"), ("$ ls\nfile", "prompt"),
    ("shop=# select 1;", "prompt"), ("select * from users;".uppercased(), "SQL"),
    ("ALTER TABLE t ADD a int;", "SQL"), ("ssh db1 uptime", "interactive"),
    ("psql \"$URL\"", "interactive"), ("vim config.yml", "interactive"),
    ("read answer", "interactive"),
    ("docker exec -it db bash", "interactive"), ("tail -f app.log", "endless"),
    ("while true; do date; sleep 1; done", "endless"), ("watch ls", "endless"),
    ("#!/bin/sh\necho a", "file's content"),
    ("Wait until all of the pods have been restarted.", "prose"),
  ])
  func `the static test keeps a block from running, and says why`(body: String, word: String) throws
  {
    let reason = try #require(try reason("bash", body))
    #expect(reason.contains(word), "\(reason)")
  }

  @Test(arguments: [
    "diff <(sort a) <(sort b) > c", "if [ 1 -lt 2 ]; then echo; fi", "cat <<EOF\n# heading\nEOF",
    "psql -c 'select 1'", "echo 'select 1' | psql", "psql <<SQL\nselect 1;\nSQL",
    "while read -r line; do echo; done < file", "echo \"$(date) your turn\"",
    "tail -n 5 app.log", "for i in 1 2 3; do sleep 1; done", "kubectl apply -f a.yml",
    "test 1 -gt 0 && echo \"a <b\"",
  ])
  func `ordinary scripts are not suspected`(body: String) throws {
    let activities = try runbook("bash", body).steps.flatMap(\.activities)
    #expect(activities.contains { $0.kind == .shell }, "\(activities.map(\.byHand))")
  }

  @Test func `a script that its shell cannot parse is run by hand, in its words`() throws {
    let runbook = try runbook("bash", "if then", syntax: { _, _ in "line 1: syntax error" })
    let activity = try #require(runbook.steps.flatMap(\.activities).last)
    #expect(activity.kind == .manual)
    #expect(activity.byHand?.contains("syntax error") == true)
  }

  @Test(arguments: ["", "console", "text", "powershell", "python", "json", "mermaid", "diff"])
  func `other languages never run`(language: String) throws {
    let runbook = try runbook(language, "rm -rf everything")
    #expect(!runbook.steps.flatMap(\.activities).contains { $0.kind != .manual })
    let isAccountedFor =
      runbook.notRun.count == 1 || runbook.steps.flatMap(\.activities).contains { $0.byHand != nil }
    #expect(isAccountedFor)
  }

  @Test(arguments: ["", "console"])
  func `an untagged or transcript block in a step is a question`(language: String) throws {
    #expect(try runbook(language, "make deploy").questions.map(\.line) == [5])
  }

  @Test func `an example never runs, and an indented block neither`() throws {
    #expect(try reason("bash {.example}", "./drop.sh") != nil)
    let text = "# M\n## Step 1: S\n- [ ] a\n\nText:\n\n    ./drop.sh\n"
    let runbook = try Compiling.runbook(text)
    let activities = runbook.steps.flatMap(\.activities)
    #expect(activities.allSatisfy { $0.kind == .manual })
    #expect(activities.contains { $0.line == 7 && $0.byHand?.contains("indented") == true })
  }

  @Test func `what stands under the name of a file is its content`() throws {
    let text = "# M\n## Step 1: S\n- [ ] a\n\nFile: `deploy.sh`\n\n```bash\n./drop.sh\n```\n"
    let activities = try Compiling.runbook(text).steps.flatMap(\.activities)
    #expect(activities.allSatisfy { $0.kind == .manual })
  }

  @Test func `alternatives are a choice, never a sequence`() throws {
    let text = """
      # M
      ## Step 1: Restore
      ### Option A: dump
      ```bash
      ./a.sh
      ```
      ### Option B: snapshot
      ```bash
      ./b.sh
      ```
      """
    #expect(!(try Compiling.runbook(text).questions.isEmpty))
  }

  @Test func `the first runnable block is not run before a question about an overview`() throws {
    let text = "# M\n## Quick reference\n```bash\n./all.sh\n```\n## Step 1: S\n- [ ] a\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.flatMap(\.activities).allSatisfy { $0.kind == .manual })
    #expect(runbook.notRun.map(\.line) == [3])
  }
}

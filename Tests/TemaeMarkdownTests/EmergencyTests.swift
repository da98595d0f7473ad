import TemaeCore
import Testing

/// The word emergency alone proves nothing: neither that a section runs in sequence nor that it does not.
struct EmergencyTests {
  private static let step = "# M\n## Step 1: S\n- [ ] a\n"
  private static let fence = "```bash\n./drop.sh\n```\n"

  private func questions(_ section: String) throws -> [Int] {
    try Compiling.runbook(Self.step + section).questions.map(\.line)
  }

  @Test(arguments: [
    "## Emergency stop\n" + Self.fence, "## 🚨 **EMERGENCY** procedures\n### Stop\n" + Self.fence,
    "## Emergency\n- [ ] Drop the database\n", "## In emergencies\n1. Call\n2. Drop\n",
    "## Emergency\n### Step 7: Stop\n" + Self.fence,
    "## Emergency\n```bash {.change}\ntrue\n```\n" + Self.fence,
    "### Emergency stop\n" + Self.fence,
  ])
  func `a plain section of an emergency that would run in sequence is a question`(
    section: String
  ) throws {
    #expect(try questions(section) == [4])
  }

  @Test func `it is one in a document of ours too`() throws {
    let text = "---\ntemae: 1\n---\n" + Self.step + "## Emergency stop\n" + Self.fence
    #expect(try Compiling.runbook(text).questions.map(\.line) == [7])
  }

  @Test(arguments: [
    "## Step 2: Emergency stop\n" + Self.fence, "## Emergency rollback\n" + Self.fence,
    "## Emergency contacts\n" + Self.fence, "## Emergency\nCall the lead.\n",
    "## Troubleshooting\n### Emergency stop\n" + Self.fence,
    "## Emergency stop\n```bash {.change}\n./stop.sh\n```\n",
    "## Emergency stop\n```bash {.remedy}\n./stop.sh\n```\n",
    "## Emergency stop\n```bash {.example}\n./stop.sh\n```\n",
    "## Emergence\n" + Self.fence,
  ])
  func `a number, a class, a role, or nothing to run answers it`(section: String) throws {
    #expect(try questions(section).isEmpty)
  }

  @Test func `the title of the document asks nothing`() throws {
    let text = "# Emergency migration\n## Step 1: S\n" + Self.fence
    #expect(try Compiling.runbook(text).questions.isEmpty)
  }
}

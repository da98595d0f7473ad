import Testing

/// What an intent names is on the disk before the intent is.
///
/// No kill can show that: the kernel keeps what a dead process wrote. The calls themselves do.
struct DurableDirectoryTests {
  @Test(.enabled(if: Self.hasTracer))
  func `an attempt's directory and its parent are synced before the intent is durable`() throws {
    let place = try Workplace()
    try place.write(
      "move.md",
      "---\ntemae: 1\ntitle: Move\n---\n# Move\n\n## Step 1: Do\n\n"
        + "```bash {#work}\necho done\n```\n")
    let traced = """
      cd '\(place.path)' && export TEMAE_ALLOW_TMPFS=1 &&
        strace -f -y -s 0 -o calls -e trace=mkdir,fsync,fdatasync '\(Program.path)' \
        run move.md --no-wait --unattended >said 2>&1
      """
    #expect(try Workplace.shell(traced) == 0, "\(Program.text("\(place.path)/said"))")
    let calls = Program.text("\(place.path)/calls").split(separator: "\n").map(String.init)
    let made = try #require(
      calls.firstIndex { $0.contains("mkdir(") && $0.contains("/1+work-1") }, "\(calls)")
    let directory = try #require(calls[made].split(separator: "\"").dropFirst().first)
    let parent = directory.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    // The journal's next sync after that is the intent's.
    let rest = calls[made...]
    let intent = try #require(rest.firstIndex { $0.contains("temae.sqlite-wal>") }, "\(calls)")
    for path in [String(directory), parent] {
      #expect(
        calls[made..<intent].contains { $0.contains("fsync(") && $0.contains("<\(path)>") },
        "\(path) in \(calls[made...intent])")
    }
  }

  private static var hasTracer: Bool { (try? Workplace.shell("command -v strace >/dev/null")) == 0 }
}

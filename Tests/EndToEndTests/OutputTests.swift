import Glibc
import Testing

/// What a command printed is recorded once, whatever happens to its runner, and however much it is.
struct OutputTests {
  /// Three megabytes on each stream, every line another one.
  private static let long = """
    ---
    temae: 1
    title: Long
    ---
    # Long

    ## Step 1: Print

    ```bash {#print}
    seq -f 'output %09g' 180000
    seq -f 'errors %09g' 180000 >&2
    ```

    """

  @Test func `a runner that dies between two pieces leaves the rest to the next, each byte once`()
    throws
  {
    let place = try Workplace()
    try place.write("long.md", Self.long)
    // No file of the runner may grow over four megabytes: with six to record, it is killed
    // (SIGXFSZ) in the middle, wherever that is, and on the slowest of machines.
    let command = """
      cd '\(place.path)' && ulimit -f 8192 && TEMAE_ALLOW_TMPFS=1 \
        exec '\(Program.path)' run long.md --no-wait --unattended >.background 2>&1
      """
    let code = try Workplace.shell(command)
    #expect(code != 0, "\(Program.text(place.path + "/.background"))")
    let pieces = "select count(*) from event where type = 'attempt.output'"
    let ends = "select count(*) from event where type = 'attempt.succeeded'"
    let recorded = try #require(Int(try place.sqlite(pieces).filter(\.isNumber)))
    #expect(recorded > 0 && recorded < 6)
    #expect(try place.sqlite(ends) == "0\n")
    let resumed = try place.temae("resume", "--no-wait", "--unattended")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(try place.sqlite(ends) == "1\n")
    let log = try place.temae("log", "1/print", "--raw").output
    try #require(
      try Workplace.shell(
        """
        cd '\(place.path)' && seq -f 'output %09g' 180000 >.expected &&
          seq -f 'errors %09g' 180000 >>.expected
        """) == 0)
    #expect(log == Program.text(place.path + "/.expected"))
    #expect(try place.temae("journal", "verify").code == 0)
  }

  @Test func `a command that prints without end is kept at its ends, and that is said`()
    async throws
  {
    let place = try Workplace()
    try place.write(
      "endless.md",
      """
      ---
      temae: 1
      title: Endless
      ---
      # Endless

      ## Step 1: Print

      ```bash {#print}
      echo first
      yes 'not a zero' & printer=$!
      while ! [ -e go ]; do sleep 0.05; done
      kill $printer
      wait $printer || true
      echo last
      ```

      """)
    let run = try Background(
      ["run", "endless.md", "--no-wait", "--unattended", "--output-limit", "1048576"],
      in: place.path)
    func length() throws -> Int {
      try Workplace.shell(
        "cd '\(place.path)' && stat -c '%s' $(find . -name output) >.length 2>/dev/null || true")
      return Int(Program.text(place.path + "/.length").prefix { $0.isNumber }) ?? 0
    }
    try await run.until("half a gigabyte is printed") { try length() > 512 << 20 }
    try place.write("go", "")
    #expect(run.end() == 0, "\(run.output)")
    #expect(run.output.contains("1/print printed more than is kept: "))
    let log = try place.temae("log", "1/print").output
    #expect(log.contains("first\nnot a zero\n"))
    #expect(log.hasSuffix("last\n"))
    #expect(log.contains(" bytes were not kept)\n"))
    #expect(log.utf8.count < 8 << 20)
    try Workplace.shell("cd '\(place.path)' && du -sm . | cut -f1 >.room")
    #expect(try #require(Int(Program.text(place.path + "/.room").filter(\.isNumber))) < 64)
  }
}

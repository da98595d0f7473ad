import TemaeCore
import TestSupport
import Testing

/// What commands of temae in a script say to the run.
@Suite(.serialized) struct RecordTests {
  private let fact = BackupFact.verified(BackupSamples.summary, BackupSamples.proof())

  private var line: String {
    String(decoding: fact.fileBytes.dropLast(), as: UTF8.self)
  }

  @Test(arguments: ["bash", "sh"])
  func `a line in the record is told with the end, however the script ends`(shell: String)
    async throws
  {
    let script = "echo '\(line)' >>\"$TEMAE_RECORD\"; exit 3"
    let followed = try await Workbench().run(script, shell: shell)
    #expect(followed.status == .exited(3), "\(followed.error)")
    #expect(followed.end.backups == [fact])
    #expect(followed.exported.isEmpty)
  }

  @Test func `a record that is a link, or is gone, or is not text, says nothing`() async throws {
    for script in [
      "rm \"$TEMAE_RECORD\"",
      "rm \"$TEMAE_RECORD\"; ln -s /etc/passwd \"$TEMAE_RECORD\"",
      "rm \"$TEMAE_RECORD\"; mkfifo \"$TEMAE_RECORD\"",
      "head -c 100000 /dev/urandom >\"$TEMAE_RECORD\"",
      "yes | head -c 5000000 >\"$TEMAE_RECORD\" || :",
    ] {
      let followed = try await Workbench().run(script)
      #expect(followed.status == .exited(0), "\(followed.error)")
      #expect(followed.end.backups.isEmpty)
    }
  }
}

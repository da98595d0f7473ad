import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

private let canMount =
  getuid() == 0
  && shell("d=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d && rmdir $d").status == 0

/// A real file system that is full.
@Suite(.enabled(if: canMount, "mounting a small file system needs privileges"))
struct FullDiskTests {
  private let fixture: JournalFixture

  init() throws { fixture = try JournalFixture() }

  @Test func `a full disk records nothing, and leaves room for a last event`() throws {
    let disk = fixture.directory + "/disk"
    _ = shell("mkdir \(disk); mount -t tmpfs -o size=4m tmpfs \(disk)")
    defer { _ = shell("umount \(disk)") }
    let journal = try Journal.open(
      .init(path: disk + "/temae.sqlite"), mode: .create, options: JournalFixture.options)
    try journal.openRun()
    var appended = 0
    let error = #expect(throws: JournalError.self) {
      while appended < 100 {
        let payload = journal.seal([UInt8](repeating: 7, count: 200_000), media: "text/plain")
        try journal.append(
          [.sample(.noteAdded(NoteAdded(text: payload.commitment)), command: "n\(appended)")],
          payloads: [payload], condition: .facts(epoch: 1))
        appended += 1
      }
    }
    guard case .diskFull(_, isBallastReleased: true) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try journal.entries(run: sampleRun).count == appended + 1)
    let halt = RunHalted(detail: "the disk is full", reason: .failed)
    try journal.append([.sample(.runHalted(halt), command: "halt")], condition: .facts(epoch: 1))
    #expect(try journal.verify().isWhole)
  }

  /// A file system of 4 MiB, mounted while the body runs.
  private func onSmallDisk(_ body: (_ directory: String) throws -> Void) throws {
    let disk = fixture.directory + "/disk"
    _ = shell("mkdir \(disk); mount -t tmpfs -o size=4m tmpfs \(disk)")
    defer { _ = shell("umount \(disk)") }
    try body(disk)
  }

  @Test func `what a person says leaves the reserve to the driver`() throws {
    try onSmallDisk { disk in
      let journal = try Journal.open(
        .init(path: disk + "/temae.sqlite"), mode: .create, options: JournalFixture.options)
      try journal.openRun()
      _ = shell("cat /dev/zero >\(disk)/filler")
      let payload = journal.seal([UInt8](repeating: 7, count: 200_000), media: "text/plain")
      func note(_ condition: AppendCondition) throws {
        try journal.append(
          [.sample(.noteAdded(NoteAdded(text: payload.commitment)), command: "n")],
          payloads: [payload], condition: condition)
      }
      let full = JournalError.diskFull(path: journal.place.path, isBallastReleased: false)
      #expect(throws: full) { try note(.command(position: 1)) }
      #expect(unsafe access(disk + "/temae.sqlite.ballast", F_OK) == 0)
      let released = JournalError.diskFull(path: journal.place.path, isBallastReleased: true)
      #expect(throws: released) { try note(.facts(epoch: 1)) }
      try note(.facts(epoch: 1))
      #expect(try journal.verify().isWhole)
    }
  }

  @Test func `no room for SQLite's shared memory is a full disk`() throws {
    try onSmallDisk { disk in
      let place = Journal.Place(path: disk + "/temae.sqlite")
      do {
        try Journal.open(place, mode: .create, options: JournalFixture.options).openRun()
      }
      _ = shell("rm -f \(disk)/temae.sqlite-shm; cat /dev/zero >\(disk)/filler")
      for mode in [Journal.Mode.read, .write] {
        let error = #expect(throws: JournalError.self) {
          try Journal.open(place, mode: mode, options: JournalFixture.options)
        }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("is full"))
      }
      _ = shell("rm \(disk)/filler")
      #expect(
        try Journal.open(place, mode: .read, options: JournalFixture.options).verify().isWhole)
    }
  }
}

import TestSupport
import Testing

@testable import TemaeCore

@Suite("State encoding")
struct StateEncodingTests {
  private func sample() throws -> Trace {
    var trace = try Trace(
      .sample([.sample("1", [.shell("1/a") { $0.retries = 1 }])]),
      t0: Instant(microseconds: 1_900_000_000_000_000))
    try trace.happen(
      .valueCaptured(ValueCaptured(activity: "1/a", name: "rows", value: commitment("3"))))
    try trace.happen(.secretSupplied(SecretSupplied(name: "TOKEN")))
    try trace.fail("1/a")
    return trace
  }

  @Test func `these entries have these bytes, in every version to come`() throws {
    let trace = try sample()
    let exit = commitment("exit code 1").digest.hex
    #expect(
      String(decoding: trace.state.encoding, as: UTF8.self) == """
        {"activities":[{"attempts":1,"begin":"2030-03-17T17:46:44.000000Z","beginBoot":5,"confirmed":false,\
        "directory":"attempts/1/a-1","end":"2030-03-17T17:46:45.000000Z","endBoot":6,"epoch":1,\
        "failure":{"kind":"exit","mayHaveTakenEffect":true,\
        "message":{"digest":"\(exit)","length":11,"media":"text/plain"}},\
        "id":"1/a","inDoubt":false,"phase":"failed","tries":1}],"added":[],"amendments":[],"boot":"boot-1",\
        "commands":[],"deviations":0,"effects":[{"activity":"1/a","attempt":1,"certainty":"possible",\
        "evidence":106,"first":105,"last":105}],"endings":[],\
        "epoch":1,"haltDue":false,"honoursSchedule":true,"late":[],"observed":[],\
        "opened":{"acceptance":"annotated",\
        "compiled":{"digest":"\(commitment("compiled").digest.hex)","length":8,\
        "media":"text/plain"},"digest":"\(testDigest("sample".utf8).hex)",\
        "directory":"/srv/runbook","document":"runbook.md","files":[],"format":1,\
        "minuteUs":60000000,"name":"sample-1","parameters":[],\
        "source":{"digest":"\(commitment("source").digest.hex)","length":6,"media":"text/plain"},\
        "t0":"2030-03-17T17:46:40.000000Z","targets":[],"title":"Sample","tool":"0.1.0"},\
        "openedAt":"2030-03-17T17:46:40.000000Z","overruled":[],"position":6,"released":false,\
        "repinEpochs":[],"repins":[],"requested":[],"retired":[],"run":"run-1","secrets":["TOKEN"],"sequence":106,"status":"open","v":1,\
        "values":[{"name":"rows","value":{"digest":"\(commitment("3").digest.hex)","length":1,\
        "media":"text/plain"}}],"variables":[]}
        """)
  }

  @Test func `equal entries give equal bytes, however far they are read at a time`() throws {
    let trace = try sample()
    var replayed = RunState(runbook: trace.state.runbook)
    for entry in trace.entries { try replayed.apply(Entry(body: entry.body)) }
    #expect(replayed == trace.state)
    #expect(replayed.encoding == trace.state.encoding)
  }

  @Test func `every field of the state matters`() throws {
    let state = try sample().state
    var changes: [String: (inout RunState) -> Void] = [:]
    changes["run"] = { $0.run = "run-2" }
    changes["opened"] = { $0.opened?.name = "sample-2" }
    changes["openedAt"] = { $0.openedAt = nil }
    changes["endedAt"] = { $0.endedAt = $0.openedAt }
    changes["position"] = { $0.position += 1 }
    changes["sequence"] = { $0.sequence += 1 }
    changes["status"] = { $0.status = .halted }
    changes["epoch"] = { $0.epoch += 1 }
    changes["isReleased"] = { $0.isReleased = true }
    changes["honoursSchedule"] = { $0.honoursSchedule = false }
    changes["boot"] = { $0.boot = "boot-2" }
    changes["halt"] = { $0.halt = RunHalted(detail: "", reason: .person) }
    changes["isHaltDue"] = { $0.isHaltDue = true }
    changes["activities"] = { $0.activities.append(ActivityState(id: "1/do-1")) }
    changes["amendments"] = { $0.amendments = [.full] }
    changes["repins"] = { state in
      state.repins = [
        .init(
          data: TargetRepinned(
            database: "main", difference: "", identity: .sample, reason: commitment("failover")),
          epoch: 1, losesHistory: true)
      ]
    }
    changes["retired"] = { $0.retired = [ActivityState(id: "1/gone")] }
    changes["added"] = { $0.added = [.shell("1/do-1")] }
    changes["commands"] = { $0.commands = [.init(name: "1/do-1", value: commitment("ls"))] }
    changes["requested"] = { $0.requested = [.init(activity: "1/do-1", repairs: nil)] }
    changes["values"] = { $0.values = [.init(name: "rows", value: commitment("4"))] }
    changes["variables"] = { $0.variables = [.init(name: "rows", value: nil)] }
    changes["observed"] = { $0.observed = ["main"] }
    changes["secrets"] = { $0.secrets = [] }
    changes["pivot"] = {
      $0.pivot = .init(activity: "1@pivot", step: "1", at: Instant(microseconds: 0), sequence: 7)
    }
    changes["backups"] = {
      $0.backups = [
        RecordedBackup(backup: BackupSamples.summary, activity: "1/a", sequence: 7, proof: nil)
      ]
    }
    changes["overruled"] = { $0.overruled = ["1"] }
    changes["deviations"] = { $0.deviations += 1 }
    changes["effects"] = { $0.effects = EffectHistory(of: $0.runbook, $0.plan) }
    changes["rollback"] = { state in
      state.rollback = Rollback(keepsGoing: false, startedAt: Instant(microseconds: 0), start: 9)
    }
    changes["lateEvidence"] = { $0.lateEvidence = [9] }
    // The runbooks are fixed by the digests of opening and amendments, the plan by the runbook.
    let fields = Mirror(reflecting: state).children.compactMap(\.label)
    #expect(Set(fields) == Set(changes.keys).union(["editions", "runbook", "plan"]))
    var seen: Set<[UInt8]> = [state.encoding]
    for (name, change) in changes {
      var other = state
      change(&other)
      #expect(seen.insert(other.encoding).inserted, "\(name) is not in the encoding")
    }
  }

  @Test func `every field of an activity matters`() throws {
    let state = try sample().state
    var changes: [String: (inout ActivityState) -> Void] = [:]
    changes["id"] = { $0.id = "1/b" }
    changes["phase"] = { $0.phase = .pending }
    changes["attempts"] = { $0.attempts += 1 }
    changes["tries"] = { $0.tries += 1 }
    changes["epoch"] = { $0.epoch = nil }
    changes["descendants"] = { $0.descendants = .alive }
    changes["directory"] = { $0.directory = nil }
    changes["beganAt"] = { $0.beganAt = nil }
    changes["endedAt"] = { $0.endedAt = nil }
    changes["isInDoubt"] = { $0.isInDoubt = true }
    changes["isConfirmed"] = { $0.isConfirmed = true }
    changes["beganBoot"] = { $0.beganBoot = 1 }
    changes["endedBoot"] = { $0.endedBoot = 1 }
    changes["indexesBefore"] = { $0.indexesBefore = [] }
    changes["indexesAfter"] = { $0.indexesAfter = [] }
    changes["probed"] = { $0.probed = .no }
    changes["evidence"] = { $0.evidence = "no record" }
    changes["failure"] = { $0.failure?.line = 3 }
    let fields = Mirror(reflecting: state.activities[0]).children.compactMap(\.label)
    #expect(Set(fields) == Set(changes.keys))
    var seen: Set<[UInt8]> = [state.encoding]
    for (name, change) in changes {
      var other = state
      change(&other.activities[0])
      #expect(seen.insert(other.encoding).inserted, "\(name) is not in the encoding")
    }
  }
}

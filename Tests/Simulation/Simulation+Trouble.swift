import TemaeCore
import TestSupport

/// What goes wrong without anybody's doing, at any instant.
extension Simulation {
  private enum Trouble: CaseIterable {
    case clock, machine, files, network, stranger, failover, restore
  }

  /// The machine that the run's drivers live on: one boot after the other.
  struct Boot {
    var number = 1
    /// In the scheduler's microseconds.
    var startedAt = 0
    /// Whoever was started since.
    var processes: [SimulatedProcess] = []
    /// The boot's id.
    var id: String { "boot-\(number)" }
  }

  /// Lets something go wrong after a while, while the world is hostile.
  func brewTrouble() {
    guard nature.isHostile, isStormy || nature.isOne(in: 3),
      let any = nature.pick(Trouble.allCases)
    else { return }
    let loss = nature.isOne(in: 3) ? Trouble.restore : .failover
    let trouble = isStormy && nature.isOne(in: 2) ? loss : any
    let delay = nature.number(1...2500)
    Task {
      await scheduler.sleep(milliseconds: delay)
      guard nature.isHostile else { return }
      switch trouble {
      case .clock: await stepClock()
      case .machine: restartMachine()
      case .files: if let directory = nature.pick(world.shell.directories) { delete(directory) }
      case .network: await loseNetwork()
      case .stranger: letStrangerIn()
      case .failover: failOver()
      case .restore: restore()
      }
    }
  }

  /// Somebody sets the wall clock forth or back, and sees it later.
  private func stepClock() async {
    let day = 86_400_000_000
    let step = nature.pick([day, -day, day / 24, -day / 24, 1_700_000, -1_700_000]) ?? 0
    world.clock.step(byMicroseconds: step)
    await scheduler.sleep(milliseconds: nature.number(1...4000))
    world.clock.setRight()
  }

  /// Every process is gone, and the boot clock begins anew.
  private func restartMachine() {
    for process in boot.processes { process.isDead = true }
    world.shell.restartMachine()
    boot = Boot(number: boot.number + 1, startedAt: scheduler.now)
  }

  private func delete(_ directory: String) { world.shell.delete(directory) }

  private func loseNetwork() async {
    nature.isNetworkDown = true
    nature.loseTouch(at: scheduler.now)
    await scheduler.sleep(milliseconds: nature.number(1...3000))
    nature.isNetworkDown = false
  }

  /// A driver of another run gets hold of the database for a while.
  private func letStrangerIn() {
    guard nature.takeHold(ServerHold.stranger, at: scheduler.now) != nil else { return }
    nature.hold?.endsAt = scheduler.now + nature.number(1...3000) * 1000
  }

  /// A standby becomes the server, which may lack the last that was done; no session survives that.
  private func failOver() {
    if breakage == .hidesTimeline {
      nature.server.role += "+"
    } else {
      nature.server.timeline += 1
    }
    nature.hold = nil
    nature.connected = []
    guard nature.isOne(in: 2) else { return }
    let lost = nature.history.effects.lose(last: nature.number(1...3))
    world.database.loseMarkers(lost.map { "\($0.activity)#\($0.attempt)" })
  }

  /// Somebody puts the database back to a backup, which keeps drivers out and has the markers stay.
  private func restore() {
    guard nature.hold(at: scheduler.now) == nil, nature.connected.isEmpty else { return }
    if breakage != .hidesTimeline {
      nature.server.restore = DatabaseRestore(at: Instant(microseconds: scheduler.now))
    }
    _ = nature.history.effects.lose(last: nature.number(1...3))
    world.database.restore()
  }

  /// From now on nothing goes wrong any more, and what had gone wrong is put right.
  func becomeKind() {
    nature.isHostile = false
    nature.isNetworkDown = false
    if nature.hold?.runner == ServerHold.stranger { nature.hold = nil }
    world.clock.setRight()
  }
}

import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

extension RollbackCommand {
  /// Takes the run, shows the plan, asks for the run's name, and drives the run back.
  func rollBack() async throws {
    Interruptions.watch()
    let journal = try options.openJournal(.write)
    let choice = try RunChoice(journal).toRead(subject).run
    var loaded = try RunLoader.load(choice.id, from: journal)
    try Whereabouts.check(loaded, reason: takeOver)
    let lock = try TakeOver.lock(
      run: choice.id, named: choice.name, beside: journal.place, reason: takeOver)
    // What it would refuse is refused before anybody is asked.
    let scope = try chosen(in: loaded.state.runbook)
    var asking = PersonCommand(journal: journal, by: options.person)
    let reason = self.reason.map { asking.sealed($0.text) }
    let overruling = overrule.map { asking.sealed($0.text) }
    let command = Command.rollBack(
      scope: scope, upTo: to, keepsGoing: keepGoing, reason: reason, overruling: overruling)
    _ = try loaded.state.handle(command, at: SystemClock().now())
    let repinning = await Repinning(of: loaded.state)
    try repinning.check(reason: repin, for: "rollback", isUnattended: unattended)
    let (database, beside) = try await ResumeCommand.hold(
      loaded.state, repinning.targets, in: journal)
    try await confirm(loaded.state, journal)
    _ = try asking.record(command, in: &loaded)
    let driving = drivingOptions
    let secrets = try await ResumeCommand.secrets(of: loaded, in: journal, driving, options)
    let state = try ResumeCommand.takeLead(
      of: loaded, in: journal, driving, options, reason: takeOver,
      repins: repinning.repins(because: repin, in: journal))
    let exit = try await Drive(
      journal: journal, state: state, common: options, options: driving, secrets: secrets,
      database: database, beside: beside
    ).run()
    withExtendedLifetime(lock) {}
    throw exit.code
  }

  /// The plan is on the screen when the name is typed.
  private func confirm(_ state: RunState, _ journal: Journal) async throws {
    StandardStream.error.write(try await report(on: state, in: journal).text(options.style))
    try TypedName.confirm("Rolling back", of: state.opened?.name ?? state.run, yes: yes)
  }

  private var drivingOptions: DrivingOptions {
    var driving = DrivingOptions()
    driving.noWait = true
    driving.unattended = unattended
    driving.untilStep = nil
    driving.format = format.events
    driving.outputLimit = 64 << 20
    return driving
  }
}

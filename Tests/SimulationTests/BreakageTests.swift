import TemaeCore
import Testing

@testable import simulate

/// Each law is broken on purpose, and must be seen to be broken.
@Suite("Broken laws")
struct BreakageTests {
  private static let mostSeeds = UInt64(1000)

  /// The first seed under which a law is seen to be broken.
  private func firstSeed(_ breakage: Breakage, _ law: any Law) -> UInt64? {
    (1...Self.mostSeeds).first { seed in
      !law.breaches(in: Simulation.run(seed: seed, breakage)).isEmpty
    }
  }

  @Test func `a journal that acknowledges before it is durable is found`() {
    #expect(firstSeed(.acknowledgesEarly, EffectsFollowIntents()) != nil)
  }

  @Test func `a journal that stores something else is found`() {
    #expect(firstSeed(.storesAnother, ReplayIsTheSame()) != nil)
  }

  @Test func `a journal that changes an entry is found`() {
    #expect(firstSeed(.rewritesHistory, NothingIsChanged()) != nil)
  }

  @Test func `a database that reports a lost connection as a success is found`() {
    #expect(firstSeed(.reportsLostAsSuccess, NoOutcomeIsGuessed()) != nil)
  }

  @Test func `a fence that lets old drivers through is found`() {
    #expect(firstSeed(.fenceIsOff, OnlyTheNewestDrives()) != nil)
  }

  @Test func `a script that changes before it starts is found`() {
    #expect(firstSeed(.scriptChanges, WhatRanWasPinned()) != nil)
  }

  @Test func `an answer that nobody gave is found`() {
    #expect(firstSeed(.answersByDefault, NobodyApprovesByDefault()) != nil)
  }

  @Test func `a secret that is not masked is found`() {
    #expect(firstSeed(.maskIsOff, NoSecretIsShown()) != nil)
  }

  @Test func `a success that is forgotten is found`() {
    #expect(firstSeed(.forgetsSuccess, SuccessIsFinal()) != nil)
  }

  @Test func `a crash that takes acknowledged entries with it is found`() {
    #expect(firstSeed(.losesAcknowledged, NothingIsLost()) != nil)
  }

  @Test func `a second effect of one attempt is found`() {
    #expect(firstSeed(.appliesTwice, EffectsHappenOnce()) != nil)
  }

  @Test func `a database that takes changes from whoever lost it is found`() {
    #expect(firstSeed(.holdIsOff, OnlyTheHolderSends()) != nil)
  }

  @Test func `a standby that hides what it lost is found`() {
    #expect(firstSeed(.hidesTimeline, NothingLostCounts()) != nil)
  }

  @Test func `a block that undoes later than it says is found`() {
    #expect(firstSeed(.undoesLate, NewestIsUndoneFirst()) != nil)
  }

  @Test func `a block that undoes nothing is found`() {
    #expect(firstSeed(.undoesNothing, UndoneIsUndone()) != nil)
  }

  @Test func `a run that never ends is found`() {
    #expect(firstSeed(.neverAnswers, EveryRunEnds()) != nil)
  }

  @Test func `what is found is the breakage and not chance`() {
    for seed in UInt64(1)...Self.mostSeeds / 20 {
      #expect(Laws.breaches(in: Simulation.run(seed: seed)) == [])
    }
  }
}

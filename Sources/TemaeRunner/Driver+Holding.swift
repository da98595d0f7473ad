import TemaeCore

extension Driver {
  /// How often in a row an attempt may find that its hold is gone, before the run halts.
  private static let lostHolds = 3

  /// Makes sure that this driver is the only one at work on the database that an activity alters.
  ///
  /// - Returns: Whether the activity may begin; if not, the run has been halted.
  func hold(for activity: Activity) async throws -> Bool {
    guard let obstacle = try await obstacleToHolding(for: activity) else { return true }
    try await halt(.target, activity.id, "\(obstacle). \(activity.id) was not begun")
    return false
  }

  /// Why this driver is not the only one at work on the database that an activity alters; `nil` when
  /// it is, or when there is no such database.
  func obstacleToHolding(for activity: Activity) async throws -> String? {
    guard let key = databaseToHold(by: activity) else { return nil }
    let hold: TargetHold
    do {
      hold = try await ports.database.hold(try holdOrder(key))
    } catch let error as DriverError {
      throw error
    } catch {
      return "database \(key) cannot be held: \(mask.masked("\(error)"))"
    }
    switch hold {
    case .held(let process, _):
      holders[key] = process
      return nil
    case .refused(let others):
      holders[key] = nil
      let names = others.isEmpty ? "somebody" : others.map(\.text).joined(separator: ", ")
      return "database \(key) is held by another runner: \(names)"
    }
  }

  /// What is about to alter a database needs a hold on it; what only looks needs none.
  func databaseToHold(by activity: Activity) -> String? {
    let settings = activity.settings
    guard activity.role.mayWrite, !settings.isReadOnly, !settings.isDiscarded else { return nil }
    return settings.database
  }

  func holdOrder(_ key: String) throws -> HoldOrder {
    HoldOrder(
      connection: try connection(key), pinned: state.pin(of: key), run: state.run,
      name: state.opened?.name ?? state.run, beside: settings.beside)
  }

  /// Why a shell activity must not be started any more: the hold that stood before its intent is gone.
  ///
  /// An attempt in SQL asks over its own connection; what a shell block sends is its own.
  func lostHold(for activity: Activity) async throws -> String? {
    guard let key = databaseToHold(by: activity), let holder = holders[key] else { return nil }
    do {
      let hold = try await ports.database.hold(try holdOrder(key))
      if case .held(holder, _) = hold { return nil }
    } catch let error as DriverError {
      throw error
    } catch {
      return "the hold on database \(key) cannot be proved: \(mask.masked("\(error)"))"
    }
    return "process \(holder) of the server does not hold database \(key) for this runner any more"
  }

  /// The attempt found, before it sent anything, that the hold is gone: it was never begun, and the
  /// next one begins with a hold or not at all.
  func takeBackUnheld(_ attempt: AttemptInHand, _ evidence: String) async throws {
    if let key = attempt.activity.settings.database { holders[key] = nil }
    try await recordNeverBegun(attempt, "\(evidence). Nothing was begun")
    unheldInRow += 1
    guard unheldInRow >= Self.lostHolds else { return }
    unheldInRow = 0
    try await halt(
      .target, attempt.activity.id,
      "the hold on database \(attempt.activity.settings.database ?? "") is lost again and again")
  }
}

import TemaeCore

extension Driver {
  /// Follows a watch beside everything else.
  func watch(_ activity: Activity, _ attempt: Int, _ running: RunningShell) {
    let shell = ports.shell
    let shown = shownOutput(of: activity)
    let output = recordedEnd(of: activity.id, attempt, .output)
    let error = recordedEnd(of: activity.id, attempt, .error)
    watches[activity.id] = Task {
      let end = await shell.follow(running, fromOutput: output, fromError: error) {
        (stream, bytes, _) in shown.take(stream, bytes)
      }
      shown.finish()
      await self.watchHasEnded(activity, attempt, end, running.directory)
    }
  }

  /// Ends a watch and waits until its end is recorded.
  func endWatch(_ activity: String, _ reason: WatchEnd) async throws {
    guard let task = watches.removeValue(forKey: activity) else {
      guard let known = state.activity(activity), known.phase.isOpen else { return }
      try await record([
        .watchEnded(
          WatchEnded(
            activity: activity, attempt: known.attempts, reason: reason,
            report: AttemptReport(durationMicroseconds: 0)))
      ])
      return
    }
    watchEnds[activity] = reason
    if let known = state.activity(activity), known.phase.isOpen, let directory = known.directory {
      try? ports.shell.cancel(directory: "\(settings.journalDirectory)/\(directory)")
    }
    await task.value
    if let error = watchFailure {
      watchFailure = nil
      throw error
    }
  }

  /// What cannot be recorded is thrown where the driver next waits for the watch.
  private func watchHasEnded(
    _ activity: Activity, _ attempt: Int, _ end: ShellEnd, _ directory: String
  ) async {
    do {
      try await conclude(activity, attempt, end, directory: directory, isBeside: true)
      watches[activity.id] = nil
      watchEnds[activity.id] = nil
    } catch {
      watchFailure = error
    }
  }
}

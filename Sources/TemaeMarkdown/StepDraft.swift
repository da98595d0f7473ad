import TemaeCore

/// A step as it is read, before its id is known: activities have ids without the step's.
struct StepDraft {
  /// An activity and the place that it was found in.
  struct Entry {
    var activity: Activity
    var place: Place
    /// The heading under which it stands, when it is not the step's own.
    var heading: Heading?
    /// A plain list item: a manual item if the step turns out to be manual.
    var isTentative = false
    var name: String?
  }

  var number: String?
  var step: Step
  var entries: [Entry] = []
  /// Sections after the step that undo it.
  var scopes: [RollbackScope] = []

  /// Decides which entries stay, numbers them, and finds what each belongs to.
  ///
  /// - Returns: the plain items that nobody will be asked about.
  mutating func settle() -> [Entry] {
    let isManual = !entries.contains { $0.place == .step && $0.activity.kind != .manual }
    let dropped = isManual ? [] : entries.filter(\.isTentative)
    if !isManual { entries.removeAll(where: \.isTentative) }
    if entries.isEmpty {
      let item = Activity(id: "", kind: .manual, role: .item, line: step.line, text: step.title)
      entries.append(Entry(activity: item, place: .step))
    }
    for index in entries.indices {
      entries[index].activity.id = entries[index].name ?? String(index + 1)
    }
    assignSubjects()
    return dropped
  }

  /// The nearest change above; for a probe or a precheck with none above, the first one below.
  private mutating func assignSubjects() {
    var above: String?
    let first = entries.first { $0.activity.role == .change }?.activity.id
    for index in entries.indices {
      switch entries[index].activity.role {
      case .change: above = entries[index].activity.id
      case .probe, .precheck: entries[index].activity.subject = above ?? first
      case .rollback: entries[index].activity.subject = above
      case .check, .capture, .watch, .remedy, .preview, .expect, .example, .item: break
      }
    }
  }
}

/// A phase as it is read.
struct PhaseDraft {
  var heading: Heading?
  var steps: [StepDraft] = []
}

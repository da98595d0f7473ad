import TemaeCore

extension RollbackWorld {
  /// What a plan that is carried out leaves in the world.
  ///
  /// Each compensation must find what it undoes on top of everything that is still to be undone.
  func rolledBack(by plan: RollbackPlan) -> (left: [String], errors: [String]) {
    let undoing = plan.items.filter { $0.verdict == .compensate }.map(\.activity)
    var (layers, errors) = (layers, [String]())
    var index = plan.items.startIndex
    while index < plan.items.endIndex {
      let item = plan.items[index]
      index += 1
      guard case .blocks = item.way else { continue }
      // A section undoes its step in one go.
      var group = [item.activity]
      for other in plan.items where other.way == .together(with: item.activity) {
        group.append(other.activity)
      }
      let top = layers.last { undoing.contains($0) && !group.contains($0) }
      let place = top.flatMap { layers.lastIndex(of: $0) } ?? -1
      for id in group {
        if let own = layers.lastIndex(of: id), own < place {
          errors.append("the undoing of \(id) finds \(top ?? "") on top of it")
        }
      }
      layers.removeAll { group.contains($0) }
    }
    return (layers, errors)
  }
}

import TemaeCore

/// An attempt whose intent is durable and that is about to begin.
struct AttemptInHand {
  var activity: Activity
  var attempt: Int
  var work: Work
  var intent: Entry?

  enum Work {
    case shell(PreparedShell)
    case sql(SQLOrder)
  }
}

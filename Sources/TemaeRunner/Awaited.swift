public import TemaeCore

/// What a driver is waiting for.
public enum Awaited: Hashable, Sendable {
  /// A stage's planned instant.
  case instant(Instant, stage: String)
  /// The end of an attempt that began at this instant.
  case attempt(activity: String, since: Instant)
  /// A person's answer from another terminal: nobody can be asked at this one.
  case person(Question)
}

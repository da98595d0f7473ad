/// The command that the driver follows.
struct FollowedCommand {
  var activity: String
  var attempt: Int
  var directory: String
  /// Whether its supervisor was asked to end it.
  var isCancelled = false
}

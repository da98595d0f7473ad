/// What a shell can do about attempts when nobody is left who drives them.
public enum AttemptsScript {
  /// Commands of bash that end every attempt below `$directory`, and wait until it is gone.
  ///
  /// Each supervisor is asked as ``ShellAttempts/cancel(directory:)`` asks it. What a command has put
  /// out of its reach is not waited for without end.
  public static let endingAll = #"""
    find "$directory" -name supervisor.lock 2>/dev/null | while IFS= read -r lock; do
      : >"${lock%/*}/cancel"
    done
    find "$directory" -name supervisor.lock 2>/dev/null | while IFS= read -r lock; do
      flock -w 30 "$lock" true
    done
    """#
}

import CSupervisor
import Glibc

/// What the follower's thread has in hand; nobody else touches it.
struct FollowerWork {
  private let wakeReader: Int32
  private var attempts: [Followed] = []
  private var children: [Child] = []
  private var hasMore = false

  /// An attempt that is not copied about.
  private final class Followed {
    var attempt: FollowedAttempt
    init(_ attempt: consuming FollowedAttempt) { self.attempt = attempt }
  }

  private struct Child {
    let process: pid_t
    let descriptor: Int32
  }

  init(wakeReader: Int32) {
    self.wakeReader = wakeReader
  }

  mutating func take(requests: [FollowRequest], children newChildren: [pid_t]) {
    attempts += requests.map { Followed(FollowedAttempt($0)) }
    children += newChildren.map { Child(process: $0, descriptor: temae_pidfd_open($0)) }
    hasMore = hasMore || !requests.isEmpty
  }

  /// Waits until there is something to do, and does it.
  mutating func turn(lookMilliseconds: Int32) {
    wait(atMostMilliseconds: hasMore ? 0 : attempts.isEmpty ? -1 : lookMilliseconds)
    hasMore = false
    attempts.removeAll { followed in
      switch followed.attempt.advance() {
      case .waiting: return false
      case .more:
        hasMore = true
        return false
      case .finished: return true
      }
    }
  }

  private mutating func wait(atMostMilliseconds timeout: Int32) {
    let watched =
      [wakeReader] + attempts.map { $0.attempt.supervisor } + children.map { $0.descriptor }
    var polled = watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard unsafe poll(&polled, nfds_t(polled.count), timeout) > 0 else { return }
    if polled[0].revents != 0 { drain() }
    for (followed, answer) in zip(attempts, polled.dropFirst()) where answer.revents != 0 {
      followed.attempt.supervisorEnded()
    }
    reapChildren()
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while unsafe read(wakeReader, &bytes, 256) > 0 {}
  }

  /// Only our own supervisors: waiting for any child would take the ends of other people's.
  private mutating func reapChildren() {
    children.removeAll { child in
      guard waitpid(child.process, nil, WNOHANG) != 0 else { return false }
      if child.descriptor >= 0 { close(child.descriptor) }
      return true
    }
  }
}

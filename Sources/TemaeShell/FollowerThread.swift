import CSupervisor
import Glibc
import Synchronization

/// The one thread that follows all attempts of this process: waiting for processes must not take
/// threads from the cooperative pool.
///
/// It looks at the files every 50 ms, and at once when a supervisor ends. Receivers run on it.
final class FollowerThread: Sendable {
  /// The thread of this process, started when it is first needed.
  static let shared = FollowerThread()

  private static let lookMilliseconds: Int32 = 50

  private struct Inbox {
    var requests: [FollowRequest] = []
    var children: [pid_t] = []
  }

  private let inbox = Mutex(Inbox())
  private let wakeReader: Int32, wakeWriter: Int32

  private init() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { preconditionFailure("no descriptor is left for a pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (wakeReader, wakeWriter) = (ends[0], ends[1])
    var thread = pthread_t()
    let started = unsafe pthread_create(
      &thread, nil,
      { _ in
        FollowerThread.shared.run()
        return nil
      }, nil)
    guard started == 0 else { preconditionFailure("no thread can be started") }
    pthread_detach(thread)
  }

  /// Follows an attempt from now on.
  func follow(_ request: FollowRequest) {
    inbox.withLock { $0.requests.append(request) }
    wake()
  }

  /// Takes care that a supervisor that this process started does not stay a zombie.
  func adopt(child: pid_t) {
    inbox.withLock { $0.children.append(child) }
    wake()
  }

  private func wake() {
    // A full pipe wakes just as well.
    _ = unsafe write(wakeWriter, "w", 1)
  }

  private func run() {
    var work = FollowerWork(wakeReader: wakeReader)
    while true {
      let arrived = inbox.withLock { inbox in
        let arrived = inbox
        inbox = Inbox()
        return arrived
      }
      work.take(requests: arrived.requests, children: arrived.children)
      work.turn(lookMilliseconds: Self.lookMilliseconds)
    }
  }
}

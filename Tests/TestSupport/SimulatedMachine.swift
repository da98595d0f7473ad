import Synchronization
package import TemaeCore
import TemaeRunner

/// Files, identifiers and interruptions as a test wants them.
package final class SimulatedMachine: MachinePort {
  private struct Content {
    var files: [String: [UInt8]] = [:]
    var identifiers = 0
    var interruptions = 0
  }

  private let content = Mutex(Content())

  package init() {}

  /// Puts a file in place.
  package func write(_ text: String, to path: String) {
    content.withLock { $0.files[path] = Array(text.utf8) }
  }

  /// Somebody presses Ctrl-C.
  package func interrupt() { content.withLock { $0.interruptions += 1 } }

  /// A new process has not been interrupted.
  package func restart() { content.withLock { $0.interruptions = 0 } }

  package func digest(ofFile path: String) -> Digest? {
    content.withLock { $0.files[path].map { testDigest($0) } }
  }

  package func digest(of bytes: [UInt8]) -> Digest { testDigest(bytes) }

  package func identifier() -> String {
    content.withLock { content in
      content.identifiers += 1
      return "id-\(content.identifiers)"
    }
  }

  package func interruptions() -> Int { content.withLock { $0.interruptions } }

  package func keyInterruptions() -> Int { interruptions() }
}

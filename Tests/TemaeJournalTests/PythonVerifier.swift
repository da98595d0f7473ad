import TemaeCore
import Testing

@testable import TemaeJournal

/// What a verifier said of a file, in a form in which two of them compare.
enum Verdict: Hashable {
  case whole
  /// With the first bad event, where one is named.
  case bad(Int?)
  /// The file is no journal of this version.
  case refused
}

extension JournalFixture {
  /// What temae says.
  func verdict(head: JournalHead? = nil) throws -> Verdict {
    do {
      let found = try open(.read).verify(containing: head)
      return found.isWhole ? .whole : .bad(found.defect?.sequence)
    } catch JournalError.unusable {
      return .refused
    } catch JournalError.damaged {
      return .bad(nil)
    }
  }

  /// What the independent verifier says; another exit status than its own is an error.
  func independentVerdict(head: String? = nil) throws -> Verdict {
    let option = head.map { " --head '\($0)'" } ?? ""
    let (output, status) = shell("timeout 60 python3 \(Self.verifier) \(path)\(option)")
    switch status {
    case 0: return .whole
    case 7: return .bad(output.firstMatch(of: #/^event (\d+)/#).flatMap { Int($0.1) })
    case 65: return .refused
    case let other: throw Failure(what: "verify.py ended with \(other): \(output)")
    }
  }

  static let verifier: String = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/tools/verify/verify.py"
  }()

  /// Writes bodies of which the leaf and every later link were made to fit, as a forger would.
  func rewrite(from first: Int, _ change: (String) -> String) throws {
    let last = try verify().size
    for sequence in first...last {
      var text = try body(sequence)
      if sequence == first {
        text = change(text)
      } else {
        let leaf = unsafe Array(try body(sequence - 1).utf8).withUnsafeBytes {
          unsafe LeafHash(body: $0)
        }
        text.replace(#/"prev":"[0-9a-f]{64}"/#, with: "\"prev\":\"\(leaf.digest.hex)\"")
      }
      try replaceBody(sequence, with: Array(text.utf8))
    }
  }
}

import Testing

@testable import TemaeJournal

/// One thing that is done to a journal of six events behind temae's back, and what is to be found.
struct Tampering: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var expected: Verdict
  var apply: @Sendable (JournalFixture) throws -> Void

  init(
    _ name: String, _ expected: Verdict,
    apply: @escaping @Sendable (JournalFixture) throws -> Void
  ) {
    testDescription = name
    self.expected = expected
    self.apply = apply
  }

  /// By SQL; the guards are taken off for it and put back.
  init(_ name: String, _ expected: Verdict, sql: String...) {
    self.init(name, expected) { fixture in
      try fixture.tamper(sql)
    }
  }

  /// By SQL that changes the schema and leaves the guards alone.
  static func schema(_ name: String, _ expected: Verdict = .bad(nil), _ sql: String...) -> Self {
    Self(name, expected) { fixture in
      for statement in sql { try fixture.tamper(statement, keepingGuards: true) }
    }
  }

  /// By another body of an event, its leaf made to fit.
  static func body(
    _ name: String, _ sequence: Int, _ expected: Verdict, _ old: String, _ new: String
  ) -> Self {
    Self(name, expected) { fixture in
      let body = try fixture.body(sequence)
      let changed = body.replacing(old, with: new)
      guard changed != body else { throw JournalFixture.Failure(what: "\(old) is not in it") }
      try fixture.replaceBody(sequence, with: Array(changed.utf8))
    }
  }

  /// By a shell command in which `$F` is the file, after all is moved into it.
  static func file(_ name: String, _ expected: Verdict, _ command: String) -> Self {
    Self(name, expected) { fixture in
      try fixture.open(.write).checkpoint()
      let (output, status) = shell("F=\(fixture.path); \(command)")
      guard status == 0 else { throw JournalFixture.Failure(what: output) }
    }
  }
}

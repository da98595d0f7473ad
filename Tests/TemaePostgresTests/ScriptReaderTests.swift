import TemaeCore
import TestSupport
import Testing

@testable import TemaePostgres

/// How the script of pg_restore is divided.
@Suite struct ScriptReaderTests {
  private static let script = #"""
    --
    -- PostgreSQL database dump
    --

    \restrict abc

    SET statement_timeout = 0;
    SELECT pg_catalog.set_config('search_path', '', false);

    CREATE FUNCTION public.twice(a integer) RETURNS integer
        LANGUAGE sql
        BEGIN ATOMIC
     SELECT a;
     SELECT (a * 2);
    END;

    CREATE FUNCTION public.f() RETURNS void LANGUAGE plpgsql AS $_$
    begin
      perform ';';
    \restrict is no command here;
    end;
    $_$;

    COPY public."FROM stdin;
    " (a) FROM stdin;
    1	\\.
    \\.\n
    ;
    \.


    COPY public.none (a) FROM stdin;
    \.

    COPY public.nothing  FROM stdin;

    \.

    CREATE INDEX i ON public.t USING btree (a);

    \unrestrict abc


    """#

  /// What comes of it where the source gives so many bytes at a time.
  private func parts(_ script: String, by size: Int) throws -> [String] {
    var rest = Array(script.utf8)[...]
    var reader = ScriptReader {
      let next = Array(rest.prefix(size))
      rest = rest.dropFirst(size)
      return next
    }
    var parts: [String] = []
    while let part = try reader.next() {
      switch part {
      case .statement(let statement): parts.append(statement.words.prefix(3).joined(separator: " "))
      case .copy(let statement):
        parts.append(statement.hasSuffix(" FROM stdin") ? "COPY" : statement)
        var rows: [UInt8] = []
        while let more = try reader.rows() { rows += more }
        parts.append(String(decoding: rows, as: UTF8.self))
      }
    }
    return parts
  }

  @Test(arguments: Array(1...40) + [1 << 18])
  func `statements and rows come apart, however the bytes arrive`(size: Int) throws {
    #expect(
      try parts(Self.script, by: size) == [
        "SET STATEMENT_TIMEOUT", "SELECT PG_CATALOG", "CREATE FUNCTION PUBLIC",
        "CREATE FUNCTION PUBLIC", "COPY", "1\t\\\\.\n\\\\.\\n\n;\n", "COPY", "", "COPY", "\n",
        "CREATE INDEX I",
      ])
  }

  @Test func `a script that ends too early is refused wherever it ends`() throws {
    let lines = Self.script.split(separator: "\n", omittingEmptySubsequences: false)
    let refused = lines.indices.filter { count in
      (try? parts(lines.prefix(count).joined(separator: "\n"), by: 7)) == nil
    }
    // Inside both functions and the three COPYs, and nowhere else.
    #expect(refused == Array(10...14) + Array(17...21) + Array(24...29) + [32, 33] + [35, 36, 37])
  }

  @Test func `what is not UTF-8 is refused outside of rows, and left alone in them`() throws {
    func read(_ bytes: [UInt8]) throws -> [UInt8] {
      var rest = bytes
      var reader = ScriptReader {
        defer { rest = [] }
        return rest
      }
      var rows: [UInt8] = []
      while let part = try reader.next() {
        guard case .copy = part else { continue }
        while let more = try reader.rows() { rows += more }
      }
      return rows
    }
    let copy = Array("COPY t (a) FROM stdin;\n".utf8)
    #expect(try read(copy + [0xe9, 10] + Array("\\.\n".utf8)) == [0xe9, 10])
    #expect(throws: PostgresError.self) { try read(Array("SET a = '".utf8) + [0xe9, 39, 59, 10]) }
  }
}

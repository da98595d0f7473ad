public import TemaeCore

/// How a target's schema, and perhaps its contents, differ from what was expected.
public struct SchemaReport: Hashable, Sendable {
  /// What the target is compared with.
  public enum Expectation: Hashable, Sendable {
    /// What files declare.
    case files([String])
    /// An earlier capture: its file.
    case capture(String)
    /// Another database: what names it.
    case database(String)
  }

  /// What the target is compared with.
  public var expectation: Expectation
  /// The target.
  public var target: TargetIdentity
  /// The schemas' comparison.
  public var schema: CatalogComparison
  /// The contents' differences; `nil` where they were not compared.
  public var contents: [ContentDifference]?
  /// Whether the files are still to be run: what is compared is a copy on which they were.
  public var isForeseen: Bool
  /// How many tables and sequences were compared.
  public var contentCount: Int

  /// Makes a report from its parts.
  public init(
    expectation: Expectation, target: TargetIdentity, schema: CatalogComparison,
    contents: [ContentDifference]? = nil, contentCount: Int = 0, isForeseen: Bool = false
  ) {
    self.expectation = expectation
    self.target = target
    self.schema = schema
    self.contents = contents
    self.contentCount = contentCount
    self.isForeseen = isForeseen
  }

  /// Whether nothing is different.
  public var isEqual: Bool { schema.isEqual && contents?.isEmpty != false }

  /// The report for people.
  public func text(_ style: TextStyle) -> String { lines.text(style) }

  /// The report for programs, two spaces a level.
  public func json() -> String { value.pretty }

  private var lines: [StyledLine] {
    var lines: [StyledLine] = []
    var group: String?
    for difference in schema.differences {
      let name = difference.parent ?? difference.name
      if group != name { lines.append(StyledLine(name, .strong)) }
      group = name
      lines += difference.lines.map { StyledLine("  ✗ \($0)", .bad) }
    }
    if let contents, !contents.isEmpty {
      lines.append(StyledLine("contents", .strong))
      lines += contents.map { StyledLine("  ✗ \($0.words)", .bad) }
    }
    if !schema.extras.isEmpty {
      lines.append(StyledLine("not declared, and there", .strong))
      lines += schema.extras.map { StyledLine("  · \($0.kind.words) \($0.name)", .faint) }
    }
    return lines + [verdict]
  }

  private var verdict: StyledLine {
    let count = schema.differences.count + (contents?.count ?? 0)
    let what = contents == nil ? "the schema" : "schema and contents"
    let moment = isForeseen ? ", once the files have been run" : ""
    let subject = "\(what) of \(target.database) on \(target.host)\(moment)"
    guard count > 0 else {
      let compared = contents == nil ? "" : "; \(contentCount) tables and sequences compared"
      return StyledLine("✓ equal: \(subject), \(expected)\(compared)", .good)
    }
    let differences = count == 1 ? "1 object differs" : "\(count) objects differ"
    return StyledLine("✗ \(differences): \(subject), \(expected)", .bad)
  }

  private var expected: String {
    switch expectation {
    case .files(let files): "compared with what \(files.joined(separator: ", ")) declares"
    case .capture(let file): "compared with the capture \(file)"
    case .database(let name): "compared with \(name)"
    }
  }
}

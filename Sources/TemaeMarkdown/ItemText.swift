/// A list's item from the source: marker, box and text.
struct ItemText {
  /// Whether it is a task item, ticked or not: a tick in the file is never evidence.
  var isTask: Bool
  /// Whether the file shows it ticked.
  var isTicked: Bool
  /// Its text without marker and box.
  var text: String
  /// The column of the text in characters, from 1.
  var column: Int

  init(_ source: SourceText, _ block: Block) {
    let line = Array(source.line(block.line))
    var index = min(block.column, line.count)
    Self.skipSpaces(line, &index)
    while index < line.count, (0x30...0x39).contains(line[index]) { index += 1 }
    if index < line.count { index += 1 }
    Self.skipSpaces(line, &index)
    let mark = index + 2 < line.count && line[index] == 0x5B && line[index + 2] == 0x5D
    let isClosed = mark && (index + 3 == line.count || [0x20, 0x09].contains(line[index + 3]))
    isTicked = isClosed && [0x78, 0x58].contains(line[index + 1])
    isTask = isTicked || isClosed && line[index + 1] == 0x20
    if isTask {
      index += 3
      Self.skipSpaces(line, &index)
    }
    text = source.paragraph(block.line, from: index, before: block.nextLine)
    column = source.column(block.line, byte: index)
  }

  /// The first piece of inline code that is a command: words, or a script's path.
  var command: String? {
    // Odd pieces stand between marks.
    let pieces = text.prefix(Self.limit).split(separator: "`", omittingEmptySubsequences: false)
    return pieces.indices.dropLast().lazy.filter { $0 % 2 == 1 }
      .map { PlainText.trimmed(pieces[$0]) }
      .first { $0.contains(" ") || $0.hasPrefix("./") || $0.hasSuffix(".sh") }
  }

  /// No more of an item is looked through for a command.
  private static let limit = 2000

  private static func skipSpaces(_ line: [UInt8], _ index: inout Int) {
    while index < line.count, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
  }
}

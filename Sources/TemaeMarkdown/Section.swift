/// A heading with what stands below it.
struct Section {
  var level: Int
  /// `nil` for the part before the first heading.
  var heading: Heading?
  /// The blocks between the heading and the first heading below it.
  var content: Range<Int>
  var children: [Section] = []

  /// The line of the heading, from 1.
  var line: Int { heading?.line ?? 1 }

  /// The blocks of the section and of all sections below it, the headings included.
  var all: Range<Int> {
    content.lowerBound..<(children.last?.all.upperBound ?? content.upperBound)
  }

  /// The tree of a document's sections.
  ///
  /// Headings in lists and quotations make none.
  static func tree(of blocks: [Block], _ source: SourceText) -> Section {
    var stack = [Section(level: 0, heading: nil, content: 0..<0)]
    func close(downTo level: Int) {
      while stack.count > 1, let last = stack.last, last.level >= level {
        stack.removeLast()
        stack[stack.count - 1].children.append(last)
      }
    }
    for (index, block) in blocks.enumerated() {
      guard case .heading(let level) = block.kind, block.isTopLevel else {
        let last = stack.count - 1
        stack[last].content = stack[last].content.lowerBound..<(index + 1)
        continue
      }
      close(downTo: level)
      let heading = Heading(source.headingText(block), line: block.line)
      stack.append(Section(level: level, heading: heading, content: (index + 1)..<(index + 1)))
    }
    close(downTo: 1)
    return stack[0]
  }
}

extension SourceText {
  /// A heading's text without its marks, from the source.
  func headingText(_ block: Block) -> String {
    var text = PlainText.trimmed(
      self.text(block.line, from: min(block.column, line(block.line).count)))
    if text.hasPrefix("#") {
      text = PlainText.trimmed(text.drop { $0 == "#" })
      guard let space = text.lastIndex(of: " ") else {
        return text.allSatisfy({ $0 == "#" }) ? "" : text
      }
      let tail = text[text.index(after: space)...]
      let isClosing = !tail.isEmpty && tail.allSatisfy { $0 == "#" }
      return isClosing ? PlainText.trimmed(text[..<space]) : text
    }
    return underlinedText(block, first: text)
  }

  private func underlinedText(_ block: Block, first: String) -> String {
    var parts = [first]
    var number = block.line + 1
    while number < min(block.nextLine, lines.count + 1) {
      let line = PlainText.trimmed(self.text(number))
      if line.allSatisfy({ $0 == "=" }) || line.allSatisfy({ $0 == "-" }) { break }
      parts.append(line)
      number += 1
    }
    return parts.joined(separator: " ")
  }

  /// A paragraph's text from a byte of its first line on, to the next blank line or block; one line.
  func paragraph(_ line: Int, from column: Int, before nextLine: Int) -> String {
    var parts = [PlainText.trimmed(text(line, from: column))]
    var number = line + 1
    while number < min(nextLine, lines.count + 1), !isBlank(number), parts.count < 200 {
      parts.append(PlainText.trimmed(text(number)))
      number += 1
    }
    return PlainText.trimmed(parts.joined(separator: " "))
  }
}

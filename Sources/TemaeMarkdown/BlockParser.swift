import CMarkdown

/// Block structure by libcmark-gfm: where each block begins and what it is.
///
/// Everything else (fence
/// lines, list markers, boxes) is read from the source: the parser unescapes the former and misreads
/// the latter.
enum BlockParser {
  static func blocks(of input: [UInt8]) -> [Block] {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = unsafe cmark_parser_new(CMARK_OPT_DEFAULT) else { return [] }
    defer { unsafe cmark_parser_free(parser) }
    if let table = unsafe cmark_find_syntax_extension("table") {
      unsafe cmark_parser_attach_syntax_extension(parser, table)
    }
    unsafe input.withUnsafeBytes { buffer in
      let start = unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress
      unsafe cmark_parser_feed(parser, start, buffer.count)
    }
    guard let document = unsafe cmark_parser_finish(parser) else { return [] }
    defer { unsafe cmark_node_free(document) }
    var walk = BlockWalk(unsafe MarkdownNode(document))
    return walk.blocks()
  }
}

/// Walks the parser's tree without recursion: a document may nest ten thousand quotations.
private struct BlockWalk {
  private let document: MarkdownNode
  private var found: [Block] = []
  private var items: [Int] = []
  private var lists: [(id: Int, next: Int?)] = []
  private var listCount = 0
  private var quotes = 0
  private var parts = CollapsedParts()

  init(_ document: MarkdownNode) {
    self.document = document
  }

  mutating func blocks() -> [Block] {
    var node = document.firstChild
    while let current = node {
      enter(current)
      if isContainer(current), let child = current.firstChild {
        node = child
        continue
      }
      leave(current)
      node = next(after: current)
    }
    linkLines()
    return found
  }

  /// The following sibling, or that of the nearest ancestor which has one.
  private mutating func next(after node: MarkdownNode) -> MarkdownNode? {
    var current = node
    while true {
      if let sibling = current.next { return sibling }
      guard let parent = current.parent, parent != document else { return nil }
      leave(parent)
      current = parent
    }
  }

  /// What is walked through: in a paragraph only the HTML matters.
  private func isContainer(_ node: MarkdownNode) -> Bool {
    node.isInline || node.isPartOfTable
      || [
        CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM, CMARK_NODE_PARAGRAPH,
        CMARK_NODE_HEADING,
      ].contains(node.type)
  }

  private mutating func enter(_ node: MarkdownNode) {
    switch node.type {
    case CMARK_NODE_BLOCK_QUOTE: quotes += 1
    case CMARK_NODE_LIST:
      listCount += 1
      lists.append((listCount, node.listStart))
    case CMARK_NODE_ITEM: enterItem(node)
    case CMARK_NODE_HEADING: append(node, .heading(level: node.headingLevel))
    case CMARK_NODE_PARAGRAPH: append(node, .paragraph)
    case CMARK_NODE_HTML_BLOCK:
      append(node, .html)
      found[found.count - 1].literal = node.literal
      parts.follow(node.literal, line: node.startLine)
    case CMARK_NODE_HTML_INLINE:
      parts.follow(node.literal, line: found.last?.line ?? 1)
    case CMARK_NODE_CODE_BLOCK:
      let fence = node.fence
      append(
        node, fence.map { .fence(character: $0.character, length: $0.length) } ?? .indentedCode)
      found[found.count - 1].literal = node.literal
    default:
      guard !node.isInline, !node.isPartOfTable || node.isTable else { return }
      append(node, node.isTable ? .table : .other)
    }
  }

  private mutating func enterItem(_ node: MarkdownNode) {
    let ordinal = lists.last?.next
    append(node, .item(ordinal: ordinal))
    if let ordinal { lists[lists.count - 1].next = ordinal + 1 }
    items.append(found.count - 1)
  }

  private mutating func leave(_ node: MarkdownNode) {
    switch node.type {
    case CMARK_NODE_BLOCK_QUOTE: quotes -= 1
    case CMARK_NODE_LIST: lists.removeLast()
    case CMARK_NODE_ITEM: items.removeLast()
    default: break
    }
  }

  private mutating func append(_ node: MarkdownNode, _ kind: Block.Kind) {
    found.append(
      Block(
        kind: kind, line: node.startLine, column: max(node.startColumn - 1, 0), item: items.last,
        list: lists.last?.id ?? 0, quotes: quotes, hiddenSince: parts.hiddenSince))
  }

  /// Tells each block the line of the next one that begins on a later line.
  private mutating func linkLines() {
    var following = Int.max
    var line = Int.max
    for index in found.indices.reversed() {
      if found[index].line < line { (following, line) = (line, found[index].line) }
      found[index].nextLine = following
    }
  }
}

/// A block of the document as the Markdown parser saw it; blocks stand in document order.
struct Block {
  enum Kind: Equatable {
    case heading(level: Int)
    case paragraph
    /// A list's item; `ordinal` is its number in an ordered list.
    case item(ordinal: Int?)
    case fence(character: UInt8, length: Int)
    case indentedCode
    case table
    case html
    case other
  }

  var kind: Kind
  /// The line on which it begins, from 1.
  var line: Int
  /// The byte of that line at which it begins, from 0.
  var column: Int
  /// The nearest item around it: its index among the blocks.
  var item: Int?
  /// Which list an item belongs to: lists are counted through the document.
  var list = 0
  /// How many quotations are around it.
  var quotes = 0
  /// The line of the `<details>` around it, which a reader sees closed.
  var hiddenSince: Int?
  /// For code and HTML: its content, without what the containers around it add.
  var literal = ""
  /// The line of the next block that begins on a later line.
  var nextLine = Int.max

  /// Whether it stands in no list and no quotation.
  var isTopLevel: Bool { item == nil && quotes == 0 }

  var isItem: Bool { if case .item = kind { true } else { false } }

  var isCode: Bool {
    switch kind {
    case .fence, .indentedCode: true
    case .heading, .paragraph, .item, .table, .html, .other: false
    }
  }
}

import CMarkdown

/// A node of the parser's tree.
///
/// It is valid only while its document is, which ``BlockParser`` sees to:
/// nodes never leave the call that parses.
@safe struct MarkdownNode: Equatable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  private init?(_ pointer: OpaquePointer?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.init(pointer)
  }

  static func == (left: MarkdownNode, right: MarkdownNode) -> Bool {
    unsafe left.pointer == right.pointer
  }

  var type: cmark_node_type { unsafe cmark_node_get_type(pointer) }
  var isTable: Bool { typeName == "table" }
  /// A table, or a row or cell of one.
  var isPartOfTable: Bool { typeName.hasPrefix("table") }
  var isInline: Bool { type.rawValue & 0xC000 == 0xC000 }
  var firstChild: MarkdownNode? { unsafe MarkdownNode(cmark_node_first_child(pointer)) }
  var next: MarkdownNode? { unsafe MarkdownNode(cmark_node_next(pointer)) }
  var parent: MarkdownNode? { unsafe MarkdownNode(cmark_node_parent(pointer)) }
  var startLine: Int { unsafe Int(cmark_node_get_start_line(pointer)) }
  var startColumn: Int { unsafe Int(cmark_node_get_start_column(pointer)) }
  var headingLevel: Int { unsafe Int(cmark_node_get_heading_level(pointer)) }
  var literal: String {
    unsafe cmark_node_get_literal(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  private var typeName: String { unsafe String(cString: cmark_node_get_type_string(pointer)) }

  /// The number of an ordered list's first item; `nil` for other lists.
  var listStart: Int? {
    let isOrdered = unsafe cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
    return isOrdered ? unsafe Int(cmark_node_get_list_start(pointer)) : nil
  }

  /// A fence's mark and how many of them open it; `nil` for indented code.
  var fence: (character: UInt8, length: Int)? {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    guard unsafe cmark_node_get_fenced(pointer, &length, &offset, &character) != 0 else {
      return nil
    }
    return (UInt8(bitPattern: character), Int(length))
  }
}

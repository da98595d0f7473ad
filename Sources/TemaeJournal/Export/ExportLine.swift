import TemaeCore

/// One line of an export in JSON Lines.
///
/// An event's line is its body, byte for byte. A payload stands before the first event that names it;
/// where it is text it is written as text, so that people can read it. In the export of one run the
/// events of the others are their bare leaves: enough for the links and the root.
enum ExportLine {
  /// An event.
  case body([UInt8])
  /// What an event names by its commitment.
  case payload(ExportedPayload)
  /// The leaf of an event that is not in the export.
  case leaf(ExportedLeaf)

  /// Every body begins so, because its keys are in order; nothing else does.
  private static let bodyBeginning = Array(#"{"at":"#.utf8)

  /// Reads a line without its end; `nil` where its hexadecimal digits are none.
  init?(_ bytes: [UInt8]) throws(CanonicalReader.Malformed) {
    guard !bytes.starts(with: Self.bodyBeginning) else {
      self = .body(bytes)
      return
    }
    var reader = CanonicalReader(bytes)
    if bytes.starts(with: #"{"leaf":"#.utf8) {
      self = .leaf(try ExportedLeaf(from: &reader))
    } else {
      let payload = ExportedPayload(try ExportedPayloadLine(from: &reader))
      guard let payload else { return nil }
      self = .payload(payload)
    }
    try reader.end()
  }

  /// The line with its end.
  var bytes: [UInt8] {
    let newline = UInt8(ascii: "\n")
    var writer = CanonicalWriter()
    switch self {
    case .body(let body): return body + [newline]
    case .payload(let payload): payload.line.write(to: &writer)
    case .leaf(let leaf): leaf.write(to: &writer)
    }
    return writer.bytes + [newline]
  }
}

/// The leaf of an event whose body is not in the export.
struct ExportedLeaf: CanonicalObject {
  var sequence: Int
  var leaf: Digest

  init(sequence: Int, leaf: Digest) {
    self.sequence = sequence
    self.leaf = leaf
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.field("leaf", leaf)
    writer.field("seq", sequence)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    leaf = try reader.field("leaf")
    sequence = try reader.field("seq")
  }
}

import TemaeCore

/// Takes the rows of one statement as they arrive: keeps the first ones, shows the same ones.
struct ResultCollector {
  /// How many rows are kept.
  static let rowLimit = 10_000
  /// How many bytes of values are kept.
  static let byteLimit = 1 << 20

  /// What was kept; `nil` until columns are known.
  private(set) var table: ResultTable?
  private var keptBytes = 0
  private var pending: [UInt8] = []
  private let onOutput: (OutputStream, [UInt8]) -> Void
  private let onRow: (([String], [String?]) -> Void)?

  /// Hands every row out and keeps none: for questions of ours whose answers have no bound.
  init(onRow: @escaping (_ columns: [String], _ row: [String?]) -> Void) {
    onOutput = { _, _ in }
    self.onRow = onRow
  }

  init(onOutput: @escaping (OutputStream, [UInt8]) -> Void) {
    self.onOutput = onOutput
    onRow = nil
  }

  mutating func begin(columns: @autoclosure () -> [String]) {
    guard table == nil else { return }
    let columns = columns()
    table = ResultTable(columns: columns, rows: [])
    show(columns)
  }

  mutating func add(_ row: [String?]) {
    if let onRow { return onRow(table?.columns ?? [], row) }
    guard let isTruncated = table?.isTruncated, !isTruncated else { return }
    let size = row.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    guard (table?.rows.count ?? 0) < Self.rowLimit, keptBytes + size <= Self.byteLimit else {
      table?.isTruncated = true
      return
    }
    keptBytes += size
    table?.rows.append(row)
    show(row)
  }

  /// Shows what is still pending.
  mutating func finish() {
    if table?.isTruncated == true {
      flush()
      let limit = "\(Self.rowLimit) rows or \(Self.byteLimit >> 20) MiB"
      onOutput(.notice, Array("temae: further rows are left out, a result keeps \(limit)\n".utf8))
    }
    flush()
  }

  /// A line as COPY writes it: tabs between values, `\N` for null, no raw tab or line end within.
  private mutating func show(_ values: [String?]) {
    for (index, value) in values.enumerated() {
      if index > 0 { pending.append(UInt8(ascii: "\t")) }
      for byte in (value ?? "\u{0}").utf8 {
        switch byte {
        case 0x00: pending += "\\N".utf8
        case UInt8(ascii: "\\"): pending += "\\\\".utf8
        case UInt8(ascii: "\t"): pending += "\\t".utf8
        case UInt8(ascii: "\n"): pending += "\\n".utf8
        case UInt8(ascii: "\r"): pending += "\\r".utf8
        default: pending.append(byte)
        }
      }
    }
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= 1 << 15 { flush() }
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    onOutput(.result, pending)
    pending.removeAll(keepingCapacity: true)
  }
}

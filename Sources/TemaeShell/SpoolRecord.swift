import CSupervisor
import Glibc

/// What a record's file holds.
enum SpoolRecord {
  /// The record was not written yet.
  case blank
  /// The record, key by key; a key that comes more than once holds its last value.
  case whole([String: String])
  /// The file is missing, torn or edited, or it is another attempt's: which it is, in words.
  case unusable(String)

  /// Reads a record; one with another intent than this is unusable.
  static func read(
    _ file: Spool.File, in spool: Spool, intent: String?
  ) throws(ShellError) -> SpoolRecord {
    let path = spool.path(file)
    guard try exists(path) else { return .unusable("`\(file.rawValue)` is missing") }
    let descriptor = try spool.open(file)
    return try read(descriptor, name: file.rawValue, path: path, intent: intent)
  }

  /// Reads a record from a file that is open.
  static func read(
    _ descriptor: borrowing FileDescriptor, name: String, path: String, intent: String?
  ) throws(ShellError) -> SpoolRecord {
    var page = [CChar](repeating: 0, count: Int(TEMAE_RECORD_BYTES))
    let state = unsafe temae_record_read(descriptor.number, &page)
    let text = String(decoding: page.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    switch state {
    case TEMAE_RECORD_BLANK: return .blank
    case TEMAE_RECORD_DAMAGED: return .unusable("`\(name)` is torn or was edited")
    case TEMAE_RECORD_WHOLE: break
    case TEMAE_RECORD_FOREIGN:
      // Its evidence is whole, and only not ours to read: that is no verdict.
      throw .refused(
        directory: String(path.dropLast(name.utf8.count + 1)),
        reason: "`\(name)` is a record of another version (\(text)), and this temae reads "
          + "\(TEMAE_RECORD_VERSION); go on with the temae that wrote it, or a newer one")
    default: throw .last("read", path)  // a C enumeration: whatever is not a record is a failure
    }
    let fields = fields(of: text)
    if let intent, fields["intent"] != intent {
      return .unusable("`\(name)` was written for another intent")
    }
    return .whole(fields)
  }

  private static func fields(of text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      fields[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    return fields
  }
}

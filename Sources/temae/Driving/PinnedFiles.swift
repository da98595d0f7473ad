import TemaeCore
import TemaeRunner

extension DocumentReader.Document {
  /// The files that the runbook includes or names, with the bytes of those that are part of its SQL.
  ///
  /// - Throws: ``Failure`` when one of them changed since the document was read.
  func pinnedFiles(_ runbook: Runbook) throws(Failure) -> [Opening.File] {
    var files: [Opening.File] = []
    for pinned in runbook.files {
      guard pinned.use == .included else {
        files.append(Opening.File(pinned: pinned, bytes: nil))
        continue
      }
      let path = pinned.path.hasPrefix("/") ? pinned.path : "\(directory)/\(pinned.path)"
      let bytes = try? FileBytes.read(path, limitBytes: DocumentReader.limitBytes)
      guard let bytes, SourceDigest.of(bytes) == pinned.digest else {
        throw Failure(
          .data, "\(pinned.path) changed while the document was read", next: "try again")
      }
      files.append(Opening.File(pinned: pinned, bytes: bytes))
    }
    return files
  }
}

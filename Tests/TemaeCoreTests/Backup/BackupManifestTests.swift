import TemaeCore
import TestSupport
import Testing

struct BackupManifestTests {
  @Test(arguments: BackupKind.allCases)
  func `a manifest is read as it was written`(kind: BackupKind) throws {
    let manifest = BackupSamples.manifest(kind: kind)
    #expect(try BackupManifest(bytes: manifest.fileBytes) == manifest)
    #expect(manifest.fileBytes.last == UInt8(ascii: "\n"))
    #expect(manifest.files.map(\.path) == ["capture.json", "full/3012.dat.gz", "full/toc.dat"])
  }

  @Test func `another form, and half a manifest, are not read`() throws {
    let text = String(decoding: BackupSamples.manifest().fileBytes, as: UTF8.self)
    let other = text.replacing("\"format\":1", with: "\"format\":2")
    #expect(throws: CanonicalReader.Malformed.self) { try BackupManifest(bytes: Array(other.utf8)) }
    for length in [0, 1, text.utf8.count / 2, text.utf8.count - 2] {
      let half = Array(text.utf8.prefix(length))
      #expect(throws: CanonicalReader.Malformed.self) { try BackupManifest(bytes: half) }
    }
  }

  @Test func `the archive is the directory, or the single file that is there`() {
    var manifest = BackupSamples.manifest()
    #expect(manifest.archive == "full")
    manifest.files.append(BackupFile(path: "full.dump", bytes: 1, sha256: .zero))
    #expect(manifest.archive == "full.dump")
    #expect(BackupSamples.manifest(kind: .schema).archive == "schema.dump")
    #expect(BackupSamples.manifest(kind: .data).archive == "data")
  }

  @Test func `a verification is read as it was written, and cannot claim what it did not find`()
    throws
  {
    var verification = BackupSamples.verification(of: .zero)
    #expect(!verification.isVerified)
    #expect(try BackupVerification(bytes: verification.fileBytes) == verification)
    verification.findings = []
    #expect(verification.isVerified)
    let text = String(decoding: verification.fileBytes, as: UTF8.self)
    let forged = text.replacing("\"isVerified\":true", with: "\"isVerified\":false")
    #expect(throws: CanonicalReader.Malformed.self) {
      try BackupVerification(bytes: Array(forged.utf8))
    }
    verification.restore = nil
    #expect(!verification.isVerified)
  }
}

/// The schema of a database as a value: every object that people made, in one fixed order.
///
/// Two databases have the same schema exactly when their catalogs have the same bytes. The system's
/// own objects, what belongs to an extension, temporary objects and the schema `temae` are not part
/// of it.
public struct Catalog: Hashable, Sendable {
  /// The number of the form in which catalogs are written.
  public static let format = 1

  /// The objects, in ascending order of kind and of the bytes of their names.
  public let objects: [CatalogObject]

  /// Makes a catalog; the objects may come in any order.
  public init(objects: [CatalogObject]) {
    self.objects = objects.map { (CatalogKey($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The catalog in its canonical form, over which its digest is taken.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// The names of what holds contents of its own: ordinary tables and sequences.
  public var contentNames: [String] {
    objects.filter { object in
      object.kind == .sequence || object.kind == .table && object.value("kind") == "ordinary"
    }.map(\.name)
  }

  /// What lies in the given schemas; everything when none is given.
  ///
  /// - Parameter schemas: The schemas' names, not quoted.
  /// - Returns: The objects of these schemas, and these schemas themselves.
  public func restricted(to schemas: [String]) -> Catalog {
    guard !schemas.isEmpty else { return self }
    let wanted = Set(schemas.map { Array($0.utf8) })
    return Catalog(
      objects: objects.filter { object in
        object.schema.map { wanted.contains(Array($0.utf8)) } ?? false
      })
  }
}

extension Catalog: CanonicalObject {
  /// Writes the format's number and the objects.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("format", Self.format)
    writer.field("objects", objects)
  }

  /// Reads a catalog of this format; another one's number is malformed here.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let offset = reader.offset
    guard try reader.field("format", as: Int.self) == Self.format else {
      throw .init(offset: offset, expected: "a catalog of format \(Self.format)")
    }
    self.init(objects: try reader.field("objects"))
  }
}

/// One object of a database's catalog: what it is, how it is called, and what it is like.
///
/// Names are written as SQL writes them, quoted where they must be and always with their schema, so
/// that `public.orders.note` is the column and `"My Shop"."a.b"` a table. Two names are one exactly
/// when their bytes are: PostgreSQL knows no canonical equivalence of Unicode.
public struct CatalogObject: Hashable, Sendable {
  /// What an object can be.
  public enum Kind: String, CanonicalWord {
    /// A schema.
    case schema
    /// An extension; what belongs to it is not listed.
    case `extension`
    /// An enumeration, domain, composite type, range or base type.
    case type
    /// A function, procedure, aggregate or window function: each overload is one.
    case function
    /// A table, also a partitioned, a partition or a foreign one.
    case table
    /// A column of a table, a view or a composite type.
    case column
    /// A constraint of a table or a domain, together with the index that backs it.
    case constraint
    /// An index that backs no constraint.
    case index
    /// A trigger that somebody made; those of a foreign key are part of the constraint.
    case trigger
    /// A policy of row security.
    case policy
    /// A rule that is not a view's definition.
    case rule
    /// A view.
    case view
    /// A materialised view.
    case materializedView
    /// A sequence; its value is content, not schema.
    case sequence
    /// Extended statistics.
    case statistics
    /// An event trigger.
    case eventTrigger
    /// What one grantee may do with one object.
    case grant
    /// What one grantee will be granted on objects that one role makes.
    case defaultPrivileges
  }

  /// What it is.
  public var kind: Kind
  /// Its name, unique among the objects of its kind.
  public var name: String
  /// The name of the object that it is a part of: a column's table, a grant's function.
  public var parent: String?
  /// The name of the schema in which it lies, not quoted; `nil` for what lies in none.
  public var schema: String?
  /// What it is like, in ascending order of the properties' names.
  public var properties: [CatalogProperty]

  /// Makes an object; the properties may come in any order.
  public init(
    kind: Kind, name: String, parent: String? = nil, schema: String? = nil,
    properties: [CatalogProperty] = []
  ) {
    self.kind = kind
    self.name = name
    self.parent = parent
    self.schema = schema
    self.properties = properties.sorted { $0.name < $1.name }
  }

  /// The value of a property, where the object has it.
  public func value(_ property: String) -> String? {
    properties.first { $0.name == property }?.value
  }
}

extension CatalogObject: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("kind", kind)
    writer.field("name", name)
    writer.optional("parent", parent)
    writer.field("properties") { writer in
      writer.object { writer in
        for property in properties { writer.field(property.name, property.value) }
      }
    }
    writer.optional("schema", schema)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    kind = try reader.field("kind")
    name = try reader.field("name")
    parent = try reader.optional("parent")
    try reader.key("properties")
    properties = try reader.texts().map { CatalogProperty(name: $0.key, value: $0.value) }
    schema = try reader.optional("schema")
  }
}

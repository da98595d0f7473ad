/// Something that the document promises to tell.
public struct Announcement: Hashable, Sendable, Codable {
  /// The text.
  public var text: String
  /// The heading that it stands under.
  public var section: String
  /// Its cadence in minutes, where it has one.
  public var everyMinutes: Int?
  /// Its line.
  public var line: Int

  /// Makes an announcement from its parts.
  public init(text: String, section: String, everyMinutes: Int? = nil, line: Int) {
    self.text = text
    self.section = section
    self.everyMinutes = everyMinutes
    self.line = line
  }
}

/// How text is laid out for a reader: whether it may use colours, and how wide it may be.
public struct TextStyle: Hashable, Sendable {
  /// Whether tones become ANSI colours; nothing is ever said by a colour alone.
  public var colors: Bool
  /// The columns that a line may take where it must not break; 0 for no limit.
  public var width: Int

  /// No colours and no limit: for pipes, files and tests.
  public static let plain = TextStyle(colors: false, width: 0)

  /// Makes a style.
  ///
  /// - Parameters:
  ///   - colors: whether ANSI colours may be used; `NO_COLOR` and the like are the caller's to read.
  ///   - width: the columns of a line; 0 for no limit.
  public init(colors: Bool, width: Int) {
    self.colors = colors
    self.width = max(0, width)
  }

  /// The text, which must be neutralised before, in the tone's colour, if there are colours.
  func painted(_ text: String, _ tone: Tone) -> String {
    guard colors, !text.isEmpty, let code = tone.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

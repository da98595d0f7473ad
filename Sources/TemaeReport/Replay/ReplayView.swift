/// How somebody looks at a run: which part is large, how far it is scrolled, what is being typed.
///
/// A value that takes in keys one after the other and says what each asks for.
public struct ReplayView: Hashable, Sendable {
  /// What a key asks for beyond the view itself.
  public enum Wish: Hashable, Sendable {
    /// Nothing: the view has changed, or the key means nothing.
    case nothing
    /// To another event, so many further on, or back.
    case step(Int)
    /// To the run's first event, or its last.
    case edge(isLast: Bool)
    /// To the next event of a kind, or the one before.
    case jump(ReplayMark, isForward: Bool)
    /// To an event's number, or a time.
    case seek(String)
    /// Everything is to be drawn again.
    case redraw
    /// It is enough.
    case leave
  }

  /// The part that has the screen for itself; `nil` while all share it.
  public internal(set) var large: ReplayPane?
  /// By how many lines the large part is scrolled from where it stands by itself; negative for up.
  public internal(set) var scroll = 0
  /// What has been typed of a place so far; `nil` while nobody types one.
  public internal(set) var typed: String?
  /// Whether the keys are explained.
  public internal(set) var showsHelp = false
  /// What the last key came to, where that has to be said.
  public var notice: String?

  private static let typedLimit = 32
  static let pageEvents = 10

  /// All parts share the screen.
  public init() {}

  /// Forgets what was scrolled in vain.
  ///
  /// - Parameter scroll: by how much the screen could be scrolled.
  public mutating func limitScroll(to scroll: Int) {
    self.scroll = scroll
  }

  /// Takes in a key.
  public mutating func press(_ key: ReplayKey) -> Wish {
    notice = nil
    if typed != nil { return type(key) }
    if showsHelp {
      showsHelp = false
      return key == .character("q") ? .leave : .nothing
    }
    switch key {
    case .left, .up: return step(-1)
    case .right, .down: return step(1)
    case .pageUp: return step(-Self.pageEvents)
    case .pageDown: return step(Self.pageEvents)
    case .home: return edge(isLast: false)
    case .end: return edge(isLast: true)
    case .tab: enlarge(1)
    case .backTab: enlarge(-1)
    case .escape: enlarge(to: nil)
    case .enter, .backspace: break
    case .character(let character): return press(character)
    }
    return .nothing
  }

  private mutating func press(_ character: Character) -> Wish {
    switch character {
    case "q": return .leave
    case "h", "k": return step(-1)
    case "l", "j", " ": return step(1)
    case "g": return edge(isLast: false)
    case "G": return edge(isLast: true)
    case "f": return jump(.failure, isForward: true)
    case "F": return jump(.failure, isForward: false)
    case "d": return jump(.deviation, isForward: true)
    case "D": return jump(.deviation, isForward: false)
    case "c": return jump(.resumption, isForward: true)
    case "C": return jump(.resumption, isForward: false)
    case "J": scroll += 1
    case "K": scroll -= 1
    case "?": showsHelp = true
    case ":", "/": typed = ""
    case "0"..."9": typed = String(character)
    case "\u{0C}": return .redraw
    case _: break
    }
    return .nothing
  }

  private mutating func type(_ key: ReplayKey) -> Wish {
    let text = typed ?? ""
    switch key {
    case .escape: typed = nil
    case .backspace: typed = text.isEmpty ? nil : String(text.dropLast())
    case .enter:
      typed = nil
      scroll = 0
      return text.isEmpty ? .nothing : .seek(text)
    case .character(let character):
      guard text.count < Self.typedLimit, character.isASCII, character >= " " else { break }
      typed = text + String(character)
    case .left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .tab, .backTab: break
    }
    return .nothing
  }

  private mutating func step(_ count: Int) -> Wish {
    scroll = 0
    return .step(count)
  }

  private mutating func edge(isLast: Bool) -> Wish {
    scroll = 0
    return .edge(isLast: isLast)
  }

  private mutating func jump(_ mark: ReplayMark, isForward: Bool) -> Wish {
    scroll = 0
    return .jump(mark, isForward: isForward)
  }

  private mutating func enlarge(_ direction: Int) {
    let all: [ReplayPane?] = [nil] + ReplayPane.allCases
    let index = all.firstIndex(of: large) ?? 0
    enlarge(to: all[(index + direction + all.count) % all.count])
  }

  private mutating func enlarge(to pane: ReplayPane?) {
    large = pane
    scroll = 0
  }
}

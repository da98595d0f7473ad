/// A key of somebody who looks back at a run.
public enum ReplayKey: Hashable, Sendable {
  /// A key that moves or edits.
  case left, right, up, down, pageUp, pageDown, home, end, tab, backTab, enter, backspace, escape
  /// A key that stands for a character.
  case character(Character)
}

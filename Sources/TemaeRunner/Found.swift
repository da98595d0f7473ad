/// What an attempt said: what checks compare and captures keep.
struct Found {
  /// Its output without the line ends at its end, or its rows tab-separated, a line each.
  var text: String
  /// Whether this is all of it: a part cannot be compared or kept.
  var isWhole: Bool
  /// Whether there was no output or no row; a row that holds an empty text is a row.
  var isNothing: Bool
}

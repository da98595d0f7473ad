import TemaeCore

extension RunPurpose {
  /// What a run is for, in words.
  var words: String {
    switch self {
    case .rehearsal: "a rehearsal, on a copy that is gone: no database of the document was changed"
    }
  }
}

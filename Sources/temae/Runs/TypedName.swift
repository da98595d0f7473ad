import TemaeReport

/// The name of a run or of a database, typed by a person who is about to do what cannot be taken back.
enum TypedName {
  /// Asks for the name, unless it was given.
  ///
  /// - Parameters:
  ///   - act: What cannot be taken back, such as `Aborting`.
  ///   - name: The name.
  ///   - yes: The name as it was given on the command line.
  ///   - kind: Whose name it is.
  /// - Throws: ``Failure`` with ``TemaeExit/usage`` when it is not the name, or nobody can be asked.
  static func confirm(
    _ act: String, of name: String, yes: String?, kind: String = "run"
  ) throws(Failure) {
    let typed: String
    if let yes {
      typed = yes
    } else {
      guard StandardStream.canAsk else {
        throw Failure(
          .usage, "\(act) \(name) cannot be taken back, and nobody can be asked here",
          next: "repeat it with --yes \(name)")
      }
      StandardStream.error.write(
        "\(act) cannot be taken back. Type the \(kind)'s name, \(SafeText.neutralized(name)): ")
      typed = readLine() ?? ""
    }
    guard typed == name else {
      let nothing = kind == "run" ? "nothing was recorded" : "nothing was done"
      throw Failure(.usage, "that is not the \(kind)'s name: \(nothing)")
    }
  }
}

import TemaeCore

extension Driver {
  /// What a block about a schema asks of the catalog; `nil` for every other block.
  func catalogQuestion(of activity: Activity) throws -> CatalogQuestion? {
    guard let schema = activity.settings.schema else { return nil }
    guard let piece = try declaration(of: activity).last,
      !SchemaCapture.isCapture(piece.text.utf8)
    else { return .present }
    return .declared(
      CatalogQuestion.Declaring(
        server: try schema.scratch.map { try connection($0) },
        givenCount: schema.given == nil ? 0 : 1, isForeseen: activity.role == .precheck))
  }

  /// The files of `given=` and `schema=`, as they were when the run was opened.
  func declaration(of activity: Activity) throws -> [SQLOrder.Piece] {
    guard let comparison = activity.settings.comparison, comparison.kind == .schema,
      !comparison.isCaptured
    else { return [] }
    return try [activity.settings.schema?.given, comparison.operand].compactMap(\.self).map {
      SQLOrder.Piece(file: $0, text: try included($0), firstLine: 1)
    }
  }

  /// The end of an attempt that read the catalog: what it found is the catalog itself, or how it
  /// differs from what the document asks for.
  func schemaEnding(_ activity: Activity, _ end: SQLEnd, _ ending: Ending) throws -> Ending {
    guard let reading = end.catalog, case .fine = ending.status else { return ending }
    var ending = ending
    guard let comparison = activity.settings.comparison else {
      let text = String(decoding: reading.present.canonicalBytes, as: UTF8.self)
      ending.status = .fine(Found(text: text, isWhole: true, isNothing: false))
      return ending
    }
    do {
      let (expected, rules) = try expectedSchema(comparison, activity, reading)
      let difference = CatalogComparison(expected: expected, found: reading.present, rules: rules)
      let text = difference.lines.joined(separator: "\n")
      ending.status = .fine(Found(text: text, isWhole: true, isNothing: difference.isEqual))
    } catch let error as Comparison.Incomparable {
      return ending.malformed(error.description)
    }
    return ending
  }

  private func expectedSchema(
    _ comparison: Comparison, _ activity: Activity, _ reading: CatalogReading
  ) throws -> (Catalog, CatalogRules) {
    if let declared = reading.declared {
      let isExact = activity.settings.schema?.isExact == true
      return (declared, isExact ? .exactlyDeclared : .declared)
    }
    let text =
      comparison.isCaptured
      ? values[comparison.operand] : try declaration(of: activity).last?.text
    guard let text else {
      throw Comparison.Incomparable("no value \(comparison.operand) has been captured")
    }
    do throws(CanonicalReader.Malformed) {
      return (try SchemaCapture(bytes: Array(text.utf8)).catalog, .equal)
    } catch {
      throw Comparison.Incomparable("\(comparison.operand) is no captured schema: \(error)")
    }
  }
}

import ArgumentParser
import TemaeJournal
import TemaeReport

/// `temae report`: what a run came to, worked out from its events.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report what a run came to, from its events only.",
    discussion: """
      Success is what the document's success criteria show, and never asserted. Data before and \
      after, status by check, deviations, incidents, people, planned against actual, follow-ups, \
      and what the record does not tell. A template is any text with {{names}} of these parts.
      """)

  /// How a report is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// For code hosts and wikis.
    case markdown
    /// One page that needs nothing else.
    case html
  }

  /// A template longer than this is none, in bytes.
  private static let limitBytes = 4 << 20

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(help: "How to write it, and the values of a template: markdown or html.")
  var format = Format.markdown

  @Option(help: ArgumentHelp("Fill this template instead.", valueName: "file"))
  var template: String?

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let filling = try template.map(Self.text)
    let read = try ReadRun(run, options)
    let report = CompletionReport(
      state: read.loaded.state, entries: read.loaded.entries, at: SystemClock().now(),
      head: try await Self.head(of: read.journal), payload: read.journal.resolver)
    try StandardStream.output.print(written(report, filling))
  }

  /// What can be kept elsewhere to tell later whether anything was changed.
  private static func head(of journal: Journal) async throws -> String {
    let verification = try await journal.verify()
    return verification.isWhole
      ? verification.headLine : "it does not verify: temae journal verify says where"
  }

  private func written(_ report: CompletionReport, _ filling: String?) throws -> String {
    guard let filling, let template else {
      return format == .markdown ? report.markdown() : report.html()
    }
    do throws(TemplateProblem) {
      return try report.filled(filling, format == .markdown ? .markdown : .html)
    } catch {
      throw Failure(
        .data, "\(template):\(error.line): \(error.text)", next: "correct the template")
    }
  }

  private static func text(of path: String) throws(Failure) -> String {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limitBytes: limitBytes)
    } catch {
      throw failure(path, error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.data, "\(path) is not UTF-8", next: "save it as UTF-8")
    }
    return text
  }

  private static func failure(_ path: String, _ problem: FileBytes.Problem) -> Failure {
    switch problem {
    case .missing: Failure(.data, "there is no template \(path)", next: "check the path")
    case .notAFile(let kind):
      Failure(.data, "\(path) is \(kind), not a template", next: "name a text file")
    case .tooLarge(let limit): Failure(.data, "\(path) is larger than \(limit >> 20) MiB")
    case .refused(let reason): Failure(.data, "\(path) cannot be read: \(reason)")
    }
  }
}

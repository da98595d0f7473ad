import TemaeCore
import TemaeJournal

/// `benchmark FILE RUNS EVENTS`: writes a journal with so many runs of so many events each.
@main
struct Benchmark {
  /// What was typed is not what this program takes.
  struct WrongWords: Error, CustomStringConvertible {
    var description: String { "benchmark FILE RUNS EVENTS" }
  }

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard let path = words.first, words.count == 3, numbers.count == 2, numbers[1] >= 3 else {
      throw WrongWords()
    }
    let journal = try Journal.open(
      Journal.Place(path: path), mode: .create,
      options: Journal.Options(allowsTemporaryFileSystem: true))
    for number in 1...numbers[0] {
      var run = BenchmarkRun(number: number, in: journal)
      try run.write(numbers[1])
    }
    try journal.checkpoint()
  }
}

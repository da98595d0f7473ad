import ArgumentParser
import Glibc

/// How many connections work at a time: 1 to 64.
struct JobCount: ExpressibleByArgument, Hashable {
  var number: Int

  /// One for each processor, and not more than four: the server has other work.
  static var usual: JobCount {
    JobCount(number: max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  }

  private init(number: Int) {
    self.number = number
  }

  init?(argument: String) {
    guard let number = Int(argument), (1...64).contains(number) else { return nil }
    self.number = number
  }
}

import Glibc
import TemaeCore

/// Who sits at this terminal, as far as the operating system tells: always a claim.
enum OperatorIdentity {
  /// The operator: `--as`, else `$TEMAE_AS`, else the account.
  static func current(named name: String?) -> Operator {
    let account = self.account
    let claimed = name ?? Environment.value("TEMAE_AS") ?? account
    return Operator(name: claimed, account: account, host: host, means: .claimed)
  }

  /// The account that logged in: after `sudo` it is still the person's own, where the kernel's
  /// audit keeps it; else the account that this process runs as.
  private static var account: String {
    let user = loginUser ?? getuid()
    guard let entry = unsafe getpwuid(user), let name = unsafe entry.pointee.pw_name else {
      return "uid \(user)"
    }
    return unsafe String(cString: name)
  }

  /// The kernel's login uid; the largest number means that nobody logged in (a service, a container).
  private static var loginUser: uid_t? {
    guard let bytes = try? FileBytes.read("/proc/self/loginuid", limitBytes: 32),
      let user = uid_t(String(decoding: bytes, as: UTF8.self)), user != uid_t.max
    else { return nil }
    return user
  }

  /// The machine's name.
  static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

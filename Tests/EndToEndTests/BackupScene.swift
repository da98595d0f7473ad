import Glibc
import TestSupport
import Testing

/// A database, a directory for its backups, and PostgreSQL's programs, which can be held up.
final class BackupScene {
  /// The password in the connection string, which no other account may come to see.
  static let password = "uji-gyokuro-1738"

  let shelves: Shelves

  init() throws {
    shelves = try Shelves(isPrepared: false)
    try shelves.psql(
      """
      create table guests (id int primary key, name text not null);
      insert into guests select n, 'guest ' || n from generate_series(1, 500) n;
      """)
  }

  /// Where backups lie.
  var shelf: String { "\(shelves.place.path)/backups" }

  /// What leads to the database, and to the programs that were written here.
  var environment: [String: String] {
    [
      "TEA_URL": "\(shelves.connection) password=\(Self.password)", "TEMAE_BACKUPS": shelf,
      "TEMAE_POSTGRES_BIN": "\(shelves.place.path)/bin",
    ]
  }

  /// Runs `temae backup …`.
  @discardableResult
  func backup(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> Program.Ending {
    try Program.run(
      ["backup"] + words, in: shelves.place.path,
      environment: self.environment.merging(environment) { $1 })
  }

  /// Takes a backup that must succeed, and gives back its directory.
  func taken(_ words: String...) throws -> String {
    let ending = try Program.run(
      ["backup", "shelves.md"] + words, in: shelves.place.path, environment: environment)
    try #require(ending.code == 0, "\(ending.error)")
    return ending.output.split(separator: "\n").joined()
  }

  /// Starts `temae backup …` and goes on.
  func start(_ words: String...) throws -> Background {
    try Background(["backup"] + words, in: shelves.place.path, environment: environment)
  }

  /// Runs a shell command here that must succeed, and gives back what it printed.
  @discardableResult
  func shell(_ command: String) throws -> String {
    let path = shelves.place.path
    let code = try Workplace.shell("cd '\(path)' && { \(command)\n} >.printed 2>&1")
    let printed = Program.text("\(path)/.printed")
    try #require(code == 0, "\(command): \(printed)")
    return printed.split(separator: "\n").joined(separator: "\n")
  }

  // MARK: Programs that are held up

  /// When a program of PostgreSQL's stands still until a test lets it go.
  enum Hold: String {
    /// Before it does anything.
    case before
    /// When its work is done, and its end not yet known.
    case after
  }

  /// Holds up `pg_dump` or `pg_restore`, the real one, from its next start on; with a word, only
  /// where that is one of its words.
  func hold(_ program: String, _ hold: Hold, only word: String = "") throws {
    try shell("mkdir -p bin")
    try shelves.place.write(
      "bin/\(program)",
      #"""
      #!/bin/sh
      real=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
      real=${real:-$(pg_config --bindir)}/\#(program)
      case $1 in --version | --list) exec "$real" "$@" ;; esac
      case " $* " in *" \#(word) "*) ;; *) [ -z '\#(word)' ] || exec "$real" "$@" ;; esac
      here='\#(shelves.place.path)'
      [ \#(hold.rawValue) = before ] || "$real" "$@" || exit
      echo "$PGHOST" >"$here/host"
      echo $$ >"$here/held.new" && mv "$here/held.new" "$here/held"
      until [ -e "$here/go" ]; do sleep 0.05; done
      [ \#(hold.rawValue) = after ] || exec "$real" "$@"

      """#)
    try shell("chmod +x bin/\(program)")
  }

  /// Waits until the program stands still.
  func waitUntilHeld(_ background: Background) async throws {
    let held = "\(shelves.place.path)/held"
    try await background.until("the program is held") { !Program.text(held).isEmpty }
  }

  /// Lets it go on, and holds up no other.
  func letGo() throws { try shell("touch go; rm -rf bin") }

  /// Waits until the program that was held is gone, however it went.
  func waitUntilGone() throws {
    try shell("timeout 60 sh -c 'while kill -0 $(cat held) 2>/dev/null; do sleep 0.05; done'")
  }

  // MARK: Backups that are not what they were

  /// Changes the rows in the archive of a backup, in its own form.
  func edit(_ backup: String, rowsOf table: String, _ sed: String) throws {
    try shell(
      """
      set -e
      file=$(python3 -c 'import json, sys
      for file in json.load(open(sys.argv[1] + "/manifest.json"))["files"]:
          if file.get("rowsOf") == sys.argv[2]: print(file["path"])' '\(backup)' '\(table)')
      gunzip -c '\(backup)'/"$file" | sed '\(sed)' >rows
      gzip -c rows >'\(backup)'/"$file"
      """)
  }

  /// Writes that a backup was verified, for tests in which nothing depends on it.
  func vouch(for backup: String) throws {
    try shelves.place.write(
      "vouch.py",
      """
      import hashlib, json, sys
      root = sys.argv[1]
      manifest = open(root + "/manifest.json", "rb").read()
      text = json.dumps({
          "by": json.loads(manifest)["by"], "findings": [], "format": 1, "isVerified": True,
          "manifest": hashlib.sha256(manifest).hexdigest(), "remarks": [],
          "restore": {"comparedCount": 1, "isThrowaway": True, "jobs": 1, "seconds": 1,
                      "serverVersion": json.loads(manifest)["source"]["target"]["serverVersion"]},
          "verifiedAt": json.loads(manifest)["finishedAt"],
      }, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      open(root + "/verification.json", "w").write(text + "\\n")

      """)
    try shell("python3 vouch.py '\(backup)'")
  }

  /// Writes the manifest anew for the files that are there: only their contents can tell then.
  func seal(_ backup: String) throws {
    try shelves.place.write(
      "seal.py",
      """
      import hashlib, json, os, sys
      root = sys.argv[1]
      manifest = json.load(open(root + "/manifest.json"))
      files = []
      for directory, _, names in os.walk(root):
          for name in names:
              path = os.path.relpath(os.path.join(directory, name), root)
              if path in ("manifest.json", "verification.json"):
                  continue
              data = open(os.path.join(root, path), "rb").read()
              files.append({"path": path, "bytes": len(data),
                            "sha256": hashlib.sha256(data).hexdigest()})
      manifest["files"] = sorted(files, key=lambda file: file["path"].encode())
      text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      open(root + "/manifest.json", "w").write(text)

      """)
    try shell("python3 seal.py '\(backup)'")
  }
}

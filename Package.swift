// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "temae",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "temae", targets: ["temae"]),
    .executable(name: "temae-supervisor", targets: ["temae-supervisor"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Pure: the runbook, the run's state machine, its events, its decisions. No I/O of any kind.
    .target(name: "TemaeCore"),
    // A Markdown runbook becomes a `Runbook`, or diagnostics with line and column.
    .target(
      name: "TemaeMarkdown",
      dependencies: ["TemaeCore", "CMarkdown", .product(name: "Yams", package: "Yams")]),
    // The append-only SQLite journal: schema, links, append, read, verify.
    .target(
      name: "TemaeJournal",
      dependencies: ["TemaeCore", "CSQLite", .product(name: "Crypto", package: "swift-crypto")]),
    // The loop: decide, record the intent, perform, record the outcome. Owns the ports.
    .target(name: "TemaeRunner", dependencies: ["TemaeCore"]),
    // Shell activities under their supervisor.
    .target(name: "TemaeShell", dependencies: ["TemaeCore", "CSupervisor"]),
    // SQL activities, checks, the target's identity and its marker table.
    .target(name: "TemaePostgres", dependencies: ["TemaeCore", "CPostgres"]),
    // The files of a backup: how they come about, and whether they are still what they were.
    .target(
      name: "TemaeBackup",
      dependencies: ["TemaeCore", .product(name: "Crypto", package: "swift-crypto")]),
    // Status, timeline, audit and the event stream as text and JSON.
    .target(name: "TemaeReport", dependencies: ["TemaeCore"]),
    // The command line: one file per subcommand, and the composition of all modules.
    .executableTarget(
      name: "temae",
      dependencies: [
        "TemaeCore", "TemaeMarkdown", "TemaeJournal", "TemaeRunner", "TemaeShell",
        "TemaePostgres", "TemaeBackup", "TemaeReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    // A small C program that outlives the runner: one per attempt of a shell activity.
    .executableTarget(
      name: "temae-supervisor", dependencies: ["CSupervisor"], path: "Sources/supervisor"),
    // The supervisor's records, and the calls that Swift lacks for starting it.
    .target(name: "CSupervisor"),
    // System libraries.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CMarkdown", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    // Tests: one target per module, and the built binary from end to end.
    .target(
      name: "TestSupport", dependencies: ["TemaeCore", "TemaeRunner"], path: "Tests/TestSupport"),
    .testTarget(name: "TemaeCoreTests", dependencies: ["TemaeCore", "TestSupport"]),
    .testTarget(name: "TemaeMarkdownTests", dependencies: ["TemaeMarkdown", "TemaeCore"]),
    // A layer under SQLite that records what it writes, and a disk that loses its power.
    .target(
      name: "CDiskRecorder",
      dependencies: ["CSQLite"], path: "Tests/CDiskRecorder"),
    .testTarget(
      name: "TemaeJournalTests",
      dependencies: ["TemaeJournal", "TemaeCore", "CSQLite", "CDiskRecorder", "TestSupport"]),
    .testTarget(
      name: "TemaeShellTests", dependencies: ["TemaeShell", "TemaeCore", "TestSupport"]),
    .testTarget(
      name: "TemaePostgresTests", dependencies: ["TemaePostgres", "TemaeCore", "TestSupport"]),
    .testTarget(
      name: "TemaeBackupTests", dependencies: ["TemaeBackup", "TemaeCore", "TestSupport"]),
    .testTarget(
      name: "TemaeReportTests", dependencies: ["TemaeReport", "TemaeCore", "TestSupport"]),
    .testTarget(
      name: "TemaeRunnerTests", dependencies: ["TemaeRunner", "TemaeCore", "TestSupport"]),
    // The core and the loop in a simulated world; a program, so that many seeds need no other module.
    .executableTarget(
      name: "simulate", dependencies: ["TemaeRunner", "TemaeCore", "TestSupport"],
      path: "Tests/Simulation"),
    .testTarget(name: "SimulationTests", dependencies: ["simulate", "TemaeCore"]),
    // Writes large journals for tools/bench.
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "TemaeCore", "TemaeJournal", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tests/Benchmark"),
    .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "temae", "temae-supervisor"]),
    // Recorded journals of real runs, folded and told again.
    .testTarget(
      name: "GoldenJournalTests",
      dependencies: [
        "TemaeCore", "TemaeJournal", "TemaeReport",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "TidyTests"),
  ]
)

// Pages beside the sources are for people.
let documented = [
  "TemaeCore", "TemaeMarkdown", "TemaeJournal", "TemaeRunner", "TemaeShell", "TemaePostgres",
  "TemaeBackup", "TemaeReport", "temae", "temae-supervisor", "CSupervisor", "CDiskRecorder",
  "simulate", "benchmark",
]
for target in package.targets where documented.contains(target.name) {
  target.exclude = ["README.md"]
}

for target in package.targets where ![.system, .binary, .plugin].contains(target.type) {
  guard !["CSupervisor", "CDiskRecorder", "temae-supervisor"].contains(target.name) else {
    continue
  }
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
  ]
}

// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of ours; arrows point downward only: commands, then what they call, then C.
/// - Parameter files: of the repository's top level, to become part of the program.
func module(_ name: String, uses dependencies: [Target.Dependency] = [], embeds files: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: files.map { .embedInCode("../../\($0)") }, swiftSettings: strict)
}

/// The shells' own parts, as they lie in `shell/` and `completions/`.
let shellFiles =
  [
    "begin.bash", "end.bash", "session.bash", "session.zsh", "session.fish", "hook.bash", "hook.zsh", "hook.fish",
    "watch-debug.bash", "watch-ps0.bash", "watch-prompt.bash", "subshell.bash", "subshell.zsh",
  ].map { "shell/\($0)" }
  + ["aws-mfa-session.bash", "_aws-mfa-session", "aws-mfa-session.fish"].map { "completions/\($0)" }

func tests(of name: String, uses dependencies: [Target.Dependency] = [], data: [String] = [])
  -> Target
{
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, exclude: data,
    swiftSettings: strict)
}

/// Homebrew's headers of a formula that macOS has no headers of.
func homebrewHeaders(_ formula: String) -> [CSetting] {
  [
    .unsafeFlags(
      ["-I/opt/homebrew/opt/\(formula)/include", "-I/usr/local/opt/\(formula)/include"], .when(platforms: [.macOS]))
  ]
}

let package = Package(
  name: "aws-mfa-session",
  platforms: [.macOS(.v13)],
  products: [.executable(name: "aws-mfa-session", targets: ["aws-mfa-session"])],
  dependencies: [
    // Options and help: far more than a page, and what every Swift user knows. Tested with 1.8.2.
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2"))
  ],
  targets: [
    .executableTarget(
      name: "aws-mfa-session", dependencies: ["Commands"], swiftSettings: strict),
    module(
      "Commands",
      uses: [
        "Session", "Profiles", "STS", "ShellIntegration", "Terminal", "Pinentry", "Processes", "Platform",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    module("Session", uses: ["Profiles", "STS", "Processes", "Platform"]),
    module("Profiles", uses: ["Processes", "Platform"]),
    module("STS", uses: ["CCurl", "COpenSSL", "CExpat", "Platform"]),
    module("ShellIntegration", uses: ["Processes", "Platform"], embeds: shellFiles),
    module("Processes", uses: ["Platform"]),
    // The C library of the system, and where systems differ.
    module("Platform", uses: ["CProcess"]),
    module("Pinentry", uses: ["Processes", "Platform"]),
    module("Terminal", uses: ["CEdit", "CSelect", "Platform"]),

    // The C libraries are opened on first use (see CLibrary.h): most starts of the program need none of them.
    .target(name: "CLibrary"),
    .target(name: "CCurl", dependencies: ["CLibrary", "CSelect"]),
    .target(name: "COpenSSL", dependencies: ["CLibrary"], cSettings: homebrewHeaders("openssl@3")),
    .target(name: "CEdit", dependencies: ["CLibrary"]),
    .target(name: "CExpat", dependencies: ["CLibrary"]),

    .target(name: "CSelect"),
    .target(name: "CProcess"),

    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    .target(name: "TestSupport", dependencies: ["CTestSupport"], path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "Profiles", uses: ["TestSupport"], data: ["Corpus"]),
    tests(of: "STS", uses: ["TestSupport"], data: ["Vectors"]),
    tests(of: "Session", uses: ["Platform", "Profiles", "STS", "TestSupport"]),
    tests(of: "ShellIntegration", uses: ["TestSupport"]),
    tests(of: "Terminal"),
    .testTarget(
      name: "IntegrationTests", dependencies: ["TestSupport", "aws-mfa-session"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

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

/// The shells' own parts, as they lie in `shell/`.
let shellFiles = [
  "hook.bash", "hook.zsh", "hook.fish", "profiles.bash", "profiles.zsh", "profiles.fish", "complete.bash",
  "complete.zsh", "complete.fish", "subshell.bash", "subshell.zsh",
].map { "shell/\($0)" }

func tests(of name: String, uses dependencies: [Target.Dependency] = [], data: [String] = [])
  -> Target
{
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, exclude: data,
    swiftSettings: strict)
}

let package = Package(
  name: "aws-mfa-session",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "aws-mfa-session", targets: ["aws-mfa-session"])],
  dependencies: [
    // Options, help and shell completions: far more than a page, and what every Swift user knows.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .executableTarget(
      name: "aws-mfa-session", dependencies: ["Commands"], swiftSettings: strict),
    module(
      "Commands",
      uses: [
        "Session", "Profiles", "STS", "ShellIntegration", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    module("Session", uses: ["Profiles", "STS"]),
    module("Profiles"),
    module("STS", uses: ["CCurl", "COpenSSL", "CExpat"]),
    module("ShellIntegration", embeds: shellFiles),
    module("Terminal", uses: ["CEdit"]),

    // libcurl is opened on first use (see CCurl.h): most starts of the program need no network.
    .target(name: "CCurl"),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CEdit", pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
    .systemLibrary(
      name: "CExpat", pkgConfig: "expat",
      providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),

    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    .target(name: "TestSupport", dependencies: ["CTestSupport"], path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "Profiles", uses: ["TestSupport"], data: ["Corpus"]),
    tests(of: "STS", uses: ["TestSupport"], data: ["Vectors"]),
    tests(of: "Session", uses: ["Profiles", "STS", "TestSupport"]),
    tests(of: "ShellIntegration", uses: ["TestSupport"]),
    tests(of: "Terminal"),
    .testTarget(
      name: "IntegrationTests", dependencies: ["TestSupport", "aws-mfa-session"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

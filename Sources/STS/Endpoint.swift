#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The URL for requests to a service, and the region in their credential scope.
package struct Endpoint: Equatable, Sendable {
  package let url: String
  package let signingRegion: String
  /// The value of the `Host` header, which is signed.
  let host: String
  let path: String

  package enum Service: String, Sendable {
    case sts, iam
  }

  /// Settings of a profile or the environment that replace the default endpoint.
  package struct Options: Equatable, Sendable {
    package var useFIPS: Bool
    package var useDualStack: Bool
    /// Requests to STS from some regions use the global endpoint.
    package var useLegacySTS: Bool
    /// A custom endpoint URL.
    package var url: String?

    package init(useFIPS: Bool = false, useDualStack: Bool = false, useLegacySTS: Bool = false, url: String? = nil) {
      self.useFIPS = useFIPS
      self.useDualStack = useDualStack
      self.useLegacySTS = useLegacySTS
      self.url = url
    }
  }

  package enum Invalid: Error, Equatable, Sendable {
    case notAURL(String)
    /// The URL contains a user name or a password, which must not be printed.
    case namesAUser(host: String)
    /// Plain http to another machine would send secrets unencrypted.
    case notEncrypted(String)
    /// The region's partition has no dual-stack endpoints.
    case noDualStack(region: String)
  }

  /// The endpoint of a service for a region.
  /// - Throws: `Invalid` for a custom endpoint URL that cannot be used.
  package init(_ service: Service, region: String, options: Options = Options()) throws(Invalid) {
    let partition = Partition.containing(region: region)
    if options.useDualStack && options.url == nil && partition.dualStackSuffix == nil {
      throw .noDualStack(region: region)
    }
    let (ordinary, signingRegion) =
      switch service {
      case .sts: Self.sts(region, partition, options)
      case .iam: Self.iam(partition, options)
      }
    self.signingRegion = signingRegion
    guard let own = options.url else {
      (url, host, path) = ("https://\(ordinary)/", ordinary, "/")
      return
    }
    if let parsed = URL(string: own), parsed.user != nil || parsed.password != nil {
      throw .namesAUser(host: parsed.host ?? "")
    }
    guard let parsed = URL(string: own), let name = parsed.host, !name.isEmpty, parsed.query == nil,
      (1...65535).contains(parsed.port ?? 443),
      parsed.fragment == nil, let scheme = parsed.scheme?.lowercased(), ["http", "https"].contains(scheme)
    else { throw .notAURL(own) }
    guard scheme == "https" || Self.isLoopback(name) else { throw .notEncrypted(own) }
    let lowercased = name.lowercased()
    let bracketed = name.contains(":") && !name.hasPrefix("[") ? "[\(lowercased)]" : lowercased
    let defaultPort = scheme == "https" ? 443 : 80
    host = bracketed + (parsed.port.flatMap { $0 == defaultPort ? nil : ":\($0)" } ?? "")
    let rawPath = parsed.path(percentEncoded: true)
    path = rawPath.isEmpty ? "/" : rawPath
    url = "\(scheme)://\(host)\(path)"
  }

  private static func sts(_ region: String, _ partition: Partition, _ options: Options) -> (
    host: String, region: String
  ) {
    let isPlain = !options.useFIPS && !options.useDualStack
    if isPlain, region == "aws-global" || options.useLegacySTS && legacyRegions.contains(region) {
      return ("sts.amazonaws.com", "us-east-1")
    }
    let name = options.useFIPS && (partition != .govCloud || options.useDualStack) ? "sts-fips" : "sts"
    let suffix = partition.suffix(dualStack: options.useDualStack)
    return ("\(name).\(region).\(suffix)", region == "aws-global" ? "us-east-1" : region)
  }

  private static func iam(_ partition: Partition, _ options: Options) -> (host: String, region: String) {
    let iam = partition.iam
    let label =
      switch (options.useFIPS, options.useDualStack) {
      case (false, false): iam.label
      case (true, false): iam.fipsLabel
      case (false, true): iam.dualStackLabel
      case (true, true): iam.dualStackFIPSLabel
      }
    let name = options.useFIPS && !iam.isFIPS ? "iam-fips" : "iam"
    let suffix = partition.suffix(dualStack: options.useDualStack)
    return ("\(name)\(label ?? "").\(suffix)", label == nil ? partition.globalRegion : iam.homeRegion)
  }

  /// The regions that use the global endpoint with `sts_regional_endpoints = legacy`.
  private static let legacyRegions: Set = [
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
    "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]

  private static func isLoopback(_ name: String) -> Bool {
    let name = name.lowercased()
    if ["localhost", "::1", "[::1]"].contains(name) { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
  }
}

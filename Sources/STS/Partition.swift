/// A group of regions with a DNS suffix, accounts and an IAM of its own.
///
/// Names and suffixes as in botocore's `partitions.json` and its endpoint rule sets, against which a test holds them.
package struct Partition: Equatable, Sendable {
  package let id: String
  let regionPrefixes: [String]
  let dnsSuffix: String
  /// Nil where there are no dual-stack endpoints.
  let dualStackSuffix: String?
  /// The region that stands for a global service without rules of its own.
  let globalRegion: String
  let iam: IAM

  /// IAM is one for the whole partition: `iam` or `iam-fips`, a label, and the suffix.
  struct IAM: Equatable, Sendable {
    let homeRegion: String
    let label: String?
    var fipsLabel: String?
    var dualStackLabel: String?
    var dualStackFIPSLabel: String?
    /// Whether the ordinary host is the validated one.
    var isFIPS = false
  }

  func suffix(dualStack: Bool) -> String { dualStack ? dualStackSuffix ?? dnsSuffix : dnsSuffix }

  /// The partition of a region; AWS's commercial one for a region that no other claims.
  package static func containing(region: String) -> Partition {
    all.first { partition in
      partition.regionPrefixes.contains(where: region.hasPrefix) || region == "\(partition.id)-global"
    } ?? commercial
  }

  static let commercial = Partition(
    id: "aws", regionPrefixes: [], dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-east-1",
    iam: IAM(
      homeRegion: "us-east-1", label: "", fipsLabel: "", dualStackLabel: ".global", dualStackFIPSLabel: ".global"))

  static let govCloud = Partition(
    id: "aws-us-gov", regionPrefixes: ["us-gov-"], dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws",
    globalRegion: "us-gov-west-1",
    iam: IAM(
      homeRegion: "us-gov-west-1", label: ".us-gov", fipsLabel: ".us-gov", dualStackLabel: ".us-gov",
      dualStackFIPSLabel: ".us-gov", isFIPS: true))

  private static let all = [
    Partition(
      id: "aws-cn", regionPrefixes: ["cn-"], dnsSuffix: "amazonaws.com.cn",
      dualStackSuffix: "api.amazonwebservices.com.cn", globalRegion: "cn-northwest-1",
      iam: IAM(homeRegion: "cn-north-1", label: ".cn-north-1", dualStackLabel: ".global")),
    govCloud,
    Partition(
      id: "aws-iso", regionPrefixes: ["us-iso-"], dnsSuffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov",
      globalRegion: "us-iso-east-1",
      iam: IAM(homeRegion: "us-iso-east-1", label: ".us-iso-east-1", fipsLabel: ".us-iso-east-1")),
    Partition(
      id: "aws-iso-b", regionPrefixes: ["us-isob-"], dnsSuffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud",
      globalRegion: "us-isob-east-1",
      iam: IAM(homeRegion: "us-isob-east-1", label: ".us-isob-east-1", fipsLabel: ".us-isob-east-1")),
    Partition(
      id: "aws-iso-e", regionPrefixes: ["eu-isoe-"], dnsSuffix: "cloud.adc-e.uk", dualStackSuffix: nil,
      globalRegion: "eu-isoe-west-1",
      iam: IAM(homeRegion: "eu-isoe-west-1", label: ".eu-isoe-west-1")),
    Partition(
      id: "aws-iso-f", regionPrefixes: ["us-isof-"], dnsSuffix: "csp.hci.ic.gov", dualStackSuffix: nil,
      globalRegion: "us-isof-south-1",
      iam: IAM(homeRegion: "us-isof-south-1", label: ".us-isof-south-1")),
    Partition(
      id: "aws-eusc", regionPrefixes: ["eusc-"], dnsSuffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
      globalRegion: "eusc-de-east-1",
      iam: IAM(homeRegion: "eusc-de-east-1", label: ".eusc-de-east-1")),
  ]
}

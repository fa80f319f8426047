/// A group of regions with its own DNS suffix, accounts and IAM.
///
/// Names and suffixes are those of botocore's `partitions.json` and its endpoint rule sets; a test compares them.
package struct Partition: Equatable, Sendable {
  package let id: String
  let regionPrefixes: [String]
  let dnsSuffix: String
  /// Nil when there are no dual-stack endpoints.
  let dualStackSuffix: String?
  /// The region in the credential scope of global services.
  let globalRegion: String
  let iam: IAM

  /// IAM has one endpoint for the whole partition: `iam` or `iam-fips`, a label, and the suffix.
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

  /// The partition of a region; the commercial partition for an unknown region.
  package static func containing(region: String) -> Partition {
    all.first { partition in
      partition.regionPrefixes.contains(where: region.hasPrefix) || region == "\(partition.id)-global"
    } ?? commercial
  }

  /// Names of regions, for completion. Other regions are accepted, too.
  package static let regionNames = [
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1",
    "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1",
    "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
    "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
  ]

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

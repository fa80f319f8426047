import Profiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The options of a session beyond its profile and region, which a renewal uses again.
///
/// A variable of the exported session holds them as JSON; the index of written profiles has the same form.
package struct RenewalOptions: Equatable, Sendable, Codable {
  /// In seconds.
  package var duration: Int?
  package var mfaSerial: String?
  package var roleARN: String?
  package var credentialsFile: String?

  /// The variable of the environment.
  package static let variable = "AWS_MFA_SESSION_OPTIONS"

  package init(
    duration: Int? = nil, mfaSerial: String? = nil, roleARN: String? = nil, credentialsFile: String? = nil
  ) {
    self.duration = duration
    self.mfaSerial = mfaSerial
    self.roleARN = roleARN
    self.credentialsFile = credentialsFile
  }

  /// What cannot be read counts as not said.
  package init(_ text: String) {
    let decoded = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    self = decoded ?? RenewalOptions()
    if let duration, !ResolvedProfile.durations.contains(duration) { self.duration = nil }
  }

  /// Empty when nothing was said.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard self != RenewalOptions(), let data = try? encoder.encode(self) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}

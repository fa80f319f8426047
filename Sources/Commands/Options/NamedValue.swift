import ArgumentParser
import ShellIntegration

/// A value of the command line with few possible words.
protocol NamedValue: CaseIterable, RawRepresentable<String> {}

extension NamedValue {
  /// - Throws: `ValidationError` with the nearest of the words.
  static func named(_ text: String) throws -> Self {
    if let value = Self(rawValue: text) { return value }
    let known = allCases.map(\.rawValue)
    let question = NearMisses(of: text, among: known).question
    let list = "It can be \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "")."
    throw ValidationError(question.isEmpty ? list : "\(list) \(question)")
  }
}

extension ExportFormat: NamedValue {}
extension IntegratedShell: NamedValue {}

import Profiles

/// The folder of a configuration, and whether anything in it works with AWS: providers by the lock file (Terraform
/// documentation, "Dependency Lock File"), and where the state is.
struct TerraformFolder {
  let needsAWS: Bool

  /// Whether it works with AWS; nil if that cannot be determined, as before `terraform init`.
  init?(_ arguments: [String?], _ context: CommandContext) {
    let changed = CommandContext.value(of: ["-chdir", "--working-dir", "--terragrunt-working-dir"], in: arguments)
    guard changed != .unknown else { return nil }
    let folder = changed.text ?? "."
    guard let lock = context.text("\(folder)/.terraform.lock.hcl") else { return nil }
    let data = context.environment[nonEmpty: "TF_DATA_DIR"] ?? "\(folder)/.terraform"
    let texts =
      [lock.lowercased(), context.text("\(data)/terraform.tfstate") ?? ""]
      + namesInFolder(folder.hasPrefix("/") ? folder : "\(context.folder)/\(folder)").filter(Self.isConfiguration)
      .compactMap { context.text("\(folder)/\($0)") }
    // terragrunt gets the rest from folders above.
    let signs = ["aws", "\"s3\"", "find_in_parent_folders", "include "]
    needsAWS = texts.contains { text in signs.contains { text.contains($0) } }
  }

  private static func isConfiguration(_ name: String) -> Bool {
    name.hasSuffix(".tf") || name.hasSuffix(".tofu") || name.hasSuffix(".tf.json")
      || name.hasSuffix(".hcl") && name != ".terraform.lock.hcl"
  }
}

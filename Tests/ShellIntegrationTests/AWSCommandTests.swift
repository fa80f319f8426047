import ShellIntegration
import Testing

@Suite("The commands of a line that need AWS")
struct AWSCommandTests {
  private static let names: Set = ["aws", "terraform", "kubectl", "cdk"]

  private func found(_ line: String, _ shell: IntegratedShell = .bash) -> [AWSCommand] {
    AWSCommand.all(in: line, of: shell, names: Self.names)
  }

  @Test(
    "are found",
    arguments: [
      "aws", "aws s3 ls", "  aws s3 ls", "echo x | aws s3 cp - s3://b", "cd x && terraform plan",
      "cd x; terraform plan",
      "sudo -E aws s3 ls", "sudo -u root -E aws s3 ls", "sudo -uroot aws s3 ls", "env A=b C=d aws s3 ls",
      "env -u X aws s3 ls", "time aws s3 ls", "/usr/local/bin/aws s3 ls", "\\aws s3 ls", "'aws' s3 ls",
      "export T=$(aws sts get-caller-identity)", "docker login -p \"$(aws ecr get-login-password)\" host",
      "echo \"`aws sts x`\"", "echo `aws sts x`", "for i in 1 2; do aws s3 ls $i; done",
      "if aws sts x; then echo y; fi", "if true; then aws sts x; fi", "while ! aws s3 ls; do sleep 1; done",
      "! aws s3 ls", "(aws s3 ls)", "( aws s3 ls )", "{ aws s3 ls; }", "cat f | xargs -I{} aws s3 rm {}",
      "xargs -n 1 aws s3 rm", "watch -n 5 kubectl get pods", "timeout 30 terraform apply", "timeout -k 5 30 aws s3 ls",
      "npx cdk deploy", "direnv exec . aws s3 ls", "uv run aws s3 ls", "mise exec -- aws s3 ls", "nohup aws s3 ls",
      "echo \"it's\" && aws s3 ls 'x'", "x=1; aws s3 ls > out.txt 2>&1 &", "ls | while read l; do aws s3 rm $l; done",
      "ls 2>/dev/null|aws s3 cp - x", "diff <(aws s3 ls a) b", "echo a # b\naws s3 ls", "cat \\\n  x; aws s3 ls",
      "f() { aws s3 ls; }", "cat <<E\nx\nE\naws s3 ls", ">log aws s3 ls", "2>log aws s3 ls", "aws s3 ls|cat",
      "time -p aws s3 ls", "time { aws s3 ls; }", "echo $((1<<2))\naws s3 ls", "(( x = 1 << 2 )); aws s3 ls",
      "> /dev/null aws s3 ls",
    ])
  func found(line: String) {
    #expect(found(line).count == 1)
    #expect(AWSCommand.all(in: line, of: .zsh, names: Self.names).count == 1)
  }

  @Test(
    "are found in fish, too",
    arguments: [
      "aws s3 ls", "and aws s3 ls", "true; or aws s3 ls", "not aws s3 ls", "begin; aws s3 ls; end", "if aws s3 ls",
      "set t (aws sts x)", "echo \"$(aws sts x)\"", "X=1 aws s3 ls", "> /dev/null aws s3 ls", "sudo aws s3 ls",
      "while aws s3 ls; end",
      "echo 'it\\'s' && aws s3 ls",
    ])
  func fish(line: String) {
    #expect(found(line, .fish).count == 1)
  }

  @Test(
    "are not what only looks like one",
    arguments: [
      "", "echo aws", "man terraform", "git commit -m \"fix aws; aws thing\"", "git commit -m 'fix; aws thing'",
      "awsome tool", "awslocal s3 ls", "ls aws", "cd aws/terraform", "vim aws.tf", "brew install awscli",
      "echo \"it's aws\"; ls", "# aws s3 ls", "echo 'a | aws b'", "echo \"a", "echo a # ; aws s3 ls", "sudo vim aws",
      "sudo -u aws ls", "cat <<E\naws s3 ls\nE", "echo x > aws", "cat < aws", "echo \\; aws",
      "for aws in 1; do ls; done",
      "aws=1 ls", "env -u aws ls", "timeout 5 ls aws", "echo $aws", "aws help", "aws --version",
      "terraform version", "aws ec2 help", "aws s3 ls --help", "aws-mfa-session -p aws -e",
      "alias x='aws s3 ls'",
    ])
  func notFound(line: String) {
    for shell in IntegratedShell.allCases { #expect(found(line, shell).isEmpty, "\(shell)") }
  }

  @Test(
    "have the profile that the line names",
    arguments: [
      ("aws --profile dev s3 ls", "dev"), ("aws s3 ls --profile=dev", "dev"), ("AWS_PROFILE=dev aws s3 ls", "dev"),
      ("env AWS_PROFILE=dev terraform apply", "dev"), ("AWS_PROFILE=x aws --profile dev s3 ls", "dev"),
      ("AWS_DEFAULT_PROFILE=dev aws s3 ls", "dev"),
      ("aws --profile 'my dev' s3 ls", "my dev"), ("aws --profile=\"my dev\" s3 ls", "my dev"),
      ("aws --profile my\\ dev s3 ls", "my dev"), ("AWS_PROFILE='my dev' aws s3 ls", "my dev"),
      ("sudo AWS_PROFILE=dev aws s3 ls | cat --profile x", "dev"),
    ])
  func profile(line: String, name: String) {
    for shell in IntegratedShell.allCases {
      #expect(found(line, shell).map(\.profile) == [.named(name)], "\(shell)")
    }
  }

  @Test(
    "have an unknown profile where only the shell knows it",
    arguments: [
      "aws --profile $P s3 ls", "aws --profile=\"$P\" s3 ls", "AWS_PROFILE=$P aws s3 ls",
      "AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s aws s3 ls",
    ])
  func unknown(line: String) {
    for shell in IntegratedShell.allCases { #expect(found(line, shell).map(\.profile) == [.unknown]) }
  }

  @Test("are all found, in order")
  func several() {
    #expect(
      found("aws s3 ls; AWS_PROFILE=a terraform plan && x=$(aws --profile b s3 ls)") == [
        AWSCommand(name: "aws", profile: .ofEnvironment, arguments: ["s3", "ls"]),
        AWSCommand(name: "terraform", profile: .named("a"), arguments: ["plan"]),
        AWSCommand(name: "aws", profile: .named("b"), arguments: ["--profile", "b", "s3", "ls"]),
      ])
  }

  @Test(
    "are elsewhere behind what changes folder or variables",
    arguments: [
      "cd x && aws s3 ls", "KUBECONFIG=x aws s3 ls", "export A=b; aws s3 ls", "(cd x; aws s3 ls)", "sudo aws s3 ls",
    ])
  func elsewhere(line: String) {
    #expect(found(line).map(\.isElsewhere) == [true])
  }
}

import Profiles
import TestSupport
import Testing

@testable import Session

@Suite("Where a command runs")
struct CommandContextTests {
  private let home = TemporaryFolder()

  private func needsAWS(_ line: String, environment: [String: String] = [:], isElsewhere: Bool = false) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    let context = CommandContext(environment: ["HOME": home.path].merging(environment) { $1 }, folder: home.path)
    return context.needsAWS(words[0], words.dropFirst().map { $0 == "$X" ? nil : $0 }, isElsewhere: isElsewhere)
  }

  /// As `kubectl config` and `aws eks update-kubeconfig` write it, with a context of each kind.
  private static func config(current: String) -> String {
    """
    apiVersion: v1
    clusters:
    - cluster:
        server: https://aws.example
      name: aws-cluster
    contexts:
    - context:
        cluster: aws-cluster
        namespace: aws
        user: arn:aws:eks:eu-west-1:123456789012:cluster/main
      name: eks
    - context:
        cluster: kind
        user: kind
      name: "kind"
    - context: {cluster: gke, user: x}
      name: flow
    - context:
        cluster: gke
        user: gke
      name: gke
    - context:
        user: wrapped
      name: wrapped
    current-context: \(current)
    kind: Config
    users:
    - name: arn:aws:eks:eu-west-1:123456789012:cluster/main
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          args:
          - --region
          - eu-west-1
          - eks
          - get-token
          command: aws
          env:
          - name: AWS_PROFILE
            value: dev
    - name: kind
      user:
        client-certificate-data: YXdzCg==
    - name: gke
      user:
        exec:
          command: gke-gcloud-auth-plugin
          installHint: Install gke-gcloud-auth-plugin
          provideClusterInfo: true
    - name: wrapped
      user:
        exec:
          command: sh
          args: ["-c", "aws-vault exec dev -- aws eks get-token"]
    """
  }

  @Test(
    "tells of Kubernetes by the context's user",
    arguments: [
      ("kubectl get pods", "eks", true), ("kubectl get pods", "kind", false), ("kubectl get pods", "gke", false),
      ("kubectl get pods", "wrapped", true), ("kubectl get pods --context kind", "eks", false),
      ("kubectl --context=eks get pods", "kind", true), ("helm upgrade x y --kube-context kind", "eks", false),
      ("helm upgrade x y", "eks", true), ("k9s", "gke", false), ("stern x --context eks", "gke", true),
      ("helmfile apply --kube-context gke", "eks", false), ("kubectl get pods --context $X", "kind", true),
      ("kubectl get pods", "flow", true), ("kubectl get pods", "nowhere", true), ("kubectl get pods", "\"\"", false),
      ("kubectl config get-contexts", "eks", false), ("helm lint x", "eks", false),
    ])
  func kubernetes(line: String, current: String, expected: Bool) throws {
    try home.write(Self.config(current: current), to: ".kube/config")
    #expect(needsAWS(line) == expected)
  }

  @Test("looks at the files that Kubernetes looks at")
  func kubeconfig() throws {
    #expect(!needsAWS("kubectl get pods"))
    try home.write(Self.config(current: "eks"), to: ".kube/config")
    let kind = try home.write(Self.config(current: "kind"), to: "other")
    #expect(!needsAWS("kubectl get pods", environment: ["KUBECONFIG": kind]))
    #expect(!needsAWS("kubectl get pods --kubeconfig=\(kind)"))
    #expect(!needsAWS("kubectl get pods --kubeconfig other"))
    #expect(needsAWS("kubectl get pods --kubeconfig $X"))
    #expect(!needsAWS("kubectl get pods", environment: ["KUBECONFIG": ":\(kind):\(home.path)/.kube/config"]))
    #expect(needsAWS("kubectl get pods", environment: ["KUBECONFIG": "/none:\(home.path)/.kube/config"]))
    #expect(needsAWS("kubectl get pods", environment: ["KUBECONFIG": kind], isElsewhere: true))
    let json = try home.write(#"{"contexts": [{"name": "kind"}]}"#, to: "json")
    #expect(needsAWS("kubectl get pods", environment: ["KUBECONFIG": json]))
  }

  private static let google = """
    provider "registry.terraform.io/hashicorp/google" {
      version = "5.0.0"
    }
    """

  @Test(
    "tells of Terraform by lock file, state and configuration",
    arguments: [
      ([:], true), ([".terraform.lock.hcl": google], false),
      ([".terraform.lock.hcl": google.replacing("google", with: "aws")], true),
      ([".terraform.lock.hcl": google, "main.tf": "terraform {\n  backend \"s3\" {}\n}\n"], true),
      ([".terraform.lock.hcl": google, "main.tf": "terraform {\n  backend \"gcs\" {}\n}\n"], false),
      ([".terraform.lock.hcl": google, ".terraform/terraform.tfstate": #"{"backend": {"type": "s3"}}"#], true),
      ([".terraform.lock.hcl": google, "terragrunt.hcl": "include \"root\" {\n}\n"], true),
    ] as [([String: String], Bool)])
  func terraform(files: [String: String], expected: Bool) throws {
    for (name, text) in files { try home.write(text, to: "stack/" + name) }
    for command in ["terraform -chdir=stack plan", "tofu -chdir=\(home.path)/stack apply"] {
      #expect(needsAWS(command) == expected)
    }
    #expect(needsAWS("terraform plan"))
    #expect(needsAWS("terraform -chdir=$X plan"))
    #expect(!needsAWS("terraform fmt"))
    for (name, text) in files { try home.write(text, to: name) }
    #expect(needsAWS("terraform plan") == expected)
    #expect(needsAWS("terraform plan", isElsewhere: true))
  }

  @Test("says nothing of other commands")
  func others() {
    for line in ["aws s3 ls", "cdk deploy", "pulumi up", "deploy"] { #expect(needsAWS(line)) }
    for line in [
      "aws configure list", "aws sso login --profile x", "aws login", "cdk init app", "packer fmt .", "sam validate",
    ] { #expect(!needsAWS(line)) }
  }
}

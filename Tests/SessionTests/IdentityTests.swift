import STS
import Session
import Testing

@Suite("Who a session belongs to")
struct IdentityTests {
  @Test(
    "is what IAM says of the device, else its name in the ARN, else the serial number",
    arguments: [
      ("arn:aws:iam::123456789012:mfa/alice", nil, "alice@123456789012"),
      ("arn:aws-cn:iam::123456789012:mfa/team/alice", nil, "alice@123456789012"),
      ("arn:aws:iam::123456789012:mfa/my-phone", "alice", "alice@123456789012"),
      ("GAHT12345678", nil, "GAHT12345678"), ("GAHT12345678", "alice", "GAHT12345678"),
    ] as [(String, String?, String)])
  func devices(serialNumber: String, userName: String?, label: String) {
    #expect(Identity(device: MFADevice(serialNumber: serialNumber, userName: userName)).label == label)
  }

  @Test("is read from the ARN of a user")
  func users() {
    #expect(Identity(arn: "arn:aws:iam::123456789012:user/team/bob")?.label == "bob@123456789012")
    #expect(Identity(arn: "arn:aws:iam") == nil)
  }
}

import Session
import Testing

@Suite("Who a session belongs to")
struct IdentityTests {
  @Test("is read from the ARN of a user or of a virtual device, and from a serial number as far as it goes")
  func labels() {
    #expect(Identity(serialNumber: "arn:aws:iam::123456789012:mfa/alice").label == "alice@123456789012")
    #expect(Identity(serialNumber: "arn:aws-cn:iam::123456789012:mfa/team/alice").label == "alice@123456789012")
    #expect(Identity(serialNumber: "GAHT12345678").label == "GAHT12345678")
    #expect(Identity(arn: "arn:aws:iam::123456789012:user/team/bob")?.label == "bob@123456789012")
    #expect(Identity(arn: "arn:aws:iam") == nil)
  }
}

import TestSupport
import Testing

@Suite("The MFA device")
struct DeviceTests {
  @Test("is asked of IAM, and security keys are left out with a word about why")
  func skipsSecurityKeys() throws {
    let home = try Home(devices: [.fido, .virtual], serial: false)
    let result = try home.run("-p", "dev", "-c", try home.emulator.code(home.user.devices[1]), "-e")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("Skipping security keys") && result.errors.contains(":u2f/"))
  }

  @Test("is chosen at the terminal when there are several")
  func choice() throws {
    let home = try Home(devices: [.virtual, .hardware, .virtual], serial: false)
    let session = try home.start("-p", "dev", "-e", "--format", "env")
    for (number, device) in home.user.devices.enumerated() { try session.expect("\(number + 1)  \(device.serial)") }
    try session.expect("Which one? ")
    session.type("9")
    try session.expect("Which one? ")
    session.type("2")
    try session.expect("MFA code for \(home.user.devices[1].serial): ")
    session.type(try home.emulator.code(home.user.devices[1]))
    try session.expect("AWS_ACCESS_KEY_ID=ASIA")
    #expect(try session.finish() == 0)
  }

  @Test("stands for its user, whatever it is called")
  func userName() throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    let session = try home.start("-p", "dev", "-e", "--format", "env")
    try session.expect("Which one? ")
    session.type("2")
    try session.expect("MFA code for \(home.user.user)@\(home.user.account): ")
  }

  @Test("must be named when there are several and nobody to choose")
  func several() throws {
    let home = try Home(devices: [.virtual, .virtual], serial: false)
    let result = try home.run("-p", "dev", "-c", "123456", "-e")
    #expect(result.status == 78)
    for device in home.user.devices { #expect(result.errors.contains(device.serial)) }
    #expect(result.errors.contains("--arn"))
  }

  @Test(
    "is missed clearly",
    arguments: [([], "has no MFA device"), ([.fido], "aws login --profile dev")]
      as [([Emulator.DeviceKind], String)])
  func none(devices: [Emulator.DeviceKind], words: String) throws {
    let home = try Home(devices: devices, serial: false)
    let result = try home.run("-p", "dev", "-c", "123456", "-e")
    #expect(result.status == 78)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test("comes from --arn, else from AWS_MFA_SERIAL, else from the profile")
  func precedence() throws {
    let home = try Home(devices: [.virtual, .virtual, .virtual], settings: "")
    let devices = home.user.devices
    func succeeds(with device: Emulator.User.Device, _ arguments: [String], _ environment: [String: String] = [:])
      throws -> Bool
    {
      try run(
        [Project.program, "-p", "dev", "-e", "-c", try home.emulator.code(device)] + arguments,
        environment: home.environment.merging(environment) { $1 }
      ).status == 0
    }
    #expect(try succeeds(with: devices[0], []))
    #expect(try succeeds(with: devices[1], [], ["AWS_MFA_SERIAL": devices[1].serial]))
    #expect(try succeeds(with: devices[2], ["-a", devices[2].serial], ["AWS_MFA_SERIAL": devices[1].serial]))
  }
}

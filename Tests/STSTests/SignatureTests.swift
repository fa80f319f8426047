import Foundation
import TestSupport
import Testing

@testable import STS

@Suite("Signatures")
struct SignatureTests {
  struct Vector: Decodable, CustomTestStringConvertible {
    let name: String
    let method: String
    let url: String
    let headers: [String: String]
    let body: String
    let accessKeyId: String
    let secretAccessKey: String
    let region: String
    let service: String
    let canonicalRequest: String
    let authorization: String

    var testDescription: String { name }
  }

  static func vectors(_ name: String) throws -> [Vector] {
    let file = URL(filePath: "\(Project.root)/Tests/STSTests/Vectors/\(name).json")
    return try JSONDecoder.snakeCase.decode([Vector].self, from: Data(contentsOf: file))
  }

  @Test(
    "are those that AWS published and botocore makes", arguments: try vectors("aws-test-suite") + vectors("botocore"))
  func vector(_ vector: Vector) throws {
    let signature = SignatureV4(
      accessKeyID: vector.accessKeyId, secretAccessKey: vector.secretAccessKey, region: vector.region,
      service: vector.service)
    let headers = vector.headers.map { (name: $0.key, value: $0.value) }
    let path = try #require(URL(string: vector.url)).path(percentEncoded: true)
    let body = Array(vector.body.utf8)
    #expect(
      SignatureV4.canonicalRequest(method: vector.method, path: path.isEmpty ? "/" : path, headers: headers, body: body)
        == vector.canonicalRequest)
    #expect(
      signature.authorization(
        method: vector.method, path: path.isEmpty ? "/" : path, headers: headers, body: body,
        timestamp: vector.headers["x-amz-date"] ?? "") == vector.authorization)
  }
}

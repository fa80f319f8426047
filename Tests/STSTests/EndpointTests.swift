import Foundation
import TestSupport
import Testing

@testable import STS

@Suite("Endpoints")
struct EndpointTests {
  struct Expected: Decodable {
    let service: String
    let region: String
    let fips: Bool
    let dualstack: Bool
    let legacy: Bool?
    let url: String?
    let signingRegion: String?
    let error: String?
  }

  @Test("are botocore's for every region, partition and variant")
  func all() throws {
    let answer = try run(
      [Project.python, Project.support("botocore_oracle.py"), "endpoints"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"])
    let table = try JSONDecoder.snakeCase.decode([Expected].self, from: Data(answer.output.utf8))
    #expect(table.count > 500)
    // `aws-iso-global` and its like name no region; nobody sets them, and botocore contradicts itself there.
    for expected in table where !expected.region.hasSuffix("-global") || expected.region == "aws-global" {
      let service = try #require(Endpoint.Service(rawValue: expected.service))
      let options = Endpoint.Options(
        useFIPS: expected.fips, useDualStack: expected.dualstack, useLegacySTS: expected.legacy == true)
      let endpoint = try? Endpoint(service, region: expected.region, options: options)
      #expect((endpoint == nil) == (expected.error != nil), "\(expected)")
      if expected.error == nil, let url = expected.url {
        #expect(endpoint?.url == (url.hasSuffix("/") ? url : url + "/"), "\(expected)")
        #expect(endpoint?.signingRegion == expected.signingRegion, "\(expected)")
      }
    }
  }

  @Test("of one's own are taken over https, and over http on this machine alone")
  func own() throws {
    func host(_ url: String) throws -> String { try Endpoint(.sts, region: "eu-west-1", options: .init(url: url)).host }
    #expect(try host("https://sts.example.com") == "sts.example.com")
    #expect(try host("HTTPS://STS.Example.com:443/") == "sts.example.com")
    #expect(try host("http://127.0.0.1:4566") == "127.0.0.1:4566")
    #expect(try host("http://127.9.9.9") == "127.9.9.9")
    #expect(try host("http://localhost:80/") == "localhost")
    #expect(try host("http://[::1]:4566") == "[::1]:4566")
    for url in [
      "http://sts.example.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://localhost.example.com",
    ] {
      #expect(throws: Endpoint.Invalid.notEncrypted(url)) { try host(url) }
    }
    for url in [
      "", "sts.example.com", "ftp://localhost", "https://", "https://a/?x=1", "not a url", "http://127.0.0.1:99999",
    ] {
      #expect(throws: Endpoint.Invalid.notAURL(url)) { try host(url) }
    }
  }

  @Test(
    "with a user or a password are refused, and neither is repeated",
    arguments: ["http://u:pw@127.0.0.1", "https://pw@sts.example.com"])
  func user(url: String) throws {
    do {
      _ = try Endpoint(.sts, region: "eu-west-1", options: .init(url: url))
      Issue.record("it was taken")
    } catch { #expect(!"\(error)".contains("pw")) }
  }

  @Test("keep the path and the signing region when the user names the host")
  func path() throws {
    let endpoint = try Endpoint(
      .iam, region: "cn-north-1", options: .init(url: "https://gateway.example.com:8443/aws/iam"))
    #expect(endpoint.url == "https://gateway.example.com:8443/aws/iam")
    #expect(endpoint.path == "/aws/iam")
    #expect(endpoint.signingRegion == "cn-north-1")
  }
}

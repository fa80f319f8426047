import Foundation
@testable import Profiles
import TestSupport

/// What botocore itself says of files (`Tests/Support/botocore_oracle.py`).
enum Oracle {
  struct Reading: Decodable {
    let path: String
    let error: String?
    let sections: Pairs<Pairs<Value>>?
    let profiles: Pairs<Pairs<Value>>?
    let services: Pairs<Pairs<Value>>?
  }

  /// A dictionary, from a list of pairs.
  struct Pairs<Value: Decodable & Equatable>: Decodable, Equatable {
    var values: [CodePointString: Value]

    init(_ values: [CodePointString: Value]) {
      self.values = values
    }

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      values = [:]
      while !list.isAtEnd {
        var pair = try list.nestedUnkeyedContainer()
        values[CodePointString(try pair.decode(String.self))] = try pair.decode(Value.self)
      }
    }
  }

  enum Value: Decodable, Equatable {
    case text(String)
    case nested(Pairs<String>)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .nested(try container.decode(Pairs<String>.self))
      }
    }

    init(_ value: Settings.Value) {
      switch value {
      case .text(let text): self = .text(text)
      case .nested(let lines): self = .nested(Pairs(lines))
      }
    }
  }

  struct Failed: Error {
    let errors: String
  }

  /// How botocore reads each of some files.
  static func read(_ paths: [String]) throws -> [Reading] {
    try run(["read", "-"], input: paths.joined(separator: "\n")).split(separator: "\n").map {
      try JSONDecoder().decode(Reading.self, from: Data($0.utf8))
    }
  }

  /// Odd files, made by chance from a seed.
  /// - Parameter large: whether they have 1,000 sections.
  static func generate(
    _ count: Int, seed: Int, large: Bool = false, in folder: TemporaryFolder
  ) throws -> [String] {
    _ = try run([large ? "generate-large" : "generate", String(count), String(seed), folder.path])
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { folder.path + "/" + $0 }
  }

  /// The profiles of both files as a botocore session merges them.
  static func merge(credentials: String, config: String) throws -> Pairs<Pairs<Value>> {
    try JSONDecoder().decode(
      Pairs<Pairs<Value>>.self, from: Data(run(["merge", credentials, config]).utf8))
  }

  static var corpus: [String] {
    let folder = "\(Project.root)/Tests/ProfilesTests/Corpus"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
  }

  private static func run(_ arguments: [String], input: String = "") throws -> String {
    let result = try TestSupport.run(
      [Project.python, Project.support("botocore_oracle.py")] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], input: input)
    guard result.status == 0 else { throw Failed(errors: result.errors) }
    return result.output
  }
}

func bytes(_ path: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path) ?? Data()) }

extension INIDocument {
  /// All sections, in the shape of the oracle's answer.
  var asRead: Oracle.Pairs<Oracle.Pairs<Oracle.Value>> {
    .init(Dictionary(uniqueKeysWithValues: namedSections.map { (CodePointString(name(of: $0)), values(of: $0)) }))
  }

  /// The profiles of a config file, in the shape of the oracle's answer.
  var profiles: Oracle.Pairs<Oracle.Pairs<Oracle.Value>> {
    let profiles = ConfigProfiles(self)
    return .init(
      Dictionary(
        uniqueKeysWithValues: profiles.names().map { name in
          (CodePointString(name), profiles.section(named: name).map(values(of:)) ?? .init([:]))
        }))
  }

  func values(of section: Section) -> Oracle.Pairs<Oracle.Value> {
    .init(settings(of: section).values.mapValues(Oracle.Value.init))
  }
}

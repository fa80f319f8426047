import Foundation
import Platform
import TestSupport
import Testing

/// What a process looks for in files may be gone when it looks again: another one removes a session, a terminal is closed.
@Suite("The first result")
struct FirstResultTests {
  @Test("is what the function answered, which is called once for each element up to that one")
  func once() {
    var calls: [Int] = []
    let result = [1, 2, 3].firstResult { number -> Int? in
      defer { calls.append(number) }
      return number == 2 && !calls.contains(2) ? 20 : nil
    }
    #expect(result == 20 && calls == [1, 2])
    #expect([Int]().firstResult { $0 } == nil)
  }

  @Test("is not taken by lazy.compactMap anywhere, which calls the function twice")
  func noLazyCompactMap() throws {
    let folder = Project.root + "/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    #expect(files.count > 100)
    for file in files where !file.hasSuffix("/FirstResult.swift") {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      #expect(text.firstMatch(of: /\.lazy\s*\.compactMap/) == nil, "\(file)")
    }
  }
}

import Foundation
import Profiles
import Session
import TestSupport
import Testing

@Suite("The journal of changes")
struct ChangeJournalTests {
  @Test("keeps each change of commands that run at the same time, also the first ones")
  func concurrent() throws {
    let home = try SomeHome()
    let environment = home.environment
    let changes = (0..<24).map { FileChange("/file-\($0)", from: nil, to: [UInt8($0)]) }
    DispatchQueue.concurrentPerform(iterations: changes.count) { number in
      _ = try? ChangeJournal(of: "setup", in: SessionStore(environment: environment)).note(changes[number])
    }
    let noted = ChangeJournal(of: "setup", in: home.store).entries.map(\.change.path)
    #expect(Set(noted) == Set(changes.map(\.path)))
  }
}

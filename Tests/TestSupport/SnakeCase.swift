package import Foundation

extension JSONDecoder {
  /// For what the Python programs of `Tests/Support` print.
  package static var snakeCase: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}

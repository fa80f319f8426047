private import CExpat

/// An XML element of an AWS response: names without namespaces, text without surrounding white space.
struct XMLElement {
  let name: String
  fileprivate(set) var text = ""
  fileprivate(set) var children: [XMLElement] = []

  /// The first child with a name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The text of the element at a path; nil when there is none or it is empty.
  func text(at path: String...) -> String? {
    var element = self
    for name in path {
      guard let child = element[name] else { return nil }
      element = child
    }
    return element.text.isEmpty ? nil : element.text
  }

  /// Reads a document; nil when it is not well-formed, is nested too deep, or has a document type: no AWS response has one, and it
  /// could define entities.
  static func parse(_ bytes: [UInt8]) -> XMLElement? {
    guard let parser = aws_expat_create() else { return nil }
    defer { aws_expat_free(parser) }
    let reader = Reader(parser)
    aws_expat_set_handlers(
      parser, Unmanaged.passUnretained(reader).toOpaque(),
      { context, name, _ in Reader.from(context)?.open(name) }, { context, _ in Reader.from(context)?.close() },
      { context, text, count in Reader.from(context)?.add(text, Int(count)) },
      { context, _, _, _, _ in Reader.from(context)?.refuse() })
    let isWhole = bytes.withUnsafeBytes { buffer in
      aws_expat_parse(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
    }
    return isWhole != 0 ? reader.root : nil
  }

  private final class Reader {
    var root: XMLElement?
    private let parser: XML_Parser
    private var open: [XMLElement] = []

    init(_ parser: XML_Parser) { self.parser = parser }

    /// The user data is the reader that owns the parser.
    static func from(_ context: UnsafeMutableRawPointer?) -> Reader? {
      context.map { Unmanaged<Reader>.fromOpaque($0).takeUnretainedValue() }
    }

    func open(_ name: UnsafePointer<CChar>?) {
      guard open.count < 32, let name else { return refuse() }
      open.append(XMLElement(name: String(cString: name)))
    }

    func add(_ text: UnsafePointer<CChar>?, _ count: Int) {
      guard let last = open.indices.last else { return }
      open[last].text += String(decoding: UnsafeRawBufferPointer(start: text, count: count), as: UTF8.self)
    }

    func close() {
      guard var element = open.popLast() else { return }
      element.text = element.text.trimmingSpace()
      if let last = open.indices.last { open[last].children.append(element) } else { root = element }
    }

    func refuse() { aws_expat_stop(parser) }
  }
}

extension StringProtocol {
  /// Without surrounding white space.
  func trimmingSpace() -> String {
    let isSpace = { (character: Character) in character.isWhitespace }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}

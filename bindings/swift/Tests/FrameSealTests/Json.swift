import Foundation
import FrameSeal
import XCTest

/// An object of a file of scenarios or vectors.
struct Json {
    private let values: [String: Any]

    /// Reads a file, whose path starts at the project's root.
    init(file path: String) throws {
        let bytes = try Data(contentsOf: projectRoot.appendingPathComponent(path))
        self.init(values: try XCTUnwrap(JSONSerialization.jsonObject(with: bytes) as? [String: Any], path))
    }

    private init(values: [String: Any]) {
        self.values = values
    }

    func list(_ name: String) throws -> [Json] {
        try XCTUnwrap(values[name] as? [[String: Any]], name).map(Json.init(values:))
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) throws -> String { try XCTUnwrap(values[name] as? String, name) }

    func flag(_ name: String) -> Bool { values[name] as? Bool ?? false }

    /// A number, or one written as text because JSON's are not long enough.
    func number<N: FixedWidthInteger>(_ name: String) throws -> N {
        if let text = values[name] as? String { return try XCTUnwrap(N(text), name) }
        return try XCTUnwrap(N(exactly: XCTUnwrap(values[name] as? Int, name)), name)
    }

    /// Bytes, which are hexadecimal.
    func bytes(_ name: String) throws -> Data {
        let digits = try text(name).compactMap(\.hexDigitValue)
        XCTAssertEqual(digits.count, try text(name).count, name)
        return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    func suite(_ name: String) throws -> CipherSuite { try XCTUnwrap(cipherSuite(number: number(name))) }

    func codec(_ name: String) throws -> Codec? { has(name) ? try codecOf(name: text(name)) : nil }
}

let projectRoot = (0..<5).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }

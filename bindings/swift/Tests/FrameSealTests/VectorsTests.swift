import Foundation
import FrameSeal
import XCTest

/// The vectors of `sframe/tests/vectors`.
final class VectorsTests: XCTestCase {
    func testVectorsOfRfc9605AndOfTheRegistry() throws {
        let vectors =
            try Json(file: "sframe/tests/vectors/rfc9605.json").list("sframe")
            + Json(file: "sframe/tests/vectors/iana-aes256-ctr-hmac.json").list("sframe_aes_256_ctr_hmac")
        var ran = 0
        for road in Road.allCases {
            for vector in vectors {
                let suite = try vector.suite("cipher_suite")
                let (kid, counter): (UInt64, UInt64) = (try vector.number("kid"), try vector.number("ctr"))
                let key = try BaseKey(bytes: vector.bytes("base_key"))
                let encryptor = try Encryptor(suite: suite, kid: kid, baseKey: key, counters: Disk(start: counter))
                let sealed = try road.seal(
                    vector.bytes("pt"), with: encryptor, metadata: vector.bytes("metadata"), codec: nil, padTo: 0)
                XCTAssertEqual(sealed, try vector.bytes("ct"))

                let decryptor = try Decryptor(config: .plain)
                try decryptor.addKey(suite: suite, kid: kid, baseKey: key)
                let opened = try road.open(
                    sealed, with: decryptor, metadata: vector.bytes("metadata"), isEnvelope: false)
                XCTAssertEqual(opened, OpenedFrame(frame: try vector.bytes("pt"), kid: kid, counter: counter))
                ran += 1
            }
        }
        XCTAssertEqual(ran, 3 * 8)
    }

    func testVectorsOfTheEnvelope() throws {
        let vectors = try Json(file: "sframe/tests/vectors/transparent-envelope.json")
        var (sealed, rewritten, refused) = (0, 0, 0)
        for road in Road.allCases {
            for vector in try vectors.list("sealed") {
                try seal(vector, road)
                try open(vector, road)
                sealed += 1
            }
            // What was rewritten on the way is only opened.
            for vector in try vectors.list("rewritten") {
                try open(vector, road)
                rewritten += 1
            }
            for vector in try vectors.list("refused") {
                let why = try vector.text("why")
                XCTAssertThrowsError(try openedFrame(vector, road), why) { thrown in
                    XCTAssertTrue(thrown is FrameSealError, "\(thrown)")
                }
                refused += 1
            }
        }
        XCTAssertEqual(sealed, 3 * 144)
        XCTAssertEqual(rewritten, 3 * 24)
        XCTAssertEqual(refused, 3 * 27)
    }

    private func seal(_ vector: Json, _ road: Road) throws {
        let key = try BaseKey(bytes: vector.bytes("base_key"))
        let encryptor = try Encryptor(
            suite: vector.suite("suite"), kid: vector.number("kid"), baseKey: key,
            counters: Disk(start: vector.number("counter")))
        let sealed = try road.seal(
            vector.bytes("frame"), with: encryptor, metadata: vector.bytes("metadata"), codec: vector.codec("codec"),
            padTo: vector.number("pad_to"))
        XCTAssertEqual(sealed, try vector.bytes("sealed"))
    }

    private func open(_ vector: Json, _ road: Road) throws {
        let expected = try OpenedFrame(
            frame: vector.bytes("frame"), kid: vector.number("kid"), counter: vector.number("counter"))
        XCTAssertEqual(try openedFrame(vector, road), expected)
    }

    private func openedFrame(_ vector: Json, _ road: Road) throws -> OpenedFrame {
        let decryptor = try Decryptor(config: .plain)
        let key = try BaseKey(bytes: vector.bytes("base_key"))
        try decryptor.addKey(suite: vector.suite("suite"), kid: vector.number("kid"), baseKey: key)
        return try road.open(
            vector.bytes("sealed"), with: decryptor, metadata: vector.bytes("metadata"), isEnvelope: true)
    }
}

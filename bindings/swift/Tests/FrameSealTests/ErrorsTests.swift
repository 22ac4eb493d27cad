import Foundation
import FrameSeal
import XCTest

/// What goes wrong is said alike on all roads.
final class ErrorsTests: XCTestCase {
    func testErrorsAreTheSameOnAllRoads() throws {
        let cases: [(String, String, UInt64?, (Road) throws -> Void)] = [
            ("Authentication", "Authentication", nil, { road in
                let (encryptor, decryptor) = try pair()
                let sealed = try self.seal(road, encryptor)
                _ = try road.open(sealed, with: decryptor, metadata: Data([1]), isEnvelope: false)
            }),
            ("KeyId", "UnknownKey", 9, { road in
                let sealed = try self.seal(road, pair(kid: 9).0)
                _ = try road.open(sealed, with: pair().1, metadata: Data(), isEnvelope: false)
            }),
            ("Replay", "Replayed", 7, { road in
                let (encryptor, decryptor) = try pair()
                let sealed = try self.seal(road, encryptor)
                for _ in 0..<2 { _ = try road.open(sealed, with: decryptor, metadata: Data(), isEnvelope: false) }
            }),
            ("Syntax", "Truncated", nil, { road in
                _ = try road.open(Data([0x99]), with: pair().1, metadata: Data(), isEnvelope: false)
            }),
            ("Syntax", "EnvelopeVersion", nil, { road in
                _ = try road.open(Data(repeating: 0xff, count: 40), with: pair().1, metadata: Data(), isEnvelope: true)
            }),
        ]
        for (name, code, kid, fail) in cases {
            var reasons: Set<String> = []
            for road in Road.allCases {
                XCTAssertThrowsError(try fail(road), code) { thrown in
                    let thrown = thrown as? FrameSealError
                    XCTAssertEqual(thrown?.name, name)
                    XCTAssertEqual(thrown?.code, code)
                    XCTAssertEqual(thrown?.kid, kid)
                    reasons.insert(thrown?.reason ?? "")
                }
            }
            XCTAssertEqual(reasons.count, 1, "\(reasons)")
            XCTAssertFalse(reasons.contains(""))
        }
    }

    func testAStoreThatCannotReserveStopsTheSender() throws {
        final class Full: CounterStore {
            func reserve(fingerprint: Data, count: UInt64) -> UInt64? { nil }
        }
        XCTAssertThrowsError(
            try Encryptor(suite: .aes128GcmSha256, kid: 7, baseKey: .generate(), counters: Full())
        ) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.name, "Usage")
            XCTAssertEqual((thrown as? FrameSealError)?.code, "CountersUnavailable")
        }
    }

    func testAFrameThatIsNotItsCodecsIsRefused() throws {
        for road in Road.allCases {
            XCTAssertThrowsError(
                try road.seal(Data([1]), with: pair().0, metadata: Data(), codec: .vp8, padTo: 0)
            ) { thrown in
                XCTAssertEqual((thrown as? FrameSealError)?.name, "Usage")
            }
        }
        XCTAssertThrowsError(try codecOf(name: "audio/red")) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.code, "Red")
        }
    }

    /// The compiler knows what is thrown, so that a switch over it is whole.
    func testWhatIsThrownHasAType() throws {
        let opener = InPlaceDecryptor(try pair().1)
        do {
            _ = try opener.decrypt(Data([0x99]))
            XCTFail("it is no frame")
        } catch {
            switch error {
            case .Syntax(let code, _): XCTAssertEqual(code, "Truncated")
            case .KeyId, .Authentication, .Replay, .Message, .Usage: XCTFail("\(error)")
            }
        }
    }

    private func seal(_ road: Road, _ encryptor: Encryptor) throws -> Data {
        try road.seal(Data(repeating: 3, count: 50), with: encryptor, metadata: Data(), codec: nil, padTo: 0)
    }
}

import Foundation
import FrameSeal
import XCTest

/// Many tasks at a time.
final class ConcurrencyTests: XCTestCase {
    private static let tasks = 8
    private static let frames = 2000

    func testNoCounterComesTwice() async throws {
        let key = try BaseKey.generate()
        let encryptor = try Encryptor(suite: .aes128GcmSha256, kid: 7, baseKey: key, counters: Disk())
        let sealer = InPlaceEncryptor(encryptor)
        let counters = try await withThrowingTaskGroup(of: [UInt64].self, returning: [UInt64].self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    // Each opens its own, which are in order.
                    let decryptor = try Decryptor(config: .plain)
                    try decryptor.addKey(suite: .aes128GcmSha256, kid: 7, baseKey: key)
                    let opener = InPlaceDecryptor(decryptor)
                    let frame = Data(repeating: UInt8(task), count: 100)
                    return try (0..<Self.frames).map { n in
                        // Half of them over objects, which count on the same counters.
                        let sealed = try n % 2 == 0 ? sealer.encrypt(frame) : encryptor.encrypt(frame: frame)
                        let opened = try opener.decrypt(sealed)
                        XCTAssertEqual(opened.frame, frame)
                        return opened.counter
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        XCTAssertEqual(counters.count, Self.tasks * Self.frames)
        XCTAssertEqual(Set(counters).count, counters.count, "a counter came twice")
        XCTAssertEqual(Set(counters), Set(0..<UInt64(counters.count)))
    }

    func testOneDecryptorServesManyTasks() async throws {
        let decryptor = try Decryptor(config: .plain)
        let opener = InPlaceDecryptor(decryptor)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<Self.tasks {
                let key = try BaseKey.generate()
                try decryptor.addKey(suite: .aes128GcmSha256, kid: UInt64(task), baseKey: key)
                let encryptor = try Encryptor(suite: .aes128GcmSha256, kid: UInt64(task), baseKey: key)
                group.addTask {
                    let sealer = InPlaceEncryptor(encryptor)
                    for _ in 0..<Self.frames {
                        let opened = try opener.decrypt(sealer.encrypt(Data(repeating: UInt8(task), count: 100)))
                        XCTAssertEqual(opened.frame.first, UInt8(task))
                        XCTAssertEqual(opened.kid, UInt64(task))
                    }
                }
            }
            try await group.waitForAll()
        }
        XCTAssertEqual(try decryptor.totals().opened, UInt64(Self.tasks * Self.frames))
    }

    func testWhatGoesBetweenTasksIsSendable() {
        func isSendable<T: Sendable>(_: T.Type) {}
        isSendable(Encryptor.self)
        isSendable(Decryptor.self)
        isSendable(InPlaceEncryptor.self)
        isSendable(InPlaceDecryptor.self)
        isSendable(InPlaceDecryptor.Opened.self)
        isSendable(FrameBatch.Outcome.self)
        isSendable(BaseKey.self)
        isSendable(SenderKey.self)
        isSendable(MlsKeys.self)
        isSendable(Session.self)
        isSendable(CallState.self)
        isSendable(CallStreams.self)
        isSendable(GroupStreams.self)
        isSendable(OutgoingMessage.self)
        isSendable(CallEvent.self)
        isSendable(FrameSealError.self)
    }
}

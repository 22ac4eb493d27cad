import Foundation
import FrameSeal
import XCTest

/// The code of the documentation, run.
final class QuickStartTests: XCTestCase {
    func testFrames() throws {
        let (secret, frame) = (Data(repeating: 0x42, count: 32), Data([0xf8, 0xff, 0xfe]))

        let key = try BaseKey(bytes: secret)
        let encryptor = try Encryptor(suite: .aes128GcmSha256, kid: 7, baseKey: key)
        let decryptor = try Decryptor(config: .plain)
        try decryptor.addKey(suite: .aes128GcmSha256, kid: 7, baseKey: key)

        let sealer = InPlaceEncryptor(encryptor, codec: .opus)
        let opener = InPlaceDecryptor(decryptor, isEnvelope: true)
        let sealed = try sealer.encrypt(frame)
        let opened = try opener.decrypt(sealed)

        XCTAssertEqual(opened.frame, frame)
    }

    func testFramesWhereTheyLie() throws {
        let (encryptor, decryptor) = try pair()
        let sealer = InPlaceEncryptor(encryptor, codec: .opus)
        let opener = InPlaceDecryptor(decryptor, isEnvelope: true)
        let encode = { (place: UnsafeMutableRawBufferPointer) in
            place.copyBytes(from: [0xf8, 0xff, 0xfe])
            return 3
        }
        var packets: [Data] = []
        let send = { (packet: UnsafeMutableRawBufferPointer) in packets.append(Data(packet)) }

        let room = try sealer.room(forFrameOf: 1275)
        let size = room.headroom + 1275 + room.tailroom
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }

        let length = encode(UnsafeMutableRawBufferPointer(rebasing: buffer[room.headroom...]))
        let sealed = try sealer.encrypt(buffer, frame: room.headroom..<(room.headroom + length))
        send(UnsafeMutableRawBufferPointer(rebasing: buffer[sealed]))

        XCTAssertEqual(packets.count, 1)
        XCTAssertEqual(try opener.decrypt(packets[0]).frame, Data([0xf8, 0xff, 0xfe]))
    }

    func testACall() async throws {
        let (signalling, message) = (Signalling(), Data("from somebody else".utf8))
        let show = { @Sendable (event: CallEvent) in XCTAssertEqual(event, .ended(how: .left)) }

        let streams = CallStreams()
        let config = SessionConfig(callId: Data("room 7".utf8), name: "Alice")
        let identity = try DeviceIdentity.generate()
        let session = try Session.join(config: config, identity: identity, listener: streams)
        let sending = Task { for await message in streams.messages { await signalling.send(message) } }
        let showing = Task { for await event in streams.events { show(event) } }
        let clock = Task { try await session.keepTime() }

        // Each message that the signalling brings. What is refused needs nothing done.
        try? session.handle(message: message)

        let sealer = InPlaceEncryptor(try session.encryptor(kind: .audio), codec: .opus)
        let opener = InPlaceDecryptor(session.decryptor(), isEnvelope: true)
        print("read this aloud: \(session.callCode().digits)")

        try session.leave()
        await sending.value
        await showing.value
        try await clock.value
        let sent = await signalling.sent
        XCTAssertGreaterThan(sent, 0)
        XCTAssertThrowsError(try opener.decrypt(sealer.encrypt(Data([0xf8])))) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.name, "KeyId")
        }
    }

    func testTheDocumentationHasThisCode() throws {
        let own = lines(try String(contentsOfFile: #filePath, encoding: .utf8))
        var blocks = 0
        for path in ["bindings/swift/README.md", "bindings/swift/Sources/FrameSeal/FrameSeal.docc/FrameSeal.md"] {
            let text = try String(contentsOf: projectRoot.appendingPathComponent(path), encoding: .utf8)
            for block in text.components(separatedBy: "```swift\n").dropFirst() {
                let code = lines(block.components(separatedBy: "```")[0])
                XCTAssertTrue(own.contains(code), "\(path) has code that is not run:\n\(code)")
                blocks += 1
            }
        }
        XCTAssertEqual(blocks, 4)
    }

    /// A text whose lines are not indented, and which has no empty ones.
    private func lines(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// An app's signalling channel.
private actor Signalling {
    private(set) var sent = 0

    func send(_ message: OutgoingMessage) {
        sent += 1
    }
}

import Foundation
import FrameSeal
import XCTest

/// Sessions that agree on keys, and groups whose keys change, with their events as streams.
final class CallTests: XCTestCase {
    func testTwoMembersAgreeOnKeysAndACode() async throws {
        let (alice, bob) = (try Peer("Alice"), try Peer("Bob"))
        let signalling = [alice.deliver(to: bob), bob.deliver(to: alice)]
        let clocks = [alice, bob].map { peer in Task { try await peer.session.keepTime() } }
        let heard = Task { await alice.streams.events.reduce(into: [CallEvent]()) { $0.append($1) } }

        try await until("they see each other") {
            [alice, bob].allSatisfy { peer in
                peer.session.members().count == 1 && peer.session.members().allSatisfy { $0.seesTheSame }
            }
        }
        XCTAssertEqual(alice.session.members().map(\.name), ["Bob"])
        XCTAssertEqual(alice.session.callCode(), bob.session.callCode())
        XCTAssertTrue(alice.session.matchesQr(scanned: bob.session.callCode().qrText))
        XCTAssertFalse(alice.session.matchesQr(scanned: "something else"))

        // Frames of sound in place, of pictures over objects.
        let sealer = InPlaceEncryptor(try alice.session.encryptor(kind: .audio), codec: .opus)
        let opener = InPlaceDecryptor(bob.session.decryptor(), isEnvelope: true)
        let frame = Data([0xf8]) + Data(repeating: 0x5a, count: 80)
        for n in 0..<50 as Range<UInt64> {
            let opened = try opener.decrypt(sealer.encrypt(frame))
            XCTAssertEqual(opened.frame, frame)
            XCTAssertEqual(opened.counter, n)
            let sender = bob.session.senderOf(kid: opened.kid)
            XCTAssertEqual(sender, Sender(member: alice.session.id(), kind: .audio))
        }
        let picture = try bob.session.encryptor(kind: .video).encrypt(frame: frame)
        XCTAssertEqual(try alice.session.decryptor().decrypt(frame: picture).frame, frame)

        let chat = try bob.session.sealChat(message: Data("hello".utf8))
        let message = ChatMessage(sender: bob.session.id(), payload: Data("hello".utf8))
        XCTAssertEqual(try alice.session.openChat(sealed: chat), message)

        // The streams and the clock of who leaves end by themselves.
        try alice.session.leave()
        let events = await heard.value
        XCTAssertTrue(events.contains(.joined(member: bob.session.id())))
        XCTAssertEqual(events.last, .ended(how: .left))
        try await clocks[0].value
        await signalling[0].value
        try await until("Bob knows that she left") { bob.session.members().isEmpty }
        XCTAssertThrowsError(try alice.session.encryptor(kind: .audio)) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.code, "SessionEnded")
        }

        try bob.session.leave()
        try await clocks[1].value
        await signalling[1].value
    }

    func testMessagesThatAreNoneAreRefused() throws {
        let alice = try Peer("Alice")
        XCTAssertThrowsError(try alice.session.handle(message: Data("no message".utf8))) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.name, "Message")
        }
    }

    func testAClockStopsWhenItsTaskIsCancelled() async throws {
        let alice = try Peer("Alice")
        let clock = Task { try await alice.session.keepTime() }
        clock.cancel()
        let outcome = await clock.result
        XCTAssertThrowsError(try outcome.get()) { thrown in XCTAssertTrue(thrown is CancellationError) }
    }

    func testEventsOfAGroup() async throws {
        XCTAssertFalse(mlsExporterLabel().isEmpty)
        var streams: GroupStreams? = GroupStreams()
        var keys: MlsKeys? = try MlsKeys(suite: .aes128GcmSha256, epochBits: 4, listener: streams)
        let events = try XCTUnwrap(streams).events
        try keys?.addEpoch(epoch: 1, secret: Data(repeating: 1, count: 16), leaves: 2, ownIndex: 0, atOnce: true)
        try keys?.addEpoch(epoch: 2, secret: Data(repeating: 2, count: 16), leaves: 2, ownIndex: 0, atOnce: true)
        XCTAssertEqual(keys?.sending(), 2)
        // With the keys goes the listener, and with it the stream ends.
        (keys, streams) = (nil, nil)
        let heard = await events.reduce(into: [GroupEvent]()) { $0.append($1) }
        XCTAssertEqual(heard, [.goneOver(epoch: 1), .goneOver(epoch: 2)])
    }

    func testADecryptorTellsOfAKeyThatIsMissing() async throws {
        let key = try BaseKey.generate()
        let encryptor = try Encryptor(suite: .aes128GcmSha256, kid: 7, baseKey: key)
        let decryptor = try Decryptor(config: .plain)
        let sealed = try encryptor.encrypt(frame: Data(count: 8))
        XCTAssertThrowsError(try decryptor.decrypt(frame: sealed))
        var events = decryptor.events().makeAsyncIterator()
        let missing = try await events.next()
        XCTAssertEqual(missing, .keyMissing(kid: 7))
        try decryptor.addKey(suite: .aes128GcmSha256, kid: 7, baseKey: key)
        _ = try decryptor.decrypt(frame: sealed)
        let recovered = try await events.next()
        XCTAssertEqual(recovered, .keyRecovered(kid: 7))
    }

    func testADevicesStateRefusesItsBackup() throws {
        let disk = StateDisk()
        let (key, identity) = (Data(repeating: 9, count: 32), try DeviceIdentity.generate())
        let state = try CallState.create(key: key, identity: identity, storage: disk)
        let (backup, _) = disk.saved()
        let baseKey = try BaseKey.generate()
        let encryptor = try Encryptor.withState(suite: .aes128GcmSha256, kid: 7, baseKey: baseKey, state: state)
        _ = try encryptor.encrypt(frame: Data(count: 10))
        try state.rememberPeer(peer: VerifiedPeer(identityKey: identity.publicKey(), name: "Me", verifiedAt: 1))

        let (blob, anchor) = disk.saved()
        let again = try CallState.open(key: key, blob: blob, anchor: anchor, storage: disk)
        XCTAssertEqual(again.identity().publicKey(), identity.publicKey())
        XCTAssertEqual(again.peers().map(\.name), ["Me"])
        XCTAssertThrowsError(try CallState.open(key: key, blob: backup, anchor: anchor, storage: disk)) { thrown in
            XCTAssertEqual((thrown as? FrameSealError)?.code, "StateWentBack")
        }
    }

    /// Waits, 20 s at the most.
    private func until(_ what: String, _ holds: () -> Bool) async throws {
        for _ in 0..<1000 {
            if holds() { return }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
        XCTFail("it never came that \(what)")
    }
}

/// One device in the call of these tests.
private struct Peer: Sendable {
    let streams = CallStreams()
    let session: Session

    init(_ name: String) throws {
        let config = SessionConfig(callId: Data("room 7".utf8), name: name)
        session = try Session.join(config: config, identity: .generate(), listener: streams)
    }

    /// Carries this peer's messages to another until its session ends.
    func deliver(to other: Peer) -> Task<Void, Never> {
        Task {
            for await message in streams.messages where message.to == nil || message.to == other.session.id() {
                // Those that come too late or twice are refused, and nothing needs to be done.
                try? other.session.handle(message: message.bytes)
            }
        }
    }
}

/// Where a device's state is saved: in memory.
private final class StateDisk: StateStorage, @unchecked Sendable {
    private let lock = NSLock()
    private var (blob, anchor) = (Data(), Data())

    func saveBlob(blob: Data) -> Bool {
        lock.withLock { self.blob = blob }
        return true
    }

    func saveAnchor(anchor: Data) -> Bool {
        lock.withLock { self.anchor = anchor }
        return true
    }

    func saved() -> (blob: Data, anchor: Data) {
        lock.withLock { (blob, anchor) }
    }
}

import Foundation
import FrameSeal
import XCTest

/// The scenarios that every language runs: `bindings/scenarios`.
final class ScenariosTests: XCTestCase {
    func testScenariosOverObjects() throws { try runAll(.objects) }

    func testScenariosInPlace() throws { try runAll(.inPlace) }

    func testScenariosFromBufferToBuffer() throws { try runAll(.bufferToBuffer) }

    private func runAll(_ road: Road) throws {
        var (scenarios, steps) = (0, 0)
        for scenario in try Json(file: "bindings/scenarios/scenarios.json").list("scenarios") {
            let stage = Stage(road: road)
            for (n, step) in try scenario.list("steps").enumerated() {
                let what = try "\(scenario.text("name")), step \(n): \(step.text("do"))"
                if step.has("error") {
                    XCTAssertThrowsError(try stage.run(step), what) { thrown in check(thrown, step, what) }
                } else {
                    XCTAssertNoThrow(try stage.run(step), what)
                }
                steps += 1
            }
            scenarios += 1
        }
        XCTAssertEqual(scenarios, 14)
        XCTAssertEqual(steps, 156)
    }

    private func check(_ thrown: Error, _ step: Json, _ what: String) {
        let thrown = thrown as? FrameSealError
        XCTAssertEqual(thrown?.name, try step.text("error"), what)
        if step.has("code") { XCTAssertEqual(thrown?.code, try step.text("code"), what) }
        if let kid = thrown?.kid, step.has("kid") { XCTAssertEqual(kid, try step.number("kid"), what) }
    }
}

/// The objects and frames of one scenario, by name.
private final class Stage {
    private let road: Road
    private var objects: [String: Any] = [:]
    private var frames: [String: Data] = [:]

    init(road: Road) {
        self.road = road
    }

    func run(_ step: Json) throws {
        switch try step.text("do") {
        case "store":
            try put(step, Disk())
        case "encryptor":
            let store: Disk? = try step.has("counters") ? get(step, "counters") : nil
            try put(step, Encryptor(suite: step.suite("suite"), kid: step.number("kid"), baseKey: key(step), counters: store))
        case "decryptor":
            try put(step, Decryptor(config: config(step)))
        case "addKey":
            let decryptor: Decryptor = try get(step, "to")
            try decryptor.addKey(suite: step.suite("suite"), kid: step.number("kid"), baseKey: key(step))
        case "removeKey":
            let decryptor: Decryptor = try get(step, "from")
            XCTAssertEqual(try decryptor.removeKey(kid: step.number("kid")), step.flag("was"))
        case "refuseOwn":
            let decryptor: Decryptor = try get(step, "to")
            try decryptor.refuseOwn(encryptor: get(step, "encryptor"))
        case "senderKey":
            try put(step, senderKey(step, key(step)))
        case "joinKey":
            let key: SenderKey = try get(step, "of")
            try put(step, senderKey(step, key.baseKey()))
        case "ratchet":
            let key: SenderKey = try get(step, "key")
            key.ratchet()
        case "senderEncryptor":
            try put(step, Encryptor.forSender(senderKey: get(step, "key")))
        case "addSenderKey":
            let decryptor: Decryptor = try get(step, "to")
            try decryptor.addSenderKey(senderKey: get(step, "key"))
        case "seal":
            try seal(step, get(step, "with"))
        case "open":
            _ = try open(step, get(step, "with"))
        case "mls":
            try put(step, MlsKeys(suite: step.suite("suite"), epochBits: step.number("bits")))
        case "addEpoch":
            let keys: MlsKeys = try get(step, "to")
            try keys.addEpoch(
                epoch: step.number("epoch"), secret: step.bytes("secret"), leaves: step.number("leaves"),
                ownIndex: step.number("own"), atOnce: step.flag("atOnce"))
        case "mlsSeal":
            let keys: MlsKeys = try get(step, "with")
            try seal(step, keys.encryptor(context: step.number("context")))
        case "mlsOpen":
            let keys: MlsKeys = try get(step, "with")
            let opened = try open(step, keys.decryptor())
            XCTAssertEqual(keys.senderOf(kid: opened.kid), try step.number("leaf"))
        case "flip":
            var frame = try frame(step)
            let at: Int = try step.number("byte")
            frame[at < 0 ? frame.count + at : at] ^= 1
            frames[try step.text("as")] = frame
        case "bytes":
            frames[try step.text("as")] = try step.bytes("hex")
        case "event":
            let decryptor: Decryptor = try get(step, "of")
            let kid: UInt64 = try step.number("kid")
            let expected: FrameEvent = try step.text("is") == "KeyMissing" ? .keyMissing(kid: kid) : .keyRecovered(kid: kid)
            XCTAssertEqual(try decryptor.pollEvent(), expected)
        case "totals":
            let decryptor: Decryptor = try get(step, "of")
            let expected = try Totals(
                opened: step.number("opened"), syntax: step.number("syntax"), keyId: step.number("keyId"),
                replay: step.number("replay"), authentication: step.number("authentication"))
            XCTAssertEqual(try decryptor.totals(), expected)
        case "forget":
            objects[try step.text("as")] = nil
        case let unknown:
            XCTFail("no step is called \(unknown)")
        }
    }

    private func seal(_ step: Json, _ encryptor: Encryptor) throws {
        frames[try step.text("as")] = try road.seal(
            step.bytes("frame"), with: encryptor, metadata: metadata(step), codec: step.codec("codec"),
            padTo: step.has("padTo") ? step.number("padTo") : 0)
    }

    private func open(_ step: Json, _ decryptor: Decryptor) throws -> OpenedFrame {
        let opened = try road.open(
            frame(step), with: decryptor, metadata: metadata(step), isEnvelope: step.flag("envelope"))
        XCTAssertEqual(opened.frame, try step.bytes("gives"))
        if step.has("kid") { XCTAssertEqual(opened.kid, try step.number("kid")) }
        if step.has("counter") { XCTAssertEqual(opened.counter, try step.number("counter")) }
        return opened
    }

    private func config(_ step: Json) throws -> DecryptorConfig {
        switch try step.text("layout") {
        case "plain": .plain
        case "senderKeys": .senderKeys(ratchetBits: try step.number("bits"))
        default: .mls(epochBits: try step.number("bits"))
        }
    }

    private func senderKey(_ step: Json, _ key: BaseKey) throws -> SenderKey {
        try SenderKey(
            suite: step.suite("suite"), ratchetBits: step.number("bits"), generation: step.number("generation"),
            step: step.number("step"), baseKey: key)
    }

    private func key(_ step: Json) throws -> BaseKey { try BaseKey(bytes: step.bytes("key")) }

    private func frame(_ step: Json) throws -> Data { try XCTUnwrap(frames[step.text("frame")]) }

    private func metadata(_ step: Json) throws -> Data { try step.has("metadata") ? step.bytes("metadata") : Data() }

    private func put(_ step: Json, _ made: Any) throws { objects[try step.text("as")] = made }

    private func get<T>(_ step: Json, _ name: String) throws -> T { try XCTUnwrap(objects[step.text(name)] as? T) }
}

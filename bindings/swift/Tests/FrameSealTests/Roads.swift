import Foundation
import FrameSeal

/// How frames go in and out.
enum Road: CaseIterable {
    /// `Data`, over uniffi's objects.
    case objects
    /// Raw buffers, where frames lie.
    case inPlace
    /// `Data`, over the C functions that work from buffer to buffer.
    case bufferToBuffer

    func seal(_ frame: Data, with encryptor: Encryptor, metadata: Data, codec: Codec?, padTo: UInt16) throws -> Data {
        let sealer = InPlaceEncryptor(encryptor, codec: codec, padTo: padTo)
        switch self {
        case .objects:
            guard let codec else { return try encryptor.encrypt(frame: frame, metadata: metadata) }
            return try encryptor.encryptAs(codec: codec, frame: frame, metadata: metadata, padTo: padTo)
        case .inPlace:
            let room = try sealer.room(forFrameOf: frame.count)
            var buffer = Data(count: room.headroom) + frame + Data(count: room.tailroom)
            let place = room.headroom..<(room.headroom + frame.count)
            let sealed = try buffer.withUnsafeMutableBytes { buffer in
                try metadata.withUnsafeBytes { try sealer.encrypt(buffer, frame: place, metadata: $0) }
            }
            return Data(buffer[sealed])
        case .bufferToBuffer:
            return try sealer.encrypt(frame, metadata: metadata)
        }
    }

    func open(_ frame: Data, with decryptor: Decryptor, metadata: Data, isEnvelope: Bool) throws -> OpenedFrame {
        let opener = InPlaceDecryptor(decryptor, isEnvelope: isEnvelope)
        switch self {
        case .objects:
            if isEnvelope { return try decryptor.decryptEnvelope(frame: frame, metadata: metadata) }
            return try decryptor.decrypt(frame: frame, metadata: metadata)
        case .inPlace:
            var buffer = frame
            let opened = try buffer.withUnsafeMutableBytes { buffer in
                try metadata.withUnsafeBytes { try opener.decrypt(buffer, metadata: $0) }
            }
            return OpenedFrame(frame: Data(buffer[opened.frame]), kid: opened.kid, counter: opened.counter)
        case .bufferToBuffer:
            return try opener.decrypt(frame, metadata: metadata)
        }
    }
}

/// A store that keeps counters in memory. That of a new key starts where it is told.
final class Disk: CounterStore, @unchecked Sendable {
    private let lock = NSLock()
    private let start: UInt64
    private var next: [Data: UInt64] = [:]

    init(start: UInt64 = 0) {
        self.start = start
    }

    func reserve(fingerprint: Data, count: UInt64) -> UInt64? {
        lock.withLock {
            let first = next[fingerprint, default: start]
            next[fingerprint] = first + count
            return first
        }
    }
}

extension FrameSealError {
    /// The name of its class.
    var name: String {
        switch self {
        case .Authentication: "Authentication"
        case .KeyId: "KeyId"
        case .Syntax: "Syntax"
        case .Replay: "Replay"
        case .Message: "Message"
        case .Usage: "Usage"
        }
    }

    /// The engine's name.
    var code: String {
        switch self {
        case .Authentication(let code, _), .Syntax(let code, _), .Message(let code, _), .Usage(let code, _),
            .KeyId(let code, _, _), .Replay(let code, _, _):
            code
        }
    }

    var reason: String {
        switch self {
        case .Authentication(_, let reason), .Syntax(_, let reason), .Message(_, let reason), .Usage(_, let reason),
            .KeyId(_, let reason, _), .Replay(_, let reason, _):
            reason
        }
    }

    /// The key it is about, in the classes that have one.
    var kid: UInt64? {
        switch self {
        case .KeyId(_, _, let kid), .Replay(_, _, let kid): kid
        default: nil
        }
    }
}

internal import CFrameSeal

/// Frames that go through the library in one call, each from one buffer into another.
///
/// Made once and filled anew for each burst; then a frame costs no allocation.
///
/// ```swift
/// var batch = FrameBatch(capacity: 32)
/// for packet in burst { batch.append(packet.bytes, into: packet.room) }
/// if !sealer.encrypt(&batch) { /* some were refused */ }
/// for n in 0..<batch.count { if case .done(let length) = batch[n] { send(n, length) } }
/// batch.removeAll()
/// ```
public struct FrameBatch: ~Copyable {
    private let frames: UnsafeMutableBufferPointer<frameseal_frame>

    /// How many frames are in it.
    public private(set) var count = 0

    /// What became of a frame.
    public enum Outcome: Sendable, Equatable {
        /// It was sealed, or opened, and has so many bytes.
        case done(length: Int)
        /// It was refused: the engine's name for why, and a sentence. There is nothing in its buffer.
        case refused(code: String, reason: String)
    }

    /// Makes an empty one.
    ///
    /// - Parameter capacity: How many frames it can have.
    public init(capacity: Int) {
        frames = .allocate(capacity: capacity)
        frames.initialize(repeating: frameseal_frame())
    }

    deinit {
        frames.deallocate()
    }

    /// How many frames it can have.
    public var capacity: Int { frames.count }

    /// Adds a frame. The buffers must stay where they are until the batch was used, and nobody may touch
    /// them meanwhile.
    ///
    /// - Parameters:
    ///   - frame: The frame, or the sealed frame.
    ///   - out: Where the result goes. Neither frame nor metadata may lie there.
    ///   - metadata: Authenticated with it and not sent.
    /// - Precondition: ``count`` is less than ``capacity``.
    public mutating func append(
        _ frame: UnsafeRawBufferPointer,
        into out: UnsafeMutableRawBufferPointer,
        metadata: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) {
        precondition(count < capacity, "the batch has all \(capacity) frames that it can have")
        frames[count] = frameseal_frame(
            frame: frame.bytes, frame_len: frame.count, metadata: metadata.bytes, metadata_len: metadata.count,
            out: out.bytes, out_size: out.count, out_len: 0, result: FRAMESEAL_RESULT_NOTHING.rawValue)
        count += 1
    }

    /// Forgets all frames, and keeps the room for them.
    public mutating func removeAll() {
        count = 0
    }

    /// Gives what became of the frame that was added as the n-th, from 0.
    public subscript(n: Int) -> Outcome {
        precondition(0 <= n && n < count, "the batch has \(count) frames")
        let frame = frames[n]
        guard frame.result != FRAMESEAL_RESULT_OK.rawValue else { return .done(length: frame.out_len) }
        return .refused(code: name(of: frame.result), reason: String(cString: frameseal_result_message(frame.result)))
    }

    /// Hands the frames to the library. Says whether all were taken.
    fileprivate mutating func run(_ call: (UnsafeMutablePointer<frameseal_frame>?, Int) -> UInt32) -> Bool {
        // Nothing is left of an earlier run.
        for n in 0..<count { (frames[n].out_len, frames[n].result) = (0, FRAMESEAL_RESULT_NOTHING.rawValue) }
        let result = call(frames.baseAddress, count)
        guard result != FRAMESEAL_RESULT_OK.rawValue else { return true }
        // A call that did not get as far as the frames says so for all of them.
        for n in 0..<count where frames[n].result == FRAMESEAL_RESULT_NOTHING.rawValue { frames[n].result = result }
        return false
    }
}

extension InPlaceEncryptor {
    /// Seals many frames in one call, in order. One that is refused does not stop the others.
    ///
    /// - Parameter batch: Each frame's buffer is as long as ``Room/sealed`` says. It holds what became of them.
    /// - Returns: Whether all were sealed.
    public func encrypt(_ batch: inout FrameBatch) -> Bool {
        defer { withExtendedLifetime(encryptor) {} }
        return batch.run { frames, count in
            if let envelope { return frameseal_transparent_encrypt_batch(handle, envelope, frames, count) }
            return frameseal_encryptor_encrypt_batch(handle, frames, count)
        }
    }
}

extension InPlaceDecryptor {
    /// Opens many frames in one call, in order. One that is refused does not stop the others.
    ///
    /// - Parameter batch: Each frame's buffer is as long as the sealed frame. It holds what became of them.
    /// - Returns: Whether all were opened.
    public func decrypt(_ batch: inout FrameBatch) -> Bool {
        defer { withExtendedLifetime(decryptor) {} }
        return batch.run { frames, count in
            if isEnvelope { return frameseal_transparent_decrypt_batch(handle, frames, count) }
            return frameseal_decryptor_decrypt_batch(handle, frames, count)
        }
    }
}

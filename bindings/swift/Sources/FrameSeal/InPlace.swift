internal import CFrameSeal

/// Seals frames where they lie: the fast road, without copies and without allocation.
///
/// A frame needs room before and behind it in its buffer: ``room(forFrameOf:)`` says how much. A frame
/// that has too little throws and is left as it was.
///
/// Any number of threads may use one, each with a buffer of its own. It holds on to its encryptor.
public struct InPlaceEncryptor: Sendable {
    /// Methods hold on to it until the library has returned, since Swift may let go earlier.
    let encryptor: Encryptor
    let handle: frameseal_encryptor
    let envelope: frameseal_envelope?

    /// Makes one for the frames of one track.
    ///
    /// - Parameters:
    ///   - encryptor: Whose key and counters are used.
    ///   - codec: What the sealed frame still looks like, or nil for plain SFrame (RFC 9605).
    ///   - padTo: In an envelope the frame is padded to a multiple of so many bytes; 0 for not.
    public init(_ encryptor: Encryptor, codec: Codec? = nil, padTo: UInt16 = 0) {
        self.encryptor = encryptor
        handle = frameseal_encryptor(id: encryptor.nativeHandle())
        envelope = codec.map { frameseal_envelope(codec: $0.number, pad_to: padTo) }
    }

    /// How many bytes frames need.
    public struct Room: Sendable, Equatable {
        /// Before a frame that is sealed where it lies.
        public let headroom: Int
        /// Behind it.
        public let tailroom: Int
        /// The most that the sealed frame can have.
        public let sealed: Int
    }

    /// Gives how much room a frame of a length needs. For frames up to a length, ask for that once.
    ///
    /// - Parameter length: Bytes.
    /// - Throws: ``FrameSealError`` when the encryptor cannot be reached, as in a forked process.
    public func room(forFrameOf length: Int) throws(FrameSealError) -> Room {
        defer { withExtendedLifetime(encryptor) {} }
        if let envelope {
            var room = frameseal_room()
            try check(frameseal_transparent_get_room(handle, envelope, length, &room))
            return Room(headroom: room.headroom, tailroom: room.tailroom, sealed: room.max_len)
        }
        var info = frameseal_encryptor_info()
        try check(frameseal_encryptor_get_info(handle, &info))
        return Room(headroom: info.headroom, tailroom: info.tailroom, sealed: length + info.max_overhead)
    }

    /// Seals a frame where it lies.
    ///
    /// - Parameters:
    ///   - buffer: Nobody else may touch it meanwhile.
    ///   - frame: Where in the buffer the frame lies.
    ///   - metadata: Authenticated and not sent; the receiver needs the same.
    /// - Returns: Where in the buffer the sealed frame lies.
    /// - Throws: ``FrameSealError``. Nothing was sealed, and nothing may be sent.
    public func encrypt(
        _ buffer: UnsafeMutableRawBufferPointer,
        frame: Range<Int>,
        metadata: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(FrameSealError) -> Range<Int> {
        defer { withExtendedLifetime(encryptor) {} }
        var (start, length) = (0, 0)
        let result = if let envelope {
            frameseal_transparent_encrypt_in_place(
                handle, envelope, buffer.bytes, buffer.count, frame.lowerBound, frame.count,
                metadata.bytes, metadata.count, &start, &length)
        } else {
            frameseal_encryptor_encrypt_in_place(
                handle, buffer.bytes, buffer.count, frame.lowerBound, frame.count,
                metadata.bytes, metadata.count, &start, &length)
        }
        try check(result)
        return start..<(start + length)
    }
}

/// Opens frames where they lie: the fast road, without copies and without allocation.
///
/// One thread opens at a time, others wait. It holds on to its decryptor.
public struct InPlaceDecryptor: Sendable {
    /// Methods hold on to it until the library has returned, since Swift may let go earlier.
    let decryptor: Decryptor
    let handle: frameseal_decryptor
    let isEnvelope: Bool

    /// Makes one for the frames of any number of senders.
    ///
    /// - Parameters:
    ///   - decryptor: Whose keys are used.
    ///   - isEnvelope: Whether frames come in envelopes that look like their codec, whichever it is.
    public init(_ decryptor: Decryptor, isEnvelope: Bool = false) {
        self.decryptor = decryptor
        self.isEnvelope = isEnvelope
        handle = frameseal_decryptor(id: decryptor.nativeHandle())
    }

    /// A frame that was opened.
    public struct Opened: Sendable, Equatable {
        /// Where it lies in the buffer.
        public let frame: Range<Int>
        /// The KID it was sealed under.
        public let kid: UInt64
        /// The counter it was sealed under.
        public let counter: UInt64
    }

    /// Opens the sealed frame that fills a buffer, where it lies.
    ///
    /// - Parameters:
    ///   - frame: The sealed frame. Nobody else may touch it meanwhile.
    ///   - metadata: What the sender gave.
    /// - Throws: ``FrameSealError``. The frame is to be dropped; what is in the buffer then means nothing.
    public func decrypt(
        _ frame: UnsafeMutableRawBufferPointer,
        metadata: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(FrameSealError) -> Opened {
        defer { withExtendedLifetime(decryptor) {} }
        var (start, length) = (0, 0)
        var header = frameseal_header()
        let result = if isEnvelope {
            frameseal_transparent_decrypt_in_place(
                handle, frame.bytes, frame.count, metadata.bytes, metadata.count, &start, &length, &header)
        } else {
            frameseal_decryptor_decrypt_in_place(
                handle, frame.bytes, frame.count, metadata.bytes, metadata.count, &start, &length, &header)
        }
        try check(result)
        return Opened(frame: start..<(start + length), kid: header.kid, counter: header.counter)
    }
}

extension UnsafeRawBufferPointer {
    var bytes: UnsafePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutableRawBufferPointer {
    var bytes: UnsafeMutablePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}

extension Codec {
    /// The number that `frameseal.h` has for it.
    fileprivate var number: UInt8 {
        switch self {
        case .opus: 1
        case .vp8: 2
        case .vp9: 3
        case .h264: 4
        case .h265: 5
        case .av1: 6
        }
    }
}

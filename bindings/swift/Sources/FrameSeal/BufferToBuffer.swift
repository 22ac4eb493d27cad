internal import CFrameSeal
import Foundation

// For frames that must stay as they are, such as an encoder's output that others read too.

extension InPlaceEncryptor {
    /// Seals a frame from one buffer into another, without allocation.
    ///
    /// - Parameters:
    ///   - frame: The frame.
    ///   - out: Where the sealed frame goes; as long as ``Room/sealed`` says. Neither frame nor metadata
    ///     may lie there.
    ///   - metadata: Authenticated and not sent; the receiver needs the same.
    /// - Returns: How many bytes the sealed frame has.
    /// - Throws: ``FrameSealError``. Nothing was sealed, and nothing may be sent.
    public func encrypt(
        _ frame: UnsafeRawBufferPointer,
        into out: UnsafeMutableRawBufferPointer,
        metadata: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(FrameSealError) -> Int {
        var length = 0
        try check(seal(frame, out, metadata, &length))
        return length
    }

    /// Seals a frame. Allocates the sealed frame and nothing else.
    ///
    /// - Parameters:
    ///   - frame: The frame.
    ///   - metadata: Authenticated and not sent; the receiver needs the same.
    /// - Throws: ``FrameSealError``. Nothing was sealed, and nothing may be sent.
    public func encrypt(_ frame: Data, metadata: Data = Data()) throws(FrameSealError) -> Data {
        var sealed = Data(count: try room(forFrameOf: frame.count).sealed)
        var length = 0
        let result = frame.withUnsafeBytes { frame in
            metadata.withUnsafeBytes { metadata in
                sealed.withUnsafeMutableBytes { out in seal(frame, out, metadata, &length) }
            }
        }
        try check(result)
        sealed.count = length
        return sealed
    }

    private func seal(
        _ frame: UnsafeRawBufferPointer, _ out: UnsafeMutableRawBufferPointer,
        _ metadata: UnsafeRawBufferPointer, _ length: inout Int
    ) -> UInt32 {
        defer { withExtendedLifetime(encryptor) {} }
        if let envelope {
            return frameseal_transparent_encrypt(
                handle, envelope, frame.bytes, frame.count, metadata.bytes, metadata.count,
                out.bytes, out.count, &length)
        }
        return frameseal_encryptor_encrypt(
            handle, frame.bytes, frame.count, metadata.bytes, metadata.count, out.bytes, out.count, &length)
    }
}

extension InPlaceDecryptor {
    /// Opens a sealed frame from one buffer into another, without allocation.
    ///
    /// - Parameters:
    ///   - frame: The sealed frame.
    ///   - out: Where the frame goes; as long as the sealed frame. Neither it nor metadata may lie there.
    ///   - metadata: What the sender gave.
    /// - Throws: ``FrameSealError``. The frame is to be dropped; there is nothing of it in `out`.
    public func decrypt(
        _ frame: UnsafeRawBufferPointer,
        into out: UnsafeMutableRawBufferPointer,
        metadata: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(FrameSealError) -> Opened {
        var length = 0
        var header = frameseal_header()
        try check(open(frame, out, metadata, &length, &header))
        return Opened(frame: 0..<length, kid: header.kid, counter: header.counter)
    }

    /// Opens a sealed frame. Allocates the frame and nothing else.
    ///
    /// - Parameters:
    ///   - frame: The sealed frame.
    ///   - metadata: What the sender gave.
    /// - Throws: ``FrameSealError``. The frame is to be dropped.
    public func decrypt(_ frame: Data, metadata: Data = Data()) throws(FrameSealError) -> OpenedFrame {
        var opened = Data(count: frame.count)
        var length = 0
        var header = frameseal_header()
        let result = frame.withUnsafeBytes { frame in
            metadata.withUnsafeBytes { metadata in
                opened.withUnsafeMutableBytes { out in open(frame, out, metadata, &length, &header) }
            }
        }
        try check(result)
        opened.count = length
        return OpenedFrame(frame: opened, kid: header.kid, counter: header.counter)
    }

    private func open(
        _ frame: UnsafeRawBufferPointer, _ out: UnsafeMutableRawBufferPointer,
        _ metadata: UnsafeRawBufferPointer, _ length: inout Int, _ header: inout frameseal_header
    ) -> UInt32 {
        defer { withExtendedLifetime(decryptor) {} }
        let open = isEnvelope ? frameseal_transparent_decrypt : frameseal_decryptor_decrypt
        return open(
            handle, frame.bytes, frame.count, metadata.bytes, metadata.count, out.bytes, out.count, &length, &header)
    }
}

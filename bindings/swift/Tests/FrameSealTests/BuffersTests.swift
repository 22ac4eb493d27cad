import Allocations
import Foundation
import FrameSeal
import XCTest

/// Raw buffers: room, mistakes, batches, and what is allocated.
final class BuffersTests: XCTestCase {
    func testAFrameHasExactlyTheRoomItNeeds() throws {
        let (encryptor, decryptor) = try pair()
        let sealer = InPlaceEncryptor(encryptor)
        let frame = Data(repeating: 0xa5, count: 500)
        let room = try sealer.room(forFrameOf: frame.count)
        XCTAssertEqual(room.sealed, frame.count + Int(encryptor.maxOverhead()))

        var buffer = Data(count: room.headroom) + frame + Data(count: room.tailroom)
        let place = room.headroom..<(room.headroom + frame.count)
        // One byte less on either side is refused, and the frame is left as it was.
        for lack in [(1, 0), (0, 1)] {
            try buffer.withUnsafeMutableBytes { buffer in
                let less = UnsafeMutableRawBufferPointer(rebasing: buffer[lack.0..<(buffer.count - lack.1)])
                let place = (place.lowerBound - lack.0)..<(place.upperBound - lack.0)
                XCTAssertThrowsError(try sealer.encrypt(less, frame: place)) { thrown in
                    XCTAssertEqual((thrown as? FrameSealError)?.code, "NoRoom")
                }
            }
            XCTAssertEqual(buffer[place], frame)
        }
        let sealed = try buffer.withUnsafeMutableBytes { try sealer.encrypt($0, frame: place) }
        let opened = try InPlaceDecryptor(decryptor).decrypt(Data(buffer[sealed]))
        XCTAssertEqual(opened.frame, frame)
    }

    func testWhatLiesOutsideTheBufferIsRefused() throws {
        let sealer = InPlaceEncryptor(try pair().0)
        var buffer = Data(count: 100)
        for place in [0..<101, 90..<200, -1..<5, -9..<(-1), Int.max - 1..<Int.max, 50..<Int.max] {
            try buffer.withUnsafeMutableBytes { buffer in
                XCTAssertThrowsError(try sealer.encrypt(buffer, frame: place), "\(place)") { thrown in
                    XCTAssertEqual((thrown as? FrameSealError)?.name, "Usage")
                }
            }
        }
        XCTAssertThrowsError(try sealer.encrypt(UnsafeMutableRawBufferPointer(start: nil, count: 0), frame: 0..<0))
        XCTAssertEqual(buffer, Data(count: 100))
    }

    func testAFrameDoesNotGoWhereItLies() throws {
        let sealer = InPlaceEncryptor(try pair().0)
        var buffer = Data(count: 200)
        try buffer.withUnsafeMutableBytes { buffer in
            let frame = UnsafeRawBufferPointer(rebasing: buffer[..<100])
            XCTAssertThrowsError(try sealer.encrypt(frame, into: buffer)) { thrown in
                XCTAssertEqual((thrown as? FrameSealError)?.code, "Overlap")
            }
        }
    }

    func testNothingIsLeftOfAForgedFrame() throws {
        let (encryptor, decryptor) = try pair()
        var sealed = try InPlaceEncryptor(encryptor).encrypt(Data(repeating: 0x77, count: 64))
        sealed[sealed.count - 1] ^= 1
        try sealed.withUnsafeMutableBytes { sealed in
            XCTAssertThrowsError(try InPlaceDecryptor(decryptor).decrypt(sealed)) { thrown in
                XCTAssertEqual((thrown as? FrameSealError)?.name, "Authentication")
            }
            let header = try XCTUnwrap(sealed.firstIndex(of: 0))
            XCTAssertTrue(sealed[header...].allSatisfy { $0 == 0 } && header < 4)
        }
    }

    func testBatches() throws {
        for codec in [nil, Codec.opus] {
            let (encryptor, decryptor) = try pair()
            let sealer = InPlaceEncryptor(encryptor, codec: codec, padTo: codec == nil ? 0 : 64)
            let opener = InPlaceDecryptor(decryptor, isEnvelope: codec != nil)
            let frames = (0..<20).map { Data(repeating: UInt8($0), count: 40 + $0) }
            let size = try sealer.room(forFrameOf: 60).sealed

            let arena = UnsafeMutableRawBufferPointer.allocate(byteCount: 3 * 20 * size, alignment: 16)
            defer { arena.deallocate() }
            func place(_ n: Int, _ length: Int? = nil) -> UnsafeMutableRawBufferPointer {
                UnsafeMutableRawBufferPointer(rebasing: arena[(n * size)..<(n * size + (length ?? size))])
            }
            let metadata = place(59, 8)
            metadata.copyBytes(from: [1, 2, 3, 4, 5, 6, 7, 8])

            // All are sealed, but for one that has too little room.
            var batch = FrameBatch(capacity: 20)
            for (n, frame) in frames.enumerated() {
                place(n).copyBytes(from: frame)
                batch.append(
                    UnsafeRawBufferPointer(place(n, frame.count)), into: place(20 + n, n == 7 ? 10 : size),
                    metadata: UnsafeRawBufferPointer(metadata))
            }
            XCTAssertFalse(sealer.encrypt(&batch))
            var lengths: [Int] = []
            for n in 0..<batch.count {
                switch batch[n] {
                case .done(let length): lengths.append(length)
                case .refused(let code, let reason):
                    XCTAssertEqual(n, 7)
                    XCTAssertEqual(code, "BufferTooSmall")
                    XCTAssertTrue(reason.count > 10)
                    lengths.append(0)
                }
            }
            XCTAssertEqual(lengths.filter { $0 > 40 }.count, 19)

            // All that were sealed are opened; one comes twice, and one is cut.
            batch.removeAll()
            XCTAssertEqual(batch.count, 0)
            for n in 0..<19 {
                let from = n == 7 ? 6 : n
                let sealed = place(20 + from, n == 8 ? 1 : lengths[from])
                batch.append(UnsafeRawBufferPointer(sealed), into: place(40 + n), metadata: UnsafeRawBufferPointer(metadata))
            }
            XCTAssertFalse(opener.decrypt(&batch))
            for n in 0..<batch.count {
                switch (n, batch[n]) {
                case (7, .refused(let code, _)): XCTAssertEqual(code, "Replayed")
                case (8, .refused): break
                case (_, .done(let length)): XCTAssertEqual(Data(place(40 + n, length)), frames[n])
                case (_, let outcome): XCTFail("frame \(n): \(outcome)")
                }
            }
        }
    }

    func testKeysLiveAsLongAsWhatUsesThem() throws {
        let key = try BaseKey.generate()
        let suite = CipherSuite.aes128GcmSha256
        for n in 0..<100 as Range<UInt64> {
            let sealed = try InPlaceEncryptor(Encryptor(suite: suite, kid: n, baseKey: key)).encrypt(Data([1]))
            func opener() throws -> InPlaceDecryptor {
                let decryptor = try Decryptor(config: .plain)
                try decryptor.addKey(suite: suite, kid: n, baseKey: key)
                return InPlaceDecryptor(decryptor)
            }
            XCTAssertEqual(try opener().decrypt(sealed).frame, Data([1]))
        }
    }

    func testABatchWithoutFramesIsWell() throws {
        let (encryptor, decryptor) = try pair()
        var batch = FrameBatch(capacity: 0)
        XCTAssertTrue(InPlaceEncryptor(encryptor).encrypt(&batch))
        XCTAssertTrue(InPlaceDecryptor(decryptor).decrypt(&batch))
    }

    func testNothingIsAllocatedForAFrame() throws {
        try XCTSkipIf(allocations_of_this_thread() < 0, "allocations are counted with glibc only")
        for (codec, suite) in [(nil, 4), (Codec.opus, 4), (nil, 1), (Codec.vp8, 1)] as [(Codec?, UInt16)] {
            let (encryptor, decryptor) = try pair(suite: XCTUnwrap(cipherSuite(number: suite)))
            let sealer = InPlaceEncryptor(encryptor, codec: codec)
            let opener = InPlaceDecryptor(decryptor, isEnvelope: codec != nil)
            let length = 1000
            let room = try sealer.room(forFrameOf: length)
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: room.headroom + length + room.tailroom, alignment: 16)
            let other = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * room.sealed, alignment: 16)
            let third = UnsafeMutableRawBufferPointer.allocate(byteCount: room.sealed, alignment: 16)
            defer { [buffer, other, third].forEach { $0.deallocate() } }
            let place = room.headroom..<(room.headroom + length)
            let frame = UnsafeRawBufferPointer(rebasing: buffer[place])
            var batch = FrameBatch(capacity: 32)

            // A frame of Opus, and the first bytes of a key frame of VP8.
            let start: [UInt8] = [0x10, 0x10, 0x10, 0x9d, 0x01, 0x2a]

            func round() throws {
                buffer.initializeMemory(as: UInt8.self, repeating: 0x10)
                buffer[place].copyBytes(from: start)
                let sealed = try sealer.encrypt(buffer, frame: place)
                _ = try opener.decrypt(UnsafeMutableRawBufferPointer(rebasing: buffer[sealed]))

                buffer.initializeMemory(as: UInt8.self, repeating: 0x10)
                buffer[place].copyBytes(from: start)
                let count = try sealer.encrypt(frame, into: other)
                _ = try opener.decrypt(UnsafeRawBufferPointer(rebasing: other[..<count]), into: third)

                batch.removeAll()
                for n in 0..<32 {
                    let place = UnsafeMutableRawBufferPointer(rebasing: other[(n * room.sealed)..<((n + 1) * room.sealed)])
                    batch.append(frame, into: place)
                }
                XCTAssertTrue(sealer.encrypt(&batch))
            }
            try round()
            let before = allocations_of_this_thread()
            // More frames than counters are reserved at a time.
            for _ in 0..<300 { try round() }
            XCTAssertEqual(allocations_of_this_thread() - before, 0, "\(String(describing: codec)) \(suite)")
        }
    }

    func testDataIsAllocatedOnce() throws {
        try XCTSkipIf(allocations_of_this_thread() < 0, "allocations are counted with glibc only")
        let (encryptor, decryptor) = try pair()
        let (sealer, opener) = (InPlaceEncryptor(encryptor), InPlaceDecryptor(decryptor))
        let frame = Data(repeating: 1, count: 1000)
        _ = try opener.decrypt(sealer.encrypt(frame))
        let before = allocations_of_this_thread()
        let sealed = try sealer.encrypt(frame)
        let between = allocations_of_this_thread()
        _ = try opener.decrypt(sealed)
        let after = allocations_of_this_thread()
        // The bytes, and the object that Foundation has for them.
        XCTAssertTrue((1...2).contains(between - before), "\(between - before)")
        XCTAssertTrue((1...2).contains(after - between), "\(after - between)")

        // That what the library allocates is counted, too: Swift's part of this is one object.
        _ = try BaseKey.generate()
        XCTAssertGreaterThan(allocations_of_this_thread() - after, 2)
    }
}

/// An encryptor, and a decryptor that has its key.
func pair(suite: CipherSuite = .aes128GcmSha256, kid: UInt64 = 7) throws -> (Encryptor, Decryptor) {
    let key = try BaseKey.generate()
    let decryptor = try Decryptor(config: .plain)
    try decryptor.addKey(suite: suite, kid: kid, baseKey: key)
    return (try Encryptor(suite: suite, kid: kid, baseKey: key), decryptor)
}

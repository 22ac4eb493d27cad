import Forks
import Foundation
import FrameSeal
import XCTest

/// What is tried in a forked child: what the library refuses there, and what stops a program.
final class ForksTests: XCTestCase {
    func testAForkedChildIsToldWhy() throws {
        let (encryptor, decryptor) = try pair()
        let (sealer, opener) = (InPlaceEncryptor(encryptor), InPlaceDecryptor(decryptor))
        let sealed = try sealer.encrypt(Data(count: 20))
        let status = inAForkedChild {
            for call in [{ _ = try sealer.encrypt(Data(count: 20)) }, { _ = try opener.decrypt(sealed) }] {
                do {
                    try call()
                    return false
                } catch {
                    guard case FrameSealError.Usage("Forked", let reason) = error else { return false }
                    guard reason.contains("fork") else { return false }
                }
            }
            return true
        }
        try XCTSkipIf(status < 0, "there is no forking here")
        XCTAssertEqual(status, 0)
    }

    /// In the child the library does not come to the frames.
    func testABatchKeepsNothingOfAnEarlierRun() throws {
        let sealer = InPlaceEncryptor(try pair().0)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 300, alignment: 16)
        defer { buffer.deallocate() }
        buffer.initializeMemory(as: UInt8.self, repeating: 1)
        let frame = UnsafeRawBufferPointer(rebasing: buffer[..<50])
        var batch = FrameBatch(capacity: 2)
        batch.append(frame, into: UnsafeMutableRawBufferPointer(rebasing: buffer[100..<200]))
        batch.append(frame, into: UnsafeMutableRawBufferPointer(rebasing: buffer[200..<210]))
        XCTAssertFalse(sealer.encrypt(&batch))
        guard case .done = batch[0], case .refused("BufferTooSmall", _) = batch[1] else {
            return XCTFail("\(batch[0]), \(batch[1])")
        }
        let status = inAForkedChild {
            guard !sealer.encrypt(&batch) else { return false }
            guard case .refused("Forked", _) = batch[0], case .refused("Forked", _) = batch[1] else { return false }
            return true
        }
        try XCTSkipIf(status < 0, "there is no forking here")
        XCTAssertEqual(status, 0)
    }

    func testABatchHasNoFrameBeforeItsFirst() throws {
        for n in [-1, 1] {
            let status = inAForkedChild {
                var batch = FrameBatch(capacity: 2)
                let nothing = UnsafeMutableRawBufferPointer(start: nil, count: 0)
                batch.append(UnsafeRawBufferPointer(nothing), into: nothing)
                return batch[n] != .done(length: -1)
            }
            try XCTSkipIf(status < 0, "there is no forking here")
            XCTAssertGreaterThan(status, 128, "it went on with frame \(n)")
        }
    }
}

/// Gives how a forked child ended: with 0 where something held in it, with 1 where not, and with more
/// than 128 where it was stopped; -1 where this cannot be tried.
private func inAForkedChild(_ holds: () -> Bool) -> Int32 {
    withoutActuallyEscaping(holds) { holds in
        let box = Box(holds)
        return withExtendedLifetime(box) {
            in_a_forked_child(
                { Unmanaged<Box>.fromOpaque($0!).takeUnretainedValue().holds() ? 0 : 1 },
                Unmanaged.passUnretained(box).toOpaque())
        }
    }
}

private final class Box {
    let holds: () -> Bool

    init(_ holds: @escaping () -> Bool) {
        self.holds = holds
    }
}

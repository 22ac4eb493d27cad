// What a frame costs: nanoseconds to seal and to open one, on each road, in the suite
// AES_128_GCM_SHA256_128. The roads take turns with bursts of frames, and the median burst counts.

import Dispatch
import Foundation
import FrameSeal

let bursts = 2000
let framesInABurst = 32

print("frame cost, ns; medians of \(bursts) bursts of \(framesInABurst) frames")
print("bytes  road                       seal  ratio    open  ratio")
for length in [160, 4096] {
    let roads: [any Road] = [
        try InPlace(length), try Batches(length), try DataOverC(length), try DataOverObjects(length),
    ]
    var costs = Array(repeating: Cost(), count: roads.count)
    for _ in 0..<bursts {
        for (n, road) in roads.enumerated() {
            costs[n].seal.append(try perFrame(road.seal))
            costs[n].open.append(try perFrame(road.open))
        }
    }
    for (road, cost) in zip(roads, costs) {
        let (seal, open) = (median(cost.seal), median(cost.open))
        let name = road.name.padding(toLength: 25, withPad: " ", startingAt: 0)
        let (floorSeal, floorOpen) = (median(costs[0].seal), median(costs[0].open))
        print(String(format: "%5d  ", length) + name
            + String(format: "%6.0f  %5.2f  %6.0f  %5.2f", seal, seal / floorSeal, open, open / floorOpen))
    }
}

/// Nanoseconds for a frame, of each burst.
struct Cost {
    var (seal, open): ([Double], [Double]) = ([], [])
}

func perFrame(_ burst: () throws -> Void) rethrows -> Double {
    let begun = DispatchTime.now().uptimeNanoseconds
    try burst()
    return Double(DispatchTime.now().uptimeNanoseconds - begun) / Double(framesInABurst)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// One way to seal a burst of frames, and then to open it.
protocol Road {
    var name: String { get }
    func seal() throws
    func open() throws
}

/// An encryptor, and a decryptor that has its key.
struct Pair {
    let encryptor: Encryptor
    let decryptor: Decryptor
    var sealer: InPlaceEncryptor { InPlaceEncryptor(encryptor) }
    var opener: InPlaceDecryptor { InPlaceDecryptor(decryptor) }

    init() throws {
        let key = try BaseKey.generate()
        encryptor = try Encryptor(suite: .aes128GcmSha256, kid: 7, baseKey: key)
        decryptor = try Decryptor(config: .plain)
        try decryptor.addKey(suite: .aes128GcmSha256, kid: 7, baseKey: key)
    }
}

/// Buffers of one size, for the frames of a burst.
final class Buffers {
    private let memory: UnsafeMutableRawBufferPointer
    private let size: Int

    init(of size: Int) {
        memory = .allocate(byteCount: framesInABurst * size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 1)
        self.size = size
    }

    deinit { memory.deallocate() }

    subscript(n: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory[(n * size)..<((n + 1) * size)])
    }
}

final class InPlace: Road {
    let name = "raw buffer, in place"
    private let sealer: InPlaceEncryptor
    private let opener: InPlaceDecryptor
    private let frame: Range<Int>
    private let buffers: Buffers
    private var sealed = Array(repeating: 0..<0, count: framesInABurst)

    init(_ length: Int) throws {
        let pair = try Pair()
        (sealer, opener) = (pair.sealer, pair.opener)
        let room = try sealer.room(forFrameOf: length)
        frame = room.headroom..<(room.headroom + length)
        buffers = Buffers(of: room.headroom + length + room.tailroom)
    }

    func seal() throws {
        for n in 0..<framesInABurst { sealed[n] = try sealer.encrypt(buffers[n], frame: frame) }
    }

    func open() throws {
        for n in 0..<framesInABurst { _ = try opener.decrypt(UnsafeMutableRawBufferPointer(rebasing: buffers[n][sealed[n]])) }
    }
}

final class Batches: Road {
    let name = "raw buffers, in one call"
    private let sealer: InPlaceEncryptor
    private let opener: InPlaceDecryptor
    private let (frames, sealed, opened): (Buffers, Buffers, Buffers)
    private var lengths = Array(repeating: 0, count: framesInABurst)
    private var batch = FrameBatch(capacity: framesInABurst)

    init(_ length: Int) throws {
        let pair = try Pair()
        (sealer, opener) = (pair.sealer, pair.opener)
        let room = try sealer.room(forFrameOf: length)
        (frames, sealed, opened) = (Buffers(of: length), Buffers(of: room.sealed), Buffers(of: room.sealed))
    }

    func seal() {
        batch.removeAll()
        for n in 0..<framesInABurst { batch.append(UnsafeRawBufferPointer(frames[n]), into: sealed[n]) }
        precondition(sealer.encrypt(&batch))
        for n in 0..<framesInABurst { if case .done(let length) = batch[n] { lengths[n] = length } }
    }

    func open() {
        batch.removeAll()
        for n in 0..<framesInABurst { batch.append(UnsafeRawBufferPointer(rebasing: sealed[n][..<lengths[n]]), into: opened[n]) }
        precondition(opener.decrypt(&batch))
    }
}

final class DataOverC: Road {
    let name = "Data, over C"
    private let sealer: InPlaceEncryptor
    private let opener: InPlaceDecryptor
    private let frame: Data
    private var sealed = Array(repeating: Data(), count: framesInABurst)

    init(_ length: Int) throws {
        let pair = try Pair()
        (sealer, opener) = (pair.sealer, pair.opener)
        frame = Data(repeating: 1, count: length)
    }

    func seal() throws {
        for n in 0..<framesInABurst { sealed[n] = try sealer.encrypt(frame) }
    }

    func open() throws {
        for n in 0..<framesInABurst { _ = try opener.decrypt(sealed[n]) }
    }
}

final class DataOverObjects: Road {
    let name = "Data, over objects"
    private let pair: Pair
    private let frame: Data
    private var sealed = Array(repeating: Data(), count: framesInABurst)

    init(_ length: Int) throws {
        pair = try Pair()
        frame = Data(repeating: 1, count: length)
    }

    func seal() throws {
        for n in 0..<framesInABurst { sealed[n] = try pair.encryptor.encrypt(frame: frame) }
    }

    func open() throws {
        for n in 0..<framesInABurst { _ = try pair.decryptor.decrypt(frame: sealed[n]) }
    }
}

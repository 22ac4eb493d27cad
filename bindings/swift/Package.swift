// swift-tools-version: 6.0

import PackageDescription

// The library itself. For Apple's systems the script `xcframework` puts it beside this file; on Linux
// whoever builds says where it is: `-Xlinker -L/its/folder`.
#if os(Linux)
let library: [Target] = []
let linking: [LinkerSetting] = [.linkedLibrary("frameseal_uniffi")]
#else
let library: [Target] = [.binaryTarget(name: "FrameSealLibrary", path: "FrameSealLibrary.xcframework")]
let linking: [LinkerSetting] = []
#endif

let package = Package(
    name: "FrameSeal",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "FrameSeal", targets: ["FrameSeal"]),
    ],
    targets: library + [
        // `frameseal.h`: frames from buffer to buffer.
        .target(name: "CFrameSeal"),
        // What uniffi's Swift calls.
        .target(name: "FrameSealFFI"),
        .target(
            name: "FrameSeal",
            dependencies: ["CFrameSeal", "FrameSealFFI"] + library.map { .target(name: $0.name) },
            linkerSettings: linking
        ),
        // Counts what the tests allocate.
        .target(name: "Allocations", path: "Tests/Allocations"),
        // Tries things in forked children.
        .target(name: "Forks", path: "Tests/Forks"),
        .testTarget(name: "FrameSealTests", dependencies: ["FrameSeal", "Allocations", "Forks"]),
        .executableTarget(name: "FrameCost", dependencies: ["FrameSeal"]),
    ]
)

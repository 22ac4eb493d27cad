/// What changes for the epochs of an MLS group.
public enum GroupEvent: Sendable, Equatable {
    /// This member sends in another epoch: ask for the encryptors anew.
    case goneOver(epoch: UInt64)
    /// The key of this KID is nearly used up: have the group commit; an update will do.
    case commitSoon(kid: UInt64)
}

/// A listener whose events are a stream, which is read once and ends when the listener goes.
///
/// ```swift
/// let streams = GroupStreams()
/// let keys = try MlsKeys(suite: .aes128GcmSha256, epochBits: 8, listener: streams)
/// Task { for await event in streams.events { follow(event) } }
/// ```
public final class GroupStreams: MlsListener {
    /// What changes.
    public let events: AsyncStream<GroupEvent>

    private let happened: AsyncStream<GroupEvent>.Continuation

    /// Makes the stream, for the epochs of one group.
    public init() {
        (events, happened) = AsyncStream.makeStream()
    }

    deinit {
        happened.finish()
    }

    /// What `MlsKeys` calls.
    public func goneOver(epoch: UInt64) {
        happened.yield(.goneOver(epoch: epoch))
    }

    /// What `MlsKeys` calls.
    public func commitSoon(kid: UInt64) {
        happened.yield(.commitSoon(kid: kid))
    }
}

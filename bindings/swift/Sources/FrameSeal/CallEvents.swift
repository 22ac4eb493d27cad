import Foundation

/// A message that a session wants sent: to one member, or to everybody.
public struct OutgoingMessage: Sendable {
    /// What to send.
    public let bytes: Data
    /// To whom: a member's id, or nil for everybody.
    public let to: String?
}

/// A listener whose messages and events are streams. Each is read once; both end with the session.
///
/// ```swift
/// let streams = CallStreams()
/// let session = try Session.join(config: config, identity: identity, listener: streams)
/// Task { for await message in streams.messages { signalling.send(message.bytes, to: message.to) } }
/// Task { for await event in streams.events { show(event) } }
/// Task { try await session.keepTime() }
/// ```
public final class CallStreams: CallListener {
    /// What to send over the app's signalling.
    public let messages: AsyncStream<OutgoingMessage>
    /// What happens in the call. The last is that it ended.
    public let events: AsyncStream<CallEvent>

    private let outgoing: AsyncStream<OutgoingMessage>.Continuation
    private let happened: AsyncStream<CallEvent>.Continuation

    /// Makes the streams, for one session.
    public init() {
        // Nobody may be reading, and an operator make the session speak: what finds no room is lost, as in
        // a session that nobody asks. Messages are sent again.
        (messages, outgoing) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1024))
        (events, happened) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(4096))
    }

    /// What a session calls.
    public func send(message: Data, to: String?) {
        outgoing.yield(OutgoingMessage(bytes: message, to: to))
    }

    /// What a session calls.
    public func event(event: CallEvent) {
        happened.yield(event)
        if case .ended = event {
            outgoing.finish()
            happened.finish()
        }
    }
}

extension Decryptor {
    /// What changes for its keys, such as one that is missing; each event comes once. It looks ten times a second, until
    /// the stream is let go, and lets retired keys go. One reader at a time.
    public func events() -> AsyncThrowingStream<FrameEvent, any Error> {
        AsyncThrowingStream {
            while true {
                try self.tick()
                if let event = try self.pollEvent() { return event }
                try await Task.sleep(nanoseconds: 100_000_000)
            }
        }
    }
}

extension Session {
    /// Tells the session the time, ten times a second, until it has ended or the task is cancelled.
    ///
    /// - Throws: `CancellationError`; ``FrameSealError`` in a forked child.
    public func keepTime() async throws {
        while ended() == nil {
            try tick()
            try await Task.sleep(nanoseconds: 100_000_000)
        }
    }
}

"""Calls: keys agreed on over messages, frames under them, codes that agree."""

from __future__ import annotations

import asyncio
import contextlib
import time
import unittest
from typing import Any, List, Optional, Tuple
from unittest import mock

from frameseal import (
    BaseKey,
    CallEvent,
    CallListener,
    CallStreams,
    CipherSuite,
    Codec,
    Decryptor,
    DecryptorConfig,
    Departure,
    DeviceIdentity,
    Encryptor,
    FrameEvent,
    FrameSealError,
    InPlaceDecryptor,
    InPlaceEncryptor,
    MediaKind,
    OutgoingMessage,
    Session,
    SessionConfig,
    frame_events,
    keep_time,
)


class Wire(CallListener):
    """Keeps what a session says."""

    def __init__(self) -> None:
        self.messages: List[OutgoingMessage] = []
        self.events: List[CallEvent] = []

    def send(self, message: bytes, to: Optional[str]) -> None:
        self.messages.append(OutgoingMessage(message, to))

    def event(self, event: CallEvent) -> None:
        self.events.append(event)


class Member:
    def __init__(self, name: str, **more: Any) -> None:
        self.wire = Wire()
        config = SessionConfig(call_id=b"room 7", name=name, **more)
        self.session = Session.join(config, DeviceIdentity.generate(), self.wire)

    def saw(self, kind: str) -> bool:
        return any(getattr(event, "is_" + kind)() for event in self.wire.events)


def carry_until(members: List[Member], done: Any) -> None:
    """Carries messages between members until something holds."""
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end, [str(event) for m in members for event in m.wire.events]
        for sender in members:
            sender.session.tick()
            messages, sender.wire.messages = sender.wire.messages, []
            for message, to in messages:
                for receiver in members:
                    if receiver is not sender and to in (None, receiver.session.id()):
                        with contextlib.suppress(FrameSealError.Message):
                            receiver.session.handle(message)
        time.sleep(0.01)


class Calls(unittest.TestCase):
    def call(self, **more: Any) -> Tuple[Member, Member]:
        alice, bob = Member("Alice", **more), Member("Bob", **more)
        carry_until([alice, bob], lambda: self.agree(alice, bob))
        return alice, bob

    def agree(self, alice: Member, bob: Member) -> bool:
        both = (alice, bob)
        there = all(len(m.session.members()) == 1 and m.saw("JOINED") for m in both)
        agree = all(other.sees_the_same for m in both for other in m.session.members())
        return there and agree and alice.session.call_code() == bob.session.call_code()

    def test_two_parties(self) -> None:
        alice, bob = self.call()
        self.assertEqual([member.name for member in bob.session.members()], ["Alice"])
        code = alice.session.call_code()
        self.assertTrue(bob.session.matches_qr(code.qr_text))
        self.assertIn("<svg", code.svg)
        seal = InPlaceEncryptor(alice.session.encryptor(MediaKind.AUDIO), Codec.OPUS)
        open = InPlaceDecryptor(bob.session.decryptor(), is_envelope=True)
        for number in range(100):
            frame = b"\x78" + number.to_bytes(2, "big") * 40
            start, length = seal.headroom, len(frame)
            buffer = bytearray(start) + frame + bytes(seal.tailroom(length))
            opened = open.decrypt(seal.encrypt(buffer, start, length))
            self.assertEqual(bytes(opened.frame), frame)
            sender = bob.session.sender_of(opened.kid)
            assert sender is not None
            self.assertEqual((sender.member, sender.kind), (alice.session.id(), MediaKind.AUDIO))
        # The slow road has the same keys.
        back = bob.session.encryptor(MediaKind.VIDEO).encrypt(b"frame", b"about")
        self.assertEqual(alice.session.decryptor().decrypt(back, b"about").frame, b"frame")
        chat = bob.session.open_chat(alice.session.seal_chat(b"hello"))
        assert chat is not None
        self.assertEqual(chat.payload, b"hello")

    def test_comparison(self) -> None:
        alice, bob = self.call()
        alice.session.start_comparison(bob.session.id())
        carry_until([alice, bob], lambda: bob.saw("COMPARISON_ASKED"))
        bob.session.accept_comparison(alice.session.id())
        carry_until([alice, bob], lambda: alice.saw("COMPARING") and bob.saw("COMPARING"))
        mine = alice.session.comparison(bob.session.id())
        assert mine is not None
        self.assertEqual(len(mine.pictures), 5)
        self.assertEqual(mine, bob.session.comparison(alice.session.id()))

    def test_waiting_room_and_leaving(self) -> None:
        alice = Member("Alice", waiting_room=True, founder=True)
        carol = Member("Carol", waiting_room=True)
        carry_until([alice, carol], lambda: alice.saw("KNOCKING"))
        with self.assertRaises(FrameSealError.Usage):
            carol.session.encryptor(MediaKind.AUDIO)
        alice.session.admit(carol.session.id())
        carry_until([alice, carol], lambda: carol.saw("LET_IN") and carol.saw("JOINED"))
        carol.session.encryptor(MediaKind.AUDIO)
        carol.session.leave()
        carry_until([alice, carol], lambda: alice.saw("LEFT"))
        self.assertTrue(carol.saw("ENDED"))
        with self.assertRaises(FrameSealError.Usage):
            carol.session.encryptor(MediaKind.AUDIO)

    def test_messages_that_are_none(self) -> None:
        alice = Member("Alice")
        with self.assertRaises(FrameSealError.Message):
            alice.session.handle(b"no message")


class Streams(unittest.TestCase):
    def test_a_call_in_asyncio(self) -> None:
        asyncio.run(asyncio.wait_for(self.call(), 30))

    async def call(self) -> None:
        streams, sessions = [], []
        for name in ("Alice", "Bob"):
            streams.append(CallStreams())
            config = SessionConfig(call_id=b"room 7", name=name)
            identity = DeviceIdentity.generate()
            sessions.append(Session.join(config, identity, streams[-1]))
        tasks = [asyncio.create_task(keep_time(session)) for session in sessions]
        for stream, peer in zip(streams, reversed(sessions)):
            tasks.append(asyncio.create_task(self.carry(stream, peer)))
        async for event in streams[0].events:
            if isinstance(event, CallEvent.JOINED):
                self.assertEqual(event.member, sessions[1].id())
                break
        while sessions[0].call_code() != sessions[1].call_code():
            await asyncio.sleep(0.01)
        # What another thread does to a session arrives here all the same.
        await asyncio.get_running_loop().run_in_executor(None, sessions[1].leave)
        async for event in streams[0].events:
            if isinstance(event, CallEvent.LEFT):
                break
        # The streams and the clock of who leaves end by themselves.
        self.assertIsInstance([event async for event in streams[1].events][-1], CallEvent.ENDED)
        sessions[0].leave()
        await asyncio.gather(*tasks)

    @staticmethod
    async def carry(streams: CallStreams, to: Session) -> None:
        async for message in streams.messages:
            with contextlib.suppress(FrameSealError.Message):
                to.handle(message.message)

    def test_streams_end_with_the_session(self) -> None:
        async def ends() -> None:
            streams = CallStreams()
            ended: Any = CallEvent.ENDED(how=Departure.LEFT)
            streams.send(b"last", None)
            streams.event(ended)
            streams.send(b"too late", None)
            streams.event(ended)
            self.assertEqual([m.message async for m in streams.messages], [b"last"])
            self.assertEqual([event async for event in streams.events], [ended])
            # And they stay so.
            self.assertEqual([event async for event in streams.events], [])

        asyncio.run(asyncio.wait_for(ends(), 30))

    def test_streams_that_nobody_reads_are_bounded(self) -> None:
        async def flood() -> None:
            streams = CallStreams()
            for _ in range(2000):
                streams.send(b"message", None)
            ended: Any = CallEvent.ENDED(how=Departure.LEFT)
            streams.event(ended)
            self.assertEqual(len([message async for message in streams.messages]), 1024)

        asyncio.run(asyncio.wait_for(flood(), 30))

    def test_a_decryptor_tells_of_a_key_that_is_missing(self) -> None:
        async def tells() -> None:
            suite, key = CipherSuite.AES128_GCM_SHA256, BaseKey.generate()
            decryptor = Decryptor(DecryptorConfig.PLAIN())
            sealed = Encryptor(suite, 7, key).encrypt(b"frame")
            with self.assertRaises(FrameSealError.KeyId):
                decryptor.decrypt(sealed)
            events = frame_events(decryptor)
            self.assertEqual(await events.__anext__(), FrameEvent.KEY_MISSING(kid=7))
            decryptor.add_key(suite, 7, key)
            decryptor.decrypt(sealed)
            self.assertEqual(await events.__anext__(), FrameEvent.KEY_RECOVERED(kid=7))

        asyncio.run(asyncio.wait_for(tells(), 30))

    def test_the_loop_may_end_at_any_time(self) -> None:
        async def make() -> CallStreams:
            return CallStreams()

        loop = asyncio.new_event_loop()
        streams = loop.run_until_complete(make())
        loop.close()
        # As when another thread closes it between a look and the call.
        with mock.patch.object(loop, "is_closed", return_value=False):
            streams.send(b"message", None)

    def test_a_loop_is_needed_and_may_end(self) -> None:
        with self.assertRaises(RuntimeError):
            CallStreams()

        async def join() -> Session:
            config = SessionConfig(call_id=b"room 7", name="Alice")
            return Session.join(config, DeviceIdentity.generate(), CallStreams())

        asyncio.run(join()).leave()


if __name__ == "__main__":
    unittest.main()

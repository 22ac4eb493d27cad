"""A server that takes the minutes of an encrypted call: it joins as a member whom everybody sees.

An operator has no keys, so a service that has to hear something is let in by somebody in the call,
under its own name. It opens the Opus frames of each member; here it measures how long each of them
spoke, where a real one would hand them to a speech recognizer.

    python examples/transcriber.py
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from pathlib import Path
from typing import DefaultDict, Iterator

from frameseal import (
    CallEvent, CallStreams, Codec, DeviceIdentity, FrameSealError, InPlaceDecryptor,
    InPlaceEncryptor, MediaKind, Session, SessionConfig, keep_time,
)

SPEECH = Path(__file__).resolve().parents[3] / "examples/media/speech.opus"


def opus_packets(ogg: bytes) -> Iterator[bytes]:
    """Takes the packets out of an Ogg file (RFC 3533), but for the two of headers (RFC 7845)."""
    page, packet, number = 0, b"", 0
    while page < len(ogg):
        sizes = ogg[page + 27 : page + 27 + ogg[page + 26]]
        page += 27 + len(sizes)
        for size in sizes:
            packet, page = packet + ogg[page : page + size], page + size
            if size < 255:  # The packet ends here.
                if number >= 2:
                    yield packet
                packet, number = b"", number + 1


def milliseconds(packet: memoryview) -> float:
    """Reads how long an Opus packet sounds, from its first two bytes (RFC 6716 section 3.1)."""
    config, frames = packet[0] >> 3, packet[0] & 3
    if config < 12:
        each: float = (10, 20, 40, 60)[config & 3]
    elif config < 16:
        each = (10, 20)[config & 1]
    else:
        each = (2.5, 5, 10, 20)[config & 3]
    return each * (packet[1] & 63 if frames == 3 else (1, 2, 2)[frames])


def join(name: str, founder: bool = False) -> tuple[Session, CallStreams]:
    streams = CallStreams()
    config = SessionConfig(call_id=b"board", name=name, waiting_room=True, founder=founder)
    return Session.join(config, DeviceIdentity.generate(), streams), streams


async def carry(streams: CallStreams, to: Session) -> None:
    """Stands for the app's signalling, which anybody may read: it takes messages to the others."""
    async for outgoing in streams.messages:
        with contextlib.suppress(FrameSealError.Message):  # Most need nothing done.
            to.handle(outgoing.message)


async def alice(session: Session, streams: CallStreams, network: asyncio.Queue[bytes]) -> None:
    """Lets the transcriber in, and speaks once it is there."""
    async for event in streams.events:
        if isinstance(event, CallEvent.KNOCKING):
            # Here an app asks its user. Nobody hears anything who was not let in.
            (name,) = (m.name for m in session.members() if m.id == event.member)
            print(f"Alice sees “{name}” and lets it in")
            session.admit(event.member)
        if isinstance(event, CallEvent.JOINED):
            break
    seal = InPlaceEncryptor(session.encryptor(MediaKind.AUDIO), Codec.OPUS)
    buffer, start = bytearray(4096), seal.headroom
    for packet in opus_packets(SPEECH.read_bytes()):
        buffer[start : start + len(packet)] = packet  # An encoder would write it there.
        network.put_nowait(bytes(seal.encrypt(buffer, start, len(packet))))
    network.put_nowait(b"")


async def transcribe(session: Session, streams: CallStreams, network: asyncio.Queue[bytes]) -> None:
    """Opens what comes until nothing more does, and says who spoke for how long."""
    async for event in streams.events:
        if isinstance(event, CallEvent.LET_IN):
            break
    opens = InPlaceDecryptor(session.decryptor(), is_envelope=True)
    spoken: DefaultDict[str, float] = defaultdict(float)
    while sealed := await network.get():
        try:
            opened = opens.decrypt(bytearray(sealed))
        except FrameSealError as refused:
            print(f"dropped a frame: {refused.reason}")
            continue
        sender = session.sender_of(opened.kid)  # The key says who; the packet cannot lie.
        if sender is not None:
            spoken[sender.member] += milliseconds(opened.frame)
    for member in session.members():
        print(f"{member.name} spoke for {spoken[member.id] / 1000:.2f} s")
    print(f"frames opened: {session.decryptor().totals().opened}")
    session.leave()


async def main() -> None:
    network: asyncio.Queue[bytes] = asyncio.Queue()  # An SFU; all it has are these bytes.
    (hers, from_her), (its, from_it) = join("Alice", founder=True), join("Transcriber (records)")
    work = [keep_time(hers), keep_time(its), carry(from_her, its), carry(from_it, hers)]
    _running = [asyncio.create_task(one) for one in work]  # Until asyncio.run ends them.
    await asyncio.gather(alice(hers, from_her, network), transcribe(its, from_it, network))


if __name__ == "__main__":
    asyncio.run(main())

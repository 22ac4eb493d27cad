"""An app as mypy sees it; nothing here runs. A mistake that mypy should find says which error it is,
and mypy complains where it does not find it.
"""

from __future__ import annotations

import asyncio
import mmap
from array import array
from typing import List, Optional, Union

import frameseal
from frameseal import CallEvent, CipherSuite, Codec, DecryptorConfig, FrameSealError, MediaKind


def frames(data: bytes, room: bytearray, mapped: mmap.mmap, samples: array[int]) -> bytes:
    suite, key = CipherSuite.AES128_GCM_SHA256, frameseal.BaseKey(data)
    encryptor = frameseal.Encryptor(suite, 7, key)
    frameseal.Encryptor(suite, "7", key)  # type: ignore[arg-type]
    decryptor = frameseal.Decryptor(DecryptorConfig.PLAIN())
    frameseal.Decryptor(DecryptorConfig.SENDER_KEYS(4))
    frameseal.Decryptor(DecryptorConfig.MLS("4"))  # type: ignore[arg-type]
    frameseal.Decryptor("plain")  # type: ignore[arg-type]
    opened: frameseal.OpenedFrame = decryptor.decrypt(encryptor.encrypt(data, b"about"))
    with frameseal.InPlaceEncryptor(encryptor, Codec.OPUS, pad_to=64) as seal:
        sealed: memoryview = seal.encrypt(room, seal.headroom, 160, metadata=mapped)
        seal.encrypt(samples, 0, 160)
        seal.encrypt("frame", 0, 5)  # type: ignore[arg-type]
    in_place: frameseal.Opened = frameseal.InPlaceDecryptor(decryptor, True).decrypt(sealed)
    number: int = in_place.kid + in_place.counter + opened.kid
    many: List[Union[memoryview, FrameSealError]] = frameseal.encrypt_batch(encryptor, [data, room])
    number = in_place.frame  # type: ignore[assignment]
    del number, many
    return opened.frame


def refusals(decryptor: frameseal.Decryptor, frame: bytes) -> Optional[int]:
    try:
        decryptor.decrypt_envelope(frame)
    except (FrameSealError.KeyId, FrameSealError.Replay) as error:
        return error.kid
    except FrameSealError.Usage as error:
        print(error.kid)  # type: ignore[attr-defined]
    except FrameSealError as error:
        print(error.code, error.reason)
    return None


class Disk(frameseal.CounterStore):
    def reserve(self, fingerprint: bytes, count: int) -> Optional[int]:
        return None


async def call(config: frameseal.SessionConfig) -> Optional[str]:
    streams = frameseal.CallStreams()
    session = frameseal.Session.join(config, frameseal.DeviceIdentity.generate(), streams)
    asyncio.create_task(frameseal.keep_time(session))
    async for message, to in streams.messages:
        a, b = len(message), to or "everybody"
        print(a + 1, b + "")
    async for event in streams.events:
        if isinstance(event, CallEvent.JOINED):
            return event.member
        if isinstance(event, CallEvent.ENCRYPTION) and event.may_send_clear:
            session.encryptor(MediaKind.AUDIO).kid()
    return session.call_code().digits

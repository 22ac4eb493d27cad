"""Buffers, refusals, threads, batches and a fork, on the fast road."""

from __future__ import annotations

import array
import contextlib
import importlib
import mmap
import subprocess
import sys
import threading
import time
import unittest
from typing import Any, Iterator, List, Tuple

from frameseal import (
    BaseKey,
    CipherSuite,
    Codec,
    Decryptor,
    DecryptorConfig,
    Encryptor,
    FrameSealError,
    InPlaceDecryptor,
    InPlaceEncryptor,
    MlsKeys,
    decrypt_batch,
    encrypt_batch,
)

numpy: Any = None
with contextlib.suppress(ImportError):
    numpy = importlib.import_module("numpy")

SUITE = CipherSuite.AES128_GCM_SHA256
FRAME = bytes(range(200))


def pair(kid: int = 7) -> Tuple[Encryptor, Decryptor]:
    key = BaseKey.generate()
    decryptor = Decryptor(DecryptorConfig.PLAIN())
    decryptor.add_key(SUITE, kid, key)
    return Encryptor(SUITE, kid, key), decryptor


class Buffers(unittest.TestCase):
    def goes_through(self, buffer: Any, kind: type) -> None:
        encryptor, decryptor = pair()
        fast = InPlaceEncryptor(encryptor)
        start = fast.headroom
        memoryview(buffer).cast("B")[start : start + len(FRAME)] = FRAME
        sealed = fast.encrypt(buffer, start, len(FRAME), b"metadata")
        self.assertIsInstance(buffer, kind)
        self.assertGreater(len(sealed), len(FRAME))
        # It lies where the frame lay, and nowhere else.
        self.assertIn(bytes(sealed), bytes(memoryview(buffer)))
        self.assertNotIn(FRAME, bytes(memoryview(buffer)))
        opened = InPlaceDecryptor(decryptor).decrypt(sealed, b"metadata")
        self.assertEqual((bytes(opened.frame), opened.kid), (FRAME, 7))
        self.assertIs(opened.frame.obj, sealed.obj)
        self.assertIn(FRAME, bytes(memoryview(buffer)))

    def test_bytearray(self) -> None:
        self.goes_through(bytearray(300), bytearray)

    def test_part_of_a_memoryview(self) -> None:
        self.goes_through(memoryview(bytearray(400))[50:], memoryview)

    def test_array_of_longer_items(self) -> None:
        self.goes_through(array.array("H", bytes(300)), array.array)

    def test_mmap(self) -> None:
        self.goes_through(mmap.mmap(-1, 4096), mmap.mmap)

    @unittest.skipIf(numpy is None, "NumPy is not installed")
    def test_numpy(self) -> None:
        self.goes_through(numpy.zeros(300, numpy.uint8), numpy.ndarray)
        self.goes_through(numpy.zeros((10, 20), numpy.int16), numpy.ndarray)
        encryptor, _ = pair()
        for strange in (numpy.zeros(600, numpy.uint8)[::2], numpy.zeros((20, 30)).T):
            with self.assertRaisesRegex(BufferError, "in one piece"):
                InPlaceEncryptor(encryptor).encrypt(strange, 100, 10)

    def test_what_is_refused(self) -> None:
        encryptor, decryptor = pair()
        seal, open = InPlaceEncryptor(encryptor), InPlaceDecryptor(decryptor)
        refused: List[Any] = [
            (bytes(300), TypeError, "read-only"),
            (memoryview(bytearray(300)).toreadonly(), TypeError, "read-only"),
            (memoryview(bytearray(300))[::2], BufferError, "in one piece"),
            ("frame", TypeError, "bytes-like"),
            (300, TypeError, "bytes-like"),
        ]
        for buffer, error, why in refused:
            with self.assertRaisesRegex(error, why):
                seal.encrypt(buffer, 50, 100)
            with self.assertRaisesRegex(error, why):
                open.decrypt(buffer)
        self.assertEqual(decryptor.totals().syntax, 0)

    def test_metadata_of_any_kind(self) -> None:
        encryptor, decryptor = pair()
        seal, open = InPlaceEncryptor(encryptor), InPlaceDecryptor(decryptor)
        for about in (b"meta", bytearray(b"meta"), memoryview(b"meta"), array.array("B", b"meta")):
            sealed = seal.encrypt(bytearray(300), 100, 100, about)
            self.assertEqual(bytes(open.decrypt(sealed, b"meta").frame), bytes(100))

    def test_a_number_is_no_buffer(self) -> None:
        encryptor, decryptor = pair()
        number: Any = 8
        for call in (
            lambda: InPlaceEncryptor(encryptor).encrypt(bytearray(300), 100, 100, number),
            lambda: InPlaceDecryptor(decryptor).decrypt(bytearray(300), number),
            lambda: encrypt_batch(encryptor, [FRAME], number),
            lambda: encrypt_batch(encryptor, [number]),
            lambda: encrypt_batch(encryptor, [FRAME], number, Codec.OPUS),
            lambda: decrypt_batch(decryptor, [FRAME], number),
            lambda: decrypt_batch(decryptor, [number]),
        ):
            with self.assertRaisesRegex(TypeError, "bytes-like"):
                call()

    def test_room_is_what_a_frame_needs(self) -> None:
        encryptor, decryptor = pair()
        for codec, pad_to, frame in [
            (None, 0, FRAME),
            (Codec.OPUS, 0, FRAME),
            (Codec.OPUS, 256, FRAME),
            (Codec.H264, 0, bytes.fromhex("00000001419a1234") + FRAME),
        ]:
            fast = InPlaceEncryptor(encryptor, codec, pad_to)
            before, behind = fast.headroom, fast.tailroom(len(frame))
            buffer = bytearray(before) + frame + bytes(behind)
            sealed = fast.encrypt(buffer, before, len(frame))
            opened = InPlaceDecryptor(decryptor, codec is not None).decrypt(sealed)
            self.assertEqual(bytes(opened.frame), frame)
            tight = bytearray(frame)
            with self.assertRaises(FrameSealError.Usage) as raised:
                fast.encrypt(tight, 0, len(tight))
            self.assertEqual(raised.exception.code, "NoRoom")
            self.assertEqual(tight, frame)


class Refusals(unittest.TestCase):
    def code_of(self, kind: Any, call: Any, *arguments: Any) -> str:
        with self.assertRaises(kind) as raised:
            call(*arguments)
        self.assertIsInstance(raised.exception, FrameSealError)
        self.assertTrue(raised.exception.reason)
        return str(raised.exception.code)

    def test_frames(self) -> None:
        encryptor, decryptor = pair()
        open = InPlaceDecryptor(decryptor).decrypt
        sealed = encryptor.encrypt(FRAME)
        flipped = bytearray(sealed)
        flipped[-1] ^= 1
        stranger, _ = pair(kid=300)
        error, code_of = FrameSealError, self.code_of
        self.assertEqual(code_of(error.Authentication, open, flipped), "Authentication")
        self.assertNotIn(FRAME[:16], flipped)
        self.assertEqual(bytes(open(bytearray(sealed)).frame), FRAME)
        self.assertEqual(code_of(error.Replay, open, bytearray(sealed)), "Replayed")
        self.assertEqual(code_of(error.Syntax, open, bytearray()), "Truncated")
        strange = bytearray(stranger.encrypt(FRAME))
        self.assertEqual(code_of(error.KeyId, open, strange), "UnknownKey")
        with self.assertRaises(FrameSealError.KeyId) as raised:
            open(strange)
        self.assertEqual(raised.exception.kid, 300)

    def test_errors_are_those_of_the_other_road(self) -> None:
        encryptor, decryptor = pair(kid=300)
        seen = set()
        for codec in (None, Codec.OPUS):
            fast = InPlaceDecryptor(decryptor, codec is not None)
            slow = decryptor.decrypt if codec is None else decryptor.decrypt_envelope
            frames: List[Any] = encrypt_batch(encryptor, [FRAME] * 2, codec=codec)
            frames += encrypt_batch(pair(kid=301)[0], [FRAME], codec=codec)
            slow(bytes(frames[0]))
            frames[1][50] ^= 1
            for frame in [*frames, b"", b"frame"]:
                with self.assertRaises(FrameSealError) as here:
                    fast.decrypt(bytearray(frame))
                with self.assertRaises(FrameSealError) as there:
                    slow(bytes(frame))
                self.assertEqual(repr(here.exception), repr(there.exception))
                seen.add(type(here.exception))
        self.assertEqual(len(seen), 4)

    def test_places_outside_the_buffer(self) -> None:
        encrypt = InPlaceEncryptor(pair()[0]).encrypt
        before = bytes(300)
        places = [(400, 10), (100, 400), (-1, 10), (100, -1), (2**63, 2**63), (-10, 2**64 + 5)]
        # C's numbers would begin anew from 0.
        places += [(2**64 + 100, 10), (100, 2**64 + 10), (100 - 2**64, 10), (2**200, 2**200)]
        for start, length in places:
            buffer = bytearray(before)
            code = self.code_of(FrameSealError.Usage, encrypt, buffer, start, length)
            self.assertEqual((code, buffer), ("NoRoom", before))

    def test_a_buffer_is_let_go_with_an_error(self) -> None:
        encryptor, decryptor = pair()
        plain, opus = InPlaceEncryptor(encryptor), InPlaceEncryptor(encryptor, Codec.OPUS)
        for call in (
            lambda buffer: plain.encrypt(buffer, 0, 100),
            lambda buffer: opus.encrypt(buffer, 0, 100),
            lambda buffer: plain.encrypt(memoryview(buffer)[50:], 0, 100),
            lambda buffer: InPlaceDecryptor(decryptor).decrypt(buffer),
            lambda buffer: InPlaceDecryptor(decryptor, True).decrypt(memoryview(buffer)[:50]),
        ):
            buffer = bytearray(300)
            try:
                call(buffer)
            except FrameSealError as error:
                buffer.extend(b"more room")
                self.assertIsNotNone(error.__traceback__)
            self.assertEqual(len(buffer), 309)

    def test_keys_that_cannot_be_had(self) -> None:
        """A key is made for what a member of a group sends at its first frame, and a member has 64."""

        def keys(member: int) -> MlsKeys:
            keys = MlsKeys(SUITE, 8, None, None)
            keys.add_epoch(1, bytes(16), 8192, member)
            return keys

        decryptor, sender, again = keys(8000).decryptor(), keys(5), keys(5)
        for context in range(64):
            decryptor.decrypt(sender.encryptor(context).encrypt(b"frame"))
        for codec in (None, Codec.OPUS):
            encryptor = again.encryptor(64)
            (sealed,) = encrypt_batch(encryptor, [FRAME], codec=codec)
            assert isinstance(sealed, memoryview)
            is_envelope = codec is not None
            slow = decryptor.decrypt_envelope if is_envelope else decryptor.decrypt
            fast = InPlaceDecryptor(decryptor, is_envelope)
            with self.assertRaises(FrameSealError.KeyId) as there:
                slow(bytes(sealed))
            with self.assertRaises(FrameSealError.KeyId) as here:
                fast.decrypt(bytearray(sealed))
            (refused,) = decrypt_batch(decryptor, [sealed], is_envelope=is_envelope)
            assert isinstance(refused, FrameSealError.KeyId)
            for error in (there.exception, here.exception, refused):
                self.assertEqual((error.code, error.kid), ("TooManyKeys", 0))

    def test_codecs_frames(self) -> None:
        fast = InPlaceEncryptor(pair()[0], Codec.H264)
        code = self.code_of(FrameSealError.Usage, fast.encrypt, bytearray(2000), 1000, 100)
        self.assertEqual(code, "NotAnnexB")

    def test_after_with(self) -> None:
        encryptor, decryptor = pair()
        with InPlaceEncryptor(encryptor) as seal, InPlaceDecryptor(decryptor) as open:
            open.decrypt(seal.encrypt(bytearray(300), 100, 100))
        code = self.code_of(FrameSealError.Usage, seal.encrypt, bytearray(300), 100, 100)
        self.assertEqual(code, "NoHandle")
        code = self.code_of(FrameSealError.Usage, open.decrypt, bytearray(300))
        self.assertEqual(code, "NoHandle")

    def test_padding_is_a_number_of_bytes(self) -> None:
        encryptor, _ = pair()
        for pad_to in (-1, 0x10000):
            with self.assertRaises(ValueError):
                InPlaceEncryptor(encryptor, Codec.OPUS, pad_to)
            with self.assertRaises(ValueError):
                encrypt_batch(encryptor, [FRAME], codec=Codec.OPUS, pad_to=pad_to)


class Batches(unittest.TestCase):
    def test_frames_of_many_lengths(self) -> None:
        encryptor, decryptor = pair()
        frames = [FRAME[:length] for length in range(1, 200)]
        for codec in (None, Codec.OPUS):
            sealed = encrypt_batch(encryptor, frames, b"about", codec)
            opened = decrypt_batch(decryptor, self.all_good(sealed), b"about", codec is not None)
            self.assertEqual([bytes(frame) for frame in self.all_good(opened)], frames)
        self.assertEqual(decryptor.totals().opened, 2 * 199)
        self.assertEqual(encrypt_batch(encryptor, []), [])

    def test_refused_frames_do_not_stop_others(self) -> None:
        for codec in (None, Codec.OPUS):
            encryptor, decryptor = pair(kid=300)
            stranger, _ = pair(kid=301)
            is_envelope = codec is not None
            good, late, lost = self.all_good(encrypt_batch(encryptor, [FRAME] * 3, codec=codec))
            (strange,) = self.all_good(encrypt_batch(stranger, [FRAME], codec=codec))
            flipped = bytearray(lost)
            flipped[50] ^= 1
            frames: List[Any] = [good, good, flipped, strange, b"", late]
            done: List[Any] = decrypt_batch(decryptor, frames, is_envelope=is_envelope)
            self.assertEqual([bytes(done[0]), bytes(done[5])], [FRAME, FRAME])
            # One by one, the others are refused as in the batch.
            open = InPlaceDecryptor(decryptor, is_envelope)
            for frame, refused in zip(frames[1:5], done[1:5]):
                with self.assertRaises(FrameSealError) as raised:
                    open.decrypt(bytearray(frame))
                self.assertIs(type(refused), type(raised.exception))
                for name in ("code", "kid"):
                    here, there = (getattr(e, name, None) for e in (refused, raised.exception))
                    self.assertEqual(here, there)

    def test_frames_that_are_none_of_the_codecs(self) -> None:
        frame = bytes.fromhex("00000001419a1234")
        good, bad = encrypt_batch(pair()[0], [frame, FRAME], codec=Codec.H264)
        self.assertIsInstance(good, memoryview)
        assert isinstance(bad, FrameSealError.Usage)
        self.assertEqual(bad.code, "NotAnnexB")

    def test_frames_that_come_one_by_one(self) -> None:
        encryptor, decryptor = pair()
        for codec in (None, Codec.OPUS):
            sealed = encrypt_batch(encryptor, (FRAME[:n] for n in range(1, 20)), codec=codec)
            frames = (frame for frame in self.all_good(sealed))
            opened = decrypt_batch(decryptor, frames, is_envelope=codec is not None)
            self.assertEqual(opened, [FRAME[:n] for n in range(1, 20)])

    def test_frames_are_looked_at_once(self) -> None:
        class Changing:
            """Has another frame at each look."""

            def __init__(self, *frames: Any) -> None:
                self.frames = list(frames)

            def __iter__(self) -> Iterator[Any]:
                return iter([self.frames.pop(0)])

            def __len__(self) -> int:
                return 1

        for codec in (None, Codec.OPUS):
            encryptor, decryptor = pair()
            frames = Changing(FRAME, FRAME * 100, FRAME * 10_000)
            sealed = self.all_good(encrypt_batch(encryptor, frames, codec=codec))
            frames = Changing(*sealed, bytes(20_000), bytes(2_000_000))
            opened = decrypt_batch(decryptor, frames, is_envelope=codec is not None)
            self.assertEqual(opened, [FRAME])

    def test_a_frame_whose_size_a_thread_changes(self) -> None:
        encryptor, decryptor = pair()
        frame, is_over = bytearray(b"x"), threading.Event()
        seen = {b"x", b"x" * 101}

        def change() -> None:
            while not is_over.is_set():
                with contextlib.suppress(BufferError):  # It is being copied.
                    frame.extend(b"x" * 100)
                    del frame[1:]

        thread, interval = threading.Thread(target=change), sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        thread.start()
        try:
            end = time.monotonic() + 1
            while time.monotonic() < end:
                sealed = self.all_good(encrypt_batch(encryptor, [frame] * 2000))
                opened = self.all_good(decrypt_batch(decryptor, sealed))
                seen.update(bytes(part) for part in opened)
        finally:
            is_over.set()
            thread.join()
            sys.setswitchinterval(interval)
        self.assertEqual(seen, {b"x", b"x" * 101})

    def all_good(self, done: List[Any]) -> List[memoryview]:
        self.assertEqual({type(frame) for frame in done}, {memoryview})
        return done


class Threads(unittest.TestCase):
    def test_no_counter_comes_twice(self) -> None:
        key = BaseKey.generate()
        fast = InPlaceEncryptor(Encryptor(SUITE, 7, key))
        sealed: List[List[bytes]] = [[] for _ in range(4)]

        def seal(mine: List[bytes]) -> None:
            buffer, start = bytearray(300), fast.headroom
            for number in range(2000):
                buffer[start : start + 4] = number.to_bytes(4, "big")
                mine.append(bytes(fast.encrypt(buffer, start, 4)))

        self.run_all(seal, sealed)
        counters = set()
        for mine in sealed:  # Each in order: others' counters may be further than a replay window.
            decryptor = Decryptor(DecryptorConfig.PLAIN())
            decryptor.add_key(SUITE, 7, key)
            open = InPlaceDecryptor(decryptor)
            for number, frame in enumerate(mine):
                opened = open.decrypt(bytearray(frame))
                self.assertEqual(bytes(opened.frame), number.to_bytes(4, "big"))
                counters.add(opened.counter)
        self.assertEqual(counters, set(range(8000)))

    def test_a_decryptor_opens_for_many(self) -> None:
        encryptor, decryptor = pair()
        open = InPlaceDecryptor(decryptor)
        frames = [[encryptor.encrypt(bytes([n])) for n in range(200)] for _ in range(4)]

        def opens(mine: List[bytes]) -> None:
            for number, frame in enumerate(mine):
                assert bytes(open.decrypt(bytearray(frame)).frame) == bytes([number])

        self.run_all(opens, frames)
        self.assertEqual(decryptor.totals().opened, 800)

    def run_all(self, work: Any, shares: List[List[bytes]]) -> None:
        failed: List[BaseException] = []

        def run(share: List[bytes]) -> None:
            try:
                work(share)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=run, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])


FORK = """
import os
from frameseal import *

if os.fork() == 0:  # Before the first call a child is free to begin.
    BaseKey.generate()
    os._exit(0)
assert os.wait()[1] == 0

key, kept = BaseKey.generate(), DeviceIdentity.generate()
encryptor = Encryptor(CipherSuite.AES128_GCM_SHA256, 7, key)
fast = InPlaceEncryptor(encryptor)
fast.encrypt(bytearray(300), 100, 100)
encryptor.encrypt(b"frame")


class Nobody(CallListener):
    def send(self, message, to):
        pass

    def event(self, event):
        pass


session = Session.join(SessionConfig(call_id=b"call", name="Ada"), kept, Nobody())
child = os.fork()
if child == 0:
    for call in (
        lambda: fast.encrypt(bytearray(300), 100, 100),
        lambda: encrypt_batch(encryptor, [b"frame"]),
        lambda: encryptor.encrypt(b"frame"),
        lambda: encryptor.encrypt_as(Codec.OPUS, b"frame"),
        lambda: Encryptor(CipherSuite.AES128_GCM_SHA256, 8, key),
        lambda: session.tick(),
        lambda: session.encryptor(MediaKind.AUDIO),
        lambda: session.seal_chat(b"message"),
    ):
        try:
            call()
        except FrameSealError.Usage as error:
            assert error.code == "Forked", error
        else:
            raise AssertionError("a child of a process that used the library goes on")
    raise SystemExit(42)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

FORK_WITH_A_KEY = """
import os
from frameseal import *

key = BaseKey.generate()
child = os.fork()
if child == 0:
    try:
        Encryptor(CipherSuite.AES128_GCM_SHA256, 7, key)
    except FrameSealError.Usage as error:
        raise SystemExit(42 if error.code == "Forked" else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class Forks(unittest.TestCase):
    @unittest.skipIf(sys.platform == "win32", "Windows does not fork")
    def test_a_forked_child_seals_nothing(self) -> None:
        for program in (FORK, FORK_WITH_A_KEY):
            child = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True)
            self.assertEqual((child.returncode, child.stderr), (42, ""))


if __name__ == "__main__":
    unittest.main()

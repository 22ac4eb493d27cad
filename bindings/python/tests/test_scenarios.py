"""The scenarios and vectors that every language runs: `bindings/scenarios`."""

from __future__ import annotations

import json
import re
import unittest
from pathlib import Path
from typing import Any, Dict, Optional

from frameseal import (
    BaseKey,
    CipherSuite,
    Codec,
    CounterStore,
    Decryptor,
    DecryptorConfig,
    Encryptor,
    FrameSealError,
    InPlaceDecryptor,
    InPlaceEncryptor,
    MlsKeys,
    OpenedFrame,
    SenderKey,
    Totals,
    cipher_suite,
    codec_of,
    decrypt_batch,
    encrypt_batch,
)

ROOT = Path(__file__).resolve().parents[3]


class SlowRoad:
    """Bytes, over uniffi."""

    def seal(
        self, encryptor: Encryptor, frame: bytes, metadata: bytes, codec: Optional[Codec], pad_to: int
    ) -> bytes:
        if codec is None:
            return encryptor.encrypt(frame, metadata)
        return encryptor.encrypt_as(codec, frame, metadata, pad_to)

    def open(
        self, decryptor: Decryptor, frame: bytes, metadata: bytes, is_envelope: bool
    ) -> OpenedFrame:
        if is_envelope:
            return decryptor.decrypt_envelope(frame, metadata)
        return decryptor.decrypt(frame, metadata)


class FastRoad(SlowRoad):
    """Frames where they lie, over C's functions. Each has just the room that it needs."""

    def seal(
        self, encryptor: Encryptor, frame: bytes, metadata: bytes, codec: Optional[Codec], pad_to: int
    ) -> bytes:
        with InPlaceEncryptor(encryptor, codec, pad_to) as fast:
            start, length = fast.headroom, len(frame)
            buffer = bytearray(start) + frame + bytes(fast.tailroom(length))
            return bytes(fast.encrypt(buffer, start, length, metadata))

    def open(
        self, decryptor: Decryptor, frame: bytes, metadata: bytes, is_envelope: bool
    ) -> OpenedFrame:
        with InPlaceDecryptor(decryptor, is_envelope) as fast:
            opened = fast.decrypt(bytearray(frame), metadata)
            return OpenedFrame(
                frame=bytes(opened.frame), kid=opened.kid, counter=opened.counter
            )


class Batches(SlowRoad):
    """Batches of one. They do not say under which KID a frame was sealed: the slow road does, to
    which the same frame is a replay."""

    def seal(
        self, encryptor: Encryptor, frame: bytes, metadata: bytes, codec: Optional[Codec], pad_to: int
    ) -> bytes:
        return self._only(encrypt_batch(encryptor, [frame], metadata, codec, pad_to))

    def open(
        self, decryptor: Decryptor, frame: bytes, metadata: bytes, is_envelope: bool
    ) -> OpenedFrame:
        opened = self._only(decrypt_batch(decryptor, [frame], metadata, is_envelope))
        try:
            super().open(decryptor, frame, metadata, is_envelope)
        except FrameSealError.Replay as replayed:
            return OpenedFrame(frame=opened, kid=replayed.kid, counter=-1)
        raise AssertionError("a frame was opened twice")

    @staticmethod
    def _only(done: Any) -> bytes:
        (one,) = done
        if isinstance(one, FrameSealError):
            raise one
        return bytes(one)


class StartingAt(CounterStore):
    """A store whose first lease of each key begins at a counter."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.next: Dict[bytes, int] = {}

    def reserve(self, fingerprint: bytes, count: int) -> Optional[int]:
        first = self.next.get(fingerprint, self.first)
        self.next[fingerprint] = first + count
        return first


class Stage:
    """The objects and frames of one scenario, by name."""

    def __init__(self, road: SlowRoad) -> None:
        self.road = road
        self.objects: Dict[str, Any] = {}
        self.frames: Dict[str, bytes] = {}

    def run(self, step: Dict[str, Any]) -> None:
        what, get = step["do"], self.objects.__getitem__
        if what == "encryptor":
            store = get(step["counters"]) if "counters" in step else None
            self.put(step, Encryptor(suite(step), step["kid"], key(step), store))
        elif what == "decryptor":
            self.put(step, Decryptor(layout(step)))
        elif what == "addKey":
            get(step["to"]).add_key(suite(step), step["kid"], key(step))
        elif what == "removeKey":
            assert get(step["from"]).remove_key(step["kid"]) == step["was"]
        elif what == "refuseOwn":
            get(step["to"]).refuse_own(get(step["encryptor"]))
        elif what == "senderKey":
            self.put(step, sender_key(step, key(step)))
        elif what == "joinKey":
            self.put(step, sender_key(step, get(step["of"]).base_key()))
        elif what == "ratchet":
            get(step["key"]).ratchet()
        elif what == "senderEncryptor":
            self.put(step, Encryptor.for_sender(get(step["key"])))
        elif what == "addSenderKey":
            get(step["to"]).add_sender_key(get(step["key"]))
        elif what == "seal":
            self.seal(step, get(step["with"]))
        elif what == "open":
            self.open(step, get(step["with"]))
        elif what == "mls":
            self.put(step, MlsKeys(suite(step), step["bits"]))
        elif what == "addEpoch":
            secret, at_once = bytes.fromhex(step["secret"]), step.get("atOnce", False)
            group = get(step["to"])
            group.add_epoch(step["epoch"], secret, step["leaves"], step["own"], at_once)
        elif what == "mlsSeal":
            self.seal(step, get(step["with"]).encryptor(step["context"]))
        elif what == "mlsOpen":
            opened = self.open(step, get(step["with"]).decryptor())
            assert get(step["with"]).sender_of(opened.kid) == step["leaf"]
        elif what == "flip":
            changed = bytearray(self.frames[step["frame"]])
            changed[step["byte"]] ^= 1
            self.frames[step["as"]] = bytes(changed)
        elif what == "bytes":
            self.frames[step["as"]] = bytes.fromhex(step["hex"])
        elif what == "event":
            event = get(step["of"]).poll_event()
            name = re.sub("(?<=[a-z])(?=[A-Z])", "_", step["is"]).upper()
            assert getattr(event, "is_" + name)() and event.kid == step["kid"], event
        elif what == "totals":
            expected = Totals(
                opened=step["opened"],
                syntax=step["syntax"],
                key_id=step["keyId"],
                replay=step["replay"],
                authentication=step["authentication"],
            )
            if not isinstance(self.road, Batches):  # It opens each frame twice.
                assert get(step["of"]).totals() == expected
        elif what == "store":
            self.put(step, StartingAt(step["next"]))
        elif what == "forget":
            del self.objects[step["as"]]
        else:
            raise AssertionError(f"no step is called {what}")

    def put(self, step: Dict[str, Any], made: Any) -> None:
        self.objects[step["as"]] = made

    def seal(self, step: Dict[str, Any], encryptor: Encryptor) -> None:
        codec = codec_of(step["codec"]) if "codec" in step else None
        frame, about = bytes.fromhex(step["frame"]), metadata(step)
        pad_to = step.get("padTo", 0)
        self.frames[step["as"]] = self.road.seal(encryptor, frame, about, codec, pad_to)

    def open(self, step: Dict[str, Any], decryptor: Decryptor) -> OpenedFrame:
        frame, is_envelope = self.frames[step["frame"]], step.get("envelope", False)
        opened = self.road.open(decryptor, frame, metadata(step), is_envelope)
        assert opened.frame.hex() == step["gives"]
        assert step.get("kid", opened.kid) == opened.kid
        assert opened.counter in (-1, step.get("counter", opened.counter))
        return opened


class Scenarios(unittest.TestCase):
    def test_slow_road(self) -> None:
        self.run_all(SlowRoad())

    def test_fast_road(self) -> None:
        self.run_all(FastRoad())

    def test_batches(self) -> None:
        self.run_all(Batches())

    def run_all(self, road: SlowRoad) -> None:
        scenarios = steps = 0
        for scenario in read("bindings/scenarios/scenarios.json")["scenarios"]:
            stage = Stage(road)
            for step in scenario["steps"]:
                what = f"{scenario['name']}: {step}"
                thrown: Optional[Exception] = None
                try:
                    stage.run(step)
                except Exception as error:
                    thrown = error
                if "error" in step:
                    self.assertIsInstance(thrown, getattr(FrameSealError, step["error"]), what)
                    code = getattr(thrown, "code")
                    self.assertEqual(step.get("code", code), code, what)
                    if "frame" in step and "kid" in step:
                        self.assertEqual(step["kid"], getattr(thrown, "kid"), what)
                elif thrown is not None:
                    raise AssertionError(what) from thrown
                steps += 1
            scenarios += 1
        self.assertEqual((scenarios, steps), (14, 156))


class Vectors(unittest.TestCase):
    def test_of_rfc_9605(self) -> None:
        vectors = read("sframe/tests/vectors/rfc9605.json")["sframe"]
        more = read("sframe/tests/vectors/iana-aes256-ctr-hmac.json")["sframe_aes_256_ctr_hmac"]
        ran = 0
        for road in (SlowRoad(), FastRoad()):
            for vector in vectors + more:
                suite, kid = known(cipher_suite(vector["cipher_suite"])), vector["kid"]
                about, frame = bytes.fromhex(vector["metadata"]), bytes.fromhex(vector["pt"])
                base_key = BaseKey(bytes.fromhex(vector["base_key"]))
                encryptor = Encryptor(suite, kid, base_key, StartingAt(vector["ctr"]))
                sealed = road.seal(encryptor, frame, about, None, 0)
                self.assertEqual(sealed.hex(), vector["ct"])
                self.opens(road, (suite, kid, base_key), sealed, about, False, frame, vector["ctr"])
                ran += 1
        self.assertEqual(ran, 2 * 8)

    def test_of_the_envelope(self) -> None:
        vectors = read("sframe/tests/vectors/transparent-envelope.json")
        ran = {"sealed": 0, "rewritten": 0, "refused": 0}
        for road in (SlowRoad(), FastRoad()):
            for kind in ran:
                for vector in vectors[kind]:
                    self.envelope(road, kind, vector)
                    ran[kind] += 1
        self.assertEqual(ran, {"sealed": 2 * 144, "rewritten": 2 * 24, "refused": 2 * 27})

    def envelope(self, road: SlowRoad, kind: str, vector: Dict[str, Any]) -> None:
        suite, kid = known(cipher_suite(vector["suite"])), int(vector["kid"])
        base_key = BaseKey(bytes.fromhex(vector["base_key"]))
        about, sealed = bytes.fromhex(vector["metadata"]), bytes.fromhex(vector["sealed"])
        if kind == "refused":
            decryptor = Decryptor(DecryptorConfig.PLAIN())
            decryptor.add_key(suite, kid, base_key)
            with self.assertRaises(FrameSealError, msg=vector["why"]):
                road.open(decryptor, sealed, about, True)
            return
        frame, counter = bytes.fromhex(vector["frame"]), int(vector["counter"])
        if kind == "sealed":  # What was rewritten on the way is only opened.
            encryptor = Encryptor(suite, kid, base_key, StartingAt(counter))
            codec, pad_to = codec_of(vector["codec"]), vector["pad_to"]
            self.assertEqual(road.seal(encryptor, frame, about, codec, pad_to), sealed)
        self.opens(road, (suite, kid, base_key), sealed, about, True, frame, counter)

    def opens(
        self, road: SlowRoad, key: Any, sealed: bytes, about: bytes, is_envelope: bool,
        frame: bytes, counter: int,
    ) -> None:
        decryptor = Decryptor(DecryptorConfig.PLAIN())
        decryptor.add_key(*key)
        opened = road.open(decryptor, sealed, about, is_envelope)
        self.assertEqual(opened, OpenedFrame(frame=frame, kid=key[1], counter=counter))


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text())


def known(suite: Optional[CipherSuite]) -> CipherSuite:
    assert suite is not None
    return suite


def suite(step: Dict[str, Any]) -> CipherSuite:
    return known(cipher_suite(step["suite"]))


def key(step: Dict[str, Any]) -> BaseKey:
    return BaseKey(bytes.fromhex(step["key"]))


def sender_key(step: Dict[str, Any], base_key: BaseKey) -> SenderKey:
    return SenderKey(suite(step), step["bits"], step["generation"], step["step"], base_key)


def metadata(step: Dict[str, Any]) -> bytes:
    return bytes.fromhex(step.get("metadata", ""))


def layout(step: Dict[str, Any]) -> DecryptorConfig:
    if step["layout"] == "plain":
        return DecryptorConfig.PLAIN()
    if step["layout"] == "senderKeys":
        return DecryptorConfig.SENDER_KEYS(step["bits"])
    return DecryptorConfig.MLS(step["bits"])


if __name__ == "__main__":
    unittest.main()

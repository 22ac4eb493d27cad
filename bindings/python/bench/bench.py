"""What a frame costs on each road, in nanoseconds: `python bench/bench.py`.

Rounds of all roads take turns, and the fastest round of each counts, so that whatever else the
machine does falls on none of them alone.
"""

from __future__ import annotations

import argparse
import time
from typing import Callable, Dict, List

from frameseal import (
    BaseKey,
    CipherSuite,
    Decryptor,
    DecryptorConfig,
    Encryptor,
    InPlaceDecryptor,
    InPlaceEncryptor,
    decrypt_batch,
    encrypt_batch,
)

SUITE = CipherSuite.AES128_GCM_SHA256


def measure(length: int, rounds: int, count: int) -> Dict[str, float]:
    key = BaseKey.generate()
    encryptor, decryptor = Encryptor(SUITE, 7, key), Decryptor(DecryptorConfig.PLAIN())
    decryptor.add_key(SUITE, 7, key)
    seal, open = InPlaceEncryptor(encryptor), InPlaceDecryptor(decryptor)
    frame, start = bytes(length), seal.headroom
    room = bytearray(start) + frame + bytes(seal.tailroom(length))
    best: Dict[str, float] = {}

    def timed(name: str, work: Callable[[], List[object]]) -> List[object]:
        begun = time.perf_counter_ns()
        done = work()
        each = (time.perf_counter_ns() - begun) / count
        best[name] = min(each, best.get(name, each))
        return done

    for _ in range(rounds):
        sealed = timed("seal, slow", lambda: [encryptor.encrypt(frame) for _ in range(count)])
        timed("open, slow", lambda: [decryptor.decrypt(one) for one in sealed])  # type: ignore[arg-type]
        rooms = [bytearray(room) for _ in range(count)]
        sealed = timed("seal, fast", lambda: [seal.encrypt(one, start, length) for one in rooms])
        timed("open, fast", lambda: [open.decrypt(one) for one in sealed])  # type: ignore[arg-type]
        frames = [frame] * count
        sealed = timed("seal, batch", lambda: list(encrypt_batch(encryptor, frames)))
        timed("open, batch", lambda: list(decrypt_batch(decryptor, sealed)))  # type: ignore[arg-type]
    assert decryptor.totals().opened == 3 * rounds * count, "a frame was not opened"
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--count", type=int, default=1000, help="frames of a round")
    arguments = parser.parse_args()
    print("| | frame | bytes | in place | batch | bytes ÷ in place |")
    print("|---|---|---|---|---|---|")
    for length in (160, 4096):
        best = measure(length, arguments.rounds, arguments.count)
        for what in ("seal", "open"):
            slow, fast, batch = (best[f"{what}, {road}"] for road in ("slow", "fast", "batch"))
            row = f"{slow:,.0f} ns | {fast:,.0f} ns | {batch:,.0f} ns | {slow / fast:.1f}"
            print(f"| {what} | {length} B | {row} |")


if __name__ == "__main__":
    main()

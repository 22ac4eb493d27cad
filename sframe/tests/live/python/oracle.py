"""Serves transparent.py over JSON lines: one request a line, one answer a line, in order.

    -> {"id": 1, "op": "seal", "suite": 4, "base_key": hex, "kid": "7", "counter": "9",
        "codec": "VP8", "pad_to": 0, "metadata": hex, "frame": hex}
    <- {"id": 1, "ok": {"sealed": hex, "associated": hex}}

    -> {"id": 2, "op": "open", "suite": 4, "base_key": hex, "kid": "7", "metadata": hex, "sealed": hex}
    <- {"id": 2, "ok": {"frame": hex}}           or {"id": 2, "error": "syntax: no body"}

    -> {"id": 3, "op": "seal_all", "frames": [the fields of "seal", ...]}     "open_all" likewise
    <- {"id": 3, "ok": {"frames": [{"sealed": hex, "associated": hex}, {"error": "codec: why"}, ...]}}

    -> {"id": 4, "op": "dress_all", "frames": [{"suite", "base_key", "kid", "counter", "metadata",
        "form": 14, "L": 3, "padded": bool, "front": hex, "size": 0 to 9, "clear": hex,
        "plaintext": hex}, ...]}
    <- {"id": 4, "ok": {"frames": [{"sealed": hex}, ...]}}

`dress_all` plays a member who lays envelopes out as no codec would: `front ‖ size ‖ clear ‖ body`,
with a size field of so many bytes in the OBU form (0: none). The tag is right if the layout is one.

An error begins with its class: version, syntax, authentication or codec. Any other exception is a
mistake in here and ends the process.
"""

import json
import sys

from transparent import NAL, OBU, VERSION
from transparent import Refused, associated, key_for, seal, take_apart, unseal, write_header
from transparent import escape, zeros_at_end

unhex = bytes.fromhex


def key_of(request: dict):
    return key_for(request["suite"], unhex(request["base_key"]), int(request["kid"]))


def seal_one(request: dict) -> dict:
    sealed = seal(
        key_of(request),
        int(request["counter"]),
        request["codec"],
        unhex(request["frame"]),
        request["pad_to"],
        unhex(request["metadata"]),
    )
    return {"sealed": sealed.frame.hex(), "associated": sealed.associated.hex()}


def open_one(request: dict) -> dict:
    frame = unseal(key_of(request), unhex(request["sealed"]), unhex(request["metadata"]))
    return {"frame": frame.hex()}


def dress_one(request: dict) -> dict:
    key, counter, form = key_of(request), int(request["counter"]), request["form"]
    front, clear, plaintext = (unhex(request[name]) for name in ("front", "clear", "plaintext"))
    last = VERSION << 5 | request["padded"] << 4 | form
    trailer = bytes([request["L"], last] if form in (NAL, OBU) else [last])

    def dressed(ciphertext: bytes) -> bytes:
        body = ciphertext + trailer
        if form == NAL:
            return front + clear + escape(body, zeros_at_end(front + clear))
        size = spell(len(clear) + len(body), request["size"]) if form == OBU else b""
        return front + size + clear + body

    ciphertext_len = len(write_header(key.kid, counter)) + len(plaintext) + key.tag_size
    try:
        _, canonical, _ = take_apart(dressed(b"\xff" * ciphertext_len))
    except Refused:
        canonical = b""
    metadata = associated(trailer, canonical, unhex(request["metadata"]))
    return {"sealed": dressed(key.encrypt(counter, metadata, plaintext)).hex()}


def spell(value: int, size: int) -> bytes:
    """leb128 in just so many bytes."""
    more = [128] * (size - 1) + [0] if size else []
    return bytes(value >> 7 * index & 127 | bit for index, bit in enumerate(more))


def each(operation):
    def run(request: dict) -> dict:
        try:
            return operation(request)
        except Refused as refusal:
            return {"error": f"{refusal.kind}: {refusal}"}

    return lambda requests: {"frames": [run(request) for request in requests["frames"]]}


OPERATIONS = {
    "seal": seal_one,
    "open": open_one,
    "seal_all": each(seal_one),
    "open_all": each(open_one),
    "dress_all": each(dress_one),
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": OPERATIONS[request["op"]](request)}
    except Refused as refusal:
        answer = {"error": f"{refusal.kind}: {refusal}"}
    print(json.dumps({"id": request["id"], **answer}), flush=True)

"""The transparent envelope, version 1.

Written from docs/transparent-envelope.md and RFC 9605 alone, as a test oracle: what it makes and
takes is compared with what FrameSeal makes and takes. Not for production: it remembers neither
counters nor replays, and its running time depends on secrets.

The names are those of the text: clear, body, trailer, L.
"""

from functools import lru_cache
from hmac import compare_digest
from hmac import digest as hmac
from typing import Iterator, List, NamedTuple, Tuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

VERSION = 1
NAL, OBU, RESERVED = 13, 14, 15  # forms; smaller ones are prefixes
START_CODE = b"\0\0\0\1"
MAX_CLEAR, MAX_CARRIER, MAX_OBUS = 1150, 15, 18
MAX_SHOWN, MAX_SETS = 1024, 16


class Refused(Exception):
    """The frame is dropped; `kind` is the class of the reason."""

    kind = ""


class UnknownVersion(Refused):
    kind = "version"


class BadSyntax(Refused):
    kind = "syntax"


class NotAuthentic(Refused):
    kind = "authentication"


class NotOfCodec(Refused):
    kind = "codec"


# RFC 9605


# Hash, bytes of the AES key, bytes of the tag. Suites 4 and 5 are GCM, the others CTR with HMAC.
SHORT, LONG = hashes.SHA256(), hashes.SHA512()
SUITES = {1: (SHORT, 16, 10), 2: (SHORT, 16, 8), 3: (SHORT, 16, 4), 4: (SHORT, 16, 16)}
SUITES.update({5: (LONG, 32, 16), 6: (LONG, 32, 10), 7: (LONG, 32, 8), 8: (LONG, 32, 4)})


def write_header(kid: int, counter: int) -> bytes:
    def field(value: int) -> Tuple[int, bytes]:
        if value < 8:
            return value, b""
        size = (value.bit_length() + 7) // 8
        return 8 | size - 1, value.to_bytes(size, "big")

    (k, kid_bytes), (c, counter_bytes) = field(kid), field(counter)
    return bytes([k << 4 | c]) + kid_bytes + counter_bytes


def read_header(data: bytes) -> Tuple[int, int, int]:
    """KID, counter, and the header's length."""
    if not data:
        raise BadSyntax("no SFrame header")
    at, values = 1, []
    for field in (data[0] >> 4, data[0] & 15):
        size = (field & 7) + 1 if field & 8 else 0
        if at + size > len(data):
            raise BadSyntax("the SFrame header is cut off")
        values.append(int.from_bytes(data[at : at + size], "big") if size else field)
        at += size
    if write_header(*values) != data[:at]:
        raise BadSyntax("the SFrame header is longer than it must be")
    return values[0], values[1], at


class Key:
    """One key of RFC 9605: it seals and opens ciphertexts with a header."""

    def __init__(self, suite: int, base_key: bytes, kid: int):
        self.hash, aes_size, self.tag_size = SUITES[suite]
        self.kid, self.gcm = kid, suite in (4, 5)
        secret = hmac(b"", base_key, self.hash.name)  # HKDF-Extract

        def derive(label: bytes, size: int) -> bytes:
            info = label + kid.to_bytes(8, "big") + suite.to_bytes(2, "big")
            return HKDFExpand(self.hash, size, info).derive(secret)

        key = derive(b"SFrame 1.0 Secret key ", aes_size + (0 if self.gcm else self.hash.digest_size))
        self.aes, self.auth = key[:aes_size], key[aes_size:]
        self.salt = int.from_bytes(derive(b"SFrame 1.0 Secret salt ", 12), "big")

    def encrypt(self, counter: int, metadata: bytes, plaintext: bytes) -> bytes:
        header, nonce = write_header(self.kid, counter), self._nonce(counter)
        if self.gcm:
            return header + AESGCM(self.aes).encrypt(nonce, plaintext, header + metadata)
        ciphertext = self._ctr(nonce, plaintext)
        return header + ciphertext + self._tag(nonce, header + metadata, ciphertext)

    def decrypt(self, data: bytes, metadata: bytes) -> bytes:
        kid, counter, at = read_header(data)
        header, sealed, nonce = data[:at], data[at:], self._nonce(counter)
        if kid != self.kid:  # the suite, and so the tag's length, is the key's
            raise NotAuthentic(f"no key for KID {kid}")
        if len(sealed) < self.tag_size:
            raise BadSyntax("shorter than a tag")
        if self.gcm:
            try:
                return AESGCM(self.aes).decrypt(nonce, sealed, header + metadata)
            except InvalidTag:
                raise NotAuthentic("the tag is wrong") from None
        ciphertext, tag = sealed[: -self.tag_size], sealed[-self.tag_size :]
        if not compare_digest(tag, self._tag(nonce, header + metadata, ciphertext)):
            raise NotAuthentic("the tag is wrong")
        return self._ctr(nonce, ciphertext)

    def _nonce(self, counter: int) -> bytes:
        return (self.salt ^ counter).to_bytes(12, "big")

    def _ctr(self, nonce: bytes, data: bytes) -> bytes:
        return Cipher(AES(self.aes), CTR(nonce + bytes(4))).encryptor().update(data)

    def _tag(self, nonce: bytes, aad: bytes, ciphertext: bytes) -> bytes:
        lengths = b"".join(n.to_bytes(8, "big") for n in (len(aad), len(ciphertext), self.tag_size))
        return hmac(self.auth, lengths + nonce + aad + ciphertext, self.hash.name)[: self.tag_size]


key_for = lru_cache(maxsize=1 << 14)(Key)


# The envelope


class Shown(NamedTuple):
    """What a sender shows, and where. The clear bytes are in canonical form."""

    form: int
    clear: bytes
    L: int = 0


class Sealed(NamedTuple):
    frame: bytes
    associated: bytes


def seal(
    key: Key, counter: int, codec: str, frame: bytes, pad_to: int = 0, application: bytes = b""
) -> Sealed:
    form, clear, L = CODECS[codec](frame) if frame else refuse("an empty frame")
    plaintext = pad(frame, pad_to) if pad_to else frame
    last = VERSION << 5 | bool(pad_to) << 4 | form
    trailer = bytes([L, last] if form in (NAL, OBU) else [last])
    metadata = associated(trailer, clear, application)
    body = key.encrypt(counter, metadata, plaintext) + trailer
    if form == NAL:
        body = escape(body, zeros_at_end(clear))
    elif form == OBU:  # the size, which the canonical form has not, between header and payload
        header, clear = clear[: len(clear) - L], clear[len(clear) - L :]
        body = leb128(L + len(body)) + clear + body
        clear = header
    return Sealed(clear + body, metadata)


def unseal(key: Key, sealed: bytes, application: bytes = b"") -> bytes:
    trailer, clear, body = take_apart(sealed)
    plaintext = key.decrypt(body, associated(trailer, clear, application))
    return unpad(plaintext) if trailer[-1] & 16 else plaintext


def take_apart(sealed: bytes) -> Tuple[bytes, bytes, bytes]:
    """The trailer, the canonical clear bytes, and the RFC 9605 ciphertext."""
    if not sealed:
        raise BadSyntax("an empty frame")
    version, form = sealed[-1] >> 5, sealed[-1] & 15
    if version != VERSION:
        raise UnknownVersion(f"version {version}")
    if form == RESERVED:
        raise BadSyntax("form 15")
    if form not in (NAL, OBU):
        trailer, clear, body = sealed[-1:], sealed[:form], sealed[form:]
    else:
        trailer = sealed[-2:]
        if len(trailer) < 2 or trailer[0] > MAX_CARRIER:
            raise BadSyntax("no carrier length")
        clear, body = (take_nals if form == NAL else take_obus)(sealed, trailer[0])
    if len(body) < len(trailer):
        raise BadSyntax("no body")
    return trailer, clear, body[: len(body) - len(trailer)]


def associated(trailer: bytes, clear: bytes, application: bytes) -> bytes:
    return b"FrameSeal" + trailer + len(clear).to_bytes(2, "big") + clear + application


def pad(frame: bytes, pad_to: int) -> bytes:
    padded = frame + b"\x80"
    return padded + bytes(-len(padded) % pad_to)


def unpad(plaintext: bytes) -> bytes:
    frame = plaintext.rstrip(b"\0")
    if not frame.endswith(b"\x80"):
        raise BadSyntax("no padding")
    return frame[:-1]


# The NAL form


def zeros_at_end(data: bytes) -> int:
    return min(2, len(data) - len(data.rstrip(b"\0")))


def escape(data: bytes, zeros: int) -> bytes:
    out = bytearray()
    for byte in data:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = 0 if byte else zeros + 1
    return bytes(out)


def unescape(data: bytes, zeros: int) -> bytes:
    out, prevented = bytearray(), False
    for byte in data:
        if prevented:
            if byte > 3:
                raise BadSyntax("an emulation prevention byte without need")
            prevented, zeros = False, 0
        elif zeros >= 2 and byte <= 3:
            if byte < 3:
                raise BadSyntax("emulation prevention is missing")
            prevented = True
            continue
        out.append(byte)
        zeros = 0 if byte else zeros + 1
    if prevented:
        raise BadSyntax("an emulation prevention byte at the end")
    return bytes(out)


def split_nals(data: bytes) -> List[bytes]:
    """What no start code precedes, then the NAL units, each with the zeros behind it."""
    return data.split(b"\0\0\1")


def take_nals(sealed: bytes, L: int) -> Tuple[bytes, bytes]:
    """The canonical clear bytes, and the body."""
    carrier = sealed.rfind(b"\0\0\1") + 3
    end = carrier + L
    if carrier < 3 or L < 1 or not carrier < end <= min(len(sealed), MAX_CLEAR):
        raise BadSyntax("no carrier, or too far behind")
    before, *sets = split_nals(sealed[: carrier - 3])
    if before.strip(b"\0"):
        raise BadSyntax("bytes before the first start code")
    sets = [START_CODE + unit.rstrip(b"\0") for unit in sets]
    clear = b"".join(sets) + START_CODE + sealed[carrier:end]
    return clear, unescape(sealed[end:], zeros_at_end(sealed[:end]))


# The OBU form


class Obu(NamedTuple):
    header: bytes  # and extension; with the size bit set
    payload: bytes
    start: int  # of the payload
    raw_size: int  # of all, with the size field as it is spelled

    @property
    def type(self) -> int:
        return self.header[0] >> 3 & 15

    def written(self) -> bytes:
        return self.header + leb128(len(self.payload)) + self.payload


def leb128(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def walk_obus(data: bytes, error: type) -> Iterator[Obu]:
    at = 0
    while at < len(data):
        begin = at
        first, start = data[at], at + (2 if data[at] & 4 else 1)
        header, size = bytes([first | 2]) + data[at + 1 : start], len(data) - start
        if first & 2:
            size = 0
            for index, byte in enumerate(data[start : start + 8]):
                size |= (byte & 127) << 7 * index
                if byte < 128:
                    start += index + 1
                    break
            else:
                raise error("a size without an end")
        at = start + size
        if first & 128 or size < 0 or size >> 32 or at > len(data):
            raise error("a forbidden bit, or an OBU that ends behind the frame")
        yield Obu(header, data[start:at], start, at - begin)


def take_obus(sealed: bytes, L: int) -> Tuple[bytes, bytes]:
    """The canonical clear bytes, and the body."""
    obus = []
    for obu in walk_obus(sealed, BadSyntax):
        obus.append(obu)
        if len(obus) > MAX_OBUS:
            raise BadSyntax("too many OBUs")
    *before, carrier = obus
    if carrier.type == 2 or L > len(carrier.payload) or carrier.start + L > MAX_CLEAR:
        raise BadSyntax("no room for the clear bytes, or too many")
    clear = b"".join(obu.written() for obu in before if obu.type != 2)
    return clear + carrier.header + carrier.payload[:L], carrier.payload[L:]


# What each codec shows


def refuse(why: str) -> Shown:
    raise NotOfCodec(why)


def show_opus(frame: bytes) -> Shown:
    return Shown(1, frame[:1])


def show_vp8(frame: bytes) -> Shown:
    key = not frame[0] & 1
    clear = frame[: 10 if key else 3]
    if len(clear) < (10 if key else 3) or key and clear[3:6] != b"\x9d\x01\x2a":
        refuse("no VP8 frame header")
    return Shown(len(clear) + 2, clear + b"\0\0")


def show_vp9(frame: bytes) -> Shown:
    bits = "".join(f"{byte:08b}" for byte in frame[:5])
    at = 5 if bits[2:4] == "11" else 4  # profile 3 has a reserved bit
    show_existing, frame_type, sync_code = bits[at], bits[at + 1], bits[at + 4 : at + 28]
    if bits[:2] != "10" or bits[2:5] == "111":
        refuse("no VP9 frame marker, or a reserved profile")
    if (show_existing, frame_type) != ("0", "0"):
        return Shown(1, frame[:1])
    if sync_code != f"{0x498342:024b}":
        refuse("no VP9 sync code")
    return Shown(len(frame[:10]), frame[:10])


class SliceBits:
    """Reads the bits of a NAL unit behind its header, emulation prevention left out."""

    def __init__(self, unit: bytes, header: int):
        self.unit, self.at, self.zeros, self.left = unit, header, 0, 0

    def bit(self) -> int:
        if not self.left:
            if self.zeros >= 2 and self.unit[self.at : self.at + 1] == b"\3":
                self.at, self.zeros = self.at + 1, 0
            if self.at >= min(len(self.unit), MAX_CARRIER):
                refuse("a slice header that is cut off or too long")
            self.zeros = 0 if self.unit[self.at] else self.zeros + 1
            self.at, self.left = self.at + 1, 8
        self.left -= 1
        return self.unit[self.at - 1] >> self.left & 1

    def ue(self) -> None:
        zeros = 0
        while not self.bit():
            zeros += 1
            if zeros > 31:
                refuse("a number of more than 32 bits")
        for _ in range(zeros):
            self.bit()


def show_h264(frame: bytes) -> Shown:
    def slice_end(unit: bytes) -> int:
        bits = SliceBits(unit, 1)
        for _ in ("first_mb_in_slice", "slice_type", "pic_parameter_set_id"):
            bits.ue()
        return bits.at

    sets, slices = (7, 8, 13, 15), (1, 2, 5)
    def plausible(unit: bytes) -> bool:
        kind, second = unit[0] & 31, unit[1] if len(unit) > 1 else 0
        return 1 <= kind < 24 and (kind not in sets or unit[0] & 96) and (kind != 8 or second >= 8)

    return show_nals(frame, lambda unit: unit[0] & 31, sets, slices, slice_end, plausible, b"\x06")


def show_h265(frame: bytes) -> Shown:
    def slice_end(unit: bytes) -> int:
        bits = SliceBits(unit, 2)
        bits.bit()  # first_slice_segment_in_pic_flag
        if 16 <= unit[0] >> 1 <= 23:
            bits.bit()  # no_output_of_prior_pics_flag
        bits.ue()  # slice_pic_parameter_set_id
        return bits.at

    sets, slices = (32, 33, 34), range(32)
    def plausible(unit: bytes) -> bool:
        if len(unit) < 2 or unit[0] & 1 or not unit[1] & 7:
            return False
        return unit[0] >> 1 not in (32, 33) or unit[1] == 1

    return show_nals(
        frame, lambda unit: unit[0] >> 1 & 63, sets, slices, slice_end, plausible, b"\x4e\x01"
    )


def show_nals(frame, type_of, set_types, slice_types, slice_end, plausible, carrier) -> Shown:
    before, *units = split_nals(frame)
    if before.strip(b"\0") or not units:
        refuse("no start code at the front")
    sets, shown = [], b""
    for unit in filter(None, (unit.rstrip(b"\0") for unit in units)):
        if unit[0] & 128:
            refuse("a forbidden bit")
        if not plausible(unit):
            refuse("a NAL unit header of another codec")
        if type_of(unit) in slice_types:
            carrier = shown = unit[: slice_end(unit)]
            if any(shown[at : at + 2] == b"\0\0" and shown[at + 2] < 3 for at in range(len(shown) - 2)):
                refuse("what cannot be inside a NAL unit")
            break
        if type_of(unit) in set_types:
            sets.append(unit)
    limit_shown(len(sets), len(b"".join(sets)) + len(shown))
    return Shown(NAL, b"".join(START_CODE + unit for unit in sets + [carrier]), len(carrier))


def show_av1(frame: bytes) -> Shown:
    headers, shown, carrier, clear = [], [], b"\x2a", b""
    for obu in walk_obus(frame, NotOfCodec):
        if obu.type in (3, 6):
            carrier, clear = obu.header, obu.payload[:1]
            if not clear:
                refuse("a frame without payload")
            shown.append(len(carrier + clear))
            break
        if obu.type == 1:
            headers.append(obu.written())
            shown.append(obu.raw_size)
    limit_shown(len(headers), sum(shown))
    return Shown(OBU, b"".join(headers) + carrier + clear, len(clear))


def limit_shown(sets: int, size: int) -> None:
    if sets > MAX_SETS or size > MAX_SHOWN:
        refuse("more parameter sets or sequence headers than may be shown")


CODECS = {
    "opus": show_opus,
    "VP8": show_vp8,
    "VP9": show_vp9,
    "H264": show_h264,
    "H265": show_h265,
    "AV1": show_av1,
}

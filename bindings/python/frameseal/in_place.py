"""Frames where they lie: the fast road, over the C functions of the same library.

A buffer is anything that can be written to and lies in one piece: `bytearray`, `memoryview`,
`mmap`, `array`, an array of NumPy. Frames are not copied, and Python's lock is let go while they
are sealed and opened.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char, c_size_t, c_uint64
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Tuple

from . import _c

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

    from ._uniffi import Codec, Decryptor, Encryptor


class InPlaceEncryptor:
    """Seals frames where they lie (RFC 9605 section 4.4.3).

    A frame needs room before and behind it in its buffer: `headroom` and `tailroom` say how much.
    One that has too little is refused and is left as it was.

    Any number of threads may use one, each with a buffer of its own. It holds on to its encryptor;
    at the end of a `with` it lets it go, and seals nothing any more.

    `codec` is what the sealed frame still looks like, `None` is plain SFrame; `pad_to` pads an
    envelope's plaintext to a multiple of so many bytes, 0 to 65535, unless it is 0.
    """

    headroom: int
    """Bytes that a frame needs before it."""

    def __init__(self, encryptor: Encryptor, codec: Optional[Codec] = None, pad_to: int = 0) -> None:
        if not 0 <= pad_to <= 0xFFFF:
            raise ValueError(f"pad_to is a number of bytes up to 65535, not {pad_to}")
        self._encryptor: Optional[Encryptor] = encryptor
        self._handle = _c.Handle(encryptor.handle())
        self._envelope = None if codec is None else _c.Envelope(codec.value + 1, pad_to)
        self.headroom = self._room(0)[0]

    def tailroom(self, length: int) -> int:
        """Gives how many bytes a frame of `length` bytes needs behind it."""
        return self._room(length)[1]

    def encrypt(
        self, buffer: WriteableBuffer, start: int, length: int, metadata: ReadableBuffer = b""
    ) -> memoryview:
        """Seals the frame of `length` bytes at byte `start` of `buffer`.

        `metadata` is authenticated and not sent; the receiver needs the same.

        Gives the sealed frame, a part of `buffer`. Raises `FrameSealError.Usage`: nothing was
        sealed, and nothing may be sent; `TypeError` and `BufferError` for a buffer that cannot be
        used.
        """
        about = _c.bytes_of(metadata)
        view, first = _writable(buffer)
        try:
            size = view.nbytes
            if not (0 <= start <= size and 0 <= length <= size):
                # Refused like any place outside, where C's numbers would begin anew from 0.
                start, length = size + 1, 0
            out = _Written()
            if self._envelope is None:
                result = _c.encrypt(
                    self._handle, first, size, start, length, about, len(about),
                    byref(out), byref(out, _LENGTH),
                )
            else:
                result = _c.encrypt_envelope(
                    self._handle, self._envelope, first, size, start, length, about, len(about),
                    byref(out), byref(out, _LENGTH),
                )
            if result:
                raise _c.failure(result)
            begin = out.start
            return view[begin : begin + out.length]
        finally:
            # An error keeps hold of what is here, and so long the buffer's size could not change.
            del buffer, view, first

    def __enter__(self) -> InPlaceEncryptor:
        return self

    def __exit__(self, *_: object) -> None:
        self._encryptor, self._handle = None, _c.Handle(0)

    def _room(self, length: int) -> Tuple[int, int]:
        if self._envelope is None:
            info = _c.EncryptorInfo()
            result = _c.encryptor_info(self._handle, byref(info))
            room = (info.headroom, info.tailroom)
        else:
            most = _c.Room()
            result = _c.envelope_room(self._handle, self._envelope, length, byref(most))
            room = (most.headroom, most.tailroom)
        if result:
            raise _c.failure(result)
        return room


class Opened(NamedTuple):
    """A frame that was opened where it lay."""

    frame: memoryview
    """The frame, a part of the buffer."""
    kid: int
    """The KID it was sealed under."""
    counter: int
    """The counter it was sealed under."""


class InPlaceDecryptor:
    """Opens frames where they lie (RFC 9605 section 4.4.4).

    One thread opens at a time, others wait. It holds on to its decryptor; at the end of a `with` it
    lets it go, and opens nothing any more.

    `is_envelope` says whether frames come in envelopes that look like their codec, whichever it is.
    """

    def __init__(self, decryptor: Decryptor, is_envelope: bool = False) -> None:
        self._decryptor: Optional[Decryptor] = decryptor
        self._handle = _c.Handle(decryptor.handle())
        self._open = _c.decrypt_envelope if is_envelope else _c.decrypt

    def decrypt(self, buffer: WriteableBuffer, metadata: ReadableBuffer = b"") -> Opened:
        """Opens the sealed frame that fills `buffer`; of a larger one, give a slice of a
        `memoryview`. `metadata` is what the sender gave.

        Raises `FrameSealError.Authentication`, `KeyId`, `Syntax` and `Replay`: the frame is to be
        dropped, and what is in the buffer then means nothing; `TypeError` and `BufferError` for a
        buffer that cannot be used.
        """
        about = _c.bytes_of(metadata)
        view, first = _writable(buffer)
        try:
            out = _Written()
            result = self._open(
                self._handle, first, view.nbytes, about, len(about),
                byref(out), byref(out, _LENGTH), byref(out, _HEADER),
            )
            if result:
                raise _c.failure(result)
            begin = out.start
            return Opened(view[begin : begin + out.length], out.kid, out.counter)
        finally:
            # An error keeps hold of what is here, and so long the buffer's size could not change.
            del buffer, view, first

    def __enter__(self) -> InPlaceDecryptor:
        return self

    def __exit__(self, *_: object) -> None:
        self._decryptor, self._handle = None, _c.Handle(0)


class _Written(ctypes.Structure):
    """What a call writes: where the frame lies now, and a `frameseal_header`."""

    _fields_ = [("start", c_size_t), ("length", c_size_t), ("kid", c_uint64), ("counter", c_uint64)]
    start: Any
    length: Any
    kid: Any
    counter: Any


_LENGTH = _Written.length.offset
_HEADER = _Written.kid.offset


def _writable(buffer: WriteableBuffer) -> Tuple[memoryview, Any]:
    """Gives the bytes of a buffer, and what C takes for a pointer to the first."""
    view = memoryview(buffer)
    try:
        if view.format != "B" or view.ndim != 1:
            view = view.cast("B")
        return view, byref(c_char.from_buffer(view))
    except (TypeError, ValueError):
        if view.readonly:
            raise TypeError("the buffer is read-only, and frames are changed where they lie") from None
        if not view.c_contiguous:
            raise BufferError("the buffer does not lie in one piece") from None
        if view.nbytes:
            raise TypeError(f"the buffer is not made of bytes, but of {view.format}") from None
        return view, byref(_nothing)


_nothing = c_char()
"""Stands for the first byte of a buffer that has none."""

"""Many frames of one track in one call, for whoever has them at hand: a recording, a queue that
has grown. Each is copied once; what costs most in Python, the way into the library, is paid once.
"""

from __future__ import annotations

import ctypes
import struct
from ctypes import byref, c_char, c_char_p, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any, Callable, Iterable, List, Optional, Union

from . import _c
from .errors import FrameSealError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from ._uniffi import Codec, Decryptor, Encryptor


def encrypt_batch(
    encryptor: Encryptor,
    frames: Iterable[ReadableBuffer],
    metadata: ReadableBuffer = b"",
    codec: Optional[Codec] = None,
    pad_to: int = 0,
) -> List[Union[memoryview, FrameSealError]]:
    """Seals frames in order, each as plain SFrame or in an envelope of `codec`, all with the same
    metadata.

    Gives for each the sealed frame, or why it was not sealed: nothing may be sent for it. Raises
    `FrameSealError.Usage` when nothing at all was done.
    """
    parts = [_c.bytes_of(frame) for frame in frames]
    handle = _c.Handle(encryptor.handle())
    if codec is None:
        info = _c.EncryptorInfo()
        result = _c.encryptor_info(handle, byref(info))
        if result:
            raise _c.failure(result)
        return _all(parts, metadata, info.max_overhead, _c.encrypt_batch, handle)
    if not 0 <= pad_to <= 0xFFFF:
        raise ValueError(f"pad_to is a number of bytes up to 65535, not {pad_to}")
    envelope, room = _c.Envelope(codec.value + 1, pad_to), _c.Room()
    longest = max((len(part) for part in parts), default=0)
    result = _c.envelope_room(handle, envelope, longest, byref(room))
    if result:
        raise _c.failure(result)
    grows = room.max_len - longest
    return _all(parts, metadata, grows, _c.encrypt_envelope_batch, handle, envelope)


def decrypt_batch(
    decryptor: Decryptor,
    frames: Iterable[ReadableBuffer],
    metadata: ReadableBuffer = b"",
    is_envelope: bool = False,
) -> List[Union[memoryview, FrameSealError]]:
    """Opens frames in order, all with the same metadata.

    Gives for each the frame, or why it is to be dropped. Raises `FrameSealError.Usage` when nothing
    at all was done.
    """
    parts = [_c.bytes_of(frame) for frame in frames]
    handle = _c.Handle(decryptor.handle())
    call = _c.decrypt_envelope_batch if is_envelope else _c.decrypt_batch
    return _all(parts, metadata, 0, call, handle)


_FRAME = struct.Struct("@7NI0N")
"""`frameseal_frame`: the frame's address and length, the metadata's, the room's, and what is
written: the length and the result."""

_NOT_YET = 0xFFFFFFFF
"""No result: the call did not come to the frames."""


def _all(
    parts: List[bytes],
    metadata: ReadableBuffer,
    grows: int,
    call: Callable[..., int],
    *to: Any,
) -> List[Union[memoryview, FrameSealError]]:
    """Makes one call for all frames, each of which grows by at most so many bytes.

    They are copies, since threads may change the app's buffers at any time: what is counted here is
    what the library reads.
    """
    source, about = b"".join(parts), _c.bytes_of(metadata)
    at, about_at = _address(source), _address(about)
    target = bytearray(len(source) + grows * len(parts) + 1)
    first = out = ctypes.addressof(c_char.from_buffer(target))
    table = bytearray()
    for part in parts:
        length = len(part)
        room = length + grows
        table += _FRAME.pack(at, length, about_at, len(about), out, room, 0, _NOT_YET)
        at += length
        out += room
    if not table:
        return []
    first_failure = call(*to, byref(c_char.from_buffer(table)), len(parts))
    view = memoryview(target)
    done: List[Union[memoryview, FrameSealError]] = []
    for at, length, _, _, out, _, written, result in _FRAME.iter_unpack(table):
        if result == 0:
            begin = out - first
            done.append(view[begin : begin + written])
        elif result == _NOT_YET:
            raise _c.failure(first_failure)
        else:
            done.append(_refused(result, call, at, length))
    return done


def _address(text: bytes) -> Any:
    """Gives where bytes lie, as long as they live."""
    return ctypes.cast(c_char_p(text), c_void_p).value


def _refused(result: int, call: Callable[..., int], at: int, length: int) -> FrameSealError:
    """Makes the error of one frame: the library has the last one's only."""
    header, begin = _c.Header(), c_size_t()
    if call is _c.decrypt_envelope_batch:
        _c.envelope_header(at, length, byref(header))
    elif call is _c.decrypt_batch:
        _c.header_read(at, length, byref(header), byref(begin))
    is_opened = call in (_c.decrypt_batch, _c.decrypt_envelope_batch)
    return _c.refusal(result, is_opened, header.kid)

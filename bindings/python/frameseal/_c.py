"""What `frameseal.h` says, in the words of `ctypes`."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_size_t, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p
from typing import TYPE_CHECKING, Any

from . import _uniffi
from .errors import FrameSealError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Handle(ctypes.Structure):
    """`frameseal_encryptor` and `frameseal_decryptor`."""

    _fields_ = [("id", c_uint64)]


class Envelope(ctypes.Structure):
    """`frameseal_envelope`."""

    _fields_ = [("codec", c_uint8), ("pad_to", c_uint16)]


class Header(ctypes.Structure):
    """`frameseal_header`."""

    _fields_ = [("kid", c_uint64), ("counter", c_uint64)]
    kid: int
    counter: int


class EncryptorInfo(ctypes.Structure):
    """`frameseal_encryptor_info`."""

    _fields_ = [
        ("kid", c_uint64),
        ("fingerprint", c_uint8 * 16),
        ("max_overhead", c_size_t),
        ("headroom", c_size_t),
        ("tailroom", c_size_t),
        ("suite", c_uint16),
    ]
    max_overhead: int
    headroom: int
    tailroom: int


class Room(ctypes.Structure):
    """`frameseal_room`."""

    _fields_ = [("max_len", c_size_t), ("headroom", c_size_t), ("tailroom", c_size_t)]
    max_len: int
    headroom: int
    tailroom: int


class _Error(ctypes.Structure):
    _fields_ = [
        ("result", c_uint32),
        ("error_class", c_uint32),
        ("has_kid", ctypes.c_bool),
        ("has_member", ctypes.c_bool),
        ("kid", c_uint64),
        ("member", c_uint8 * 16),
        ("needed", c_size_t),
    ]
    result: int
    error_class: int
    kid: int


_AUTHENTICATION, _KEY_ID, _SYNTAX, _REPLAY, _MESSAGE, _USAGE = range(1, 7)
"""`frameseal_error_class`."""


def failure(result: int) -> FrameSealError:
    """Gives what a call's result stands for, right after the call."""
    about = _Error()
    if _last_error(byref(about)) or about.result != result:
        # A forked child says no more, and a signal's handler may have failed since.
        return refusal(result, False, 0)
    text = ctypes.create_string_buffer(_last_error_message(None, 0) + 1)
    _last_error_message(text, len(text))
    return _error(about.error_class, result, text.value.decode(), about.kid)


def refusal(result: int, is_opened: bool, kid: int) -> FrameSealError:
    """Gives what a result stands for of which the library tells no more, such as that of one frame
    of a batch, which was to be opened or sealed. `kid` is that of the frame."""
    error_class = _USAGE
    if 80 <= result <= 83:
        error_class = _SYNTAX
    elif 84 <= result <= 86 or (is_opened and 40 <= result <= 49):
        # Opening a frame makes its key, where that is of a member of a group.
        error_class = _KEY_ID
    elif 87 <= result <= 88:
        error_class = _REPLAY
    elif result == 89:
        error_class = _AUTHENTICATION
    names_kid = result in (43, 44, 45) or result >= 84
    return _error(error_class, result, result_message(result).decode(), kid if names_kid else 0)


def _error(error_class: int, result: int, reason: str, kid: int) -> FrameSealError:
    """Makes an error; its code is as on the other road."""
    name = _result_name(result).decode()[len("FRAMESEAL_RESULT_") :]
    code = "".join(word.capitalize() for word in name.split("_"))
    if error_class == _AUTHENTICATION:
        return FrameSealError.Authentication(code, reason)
    if error_class == _KEY_ID:
        return FrameSealError.KeyId(code, reason, kid)
    if error_class == _SYNTAX:
        return FrameSealError.Syntax(code, reason)
    if error_class == _REPLAY:
        return FrameSealError.Replay(code, reason, kid)
    if error_class == _MESSAGE:
        return FrameSealError.Message(code, reason)
    return FrameSealError.Usage(code, reason)


def bytes_of(buffer: ReadableBuffer) -> bytes:
    """Copies what is in a buffer, unless nobody can change it. Raises `TypeError` for a number, of
    which `bytes` would make zeros."""
    return buffer if type(buffer) is bytes else bytes(memoryview(buffer))


# The file that the generated module has loaded, so that both know the same objects.
_library = ctypes.CDLL(_uniffi._UniffiLib._name)


def _function(name: str, *arguments: Any, gives: Any = c_uint32) -> Any:
    function = _library["frameseal_" + name]
    function.argtypes, function.restype = arguments, gives
    return function


_P, _N = c_void_p, c_size_t
_SEAL = (_P, _N, _N, _N, _P, _N, _P, _P)
_OPEN = (_P, _N, _P, _N, _P, _P, _P)

encrypt = _function("encryptor_encrypt_in_place", Handle, *_SEAL)
encrypt_batch = _function("encryptor_encrypt_batch", Handle, _P, _N)
encrypt_envelope = _function("transparent_encrypt_in_place", Handle, Envelope, *_SEAL)
encrypt_envelope_batch = _function("transparent_encrypt_batch", Handle, Envelope, _P, _N)
encryptor_info = _function("encryptor_get_info", Handle, _P)
envelope_room = _function("transparent_get_room", Handle, Envelope, _N, _P)

decrypt = _function("decryptor_decrypt_in_place", Handle, *_OPEN)
decrypt_batch = _function("decryptor_decrypt_batch", Handle, _P, _N)
decrypt_envelope = _function("transparent_decrypt_in_place", Handle, *_OPEN)
decrypt_envelope_batch = _function("transparent_decrypt_batch", Handle, _P, _N)
header_read = _function("header_read", _P, _N, _P, _P)
envelope_header = _function("transparent_header", _P, _N, _P)

result_message = _function("result_message", c_uint32, gives=ctypes.c_char_p)
_result_name = _function("result_name", c_uint32, gives=ctypes.c_char_p)
_last_error = _function("last_error", _P)
_last_error_message = _function("last_error_message", _P, _N, gives=_N)

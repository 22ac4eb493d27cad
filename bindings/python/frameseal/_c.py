"""What `frameseal.h` says, in the words of `ctypes`."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_size_t, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p
from typing import Any

from . import _uniffi
from .errors import FrameSealError


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
    kid: int


def failure(result: int) -> FrameSealError:
    """Gives what a call's result stands for, right after the call."""
    about = _Error()
    if _last_error(byref(about)) or about.result != result:
        # A forked child says no more, and a signal's handler may have failed since.
        return error(result, result_message(result).decode(), 0)
    text = ctypes.create_string_buffer(_last_error_message(None, 0) + 1)
    _last_error_message(text, len(text))
    return error(result, text.value.decode(), about.kid)


def error(result: int, reason: str, kid: int) -> FrameSealError:
    """Makes the error of a `frameseal_result`; its code is as on the other road."""
    name = _result_name(result).decode()[len("FRAMESEAL_RESULT_") :]
    code = "".join(word.capitalize() for word in name.split("_"))
    if result in (80, 81, 82, 83):
        return FrameSealError.Syntax(code, reason)
    if result in (84, 85, 86):
        return FrameSealError.KeyId(code, reason, kid)
    if result in (87, 88):
        return FrameSealError.Replay(code, reason, kid)
    if result == 89:
        return FrameSealError.Authentication(code, reason)
    return FrameSealError.Usage(code, reason)


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

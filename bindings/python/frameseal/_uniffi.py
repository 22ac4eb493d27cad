# This file was made by the `uniffi` crate.
# Do not change it.

# Common helper code.
#
# Ideally this would live in a separate .py file where it can be unittested etc
# in isolation, and perhaps even published as a re-useable package.
#
# However, it's important that the details of how this helper code works (e.g. the
# way that different builtin types are passed across the FFI) exactly match what's
# expected by the rust code on the other side of the interface. In practice right
# now that means coming from the exact some version of `uniffi` that was used to
# compile the rust component. The easiest way to ensure this is to bundle the Python
# helpers directly inline like we're doing here.

from __future__ import annotations
import os
import sys
import ctypes
from dataclasses import dataclass
import enum
import struct
import contextlib
import datetime
import threading
import itertools
import traceback
import typing
import platform


# Used for default argument values
_DEFAULT = object() # type: typing.Any

import ctypes
import struct

class _UniffiRustBuffer(ctypes.Structure):
    _fields_ = [
        ("capacity", ctypes.c_uint64),
        ("len", ctypes.c_uint64),
        ("data", ctypes.POINTER(ctypes.c_char)),
    ]

    @staticmethod
    def default():
        return _UniffiRustBuffer(0, 0, None)

    @staticmethod
    def alloc(size):
        return _uniffi_rust_call(_UniffiLib.ffi_frameseal_uniffi_rustbuffer_alloc, size)

    @staticmethod
    def reserve(rbuf, additional):
        return _uniffi_rust_call(_UniffiLib.ffi_frameseal_uniffi_rustbuffer_reserve, rbuf, additional)

    def free(self):
        return _uniffi_rust_call(_UniffiLib.ffi_frameseal_uniffi_rustbuffer_free, self)

    def __str__(self):
        return "_UniffiRustBuffer(capacity={}, len={}, data={})".format(
            self.capacity,
            self.len,
            self.data[0:self.len]
        )

    @contextlib.contextmanager
    def alloc_with_builder(*args):
        """Context-manger to allocate a buffer using a _UniffiRustBufferBuilder.

        The allocated buffer will be automatically freed if an error occurs, ensuring that
        we don't accidentally leak it.
        """
        builder = _UniffiRustBufferBuilder()
        try:
            yield builder
        except:
            builder.discard()
            raise

    @contextlib.contextmanager
    def consume_with_stream(self):
        """Context-manager to consume a buffer using a _UniffiRustBufferStream.

        The _UniffiRustBuffer will be freed once the context-manager exits, ensuring that we don't
        leak it even if an error occurs.
        """
        try:
            s = _UniffiRustBufferStream.from_rust_buffer(self)
            yield s
            if s.remaining() != 0:
                raise RuntimeError(f"junk data left in buffer at end of consume_with_stream {s.remaining()}")
        finally:
            self.free()

    @contextlib.contextmanager
    def read_with_stream(self):
        """Context-manager to read a buffer using a _UniffiRustBufferStream.

        This is like consume_with_stream, but doesn't free the buffer afterwards.
        It should only be used with borrowed `_UniffiRustBuffer` data.
        """
        s = _UniffiRustBufferStream.from_rust_buffer(self)
        yield s
        if s.remaining() != 0:
            raise RuntimeError(f"junk data left in buffer at end of read_with_stream {s.remaining()}")

class _UniffiForeignBytes(ctypes.Structure):
    _fields_ = [
        ("len", ctypes.c_int32),
        ("data", ctypes.POINTER(ctypes.c_char)),
    ]

    def __str__(self):
        return "_UniffiForeignBytes(len={}, data={})".format(self.len, self.data[0:self.len])


class _UniffiFfiConverterByRefBytes:
    """Zero-copy converter for `&[u8]` / `[ByRef] bytes` arguments.

    Only `lower` and `check_lower` are valid — zero-copy byte buffers only
    flow foreign -> Rust, and only in argument position. `lift`, `read`, and
    `write` have no sound implementation here.

    CPython `bytes` objects are immutable and their internal buffer doesn't
    move for the lifetime of the object; the caller must keep the source
    `bytes` alive for the duration of the FFI call.
    """

    @staticmethod
    def check_lower(value):
        # Tighter than `bytes-like`: `lower` uses `ctypes.c_char_p` which only
        # accepts `bytes`/`None`, so fail fast with a matching check.
        if not isinstance(value, bytes):
            raise TypeError("a bytes object is required, not {!r}".format(type(value).__name__))

    @staticmethod
    def lower(value):
        fb = _UniffiForeignBytes()
        if len(value) == 0:
            fb.len = 0
            fb.data = None
        else:
            fb.len = len(value)
            fb.data = ctypes.cast(ctypes.c_char_p(value), ctypes.POINTER(ctypes.c_char))
        return fb

    @staticmethod
    def lift(value):
        raise NotImplementedError("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")

    @staticmethod
    def read(buf):
        raise NotImplementedError("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")

    @staticmethod
    def write(value, buf):
        raise NotImplementedError("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")


class _UniffiRustBufferStream:
    """
    Helper for structured reading of bytes from a _UniffiRustBuffer
    """

    def __init__(self, data, len):
        self.data = data
        self.len = len
        self.offset = 0

    @classmethod
    def from_rust_buffer(cls, buf):
        return cls(buf.data, buf.len)

    def remaining(self):
        return self.len - self.offset

    def _unpack_from(self, size, format):
        if self.offset + size > self.len:
            raise InternalError("read past end of rust buffer")
        value = struct.unpack(format, self.data[self.offset:self.offset+size])[0]
        self.offset += size
        return value

    def read(self, size):
        if self.offset + size > self.len:
            raise InternalError("read past end of rust buffer")
        data = self.data[self.offset:self.offset+size]
        self.offset += size
        return data

    def read_i8(self):
        return self._unpack_from(1, ">b")

    def read_u8(self):
        return self._unpack_from(1, ">B")

    def read_i16(self):
        return self._unpack_from(2, ">h")

    def read_u16(self):
        return self._unpack_from(2, ">H")

    def read_i32(self):
        return self._unpack_from(4, ">i")

    def read_u32(self):
        return self._unpack_from(4, ">I")

    def read_i64(self):
        return self._unpack_from(8, ">q")

    def read_u64(self):
        return self._unpack_from(8, ">Q")

    def read_float(self):
        v = self._unpack_from(4, ">f")
        return v

    def read_double(self):
        return self._unpack_from(8, ">d")

class _UniffiRustBufferBuilder:
    """
    Helper for structured writing of bytes into a _UniffiRustBuffer.
    """

    def __init__(self):
        self.rbuf = _UniffiRustBuffer.alloc(16)
        self.rbuf.len = 0

    def finalize(self):
        rbuf = self.rbuf
        self.rbuf = None
        return rbuf

    def discard(self):
        if self.rbuf is not None:
            rbuf = self.finalize()
            rbuf.free()

    @contextlib.contextmanager
    def _reserve(self, num_bytes):
        if self.rbuf.len + num_bytes > self.rbuf.capacity:
            self.rbuf = _UniffiRustBuffer.reserve(self.rbuf, num_bytes)
        yield None
        self.rbuf.len += num_bytes

    def _pack_into(self, size, format, value):
        with self._reserve(size):
            packed = struct.pack(format, value)
            if size > 0:
                ctypes.memmove(ctypes.addressof(self.rbuf.data.contents) + self.rbuf.len, packed, size)

    def write(self, value):
        length = len(value)
        with self._reserve(length):
            if length > 0:
                ctypes.memmove(ctypes.addressof(self.rbuf.data.contents) + self.rbuf.len, value, length)

    def write_i8(self, v):
        self._pack_into(1, ">b", v)

    def write_u8(self, v):
        self._pack_into(1, ">B", v)

    def write_i16(self, v):
        self._pack_into(2, ">h", v)

    def write_u16(self, v):
        self._pack_into(2, ">H", v)

    def write_i32(self, v):
        self._pack_into(4, ">i", v)

    def write_u32(self, v):
        self._pack_into(4, ">I", v)

    def write_i64(self, v):
        self._pack_into(8, ">q", v)

    def write_u64(self, v):
        self._pack_into(8, ">Q", v)

    def write_float(self, v):
        self._pack_into(4, ">f", v)

    def write_double(self, v):
        self._pack_into(8, ">d", v)

    def write_c_size_t(self, v):
        self._pack_into(ctypes.sizeof(ctypes.c_size_t) , "@N", v)
# A handful of classes and functions to support the generated data structures.
# This would be a good candidate for isolating in its own ffi-support lib.

class InternalError(Exception):
    pass

class _UniffiRustCallStatus(ctypes.Structure):
    """
    Error runtime.
    """
    _fields_ = [
        ("code", ctypes.c_int8),
        ("error_buf", _UniffiRustBuffer),
    ]

    # These match the values from the uniffi::rustcalls module
    CALL_SUCCESS = 0
    CALL_ERROR = 1
    CALL_UNEXPECTED_ERROR = 2

    @staticmethod
    def default():
        return _UniffiRustCallStatus(code=_UniffiRustCallStatus.CALL_SUCCESS, error_buf=_UniffiRustBuffer.default())

    def __str__(self):
        if self.code == _UniffiRustCallStatus.CALL_SUCCESS:
            return "_UniffiRustCallStatus(CALL_SUCCESS)"
        elif self.code == _UniffiRustCallStatus.CALL_ERROR:
            return "_UniffiRustCallStatus(CALL_ERROR)"
        elif self.code == _UniffiRustCallStatus.CALL_UNEXPECTED_ERROR:
            return "_UniffiRustCallStatus(CALL_UNEXPECTED_ERROR)"
        else:
            return "_UniffiRustCallStatus(<invalid code>)"

def _uniffi_rust_call(fn, *args):
    # Call a rust function
    return _uniffi_rust_call_with_error(None, fn, *args)

def _uniffi_rust_call_with_error(error_ffi_converter, fn, *args):
    # Call a rust function and handle any errors
    #
    # This function is used for rust calls that return Result<> and therefore can set the CALL_ERROR status code.
    # error_ffi_converter must be set to the _UniffiConverter for the error class that corresponds to the result.
    call_status = _UniffiRustCallStatus.default()

    args_with_error = args + (ctypes.byref(call_status),)
    result = fn(*args_with_error)
    _uniffi_check_call_status(error_ffi_converter, call_status)
    return result

def _uniffi_check_call_status(error_ffi_converter, call_status):
    if call_status.code == _UniffiRustCallStatus.CALL_SUCCESS:
        pass
    elif call_status.code == _UniffiRustCallStatus.CALL_ERROR:
        if error_ffi_converter is None:
            call_status.error_buf.free()
            raise InternalError("_uniffi_rust_call_with_error: CALL_ERROR, but error_ffi_converter is None")
        else:
            raise error_ffi_converter.lift(call_status.error_buf)
    elif call_status.code == _UniffiRustCallStatus.CALL_UNEXPECTED_ERROR:
        # When the rust code sees a panic, it tries to construct a _UniffiRustBuffer
        # with the message.  But if that code panics, then it just sends back
        # an empty buffer.
        if call_status.error_buf.len > 0:
            msg = _UniffiFfiConverterString.lift(call_status.error_buf)
        else:
            msg = "Unknown rust panic"
        raise InternalError(msg)
    else:
        raise InternalError("Invalid _UniffiRustCallStatus code: {}".format(
            call_status.code))

def _uniffi_trait_interface_call(call_status, make_call, write_return_value):
    try:
        return write_return_value(make_call())
    except Exception as e:
        call_status.code = _UniffiRustCallStatus.CALL_UNEXPECTED_ERROR
        call_status.error_buf = _UniffiFfiConverterString.lower(repr(e))

def _uniffi_trait_interface_call_with_error(call_status, make_call, write_return_value, error_type, lower_error):
    try:
        try:
            return write_return_value(make_call())
        except error_type as e:
            call_status.code = _UniffiRustCallStatus.CALL_ERROR
            call_status.error_buf = lower_error(e)
    except Exception as e:
        call_status.code = _UniffiRustCallStatus.CALL_UNEXPECTED_ERROR
        call_status.error_buf = _UniffiFfiConverterString.lower(repr(e))
# Initial value and increment amount for handles.
# These ensure that Python-generated handles always have the lowest bit set
_UNIFFI_HANDLEMAP_INITIAL = 1
_UNIFFI_HANDLEMAP_DELTA = 2

class _UniffiHandleMap:
    """
    A map where inserting, getting and removing data is synchronized with a lock.
    """

    def __init__(self):
        # type Handle = int
        self._map = {}  # type: Dict[Handle, Any]
        self._lock = threading.Lock()
        self._counter = _UNIFFI_HANDLEMAP_INITIAL

    def insert(self, obj):
        with self._lock:
            return self._insert(obj)

    """Low-level insert, this assumes `self._lock` is held."""
    def _insert(self, obj):
        handle = self._counter
        self._counter += _UNIFFI_HANDLEMAP_DELTA
        self._map[handle] = obj
        return handle

    def get(self, handle):
        try:
            with self._lock:
                return self._map[handle]
        except KeyError:
            raise InternalError(f"_UniffiHandleMap.get: Invalid handle {handle}")

    def clone(self, handle):
        try:
            with self._lock:
                obj = self._map[handle]
                return self._insert(obj)
        except KeyError:
            raise InternalError(f"_UniffiHandleMap.clone: Invalid handle {handle}")

    def remove(self, handle):
        try:
            with self._lock:
                return self._map.pop(handle)
        except KeyError:
            raise InternalError(f"_UniffiHandleMap.remove: Invalid handle: {handle}")

    def __len__(self):
        return len(self._map)
# Types conforming to `_UniffiConverterPrimitive` pass themselves directly over the FFI.
class _UniffiConverterPrimitive:
    @classmethod
    def lift(cls, value):
        return value

    @classmethod
    def lower(cls, value):
        return value

class _UniffiConverterPrimitiveInt(_UniffiConverterPrimitive):
    @classmethod
    def check_lower(cls, value):
        try:
            value = value.__index__()
        except Exception:
            raise TypeError("'{}' object cannot be interpreted as an integer".format(type(value).__name__))
        if not isinstance(value, int):
            raise TypeError("__index__ returned non-int (type {})".format(type(value).__name__))
        if not cls.VALUE_MIN <= value < cls.VALUE_MAX:
            raise ValueError("{} requires {} <= value < {}".format(cls.CLASS_NAME, cls.VALUE_MIN, cls.VALUE_MAX))

class _UniffiConverterPrimitiveFloat(_UniffiConverterPrimitive):
    @classmethod
    def check_lower(cls, value):
        try:
            value = value.__float__()
        except Exception:
            raise TypeError("must be real number, not {}".format(type(value).__name__))
        if not isinstance(value, float):
            raise TypeError("__float__ returned non-float (type {})".format(type(value).__name__))

# Helper class for wrapper types that will always go through a _UniffiRustBuffer.
# Classes should inherit from this and implement the `read` and `write` static methods.
class _UniffiConverterRustBuffer:
    @classmethod
    def lift(cls, rbuf):
        with rbuf.consume_with_stream() as stream:
            return cls.read(stream)

    @classmethod
    def lower(cls, value):
        with _UniffiRustBuffer.alloc_with_builder() as builder:
            cls.write(value, builder)
            return builder.finalize()

# Contains loading, initialization code, and the FFI Function declarations.
# Define some ctypes FFI types that we use in the library

"""
Function pointer for a Rust task, which a callback function that takes a opaque pointer
"""
_UNIFFI_RUST_TASK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int8)

def _uniffi_future_callback_t(return_type):
    """
    Factory function to create callback function types for async functions
    """
    return ctypes.CFUNCTYPE(None, ctypes.c_uint64, return_type, _UniffiRustCallStatus)

def _uniffi_load_indirect():
    """
    This is how we find and load the dynamic library provided by the component.
    For now we just look it up by name.
    """
    if sys.platform == "darwin":
        libname = "lib{}.dylib"
    elif sys.platform.startswith("win"):
        # As of python3.8, ctypes does not seem to search $PATH when loading DLLs.
        # We could use `os.add_dll_directory` to configure the search path, but
        # it doesn't feel right to mess with application-wide settings. Let's
        # assume that the `.dll` is next to the `.py` file and load by full path.
        libname = os.path.join(
            os.path.dirname(__file__),
            "{}.dll",
        )
    else:
        # Anything else must be an ELF platform - Linux, *BSD, Solaris/illumos
        libname = "lib{}.so"

    libname = libname.format("frameseal_uniffi")
    path = os.path.join(os.path.dirname(__file__), libname)
    lib = ctypes.cdll.LoadLibrary(path)
    return lib

def _uniffi_check_contract_api_version(lib):
    # Get the bindings contract version from our ComponentInterface
    bindings_contract_version = 30
    # Get the scaffolding contract version by calling the into the dylib
    scaffolding_contract_version = lib.ffi_frameseal_uniffi_uniffi_contract_version()
    if bindings_contract_version != scaffolding_contract_version:
        raise InternalError("UniFFI contract version mismatch: try cleaning and rebuilding your project")

def _uniffi_check_api_checksums(lib):
    if lib.uniffi_frameseal_uniffi_checksum_func_cipher_suite() != 6938:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_func_cipher_suite_number() != 50155:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_func_codec_of() != 33829:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_func_generate_passphrase() != 64751:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_func_mls_exporter_label() != 9282:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_func_version() != 39748:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_basekey_generate() != 16784:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_basekey_new() != 8902:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_calllistener_send() != 43661:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_calllistener_event() != 54501:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase() != 31864:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_new() != 57034:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer() != 57381:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_callstate_identity() != 54634:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_callstate_peers() != 48841:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer() != 23559:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_create() != 24010:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open() != 24266:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor() != 48736:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_counterstore_reserve() != 42917:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_key() != 22833:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key() != 1963:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt() != 32680:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope() != 25233:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_handle() != 35202:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics() != 53699:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event() != 54796:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own() != 25057:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key() != 14299:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key() != 11513:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_tick() != 60288:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_decryptor_totals() != 15150:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_decryptor_new() != 48384:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_export() != 32297:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key() != 12631:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate() != 20039:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from() != 40754:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt() != 37778:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as() != 17259:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint() != 18158:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_handle() != 60781:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_kid() != 24991:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead() != 17067:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event() != 12840:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_encryptor_suite() != 2318:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender() != 14419:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_new() != 45369:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state() != 31106:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch() != 13160:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor() != 3532:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor() != 39401:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over() != 22060:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of() != 42105:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sending() != 27164:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlskeys_tick() != 58118:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new() != 62202:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over() != 31819:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon() != 51857:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_digits() != 24857:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr() != 45913:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text() != 2701:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_safetynumber_svg() != 65043:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between() != 39269:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_senderkey_base_key() != 45587:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_senderkey_kid() != 28785:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet() != 13363:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_senderkey_new() != 42408:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_accept_comparison() != 23020:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_admit() != 17988:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_call_code() != 35573:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_comparison() != 46625:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear() != 42045:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_decryptor() != 5405:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_encryptor() != 17807:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_ended() != 4260:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_handle() != 39513:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_id() != 22501:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_leave() != 1967:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_matches_qr() != 18647:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_may_send_clear() != 37035:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_members() != 17254:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_open_chat() != 35452:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_poll_chat() != 24674:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_remove() != 26630:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_rotate() != 50164:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_safety_number() != 33387:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_seal_chat() != 11305:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_sender_of() != 26745:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_start_comparison() != 23336:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_session_tick() != 43212:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_constructor_session_join() != 29042:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob() != 62527:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    if lib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor() != 14170:
        raise InternalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")

# A ctypes library to expose the extern-C FFI definitions.
# This is an implementation detail which will be called internally by the public API.

_UniffiLib = _uniffi_load_indirect()
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_alloc.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_alloc.restype = _UniffiRustBuffer
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_from_bytes.argtypes = (
    _UniffiForeignBytes,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_from_bytes.restype = _UniffiRustBuffer
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_free.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_free.restype = None
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_reserve.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.ffi_frameseal_uniffi_rustbuffer_reserve.restype = _UniffiRustBuffer
_UniffiLib.ffi_frameseal_uniffi_uniffi_contract_version.argtypes = (
)
_UniffiLib.ffi_frameseal_uniffi_uniffi_contract_version.restype = ctypes.c_uint32
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_cipher_suite.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_cipher_suite.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_cipher_suite_number.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_cipher_suite_number.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_codec_of.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_codec_of.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_generate_passphrase.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_generate_passphrase.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_mls_exporter_label.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_mls_exporter_label.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_version.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_func_version.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_basekey_generate.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_basekey_generate.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_basekey_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_basekey_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_calllistener_send.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_calllistener_send.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_calllistener_event.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_calllistener_event.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callsecret_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_identity.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_identity.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_peers.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_peers.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_create.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_create.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_counterstore_reserve.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_counterstore_reserve.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_handle.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_handle.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_tick.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_tick.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_totals.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_decryptor_totals.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_decryptor_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_decryptor_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_export.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_export.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_handle.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_handle.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_kid.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_kid.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_suite.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_encryptor_suite.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sending.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_sending.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_tick.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlskeys_tick.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_digits.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_digits.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_svg.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_safetynumber_svg.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_base_key.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_base_key.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_kid.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_kid.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_senderkey_new.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_senderkey_new.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_accept_comparison.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_accept_comparison.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_admit.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_admit.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_call_code.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_call_code.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_comparison.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_comparison.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_decryptor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_decryptor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_encryptor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_encryptor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_ended.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_ended.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_handle.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_handle.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_id.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_id.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_leave.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_leave.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_matches_qr.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_matches_qr.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_may_send_clear.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_may_send_clear.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_members.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_members.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_open_chat.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_open_chat.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_poll_chat.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_poll_chat.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_remove.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_remove.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_rotate.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_rotate.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_safety_number.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_safety_number.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_seal_chat.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_seal_chat.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_sender_of.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_sender_of.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_start_comparison.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_start_comparison.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_tick.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_session_tick.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_session_join.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_constructor_session_join.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor.argtypes = (
)
_UniffiLib.uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite.argtypes = (
    ctypes.c_uint16,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite_number.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite_number.restype = ctypes.c_uint16
_UniffiLib.uniffi_frameseal_uniffi_fn_func_codec_of.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_codec_of.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_func_generate_passphrase.argtypes = (
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_generate_passphrase.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_func_mls_exporter_label.argtypes = (
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_mls_exporter_label.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_func_version.argtypes = (
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_func_version.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_generate.argtypes = (
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_generate.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_send.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_send.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_event.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_event.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase.argtypes = (
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_forget_peer.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_forget_peer.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_identity.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_identity.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_peers.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_peers.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_remember_peer.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_remember_peer.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_create.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_create.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open.argtypes = (
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor.argtypes = (
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_counterstore_reserve.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_counterstore_reserve.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_key.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_key.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_handle.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_handle.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_poll_event.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_poll_event.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_remove_key.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_remove_key.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_retire_key.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_retire_key.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_tick.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_tick.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_totals.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_totals.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_decryptor_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_decryptor_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_export.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_export.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate.argtypes = (
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from.argtypes = (
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.c_uint16,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_handle.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_handle.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_kid.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_kid.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_poll_event.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_poll_event.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_suite.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_suite.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.c_uint32,
    ctypes.c_uint32,
    ctypes.c_int8,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_go_over.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_go_over.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sending.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sending.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_tick.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_tick.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_mlskeys_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint8,
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_mlskeys_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_digits.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_digits.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_svg.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_svg.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_safetynumber_between.argtypes = (
    _UniffiRustBuffer,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_safetynumber_between.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_base_key.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_base_key.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_kid.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_kid.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_ratchet.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_ratchet.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_senderkey_new.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint8,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_senderkey_new.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_accept_comparison.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_accept_comparison.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_admit.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_admit.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_call_code.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_call_code.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_comparison.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_comparison.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_consent_to_clear.argtypes = (
    ctypes.c_uint64,
    ctypes.c_int8,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_consent_to_clear.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_decryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_decryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_encryptor.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_encryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_ended.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_ended.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_handle.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_handle.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_id.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_id.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_leave.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_leave.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_matches_qr.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_matches_qr.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_may_send_clear.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_may_send_clear.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_members.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_members.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_open_chat.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_open_chat.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_poll_chat.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_poll_chat.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_remove.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_remove.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_rotate.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_rotate.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_safety_number.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_safety_number.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_seal_chat.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_seal_chat.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_sender_of.argtypes = (
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_sender_of.restype = _UniffiRustBuffer
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_start_comparison.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_start_comparison.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_tick.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_session_tick.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_session_join.argtypes = (
    _UniffiRustBuffer,
    ctypes.c_uint64,
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_constructor_session_join.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_blob.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_blob.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor.argtypes = (
    ctypes.c_uint64,
    _UniffiRustBuffer,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor.restype = ctypes.c_int8
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_basekey.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_basekey.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_basekey.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_basekey.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_calllistener.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_calllistener.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_calllistener.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_calllistener.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callsecret.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callsecret.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_callsecret.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_callsecret.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callstate.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callstate.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_callstate.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_callstate.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_counterstore.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_counterstore.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_counterstore.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_counterstore.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_decryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_decryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_decryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_decryptor.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_deviceidentity.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_deviceidentity.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_deviceidentity.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_deviceidentity.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_encryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_encryptor.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_encryptor.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_encryptor.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlskeys.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlskeys.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlskeys.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlskeys.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlslistener.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlslistener.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlslistener.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlslistener.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_safetynumber.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_safetynumber.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_safetynumber.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_safetynumber.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_senderkey.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_senderkey.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_senderkey.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_senderkey.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_session.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_session.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_session.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_session.restype = None
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_statestorage.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_clone_statestorage.restype = ctypes.c_uint64
_UniffiLib.uniffi_frameseal_uniffi_fn_free_statestorage.argtypes = (
    ctypes.c_uint64,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_free_statestorage.restype = None
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD0 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,_UniffiRustBuffer,_UniffiRustBuffer,ctypes.c_void_p,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD1 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,_UniffiRustBuffer,ctypes.c_void_p,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_CALL_LISTENER = ctypes.CFUNCTYPE(ctypes.c_uint64,ctypes.c_uint64,
)
_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_CALL_LISTENER = ctypes.CFUNCTYPE(None,ctypes.c_uint64,
)
class _UniffiVTableCallbackInterfaceFramesealCallListener(ctypes.Structure):
    _fields_ = [
        ("uniffi_free", _UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_CALL_LISTENER),
        ("uniffi_clone", _UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_CALL_LISTENER),
        ("send", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD0),
        ("event", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD1),
    ]
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener.argtypes = (
    ctypes.POINTER(_UniffiVTableCallbackInterfaceFramesealCallListener),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener.restype = None
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_COUNTER_STORE_METHOD0 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,_UniffiRustBuffer,ctypes.c_uint64,ctypes.POINTER(_UniffiRustBuffer),
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_COUNTER_STORE = ctypes.CFUNCTYPE(ctypes.c_uint64,ctypes.c_uint64,
)
_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_COUNTER_STORE = ctypes.CFUNCTYPE(None,ctypes.c_uint64,
)
class _UniffiVTableCallbackInterfaceFramesealCounterStore(ctypes.Structure):
    _fields_ = [
        ("uniffi_free", _UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_COUNTER_STORE),
        ("uniffi_clone", _UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_COUNTER_STORE),
        ("reserve", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_COUNTER_STORE_METHOD0),
    ]
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore.argtypes = (
    ctypes.POINTER(_UniffiVTableCallbackInterfaceFramesealCounterStore),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore.restype = None
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD0 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,ctypes.c_uint64,ctypes.c_void_p,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD1 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,ctypes.c_uint64,ctypes.c_void_p,
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_MLS_LISTENER = ctypes.CFUNCTYPE(ctypes.c_uint64,ctypes.c_uint64,
)
_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_MLS_LISTENER = ctypes.CFUNCTYPE(None,ctypes.c_uint64,
)
class _UniffiVTableCallbackInterfaceFramesealMlsListener(ctypes.Structure):
    _fields_ = [
        ("uniffi_free", _UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_MLS_LISTENER),
        ("uniffi_clone", _UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_MLS_LISTENER),
        ("gone_over", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD0),
        ("commit_soon", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD1),
    ]
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener.argtypes = (
    ctypes.POINTER(_UniffiVTableCallbackInterfaceFramesealMlsListener),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener.restype = None
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD0 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,_UniffiRustBuffer,ctypes.POINTER(ctypes.c_int8),
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD1 = ctypes.CFUNCTYPE(None,ctypes.c_uint64,_UniffiRustBuffer,ctypes.POINTER(ctypes.c_int8),
    ctypes.POINTER(_UniffiRustCallStatus),
)
_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_STATE_STORAGE = ctypes.CFUNCTYPE(ctypes.c_uint64,ctypes.c_uint64,
)
_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_STATE_STORAGE = ctypes.CFUNCTYPE(None,ctypes.c_uint64,
)
class _UniffiVTableCallbackInterfaceFramesealStateStorage(ctypes.Structure):
    _fields_ = [
        ("uniffi_free", _UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_STATE_STORAGE),
        ("uniffi_clone", _UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_STATE_STORAGE),
        ("save_blob", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD0),
        ("save_anchor", _UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD1),
    ]
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage.argtypes = (
    ctypes.POINTER(_UniffiVTableCallbackInterfaceFramesealStateStorage),
)
_UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage.restype = None

_uniffi_check_contract_api_version(_UniffiLib)
# _uniffi_check_api_checksums(_UniffiLib)



# Public interface members begin here.


class _UniffiFfiConverterString:
    @staticmethod
    def check_lower(value):
        if not isinstance(value, str):
            raise TypeError("argument must be str, not {}".format(type(value).__name__))
        return value

    @staticmethod
    def read(buf):
        size = buf.read_i32()
        if size < 0:
            raise InternalError("Unexpected negative string length")
        utf8_bytes = buf.read(size)
        return utf8_bytes.decode("utf-8")

    @staticmethod
    def write(value, buf):
        utf8_bytes = value.encode("utf-8")
        buf.write_i32(len(utf8_bytes))
        buf.write(utf8_bytes)

    @staticmethod
    def lift(buf):
        with buf.consume_with_stream() as stream:
            return stream.read(stream.remaining()).decode("utf-8")

    @staticmethod
    def lower(value):
        with _UniffiRustBuffer.alloc_with_builder() as builder:
            builder.write(value.encode("utf-8"))
            return builder.finalize()

@dataclass
class CallCode:
    """
    What all members of a call read to each other: it is the same for all, or somebody is in the
    middle.
"""
    def __init__(self, *, digits:str, qr_text:str, svg:str):
        self.digits = digits
        self.qr_text = qr_text
        self.svg = svg




    def __str__(self):
        return "CallCode(digits={}, qr_text={}, svg={})".format(self.digits, self.qr_text, self.svg)
    def __eq__(self, other):
        if self.digits != other.digits:
            return False
        if self.qr_text != other.qr_text:
            return False
        if self.svg != other.svg:
            return False
        return True

class _UniffiFfiConverterTypeCallCode(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return CallCode(
            digits=_UniffiFfiConverterString.read(buf),
            qr_text=_UniffiFfiConverterString.read(buf),
            svg=_UniffiFfiConverterString.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterString.check_lower(value.digits)
        _UniffiFfiConverterString.check_lower(value.qr_text)
        _UniffiFfiConverterString.check_lower(value.svg)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterString.write(value.digits, buf)
        _UniffiFfiConverterString.write(value.qr_text, buf)
        _UniffiFfiConverterString.write(value.svg, buf)

class _UniffiFfiConverterBytes(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        size = buf.read_i32()
        if size < 0:
            raise InternalError("Unexpected negative byte string length")
        return buf.read(size)

    @staticmethod
    def check_lower(value):
        try:
            memoryview(value)
        except TypeError:
            raise TypeError("a bytes-like object is required, not {!r}".format(type(value).__name__))

    @staticmethod
    def write(value, buf):
        buf.write_i32(len(value))
        buf.write(value)

@dataclass
class ChatMessage:
    """
    A message of another member.
"""
    def __init__(self, *, sender:str, payload:bytes):
        self.sender = sender
        self.payload = payload




    def __str__(self):
        return "ChatMessage(sender={}, payload={})".format(self.sender, self.payload)
    def __eq__(self, other):
        if self.sender != other.sender:
            return False
        if self.payload != other.payload:
            return False
        return True

class _UniffiFfiConverterTypeChatMessage(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return ChatMessage(
            sender=_UniffiFfiConverterString.read(buf),
            payload=_UniffiFfiConverterBytes.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterString.check_lower(value.sender)
        _UniffiFfiConverterBytes.check_lower(value.payload)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterString.write(value.sender, buf)
        _UniffiFfiConverterBytes.write(value.payload, buf)

@dataclass
class Picture:
    """
    A picture of a comparison.
"""
    def __init__(self, *, symbol:str, name:str):
        self.symbol = symbol
        self.name = name




    def __str__(self):
        return "Picture(symbol={}, name={})".format(self.symbol, self.name)
    def __eq__(self, other):
        if self.symbol != other.symbol:
            return False
        if self.name != other.name:
            return False
        return True

class _UniffiFfiConverterTypePicture(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return Picture(
            symbol=_UniffiFfiConverterString.read(buf),
            name=_UniffiFfiConverterString.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterString.check_lower(value.symbol)
        _UniffiFfiConverterString.check_lower(value.name)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterString.write(value.symbol, buf)
        _UniffiFfiConverterString.write(value.name, buf)

class _UniffiFfiConverterSequenceTypePicture(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        for item in value:
            _UniffiFfiConverterTypePicture.check_lower(item)

    @classmethod
    def write(cls, value, buf):
        items = len(value)
        buf.write_i32(items)
        for item in value:
            _UniffiFfiConverterTypePicture.write(item, buf)

    @classmethod
    def read(cls, buf):
        count = buf.read_i32()
        if count < 0:
            raise InternalError("Unexpected negative sequence length")

        return [
            _UniffiFfiConverterTypePicture.read(buf) for i in range(count)
        ]

@dataclass
class Comparison:
    """
    What two members compare.
"""
    def __init__(self, *, pictures:typing.List[Picture], digits:str):
        self.pictures = pictures
        self.digits = digits




    def __str__(self):
        return "Comparison(pictures={}, digits={})".format(self.pictures, self.digits)
    def __eq__(self, other):
        if self.pictures != other.pictures:
            return False
        if self.digits != other.digits:
            return False
        return True

class _UniffiFfiConverterTypeComparison(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return Comparison(
            pictures=_UniffiFfiConverterSequenceTypePicture.read(buf),
            digits=_UniffiFfiConverterString.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterSequenceTypePicture.check_lower(value.pictures)
        _UniffiFfiConverterString.check_lower(value.digits)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterSequenceTypePicture.write(value.pictures, buf)
        _UniffiFfiConverterString.write(value.digits, buf)

class _UniffiFfiConverterUInt64(_UniffiConverterPrimitiveInt):
    CLASS_NAME = "u64"
    VALUE_MIN = 0
    VALUE_MAX = 2**64

    @staticmethod
    def read(buf):
        return buf.read_u64()

    @staticmethod
    def write(value, buf):
        buf.write_u64(value)

@dataclass
class KeyStatistics:
    """
    What was done with one key.
"""
    def __init__(self, *, kid:int, opened:int, failed:int, replayed:int):
        self.kid = kid
        self.opened = opened
        self.failed = failed
        self.replayed = replayed




    def __str__(self):
        return "KeyStatistics(kid={}, opened={}, failed={}, replayed={})".format(self.kid, self.opened, self.failed, self.replayed)
    def __eq__(self, other):
        if self.kid != other.kid:
            return False
        if self.opened != other.opened:
            return False
        if self.failed != other.failed:
            return False
        if self.replayed != other.replayed:
            return False
        return True

class _UniffiFfiConverterTypeKeyStatistics(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return KeyStatistics(
            kid=_UniffiFfiConverterUInt64.read(buf),
            opened=_UniffiFfiConverterUInt64.read(buf),
            failed=_UniffiFfiConverterUInt64.read(buf),
            replayed=_UniffiFfiConverterUInt64.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterUInt64.check_lower(value.kid)
        _UniffiFfiConverterUInt64.check_lower(value.opened)
        _UniffiFfiConverterUInt64.check_lower(value.failed)
        _UniffiFfiConverterUInt64.check_lower(value.replayed)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterUInt64.write(value.kid, buf)
        _UniffiFfiConverterUInt64.write(value.opened, buf)
        _UniffiFfiConverterUInt64.write(value.failed, buf)
        _UniffiFfiConverterUInt64.write(value.replayed, buf)

class _UniffiFfiConverterBoolean:
    @classmethod
    def check_lower(cls, value):
        return not not value

    @classmethod
    def lower(cls, value):
        return 1 if value else 0

    @staticmethod
    def lift(value):
        return value != 0

    @classmethod
    def read(cls, buf):
        return cls.lift(buf.read_u8())

    @classmethod
    def write(cls, value, buf):
        buf.write_u8(value)

@dataclass
class Member:
    """
    A member, as this one sees it.
"""
    def __init__(self, *, id:str, name:str, identity_key:bytes, is_present:bool, is_post_quantum:bool, sees_the_same:bool, consents_to_clear:bool):
        self.id = id
        self.name = name
        self.identity_key = identity_key
        self.is_present = is_present
        self.is_post_quantum = is_post_quantum
        self.sees_the_same = sees_the_same
        self.consents_to_clear = consents_to_clear




    def __str__(self):
        return "Member(id={}, name={}, identity_key={}, is_present={}, is_post_quantum={}, sees_the_same={}, consents_to_clear={})".format(self.id, self.name, self.identity_key, self.is_present, self.is_post_quantum, self.sees_the_same, self.consents_to_clear)
    def __eq__(self, other):
        if self.id != other.id:
            return False
        if self.name != other.name:
            return False
        if self.identity_key != other.identity_key:
            return False
        if self.is_present != other.is_present:
            return False
        if self.is_post_quantum != other.is_post_quantum:
            return False
        if self.sees_the_same != other.sees_the_same:
            return False
        if self.consents_to_clear != other.consents_to_clear:
            return False
        return True

class _UniffiFfiConverterTypeMember(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return Member(
            id=_UniffiFfiConverterString.read(buf),
            name=_UniffiFfiConverterString.read(buf),
            identity_key=_UniffiFfiConverterBytes.read(buf),
            is_present=_UniffiFfiConverterBoolean.read(buf),
            is_post_quantum=_UniffiFfiConverterBoolean.read(buf),
            sees_the_same=_UniffiFfiConverterBoolean.read(buf),
            consents_to_clear=_UniffiFfiConverterBoolean.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterString.check_lower(value.id)
        _UniffiFfiConverterString.check_lower(value.name)
        _UniffiFfiConverterBytes.check_lower(value.identity_key)
        _UniffiFfiConverterBoolean.check_lower(value.is_present)
        _UniffiFfiConverterBoolean.check_lower(value.is_post_quantum)
        _UniffiFfiConverterBoolean.check_lower(value.sees_the_same)
        _UniffiFfiConverterBoolean.check_lower(value.consents_to_clear)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterString.write(value.id, buf)
        _UniffiFfiConverterString.write(value.name, buf)
        _UniffiFfiConverterBytes.write(value.identity_key, buf)
        _UniffiFfiConverterBoolean.write(value.is_present, buf)
        _UniffiFfiConverterBoolean.write(value.is_post_quantum, buf)
        _UniffiFfiConverterBoolean.write(value.sees_the_same, buf)
        _UniffiFfiConverterBoolean.write(value.consents_to_clear, buf)

@dataclass
class OpenedFrame:
    """
    A frame that was opened.
"""
    def __init__(self, *, frame:bytes, kid:int, counter:int):
        self.frame = frame
        self.kid = kid
        self.counter = counter




    def __str__(self):
        return "OpenedFrame(frame={}, kid={}, counter={})".format(self.frame, self.kid, self.counter)
    def __eq__(self, other):
        if self.frame != other.frame:
            return False
        if self.kid != other.kid:
            return False
        if self.counter != other.counter:
            return False
        return True

class _UniffiFfiConverterTypeOpenedFrame(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return OpenedFrame(
            frame=_UniffiFfiConverterBytes.read(buf),
            kid=_UniffiFfiConverterUInt64.read(buf),
            counter=_UniffiFfiConverterUInt64.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterBytes.check_lower(value.frame)
        _UniffiFfiConverterUInt64.check_lower(value.kid)
        _UniffiFfiConverterUInt64.check_lower(value.counter)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterBytes.write(value.frame, buf)
        _UniffiFfiConverterUInt64.write(value.kid, buf)
        _UniffiFfiConverterUInt64.write(value.counter, buf)






class MediaKind(enum.Enum):
    """
    A kind of media, each with keys of its own.
"""

    AUDIO = 0
    """
    Sound.
"""

    VIDEO = 1
    """
    A camera's picture.
"""

    SCREEN = 2
    """
    A screen.
"""

    DATA = 3
    """
    What goes over data channels.
"""



class _UniffiFfiConverterTypeMediaKind(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return MediaKind.AUDIO
        if variant == 2:
            return MediaKind.VIDEO
        if variant == 3:
            return MediaKind.SCREEN
        if variant == 4:
            return MediaKind.DATA
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value == MediaKind.AUDIO:
            return
        if value == MediaKind.VIDEO:
            return
        if value == MediaKind.SCREEN:
            return
        if value == MediaKind.DATA:
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value == MediaKind.AUDIO:
            buf.write_i32(1)
        if value == MediaKind.VIDEO:
            buf.write_i32(2)
        if value == MediaKind.SCREEN:
            buf.write_i32(3)
        if value == MediaKind.DATA:
            buf.write_i32(4)



@dataclass
class Sender:
    """
    Whose frames have a KID.
"""
    def __init__(self, *, member:str, kind:MediaKind):
        self.member = member
        self.kind = kind




    def __str__(self):
        return "Sender(member={}, kind={})".format(self.member, self.kind)
    def __eq__(self, other):
        if self.member != other.member:
            return False
        if self.kind != other.kind:
            return False
        return True

class _UniffiFfiConverterTypeSender(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return Sender(
            member=_UniffiFfiConverterString.read(buf),
            kind=_UniffiFfiConverterTypeMediaKind.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterString.check_lower(value.member)
        _UniffiFfiConverterTypeMediaKind.check_lower(value.kind)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterString.write(value.member, buf)
        _UniffiFfiConverterTypeMediaKind.write(value.kind, buf)






class CipherSuite(enum.Enum):
    """
    The cipher suites of IANA's registry (RFC 9605 section 4.5).
"""

    AES128_CTR_HMAC_SHA256_TAG80 = 0
    """
    1
"""

    AES128_CTR_HMAC_SHA256_TAG64 = 1
    """
    2
"""

    AES128_CTR_HMAC_SHA256_TAG32 = 2
    """
    3
"""

    AES128_GCM_SHA256 = 3
    """
    4, the one to take unless there are reasons for another.
"""

    AES256_GCM_SHA512 = 4
    """
    5
"""

    AES256_CTR_HMAC_SHA512_TAG80 = 5
    """
    6
"""

    AES256_CTR_HMAC_SHA512_TAG64 = 6
    """
    7
"""

    AES256_CTR_HMAC_SHA512_TAG32 = 7
    """
    8
"""



class _UniffiFfiConverterTypeCipherSuite(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return CipherSuite.AES128_CTR_HMAC_SHA256_TAG80
        if variant == 2:
            return CipherSuite.AES128_CTR_HMAC_SHA256_TAG64
        if variant == 3:
            return CipherSuite.AES128_CTR_HMAC_SHA256_TAG32
        if variant == 4:
            return CipherSuite.AES128_GCM_SHA256
        if variant == 5:
            return CipherSuite.AES256_GCM_SHA512
        if variant == 6:
            return CipherSuite.AES256_CTR_HMAC_SHA512_TAG80
        if variant == 7:
            return CipherSuite.AES256_CTR_HMAC_SHA512_TAG64
        if variant == 8:
            return CipherSuite.AES256_CTR_HMAC_SHA512_TAG32
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG80:
            return
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG64:
            return
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG32:
            return
        if value == CipherSuite.AES128_GCM_SHA256:
            return
        if value == CipherSuite.AES256_GCM_SHA512:
            return
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG80:
            return
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG64:
            return
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG32:
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG80:
            buf.write_i32(1)
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG64:
            buf.write_i32(2)
        if value == CipherSuite.AES128_CTR_HMAC_SHA256_TAG32:
            buf.write_i32(3)
        if value == CipherSuite.AES128_GCM_SHA256:
            buf.write_i32(4)
        if value == CipherSuite.AES256_GCM_SHA512:
            buf.write_i32(5)
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG80:
            buf.write_i32(6)
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG64:
            buf.write_i32(7)
        if value == CipherSuite.AES256_CTR_HMAC_SHA512_TAG32:
            buf.write_i32(8)



class _UniffiFfiConverterOptionalTypeCipherSuite(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeCipherSuite.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeCipherSuite.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeCipherSuite.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")


class CallSecretProtocol(typing.Protocol):
    """
    The secret of one call, which all members need to have. Wiped when it goes.
"""

    pass

class CallSecret(CallSecretProtocol):
    """
    The secret of one call, which all members need to have. Wiped when it goes.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def from_passphrase(cls, passphrase: str,call_id: bytes) -> CallSecret:
        """
        Stretches a passphrase with Argon2id over 64 MiB, which takes about a second: not on the
        thread of the user's interface.

        # Errors
        `Usage` with codes `PassphraseTooWeak`, `PassphraseTooLong`, `NoCallId`, `NoMemory`.
"""

        _UniffiFfiConverterString.check_lower(passphrase)

        _UniffiFfiConverterBytes.check_lower(call_id)
        _uniffi_lowered_args = (
            _UniffiFfiConverterString.lower(passphrase),
            _UniffiFfiConverterBytes.lower(call_id),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallSecret.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    def __init__(self, bytes: bytes):
        """
        Takes 32 random bytes.

        # Errors
        `Usage` with code `WrongLength`.
"""

        _UniffiFfiConverterBytes.check_lower(bytes)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(bytes),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallSecret.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callsecret_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_callsecret, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callsecret, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst





class _UniffiFfiConverterTypeCallSecret:
    @staticmethod
    def lift(value: int) -> CallSecret:
        return CallSecret._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: CallSecret):
        if not isinstance(value, CallSecret):
            raise TypeError("Expected CallSecret instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: CallSecret) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> CallSecret:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: CallSecret, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterOptionalTypeCallSecret(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeCallSecret.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeCallSecret.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeCallSecret.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterSequenceBytes(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        for item in value:
            _UniffiFfiConverterBytes.check_lower(item)

    @classmethod
    def write(cls, value, buf):
        items = len(value)
        buf.write_i32(items)
        for item in value:
            _UniffiFfiConverterBytes.write(item, buf)

    @classmethod
    def read(cls, buf):
        count = buf.read_i32()
        if count < 0:
            raise InternalError("Unexpected negative sequence length")

        return [
            _UniffiFfiConverterBytes.read(buf) for i in range(count)
        ]

class _UniffiFfiConverterUInt16(_UniffiConverterPrimitiveInt):
    CLASS_NAME = "u16"
    VALUE_MIN = 0
    VALUE_MAX = 2**16

    @staticmethod
    def read(buf):
        return buf.read_u16()

    @staticmethod
    def write(value, buf):
        buf.write_u16(value)

@dataclass
class SessionConfig:
    """
    What a session is made from. All members of a call need the same, but for their names.
"""
    def __init__(self, *, call_id:bytes, name:str, suite:typing.Optional[CipherSuite] = _DEFAULT, secret:typing.Optional[CallSecret] = _DEFAULT, waiting_room:bool = False, founder:bool = False, hosts:typing.List[bytes] = _DEFAULT, post_quantum:bool = False, allow_clear:bool = False, max_members:int = 256):
        self.call_id = call_id
        self.name = name
        if suite is _DEFAULT:
            self.suite = None
        else:
            self.suite = suite
        if secret is _DEFAULT:
            self.secret = None
        else:
            self.secret = secret
        self.waiting_room = waiting_room
        self.founder = founder
        if hosts is _DEFAULT:
            self.hosts = []
        else:
            self.hosts = hosts
        self.post_quantum = post_quantum
        self.allow_clear = allow_clear
        self.max_members = max_members




    def __str__(self):
        return "SessionConfig(call_id={}, name={}, suite={}, secret={}, waiting_room={}, founder={}, hosts={}, post_quantum={}, allow_clear={}, max_members={})".format(self.call_id, self.name, self.suite, self.secret, self.waiting_room, self.founder, self.hosts, self.post_quantum, self.allow_clear, self.max_members)
    def __eq__(self, other):
        if self.call_id != other.call_id:
            return False
        if self.name != other.name:
            return False
        if self.suite != other.suite:
            return False
        if self.secret != other.secret:
            return False
        if self.waiting_room != other.waiting_room:
            return False
        if self.founder != other.founder:
            return False
        if self.hosts != other.hosts:
            return False
        if self.post_quantum != other.post_quantum:
            return False
        if self.allow_clear != other.allow_clear:
            return False
        if self.max_members != other.max_members:
            return False
        return True

class _UniffiFfiConverterTypeSessionConfig(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return SessionConfig(
            call_id=_UniffiFfiConverterBytes.read(buf),
            name=_UniffiFfiConverterString.read(buf),
            suite=_UniffiFfiConverterOptionalTypeCipherSuite.read(buf),
            secret=_UniffiFfiConverterOptionalTypeCallSecret.read(buf),
            waiting_room=_UniffiFfiConverterBoolean.read(buf),
            founder=_UniffiFfiConverterBoolean.read(buf),
            hosts=_UniffiFfiConverterSequenceBytes.read(buf),
            post_quantum=_UniffiFfiConverterBoolean.read(buf),
            allow_clear=_UniffiFfiConverterBoolean.read(buf),
            max_members=_UniffiFfiConverterUInt16.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterBytes.check_lower(value.call_id)
        _UniffiFfiConverterString.check_lower(value.name)
        _UniffiFfiConverterOptionalTypeCipherSuite.check_lower(value.suite)
        _UniffiFfiConverterOptionalTypeCallSecret.check_lower(value.secret)
        _UniffiFfiConverterBoolean.check_lower(value.waiting_room)
        _UniffiFfiConverterBoolean.check_lower(value.founder)
        _UniffiFfiConverterSequenceBytes.check_lower(value.hosts)
        _UniffiFfiConverterBoolean.check_lower(value.post_quantum)
        _UniffiFfiConverterBoolean.check_lower(value.allow_clear)
        _UniffiFfiConverterUInt16.check_lower(value.max_members)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterBytes.write(value.call_id, buf)
        _UniffiFfiConverterString.write(value.name, buf)
        _UniffiFfiConverterOptionalTypeCipherSuite.write(value.suite, buf)
        _UniffiFfiConverterOptionalTypeCallSecret.write(value.secret, buf)
        _UniffiFfiConverterBoolean.write(value.waiting_room, buf)
        _UniffiFfiConverterBoolean.write(value.founder, buf)
        _UniffiFfiConverterSequenceBytes.write(value.hosts, buf)
        _UniffiFfiConverterBoolean.write(value.post_quantum, buf)
        _UniffiFfiConverterBoolean.write(value.allow_clear, buf)
        _UniffiFfiConverterUInt16.write(value.max_members, buf)

@dataclass
class Totals:
    """
    What a decryptor has opened and refused, in frames.
"""
    def __init__(self, *, opened:int, syntax:int, key_id:int, replay:int, authentication:int):
        self.opened = opened
        self.syntax = syntax
        self.key_id = key_id
        self.replay = replay
        self.authentication = authentication




    def __str__(self):
        return "Totals(opened={}, syntax={}, key_id={}, replay={}, authentication={})".format(self.opened, self.syntax, self.key_id, self.replay, self.authentication)
    def __eq__(self, other):
        if self.opened != other.opened:
            return False
        if self.syntax != other.syntax:
            return False
        if self.key_id != other.key_id:
            return False
        if self.replay != other.replay:
            return False
        if self.authentication != other.authentication:
            return False
        return True

class _UniffiFfiConverterTypeTotals(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return Totals(
            opened=_UniffiFfiConverterUInt64.read(buf),
            syntax=_UniffiFfiConverterUInt64.read(buf),
            key_id=_UniffiFfiConverterUInt64.read(buf),
            replay=_UniffiFfiConverterUInt64.read(buf),
            authentication=_UniffiFfiConverterUInt64.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterUInt64.check_lower(value.opened)
        _UniffiFfiConverterUInt64.check_lower(value.syntax)
        _UniffiFfiConverterUInt64.check_lower(value.key_id)
        _UniffiFfiConverterUInt64.check_lower(value.replay)
        _UniffiFfiConverterUInt64.check_lower(value.authentication)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterUInt64.write(value.opened, buf)
        _UniffiFfiConverterUInt64.write(value.syntax, buf)
        _UniffiFfiConverterUInt64.write(value.key_id, buf)
        _UniffiFfiConverterUInt64.write(value.replay, buf)
        _UniffiFfiConverterUInt64.write(value.authentication, buf)

class _UniffiFfiConverterOptionalString(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterString.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterString.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterString.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

@dataclass
class VerifiedPeer:
    """
    Somebody whom the user verified.
"""
    def __init__(self, *, identity_key:bytes, name:str, verified_at:int, last_seen_name:typing.Optional[str] = _DEFAULT):
        self.identity_key = identity_key
        self.name = name
        self.verified_at = verified_at
        if last_seen_name is _DEFAULT:
            self.last_seen_name = None
        else:
            self.last_seen_name = last_seen_name




    def __str__(self):
        return "VerifiedPeer(identity_key={}, name={}, verified_at={}, last_seen_name={})".format(self.identity_key, self.name, self.verified_at, self.last_seen_name)
    def __eq__(self, other):
        if self.identity_key != other.identity_key:
            return False
        if self.name != other.name:
            return False
        if self.verified_at != other.verified_at:
            return False
        if self.last_seen_name != other.last_seen_name:
            return False
        return True

class _UniffiFfiConverterTypeVerifiedPeer(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return VerifiedPeer(
            identity_key=_UniffiFfiConverterBytes.read(buf),
            name=_UniffiFfiConverterString.read(buf),
            verified_at=_UniffiFfiConverterUInt64.read(buf),
            last_seen_name=_UniffiFfiConverterOptionalString.read(buf),
        )

    @staticmethod
    def check_lower(value):
        _UniffiFfiConverterBytes.check_lower(value.identity_key)
        _UniffiFfiConverterString.check_lower(value.name)
        _UniffiFfiConverterUInt64.check_lower(value.verified_at)
        _UniffiFfiConverterOptionalString.check_lower(value.last_seen_name)

    @staticmethod
    def write(value, buf):
        _UniffiFfiConverterBytes.write(value.identity_key, buf)
        _UniffiFfiConverterString.write(value.name, buf)
        _UniffiFfiConverterUInt64.write(value.verified_at, buf)
        _UniffiFfiConverterOptionalString.write(value.last_seen_name, buf)






class Departure(enum.Enum):
    """
    How a member, or this one, went.
"""

    LEFT = 0
    """
    It said goodbye.
"""

    REMOVED = 1
    """
    A member, or a host, removed it.
"""

    SUPERSEDED = 2
    """
    The same device joined anew.
"""

    FORGOTTEN = 3
    """
    It was absent for too long.
"""



class _UniffiFfiConverterTypeDeparture(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return Departure.LEFT
        if variant == 2:
            return Departure.REMOVED
        if variant == 3:
            return Departure.SUPERSEDED
        if variant == 4:
            return Departure.FORGOTTEN
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value == Departure.LEFT:
            return
        if value == Departure.REMOVED:
            return
        if value == Departure.SUPERSEDED:
            return
        if value == Departure.FORGOTTEN:
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value == Departure.LEFT:
            buf.write_i32(1)
        if value == Departure.REMOVED:
            buf.write_i32(2)
        if value == Departure.SUPERSEDED:
            buf.write_i32(3)
        if value == Departure.FORGOTTEN:
            buf.write_i32(4)








class CallEvent:
    """
    Something happened in a call. Members are named by 32 hexadecimal digits.
"""
    def __init__(self):
        raise RuntimeError("CallEvent cannot be instantiated directly")

    # Each enum variant is a nested class of the enum itself.
    @dataclass
    class LET_IN:
        """
        This member was let in: it may send.
"""

        def __init__(self, ):
            pass





        def __str__(self):
            return "CallEvent.LET_IN()".format()
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_LET_IN():
                return False
            return True

    @dataclass
    class KNOCKING:
        """
        Somebody waits to be let in.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.KNOCKING(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_KNOCKING():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class JOINED:
        """
        A member is there: it has proven that it is who it says, now.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.JOINED(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_JOINED():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class ABSENT:
        """
        Nothing was heard of a member for a while.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.ABSENT(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_ABSENT():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class RETURNED:
        """
        It was heard again.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.RETURNED(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_RETURNED():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class LEFT:
        """
        A member is gone for good.
"""

        def __init__(self, member:str, how:Departure):
            self.member = member

            """
        Who.
"""

            self.how = how

            """
        How.
"""

            pass





        def __str__(self):
            return "CallEvent.LEFT(member={}, how={})".format(self.member, self.how)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_LEFT():
                return False
            if self.member != other.member:
                return False
            if self.how != other.how:
                return False
            return True

    @dataclass
    class SEND_KEYS_CHANGED:
        """
        `encryptor` gives another one from now on: ask for it, and for a key frame.
"""

        def __init__(self, ):
            pass





        def __str__(self):
            return "CallEvent.SEND_KEYS_CHANGED()".format()
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_SEND_KEYS_CHANGED():
                return False
            return True

    @dataclass
    class STRANDED:
        """
        Somebody whom this session has forgotten is heard: to meet it, join anew.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.STRANDED(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_STRANDED():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class COMPARISON_ASKED:
        """
        A member wants to compare pictures: ask the user, then `accept_comparison`.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.COMPARISON_ASKED(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_COMPARISON_ASKED():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class COMPARING:
        """
        What to compare with a member is there: `comparison`.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.COMPARING(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_COMPARING():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class COMPARISON_FAILED:
        """
        Nothing came of a comparison: show it like pictures that differ.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.COMPARISON_FAILED(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_COMPARISON_FAILED():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class ENCRYPTION:
        """
        Whether media may go in clear has changed.
"""

        def __init__(self, may_send_clear:bool):
            self.may_send_clear = may_send_clear

            """
        Whether they may.
"""

            pass





        def __str__(self):
            return "CallEvent.ENCRYPTION(may_send_clear={})".format(self.may_send_clear)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_ENCRYPTION():
                return False
            if self.may_send_clear != other.may_send_clear:
                return False
            return True

    @dataclass
    class OTHER_POLICY:
        """
        Somebody is there under another policy; it is not let in.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.OTHER_POLICY(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_OTHER_POLICY():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class WRONG_PASSPHRASE:
        """
        Somebody does not have this call's secret.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.WRONG_PASSPHRASE(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_WRONG_PASSPHRASE():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class FULL:
        """
        Somebody found no place.
"""

        def __init__(self, member:str):
            self.member = member

            """
        Who.
"""

            pass





        def __str__(self):
            return "CallEvent.FULL(member={})".format(self.member)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_FULL():
                return False
            if self.member != other.member:
                return False
            return True

    @dataclass
    class KEY_REFUSED:
        """
        A change of keys was refused, which a member can provoke.
"""

        def __init__(self, reason:str):
            self.reason = reason

            """
        A sentence.
"""

            pass





        def __str__(self):
            return "CallEvent.KEY_REFUSED(reason={})".format(self.reason)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_KEY_REFUSED():
                return False
            if self.reason != other.reason:
                return False
            return True

    @dataclass
    class ENDED:
        """
        The session is over.
"""

        def __init__(self, how:Departure):
            self.how = how

            """
        How.
"""

            pass





        def __str__(self):
            return "CallEvent.ENDED(how={})".format(self.how)
        def __eq__(self, other):
            if not isinstance(other, CallEvent):
                return NotImplemented
            if not other.is_ENDED():
                return False
            if self.how != other.how:
                return False
            return True



    # For each variant, we have `is_NAME` and `is_name` methods for easily checking
    # whether an instance is that variant.
    def is_LET_IN(self) -> bool:
        return isinstance(self, CallEvent.LET_IN)
    def is_let_in(self) -> bool:
        return isinstance(self, CallEvent.LET_IN)
    def is_KNOCKING(self) -> bool:
        return isinstance(self, CallEvent.KNOCKING)
    def is_knocking(self) -> bool:
        return isinstance(self, CallEvent.KNOCKING)
    def is_JOINED(self) -> bool:
        return isinstance(self, CallEvent.JOINED)
    def is_joined(self) -> bool:
        return isinstance(self, CallEvent.JOINED)
    def is_ABSENT(self) -> bool:
        return isinstance(self, CallEvent.ABSENT)
    def is_absent(self) -> bool:
        return isinstance(self, CallEvent.ABSENT)
    def is_RETURNED(self) -> bool:
        return isinstance(self, CallEvent.RETURNED)
    def is_returned(self) -> bool:
        return isinstance(self, CallEvent.RETURNED)
    def is_LEFT(self) -> bool:
        return isinstance(self, CallEvent.LEFT)
    def is_left(self) -> bool:
        return isinstance(self, CallEvent.LEFT)
    def is_SEND_KEYS_CHANGED(self) -> bool:
        return isinstance(self, CallEvent.SEND_KEYS_CHANGED)
    def is_send_keys_changed(self) -> bool:
        return isinstance(self, CallEvent.SEND_KEYS_CHANGED)
    def is_STRANDED(self) -> bool:
        return isinstance(self, CallEvent.STRANDED)
    def is_stranded(self) -> bool:
        return isinstance(self, CallEvent.STRANDED)
    def is_COMPARISON_ASKED(self) -> bool:
        return isinstance(self, CallEvent.COMPARISON_ASKED)
    def is_comparison_asked(self) -> bool:
        return isinstance(self, CallEvent.COMPARISON_ASKED)
    def is_COMPARING(self) -> bool:
        return isinstance(self, CallEvent.COMPARING)
    def is_comparing(self) -> bool:
        return isinstance(self, CallEvent.COMPARING)
    def is_COMPARISON_FAILED(self) -> bool:
        return isinstance(self, CallEvent.COMPARISON_FAILED)
    def is_comparison_failed(self) -> bool:
        return isinstance(self, CallEvent.COMPARISON_FAILED)
    def is_ENCRYPTION(self) -> bool:
        return isinstance(self, CallEvent.ENCRYPTION)
    def is_encryption(self) -> bool:
        return isinstance(self, CallEvent.ENCRYPTION)
    def is_OTHER_POLICY(self) -> bool:
        return isinstance(self, CallEvent.OTHER_POLICY)
    def is_other_policy(self) -> bool:
        return isinstance(self, CallEvent.OTHER_POLICY)
    def is_WRONG_PASSPHRASE(self) -> bool:
        return isinstance(self, CallEvent.WRONG_PASSPHRASE)
    def is_wrong_passphrase(self) -> bool:
        return isinstance(self, CallEvent.WRONG_PASSPHRASE)
    def is_FULL(self) -> bool:
        return isinstance(self, CallEvent.FULL)
    def is_full(self) -> bool:
        return isinstance(self, CallEvent.FULL)
    def is_KEY_REFUSED(self) -> bool:
        return isinstance(self, CallEvent.KEY_REFUSED)
    def is_key_refused(self) -> bool:
        return isinstance(self, CallEvent.KEY_REFUSED)
    def is_ENDED(self) -> bool:
        return isinstance(self, CallEvent.ENDED)
    def is_ended(self) -> bool:
        return isinstance(self, CallEvent.ENDED)


# Now, a little trick - we make each nested variant class be a subclass of the main
# enum class, so that method calls and instance checks etc will work intuitively.
# We might be able to do this a little more neatly with a metaclass, but this'll do.
CallEvent.LET_IN = type("CallEvent.LET_IN", (CallEvent.LET_IN, CallEvent,), {})  # type: ignore
CallEvent.KNOCKING = type("CallEvent.KNOCKING", (CallEvent.KNOCKING, CallEvent,), {})  # type: ignore
CallEvent.JOINED = type("CallEvent.JOINED", (CallEvent.JOINED, CallEvent,), {})  # type: ignore
CallEvent.ABSENT = type("CallEvent.ABSENT", (CallEvent.ABSENT, CallEvent,), {})  # type: ignore
CallEvent.RETURNED = type("CallEvent.RETURNED", (CallEvent.RETURNED, CallEvent,), {})  # type: ignore
CallEvent.LEFT = type("CallEvent.LEFT", (CallEvent.LEFT, CallEvent,), {})  # type: ignore
CallEvent.SEND_KEYS_CHANGED = type("CallEvent.SEND_KEYS_CHANGED", (CallEvent.SEND_KEYS_CHANGED, CallEvent,), {})  # type: ignore
CallEvent.STRANDED = type("CallEvent.STRANDED", (CallEvent.STRANDED, CallEvent,), {})  # type: ignore
CallEvent.COMPARISON_ASKED = type("CallEvent.COMPARISON_ASKED", (CallEvent.COMPARISON_ASKED, CallEvent,), {})  # type: ignore
CallEvent.COMPARING = type("CallEvent.COMPARING", (CallEvent.COMPARING, CallEvent,), {})  # type: ignore
CallEvent.COMPARISON_FAILED = type("CallEvent.COMPARISON_FAILED", (CallEvent.COMPARISON_FAILED, CallEvent,), {})  # type: ignore
CallEvent.ENCRYPTION = type("CallEvent.ENCRYPTION", (CallEvent.ENCRYPTION, CallEvent,), {})  # type: ignore
CallEvent.OTHER_POLICY = type("CallEvent.OTHER_POLICY", (CallEvent.OTHER_POLICY, CallEvent,), {})  # type: ignore
CallEvent.WRONG_PASSPHRASE = type("CallEvent.WRONG_PASSPHRASE", (CallEvent.WRONG_PASSPHRASE, CallEvent,), {})  # type: ignore
CallEvent.FULL = type("CallEvent.FULL", (CallEvent.FULL, CallEvent,), {})  # type: ignore
CallEvent.KEY_REFUSED = type("CallEvent.KEY_REFUSED", (CallEvent.KEY_REFUSED, CallEvent,), {})  # type: ignore
CallEvent.ENDED = type("CallEvent.ENDED", (CallEvent.ENDED, CallEvent,), {})  # type: ignore




class _UniffiFfiConverterTypeCallEvent(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return CallEvent.LET_IN(
            )
        if variant == 2:
            return CallEvent.KNOCKING(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 3:
            return CallEvent.JOINED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 4:
            return CallEvent.ABSENT(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 5:
            return CallEvent.RETURNED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 6:
            return CallEvent.LEFT(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterTypeDeparture.read(buf),
            )
        if variant == 7:
            return CallEvent.SEND_KEYS_CHANGED(
            )
        if variant == 8:
            return CallEvent.STRANDED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 9:
            return CallEvent.COMPARISON_ASKED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 10:
            return CallEvent.COMPARING(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 11:
            return CallEvent.COMPARISON_FAILED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 12:
            return CallEvent.ENCRYPTION(
                _UniffiFfiConverterBoolean.read(buf),
            )
        if variant == 13:
            return CallEvent.OTHER_POLICY(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 14:
            return CallEvent.WRONG_PASSPHRASE(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 15:
            return CallEvent.FULL(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 16:
            return CallEvent.KEY_REFUSED(
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 17:
            return CallEvent.ENDED(
                _UniffiFfiConverterTypeDeparture.read(buf),
            )
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value.is_LET_IN():
            return
        if value.is_KNOCKING():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_JOINED():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_ABSENT():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_RETURNED():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_LEFT():
            _UniffiFfiConverterString.check_lower(value.member)
            _UniffiFfiConverterTypeDeparture.check_lower(value.how)
            return
        if value.is_SEND_KEYS_CHANGED():
            return
        if value.is_STRANDED():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_COMPARISON_ASKED():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_COMPARING():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_COMPARISON_FAILED():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_ENCRYPTION():
            _UniffiFfiConverterBoolean.check_lower(value.may_send_clear)
            return
        if value.is_OTHER_POLICY():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_WRONG_PASSPHRASE():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_FULL():
            _UniffiFfiConverterString.check_lower(value.member)
            return
        if value.is_KEY_REFUSED():
            _UniffiFfiConverterString.check_lower(value.reason)
            return
        if value.is_ENDED():
            _UniffiFfiConverterTypeDeparture.check_lower(value.how)
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value.is_LET_IN():
            buf.write_i32(1)
        if value.is_KNOCKING():
            buf.write_i32(2)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_JOINED():
            buf.write_i32(3)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_ABSENT():
            buf.write_i32(4)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_RETURNED():
            buf.write_i32(5)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_LEFT():
            buf.write_i32(6)
            _UniffiFfiConverterString.write(value.member, buf)
            _UniffiFfiConverterTypeDeparture.write(value.how, buf)
        if value.is_SEND_KEYS_CHANGED():
            buf.write_i32(7)
        if value.is_STRANDED():
            buf.write_i32(8)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_COMPARISON_ASKED():
            buf.write_i32(9)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_COMPARING():
            buf.write_i32(10)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_COMPARISON_FAILED():
            buf.write_i32(11)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_ENCRYPTION():
            buf.write_i32(12)
            _UniffiFfiConverterBoolean.write(value.may_send_clear, buf)
        if value.is_OTHER_POLICY():
            buf.write_i32(13)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_WRONG_PASSPHRASE():
            buf.write_i32(14)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_FULL():
            buf.write_i32(15)
            _UniffiFfiConverterString.write(value.member, buf)
        if value.is_KEY_REFUSED():
            buf.write_i32(16)
            _UniffiFfiConverterString.write(value.reason, buf)
        if value.is_ENDED():
            buf.write_i32(17)
            _UniffiFfiConverterTypeDeparture.write(value.how, buf)








class Codec(enum.Enum):
    """
    A codec whose frames an envelope still looks like.
"""

    OPUS = 0
    """
    Opus (RFC 6716).
"""

    VP8 = 1
    """
    VP8 (RFC 6386).
"""

    VP9 = 2
    """
    VP9.
"""

    H264 = 3
    """
    H.264, also called AVC; Annex B.
"""

    H265 = 4
    """
    H.265, also called HEVC; Annex B.
"""

    AV1 = 5
    """
    AV1.
"""



class _UniffiFfiConverterTypeCodec(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return Codec.OPUS
        if variant == 2:
            return Codec.VP8
        if variant == 3:
            return Codec.VP9
        if variant == 4:
            return Codec.H264
        if variant == 5:
            return Codec.H265
        if variant == 6:
            return Codec.AV1
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value == Codec.OPUS:
            return
        if value == Codec.VP8:
            return
        if value == Codec.VP9:
            return
        if value == Codec.H264:
            return
        if value == Codec.H265:
            return
        if value == Codec.AV1:
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value == Codec.OPUS:
            buf.write_i32(1)
        if value == Codec.VP8:
            buf.write_i32(2)
        if value == Codec.VP9:
            buf.write_i32(3)
        if value == Codec.H264:
            buf.write_i32(4)
        if value == Codec.H265:
            buf.write_i32(5)
        if value == Codec.AV1:
            buf.write_i32(6)



class _UniffiFfiConverterUInt8(_UniffiConverterPrimitiveInt):
    CLASS_NAME = "u8"
    VALUE_MIN = 0
    VALUE_MAX = 2**8

    @staticmethod
    def read(buf):
        return buf.read_u8()

    @staticmethod
    def write(value, buf):
        buf.write_u8(value)






class DecryptorConfig:
    """
    How a decryptor reads KIDs. Whichever it is, all members must have the same.
"""
    def __init__(self):
        raise RuntimeError("DecryptorConfig cannot be instantiated directly")

    # Each enum variant is a nested class of the enum itself.
    @dataclass
    class PLAIN:
        """
        KIDs without inner structure.
"""

        def __init__(self, ):
            pass





        def __str__(self):
            return "DecryptorConfig.PLAIN()".format()
        def __eq__(self, other):
            if not isinstance(other, DecryptorConfig):
                return NotImplemented
            if not other.is_PLAIN():
                return False
            return True

    @dataclass
    class SENDER_KEYS:
        """
        Generations of sender keys, and so many bits of step (1 to 16).
"""

        def __init__(self, ratchet_bits:int):
            self.ratchet_bits = ratchet_bits

            """
        Bits.
"""

            pass





        def __str__(self):
            return "DecryptorConfig.SENDER_KEYS(ratchet_bits={})".format(self.ratchet_bits)
        def __eq__(self, other):
            if not isinstance(other, DecryptorConfig):
                return NotImplemented
            if not other.is_SENDER_KEYS():
                return False
            if self.ratchet_bits != other.ratchet_bits:
                return False
            return True

    @dataclass
    class MLS:
        """
        Epochs of MLS in so many bits (1 to 8).
"""

        def __init__(self, epoch_bits:int):
            self.epoch_bits = epoch_bits

            """
        Bits.
"""

            pass





        def __str__(self):
            return "DecryptorConfig.MLS(epoch_bits={})".format(self.epoch_bits)
        def __eq__(self, other):
            if not isinstance(other, DecryptorConfig):
                return NotImplemented
            if not other.is_MLS():
                return False
            if self.epoch_bits != other.epoch_bits:
                return False
            return True



    # For each variant, we have `is_NAME` and `is_name` methods for easily checking
    # whether an instance is that variant.
    def is_PLAIN(self) -> bool:
        return isinstance(self, DecryptorConfig.PLAIN)
    def is_plain(self) -> bool:
        return isinstance(self, DecryptorConfig.PLAIN)
    def is_SENDER_KEYS(self) -> bool:
        return isinstance(self, DecryptorConfig.SENDER_KEYS)
    def is_sender_keys(self) -> bool:
        return isinstance(self, DecryptorConfig.SENDER_KEYS)
    def is_MLS(self) -> bool:
        return isinstance(self, DecryptorConfig.MLS)
    def is_mls(self) -> bool:
        return isinstance(self, DecryptorConfig.MLS)


# Now, a little trick - we make each nested variant class be a subclass of the main
# enum class, so that method calls and instance checks etc will work intuitively.
# We might be able to do this a little more neatly with a metaclass, but this'll do.
DecryptorConfig.PLAIN = type("DecryptorConfig.PLAIN", (DecryptorConfig.PLAIN, DecryptorConfig,), {})  # type: ignore
DecryptorConfig.SENDER_KEYS = type("DecryptorConfig.SENDER_KEYS", (DecryptorConfig.SENDER_KEYS, DecryptorConfig,), {})  # type: ignore
DecryptorConfig.MLS = type("DecryptorConfig.MLS", (DecryptorConfig.MLS, DecryptorConfig,), {})  # type: ignore




class _UniffiFfiConverterTypeDecryptorConfig(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return DecryptorConfig.PLAIN(
            )
        if variant == 2:
            return DecryptorConfig.SENDER_KEYS(
                _UniffiFfiConverterUInt8.read(buf),
            )
        if variant == 3:
            return DecryptorConfig.MLS(
                _UniffiFfiConverterUInt8.read(buf),
            )
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value.is_PLAIN():
            return
        if value.is_SENDER_KEYS():
            _UniffiFfiConverterUInt8.check_lower(value.ratchet_bits)
            return
        if value.is_MLS():
            _UniffiFfiConverterUInt8.check_lower(value.epoch_bits)
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value.is_PLAIN():
            buf.write_i32(1)
        if value.is_SENDER_KEYS():
            buf.write_i32(2)
            _UniffiFfiConverterUInt8.write(value.ratchet_bits, buf)
        if value.is_MLS():
            buf.write_i32(3)
            _UniffiFfiConverterUInt8.write(value.epoch_bits, buf)








class FrameEvent:
    """
    Something changed for a decryptor or encryptor. Every event marks an edge: it comes once, not
    with every frame.
"""
    def __init__(self):
        raise RuntimeError("FrameEvent cannot be instantiated directly")

    # Each enum variant is a nested class of the enum itself.
    @dataclass
    class KEY_MISSING:
        """
        Frames arrive for a KID without a key: ask their sender for it.
"""

        def __init__(self, kid:int):
            self.kid = kid

            """
        The KID.
"""

            pass





        def __str__(self):
            return "FrameEvent.KEY_MISSING(kid={})".format(self.kid)
        def __eq__(self, other):
            if not isinstance(other, FrameEvent):
                return NotImplemented
            if not other.is_KEY_MISSING():
                return False
            if self.kid != other.kid:
                return False
            return True

    @dataclass
    class KEY_RECOVERED:
        """
        The first frame of a KID that was missing has been opened.
"""

        def __init__(self, kid:int):
            self.kid = kid

            """
        The KID.
"""

            pass





        def __str__(self):
            return "FrameEvent.KEY_RECOVERED(kid={})".format(self.kid)
        def __eq__(self, other):
            if not isinstance(other, FrameEvent):
                return NotImplemented
            if not other.is_KEY_RECOVERED():
                return False
            if self.kid != other.kid:
                return False
            return True

    @dataclass
    class ROTATE_SOON:
        """
        The key is close to its usage limit or has seen too many forgeries: change it soon.
"""

        def __init__(self, kid:int):
            self.kid = kid

            """
        The KID.
"""

            pass





        def __str__(self):
            return "FrameEvent.ROTATE_SOON(kid={})".format(self.kid)
        def __eq__(self, other):
            if not isinstance(other, FrameEvent):
                return NotImplemented
            if not other.is_ROTATE_SOON():
                return False
            if self.kid != other.kid:
                return False
            return True

    @dataclass
    class FORGERIES:
        """
        Frames with this KID fail authentication: the first 16, and each doubling after that.
"""

        def __init__(self, kid:int, failed:int, opened:int):
            self.kid = kid

            """
        The KID.
"""

            self.failed = failed

            """
        How many have failed so far.
"""

            self.opened = opened

            """
        How many were opened so far.
"""

            pass





        def __str__(self):
            return "FrameEvent.FORGERIES(kid={}, failed={}, opened={})".format(self.kid, self.failed, self.opened)
        def __eq__(self, other):
            if not isinstance(other, FrameEvent):
                return NotImplemented
            if not other.is_FORGERIES():
                return False
            if self.kid != other.kid:
                return False
            if self.failed != other.failed:
                return False
            if self.opened != other.opened:
                return False
            return True



    # For each variant, we have `is_NAME` and `is_name` methods for easily checking
    # whether an instance is that variant.
    def is_KEY_MISSING(self) -> bool:
        return isinstance(self, FrameEvent.KEY_MISSING)
    def is_key_missing(self) -> bool:
        return isinstance(self, FrameEvent.KEY_MISSING)
    def is_KEY_RECOVERED(self) -> bool:
        return isinstance(self, FrameEvent.KEY_RECOVERED)
    def is_key_recovered(self) -> bool:
        return isinstance(self, FrameEvent.KEY_RECOVERED)
    def is_ROTATE_SOON(self) -> bool:
        return isinstance(self, FrameEvent.ROTATE_SOON)
    def is_rotate_soon(self) -> bool:
        return isinstance(self, FrameEvent.ROTATE_SOON)
    def is_FORGERIES(self) -> bool:
        return isinstance(self, FrameEvent.FORGERIES)
    def is_forgeries(self) -> bool:
        return isinstance(self, FrameEvent.FORGERIES)


# Now, a little trick - we make each nested variant class be a subclass of the main
# enum class, so that method calls and instance checks etc will work intuitively.
# We might be able to do this a little more neatly with a metaclass, but this'll do.
FrameEvent.KEY_MISSING = type("FrameEvent.KEY_MISSING", (FrameEvent.KEY_MISSING, FrameEvent,), {})  # type: ignore
FrameEvent.KEY_RECOVERED = type("FrameEvent.KEY_RECOVERED", (FrameEvent.KEY_RECOVERED, FrameEvent,), {})  # type: ignore
FrameEvent.ROTATE_SOON = type("FrameEvent.ROTATE_SOON", (FrameEvent.ROTATE_SOON, FrameEvent,), {})  # type: ignore
FrameEvent.FORGERIES = type("FrameEvent.FORGERIES", (FrameEvent.FORGERIES, FrameEvent,), {})  # type: ignore




class _UniffiFfiConverterTypeFrameEvent(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return FrameEvent.KEY_MISSING(
                _UniffiFfiConverterUInt64.read(buf),
            )
        if variant == 2:
            return FrameEvent.KEY_RECOVERED(
                _UniffiFfiConverterUInt64.read(buf),
            )
        if variant == 3:
            return FrameEvent.ROTATE_SOON(
                _UniffiFfiConverterUInt64.read(buf),
            )
        if variant == 4:
            return FrameEvent.FORGERIES(
                _UniffiFfiConverterUInt64.read(buf),
                _UniffiFfiConverterUInt64.read(buf),
                _UniffiFfiConverterUInt64.read(buf),
            )
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if value.is_KEY_MISSING():
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            return
        if value.is_KEY_RECOVERED():
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            return
        if value.is_ROTATE_SOON():
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            return
        if value.is_FORGERIES():
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            _UniffiFfiConverterUInt64.check_lower(value.failed)
            _UniffiFfiConverterUInt64.check_lower(value.opened)
            return
        raise ValueError(value)

    @staticmethod
    def write(value, buf):
        if value.is_KEY_MISSING():
            buf.write_i32(1)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
        if value.is_KEY_RECOVERED():
            buf.write_i32(2)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
        if value.is_ROTATE_SOON():
            buf.write_i32(3)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
        if value.is_FORGERIES():
            buf.write_i32(4)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
            _UniffiFfiConverterUInt64.write(value.failed, buf)
            _UniffiFfiConverterUInt64.write(value.opened, buf)





# FrameSealError
# We want to define each variant as a nested class that's also a subclass,
# which is tricky in Python.  To accomplish this we're going to create each
# class separately, then manually add the child classes to the base class's
# __dict__.  All of this happens in dummy class to avoid polluting the module
# namespace.
class FrameSealError(Exception):
    """
    What is wrong, and what to do about it.

    `code` is the error's name, which does not change: that of `frameseal.h`, `UnknownKey` for
    `FRAMESEAL_RESULT_UNKNOWN_KEY`. `reason` is a sentence for people, `kid` the key it is about.
"""
    pass

_UniffiTempFrameSealError = FrameSealError

class FrameSealError:  # type: ignore
    """
    What is wrong, and what to do about it.

    `code` is the error's name, which does not change: that of `frameseal.h`, `UnknownKey` for
    `FRAMESEAL_RESULT_UNKNOWN_KEY`. `reason` is a sentence for people, `kid` the key it is about.
"""

    class Authentication(_UniffiTempFrameSealError):
        """
        A frame is not what its sender sealed: forged, damaged, or another key or metadata.
"""

        def __init__(self, code, reason):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
            ]))
            self.code = code
            self.reason = reason

        def __repr__(self):
            return "FrameSealError.Authentication({})".format(str(self))
    _UniffiTempFrameSealError.Authentication = Authentication # type: ignore
    class KeyId(_UniffiTempFrameSealError):
        """
        There is no usable key for a frame's KID.
"""

        def __init__(self, code, reason, kid):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
                "kid={!r}".format(kid),
            ]))
            self.code = code
            self.reason = reason
            self.kid = kid

        def __repr__(self):
            return "FrameSealError.KeyId({})".format(str(self))
    _UniffiTempFrameSealError.KeyId = KeyId # type: ignore
    class Syntax(_UniffiTempFrameSealError):
        """
        Bytes are not a frame.
"""

        def __init__(self, code, reason):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
            ]))
            self.code = code
            self.reason = reason

        def __repr__(self):
            return "FrameSealError.Syntax({})".format(str(self))
    _UniffiTempFrameSealError.Syntax = Syntax # type: ignore
    class Replay(_UniffiTempFrameSealError):
        """
        A genuine frame that was seen before, or is too old to tell. Drop it in silence.
"""

        def __init__(self, code, reason, kid):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
                "kid={!r}".format(kid),
            ]))
            self.code = code
            self.reason = reason
            self.kid = kid

        def __repr__(self):
            return "FrameSealError.Replay({})".format(str(self))
    _UniffiTempFrameSealError.Replay = Replay # type: ignore
    class Message(_UniffiTempFrameSealError):
        """
        A message of a call was not taken. Most need nothing done.
"""

        def __init__(self, code, reason):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
            ]))
            self.code = code
            self.reason = reason

        def __repr__(self):
            return "FrameSealError.Message({})".format(str(self))
    _UniffiTempFrameSealError.Message = Message # type: ignore
    class Usage(_UniffiTempFrameSealError):
        """
        A mistake of the app's, or something that it has to see to.
"""

        def __init__(self, code, reason):
            super().__init__(", ".join([
                "code={!r}".format(code),
                "reason={!r}".format(reason),
            ]))
            self.code = code
            self.reason = reason

        def __repr__(self):
            return "FrameSealError.Usage({})".format(str(self))
    _UniffiTempFrameSealError.Usage = Usage # type: ignore

FrameSealError = _UniffiTempFrameSealError # type: ignore
del _UniffiTempFrameSealError


class _UniffiFfiConverterTypeFrameSealError(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return FrameSealError.Authentication(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 2:
            return FrameSealError.KeyId(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterUInt64.read(buf),
            )
        if variant == 3:
            return FrameSealError.Syntax(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 4:
            return FrameSealError.Replay(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterUInt64.read(buf),
            )
        if variant == 5:
            return FrameSealError.Message(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
            )
        if variant == 6:
            return FrameSealError.Usage(
                _UniffiFfiConverterString.read(buf),
                _UniffiFfiConverterString.read(buf),
            )
        raise InternalError("Raw enum value doesn't match any cases")

    @staticmethod
    def check_lower(value):
        if isinstance(value, FrameSealError.Authentication):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            return
        if isinstance(value, FrameSealError.KeyId):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            return
        if isinstance(value, FrameSealError.Syntax):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            return
        if isinstance(value, FrameSealError.Replay):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            _UniffiFfiConverterUInt64.check_lower(value.kid)
            return
        if isinstance(value, FrameSealError.Message):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            return
        if isinstance(value, FrameSealError.Usage):
            _UniffiFfiConverterString.check_lower(value.code)
            _UniffiFfiConverterString.check_lower(value.reason)
            return

    @staticmethod
    def write(value, buf):
        if isinstance(value, FrameSealError.Authentication):
            buf.write_i32(1)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)
        if isinstance(value, FrameSealError.KeyId):
            buf.write_i32(2)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
        if isinstance(value, FrameSealError.Syntax):
            buf.write_i32(3)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)
        if isinstance(value, FrameSealError.Replay):
            buf.write_i32(4)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)
            _UniffiFfiConverterUInt64.write(value.kid, buf)
        if isinstance(value, FrameSealError.Message):
            buf.write_i32(5)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)
        if isinstance(value, FrameSealError.Usage):
            buf.write_i32(6)
            _UniffiFfiConverterString.write(value.code, buf)
            _UniffiFfiConverterString.write(value.reason, buf)


class BaseKeyProtocol(typing.Protocol):
    """
    A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
"""

    pass

class BaseKey(BaseKeyProtocol):
    """
    A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def generate(cls, ) -> BaseKey:
        """
        Draws 32 bytes.

        # Errors
        `Usage` with code `NoRandomness`.
"""
        _uniffi_lowered_args = (
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeBaseKey.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_generate,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    def __init__(self, bytes: bytes):
        """
        Takes the bytes, at least 16. Copies of them that the app has are the app's to wipe.

        # Errors
        `Usage` with code `BaseKeyTooShort`.
"""

        _UniffiFfiConverterBytes.check_lower(bytes)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(bytes),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeBaseKey.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_basekey_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_basekey, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_basekey, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst





class _UniffiFfiConverterTypeBaseKey:
    @staticmethod
    def lift(value: int) -> BaseKey:
        return BaseKey._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: BaseKey):
        if not isinstance(value, BaseKey):
            raise TypeError("Expected BaseKey instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: BaseKey) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> BaseKey:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: BaseKey, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class CallListener():
    """
    Hears what a session has to say, in order, from one thread at a time: any that calls the session,
    and `join` before it returns. Nothing is locked then: it may call the session itself. What it
    throws is lost.
"""

    def send(self, message: bytes,to: typing.Optional[str]) -> None:
        """
        Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
        repeated and reordered.
"""
        raise NotImplementedError
    def event(self, event: CallEvent) -> None:
        """
        Something happened.
"""
        raise NotImplementedError

class CallListenerImpl(CallListener):
    """
    Hears what a session has to say, in order, from one thread at a time: any that calls the session,
    and `join` before it returns. Nothing is locked then: it may call the session itself. What it
    throws is lost.
"""

    _handle: ctypes.c_uint64

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_calllistener, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_calllistener, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def send(self, message: bytes,to: typing.Optional[str]) -> None:
        """
        Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
        repeated and reordered.
"""

        _UniffiFfiConverterBytes.check_lower(message)

        _UniffiFfiConverterOptionalString.check_lower(to)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(message),
            _UniffiFfiConverterOptionalString.lower(to),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_send,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def event(self, event: CallEvent) -> None:
        """
        Something happened.
"""

        _UniffiFfiConverterTypeCallEvent.check_lower(event)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeCallEvent.lower(event),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_calllistener_event,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)




# Put all the bits inside a class to keep the top-level namespace clean
class _UniffiTraitImplCallListenerImpl:
    # For each method, generate a callback function to pass to Rust

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD0
    def send(
            uniffi_handle,
            message,
            to,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeCallListener._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterBytes.lift(message), _UniffiFfiConverterOptionalString.lift(to), )
            uniffi_method = uniffi_obj.send
            return uniffi_method(*uniffi_args)
        write_return_value = lambda v: None
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_CALL_LISTENER_METHOD1
    def event(
            uniffi_handle,
            event,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeCallListener._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterTypeCallEvent.lift(event), )
            uniffi_method = uniffi_obj.event
            return uniffi_method(*uniffi_args)
        write_return_value = lambda v: None
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_CALL_LISTENER
    def _uniffi_free(uniffi_handle):
        _UniffiFfiConverterTypeCallListener._handle_map.remove(uniffi_handle)

    @_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_CALL_LISTENER
    def _uniffi_clone(uniffi_handle):
        return _UniffiFfiConverterTypeCallListener._handle_map.clone(uniffi_handle)

    # Generate the FFI VTable.  This has a field for each callback interface method.
    _uniffi_vtable = _UniffiVTableCallbackInterfaceFramesealCallListener(
        _uniffi_free,
        _uniffi_clone,
        send,
        event,
    )
    # Send Rust a pointer to the VTable.  Note: this means we need to keep the struct alive forever,
    # or else bad things will happen when Rust tries to access it.
    _UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener(ctypes.byref(_uniffi_vtable))

class _UniffiFfiConverterTypeCallListener:
    _handle_map = _UniffiHandleMap()

    @staticmethod
    def lift(value: int):
        if (value & 1) == 0:
            # Rust-generated handle, construct a new class that uses the handle to implement the
            # interface
            return CallListenerImpl._uniffi_make_instance(value)
        else:
            # Python-generated handle, get the object from the handle map
            return _UniffiFfiConverterTypeCallListener._handle_map.remove(value)

    @staticmethod
    def check_lower(value: CallListener):
        if not isinstance(value, CallListener):
            raise TypeError("Expected CallListener subclass, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: CallListener):
         if isinstance(value, CallListenerImpl):
            # Rust-implementated object.  Clone the handle and return it
            return value._uniffi_clone_handle()
         else:
            # Python-implementated object, generate a new vtable handle and return that.
            return _UniffiFfiConverterTypeCallListener._handle_map.insert(value)

    @classmethod
    def read(cls, buf: _UniffiRustBuffer):
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: CallListener, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class DeviceIdentityProtocol(typing.Protocol):
    """
    The signing key of a device (Ed25519). Wiped when it goes.
"""

    def export(self, ) -> bytes:
        """
        Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
        or keychain.
"""
        raise NotImplementedError
    def public_key(self, ) -> bytes:
        """
        Gives the public key of 32 bytes.
"""
        raise NotImplementedError

class DeviceIdentity(DeviceIdentityProtocol):
    """
    The signing key of a device (Ed25519). Wiped when it goes.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def generate(cls, ) -> DeviceIdentity:
        """
        Draws a new one: once a device, then stored.

        # Errors
        `Usage` with code `NoRandomness`.
"""
        _uniffi_lowered_args = (
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDeviceIdentity.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    @classmethod
    def import_from(cls, seed: bytes) -> DeviceIdentity:
        """
        Takes the 32 bytes that `export` gave.

        # Errors
        `Usage` with code `WrongLength`.
"""

        _UniffiFfiConverterBytes.check_lower(seed)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(seed),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDeviceIdentity.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_deviceidentity, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_deviceidentity, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def export(self, ) -> bytes:
        """
        Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
        or keychain.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_export,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def public_key(self, ) -> bytes:
        """
        Gives the public key of 32 bytes.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeDeviceIdentity:
    @staticmethod
    def lift(value: int) -> DeviceIdentity:
        return DeviceIdentity._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: DeviceIdentity):
        if not isinstance(value, DeviceIdentity):
            raise TypeError("Expected DeviceIdentity instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: DeviceIdentity) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> DeviceIdentity:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: DeviceIdentity, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterSequenceTypeVerifiedPeer(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        for item in value:
            _UniffiFfiConverterTypeVerifiedPeer.check_lower(item)

    @classmethod
    def write(cls, value, buf):
        items = len(value)
        buf.write_i32(items)
        for item in value:
            _UniffiFfiConverterTypeVerifiedPeer.write(item, buf)

    @classmethod
    def read(cls, buf):
        count = buf.read_i32()
        if count < 0:
            raise InternalError("Unexpected negative sequence length")

        return [
            _UniffiFfiConverterTypeVerifiedPeer.read(buf) for i in range(count)
        ]


class CallStateProtocol(typing.Protocol):
    """
    The state of a device, as one encrypted blob of which a restored backup is refused. It counts
    for encryptors, too (`Encryptor.with_state`).
"""

    def forget_peer(self, identity_key: bytes) -> bool:
        """
        Takes a verification back. Says whether there was one.

        # Errors
        `Usage` with codes `WrongLength`, `StorageFailed`.
"""
        raise NotImplementedError
    def identity(self, ) -> DeviceIdentity:
        """
        Gives the device's identity.
"""
        raise NotImplementedError
    def peers(self, ) -> typing.List[VerifiedPeer]:
        """
        Gives all verified peers.
"""
        raise NotImplementedError
    def remember_peer(self, peer: VerifiedPeer) -> None:
        """
        Remembers that the user verified a peer.

        # Errors
        `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
"""
        raise NotImplementedError

class CallState(CallStateProtocol):
    """
    The state of a device, as one encrypted blob of which a restored backup is refused. It counts
    for encryptors, too (`Encryptor.with_state`).
"""

    _handle: ctypes.c_uint64
    @classmethod
    def create(cls, key: bytes,identity: DeviceIdentity,storage: StateStorage) -> CallState:
        """
        Makes the first state of a device, encrypted with a key of 32 bytes from the keystore or
        keychain. It takes the place of any that is there.

        # Errors
        `Usage` with codes `WrongLength`, `StorageFailed`, `NoRandomness`.
"""

        _UniffiFfiConverterBytes.check_lower(key)

        _UniffiFfiConverterTypeDeviceIdentity.check_lower(identity)

        _UniffiFfiConverterTypeStateStorage.check_lower(storage)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(key),
            _UniffiFfiConverterTypeDeviceIdentity.lower(identity),
            _UniffiFfiConverterTypeStateStorage.lower(storage),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallState.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_create,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    @classmethod
    def open(cls, key: bytes,blob: bytes,anchor: bytes,storage: StateStorage) -> CallState:
        """
        Opens a saved state with the anchor that was saved for it.

        # Errors
        `Usage` with code `StateWentBack` for a blob from a backup, and what else is wrong with it.
"""

        _UniffiFfiConverterBytes.check_lower(key)

        _UniffiFfiConverterBytes.check_lower(blob)

        _UniffiFfiConverterBytes.check_lower(anchor)

        _UniffiFfiConverterTypeStateStorage.check_lower(storage)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(key),
            _UniffiFfiConverterBytes.lower(blob),
            _UniffiFfiConverterBytes.lower(anchor),
            _UniffiFfiConverterTypeStateStorage.lower(storage),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallState.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    @classmethod
    def open_without_anchor(cls, key: bytes,blob: bytes,storage: StateStorage) -> CallState:
        """
        Opens a blob of any age, after its anchor was lost. Ask the user first: verifications may be
        in it that were withdrawn later. No key whose counters it has will encrypt again.

        # Errors
        As `open`.
"""

        _UniffiFfiConverterBytes.check_lower(key)

        _UniffiFfiConverterBytes.check_lower(blob)

        _UniffiFfiConverterTypeStateStorage.check_lower(storage)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(key),
            _UniffiFfiConverterBytes.lower(blob),
            _UniffiFfiConverterTypeStateStorage.lower(storage),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallState.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_callstate, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_callstate, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def forget_peer(self, identity_key: bytes) -> bool:
        """
        Takes a verification back. Says whether there was one.

        # Errors
        `Usage` with codes `WrongLength`, `StorageFailed`.
"""

        _UniffiFfiConverterBytes.check_lower(identity_key)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(identity_key),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_forget_peer,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def identity(self, ) -> DeviceIdentity:
        """
        Gives the device's identity.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDeviceIdentity.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_identity,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def peers(self, ) -> typing.List[VerifiedPeer]:
        """
        Gives all verified peers.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterSequenceTypeVerifiedPeer.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_peers,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def remember_peer(self, peer: VerifiedPeer) -> None:
        """
        Remembers that the user verified a peer.

        # Errors
        `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
"""

        _UniffiFfiConverterTypeVerifiedPeer.check_lower(peer)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeVerifiedPeer.lower(peer),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_callstate_remember_peer,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeCallState:
    @staticmethod
    def lift(value: int) -> CallState:
        return CallState._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: CallState):
        if not isinstance(value, CallState):
            raise TypeError("Expected CallState instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: CallState) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> CallState:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: CallState, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterOptionalUInt64(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterUInt64.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterUInt64.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterUInt64.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")


class CounterStore():
    """
    Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
    keeps base keys longer than its process lives keeps these beside them.
"""

    def reserve(self, fingerprint: bytes,count: int) -> typing.Optional[int]:
        """
        Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
        a new key starts at 0. Their end must be saved for good before this returns. It is called
        from whatever thread encrypts, never two at a time in a process, and must not use the library
        itself.

        Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
"""
        raise NotImplementedError

class CounterStoreImpl(CounterStore):
    """
    Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
    keeps base keys longer than its process lives keeps these beside them.
"""

    _handle: ctypes.c_uint64

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_counterstore, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_counterstore, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def reserve(self, fingerprint: bytes,count: int) -> typing.Optional[int]:
        """
        Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
        a new key starts at 0. Their end must be saved for good before this returns. It is called
        from whatever thread encrypts, never two at a time in a process, and must not use the library
        itself.

        Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
"""

        _UniffiFfiConverterBytes.check_lower(fingerprint)

        _UniffiFfiConverterUInt64.check_lower(count)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(fingerprint),
            _UniffiFfiConverterUInt64.lower(count),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_counterstore_reserve,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)




# Put all the bits inside a class to keep the top-level namespace clean
class _UniffiTraitImplCounterStoreImpl:
    # For each method, generate a callback function to pass to Rust

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_COUNTER_STORE_METHOD0
    def reserve(
            uniffi_handle,
            fingerprint,
            count,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeCounterStore._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterBytes.lift(fingerprint), _UniffiFfiConverterUInt64.lift(count), )
            uniffi_method = uniffi_obj.reserve
            return uniffi_method(*uniffi_args)
        def write_return_value(v):
            uniffi_out_return[0] = _UniffiFfiConverterOptionalUInt64.lower(v)
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_COUNTER_STORE
    def _uniffi_free(uniffi_handle):
        _UniffiFfiConverterTypeCounterStore._handle_map.remove(uniffi_handle)

    @_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_COUNTER_STORE
    def _uniffi_clone(uniffi_handle):
        return _UniffiFfiConverterTypeCounterStore._handle_map.clone(uniffi_handle)

    # Generate the FFI VTable.  This has a field for each callback interface method.
    _uniffi_vtable = _UniffiVTableCallbackInterfaceFramesealCounterStore(
        _uniffi_free,
        _uniffi_clone,
        reserve,
    )
    # Send Rust a pointer to the VTable.  Note: this means we need to keep the struct alive forever,
    # or else bad things will happen when Rust tries to access it.
    _UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore(ctypes.byref(_uniffi_vtable))

class _UniffiFfiConverterTypeCounterStore:
    _handle_map = _UniffiHandleMap()

    @staticmethod
    def lift(value: int):
        if (value & 1) == 0:
            # Rust-generated handle, construct a new class that uses the handle to implement the
            # interface
            return CounterStoreImpl._uniffi_make_instance(value)
        else:
            # Python-generated handle, get the object from the handle map
            return _UniffiFfiConverterTypeCounterStore._handle_map.remove(value)

    @staticmethod
    def check_lower(value: CounterStore):
        if not isinstance(value, CounterStore):
            raise TypeError("Expected CounterStore subclass, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: CounterStore):
         if isinstance(value, CounterStoreImpl):
            # Rust-implementated object.  Clone the handle and return it
            return value._uniffi_clone_handle()
         else:
            # Python-implementated object, generate a new vtable handle and return that.
            return _UniffiFfiConverterTypeCounterStore._handle_map.insert(value)

    @classmethod
    def read(cls, buf: _UniffiRustBuffer):
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: CounterStore, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class SenderKeyProtocol(typing.Protocol):
    """
    A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
"""

    def base_key(self, ) -> BaseKey:
        """
        Gives the present step's base key, for whoever joins now.

        # Errors
        None that is known.
"""
        raise NotImplementedError
    def kid(self, ) -> int:
        """
        Gives the KID of the present step.
"""
        raise NotImplementedError
    def ratchet(self, ) -> None:
        """
        Goes one step further, from which nobody can go back: for whoever joins now.
"""
        raise NotImplementedError

class SenderKey(SenderKeyProtocol):
    """
    A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
"""

    _handle: ctypes.c_uint64
    def __init__(self, suite: CipherSuite,ratchet_bits: int,generation: int,step: int,base_key: BaseKey):
        """
        Makes the key of a generation at a step. Its KIDs end in `ratchet_bits` (1 to 16) bits of
        step.

        # Errors
        `Usage` with code `FieldTooWide`.
"""

        _UniffiFfiConverterTypeCipherSuite.check_lower(suite)

        _UniffiFfiConverterUInt8.check_lower(ratchet_bits)

        _UniffiFfiConverterUInt64.check_lower(generation)

        _UniffiFfiConverterUInt64.check_lower(step)

        _UniffiFfiConverterTypeBaseKey.check_lower(base_key)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeCipherSuite.lower(suite),
            _UniffiFfiConverterUInt8.lower(ratchet_bits),
            _UniffiFfiConverterUInt64.lower(generation),
            _UniffiFfiConverterUInt64.lower(step),
            _UniffiFfiConverterTypeBaseKey.lower(base_key),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeSenderKey.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_senderkey_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_senderkey, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_senderkey, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def base_key(self, ) -> BaseKey:
        """
        Gives the present step's base key, for whoever joins now.

        # Errors
        None that is known.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeBaseKey.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_base_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def kid(self, ) -> int:
        """
        Gives the KID of the present step.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_kid,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def ratchet(self, ) -> None:
        """
        Goes one step further, from which nobody can go back: for whoever joins now.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_senderkey_ratchet,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeSenderKey:
    @staticmethod
    def lift(value: int) -> SenderKey:
        return SenderKey._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: SenderKey):
        if not isinstance(value, SenderKey):
            raise TypeError("Expected SenderKey instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: SenderKey) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> SenderKey:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: SenderKey, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterOptionalBytes(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterBytes.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterBytes.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterBytes.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterSequenceTypeKeyStatistics(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        for item in value:
            _UniffiFfiConverterTypeKeyStatistics.check_lower(item)

    @classmethod
    def write(cls, value, buf):
        items = len(value)
        buf.write_i32(items)
        for item in value:
            _UniffiFfiConverterTypeKeyStatistics.write(item, buf)

    @classmethod
    def read(cls, buf):
        count = buf.read_i32()
        if count < 0:
            raise InternalError("Unexpected negative sequence length")

        return [
            _UniffiFfiConverterTypeKeyStatistics.read(buf) for i in range(count)
        ]

class _UniffiFfiConverterOptionalTypeFrameEvent(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeFrameEvent.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeFrameEvent.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeFrameEvent.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")


class EncryptorProtocol(typing.Protocol):
    """
    Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
    use it at a time.
"""

    def encrypt(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> bytes:
        """
        Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
        the same. The slow road: both are copied.

        # Errors
        `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
        used the library: nothing was sealed.
"""
        raise NotImplementedError
    def encrypt_as(self, codec: Codec,frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT,pad_to: int = 0) -> bytes:
        """
        Seals a frame into an envelope that still looks like its codec, padded to a multiple of
        `pad_to` bytes unless that is 0. The slow road: it is copied.

        # Errors
        As `encrypt`, and what is wrong with a frame that is not the codec's.
"""
        raise NotImplementedError
    def fingerprint(self, ) -> bytes:
        """
        Gives the 16 bytes under which its counters are kept.
"""
        raise NotImplementedError
    def handle(self, ) -> int:
        """
        Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
        lives: the fast road.
"""
        raise NotImplementedError
    def kid(self, ) -> int:
        """
        Gives the KID in the headers of its frames.
"""
        raise NotImplementedError
    def max_overhead(self, ) -> int:
        """
        Gives the most bytes by which a plain frame grows.
"""
        raise NotImplementedError
    def poll_event(self, ) -> typing.Optional[FrameEvent]:
        """
        Gives the next event.
"""
        raise NotImplementedError
    def suite(self, ) -> typing.Optional[CipherSuite]:
        """
        Gives the cipher suite.
"""
        raise NotImplementedError

class Encryptor(EncryptorProtocol):
    """
    Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
    use it at a time.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def for_sender(cls, sender_key: SenderKey,counters: typing.Union[object, typing.Optional[CounterStore]] = _DEFAULT) -> Encryptor:
        """
        Makes an encryptor for the present step of a sender key. After `ratchet`, make the next.

        # Errors
        As `new`.
"""

        _UniffiFfiConverterTypeSenderKey.check_lower(sender_key)

        if counters is _DEFAULT:
            counters = None
        _UniffiFfiConverterOptionalTypeCounterStore.check_lower(counters)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeSenderKey.lower(sender_key),
            _UniffiFfiConverterOptionalTypeCounterStore.lower(counters),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeEncryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)
    def __init__(self, suite: CipherSuite,kid: int,base_key: BaseKey,counters: typing.Union[object, typing.Optional[CounterStore]] = _DEFAULT):
        """
        Makes an encryptor for a base key and the KID under which receivers know it. Should this
        process, or the store, have encrypted with them before, counting goes on where it stopped.

        # Errors
        `Usage` with code `CountersUnavailable` and its neighbours when counters cannot be reserved.
"""

        _UniffiFfiConverterTypeCipherSuite.check_lower(suite)

        _UniffiFfiConverterUInt64.check_lower(kid)

        _UniffiFfiConverterTypeBaseKey.check_lower(base_key)

        if counters is _DEFAULT:
            counters = None
        _UniffiFfiConverterOptionalTypeCounterStore.check_lower(counters)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeCipherSuite.lower(suite),
            _UniffiFfiConverterUInt64.lower(kid),
            _UniffiFfiConverterTypeBaseKey.lower(base_key),
            _UniffiFfiConverterOptionalTypeCounterStore.lower(counters),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeEncryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result
    @classmethod
    def with_state(cls, suite: CipherSuite,kid: int,base_key: BaseKey,state: CallState) -> Encryptor:
        """
        As `new`, with counters that a device's state keeps.

        # Errors
        `Usage` with code `CountersWentBack` for a key of a state whose anchor was lost, and as
        `new`.
"""

        _UniffiFfiConverterTypeCipherSuite.check_lower(suite)

        _UniffiFfiConverterUInt64.check_lower(kid)

        _UniffiFfiConverterTypeBaseKey.check_lower(base_key)

        _UniffiFfiConverterTypeCallState.check_lower(state)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeCipherSuite.lower(suite),
            _UniffiFfiConverterUInt64.lower(kid),
            _UniffiFfiConverterTypeBaseKey.lower(base_key),
            _UniffiFfiConverterTypeCallState.lower(state),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeEncryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_encryptor, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_encryptor, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def encrypt(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> bytes:
        """
        Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
        the same. The slow road: both are copied.

        # Errors
        `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
        used the library: nothing was sealed.
"""

        _UniffiFfiConverterBytes.check_lower(frame)

        if metadata is _DEFAULT:
            metadata = None
        _UniffiFfiConverterOptionalBytes.check_lower(metadata)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(frame),
            _UniffiFfiConverterOptionalBytes.lower(metadata),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def encrypt_as(self, codec: Codec,frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT,pad_to: int = 0) -> bytes:
        """
        Seals a frame into an envelope that still looks like its codec, padded to a multiple of
        `pad_to` bytes unless that is 0. The slow road: it is copied.

        # Errors
        As `encrypt`, and what is wrong with a frame that is not the codec's.
"""

        _UniffiFfiConverterTypeCodec.check_lower(codec)

        _UniffiFfiConverterBytes.check_lower(frame)

        if metadata is _DEFAULT:
            metadata = None
        _UniffiFfiConverterOptionalBytes.check_lower(metadata)

        _UniffiFfiConverterUInt16.check_lower(pad_to)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeCodec.lower(codec),
            _UniffiFfiConverterBytes.lower(frame),
            _UniffiFfiConverterOptionalBytes.lower(metadata),
            _UniffiFfiConverterUInt16.lower(pad_to),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def fingerprint(self, ) -> bytes:
        """
        Gives the 16 bytes under which its counters are kept.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def handle(self, ) -> int:
        """
        Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
        lives: the fast road.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_handle,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def kid(self, ) -> int:
        """
        Gives the KID in the headers of its frames.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_kid,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def max_overhead(self, ) -> int:
        """
        Gives the most bytes by which a plain frame grows.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def poll_event(self, ) -> typing.Optional[FrameEvent]:
        """
        Gives the next event.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeFrameEvent.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_poll_event,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def suite(self, ) -> typing.Optional[CipherSuite]:
        """
        Gives the cipher suite.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeCipherSuite.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_encryptor_suite,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeEncryptor:
    @staticmethod
    def lift(value: int) -> Encryptor:
        return Encryptor._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: Encryptor):
        if not isinstance(value, Encryptor):
            raise TypeError("Expected Encryptor instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: Encryptor) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> Encryptor:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: Encryptor, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class DecryptorProtocol(typing.Protocol):
    """
    Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
    others wait.
"""

    def add_key(self, suite: CipherSuite,kid: int,base_key: BaseKey) -> None:
        """
        Adds a base key under a plain KID.

        # Errors
        `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
"""
        raise NotImplementedError
    def add_sender_key(self, sender_key: SenderKey) -> None:
        """
        Adds a sender key at its present step; later steps are followed by themselves.

        # Errors
        As `add_key`.
"""
        raise NotImplementedError
    def decrypt(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> OpenedFrame:
        """
        Opens a plain SFrame. The slow road: it is copied.

        # Errors
        `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
"""
        raise NotImplementedError
    def decrypt_envelope(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> OpenedFrame:
        """
        Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.

        # Errors
        As `decrypt`.
"""
        raise NotImplementedError
    def handle(self, ) -> int:
        """
        Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
        lives: the fast road.
"""
        raise NotImplementedError
    def key_statistics(self, ) -> typing.List[KeyStatistics]:
        """
        Gives what was done with each key.

        # Errors
        As `remove_key`.
"""
        raise NotImplementedError
    def poll_event(self, ) -> typing.Optional[FrameEvent]:
        """
        Gives the next event.

        # Errors
        As `remove_key`.
"""
        raise NotImplementedError
    def refuse_own(self, encryptor: Encryptor) -> None:
        """
        Refuses the key of this participant's own encryptor, so that frames which the operator sends
        back are not taken for somebody else's.

        # Errors
        `Usage` with code `OwnSendKey` when it was added before (it is removed).
"""
        raise NotImplementedError
    def remove_key(self, kid: int) -> bool:
        """
        Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.

        # Errors
        `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
"""
        raise NotImplementedError
    def retire_key(self, kid: int) -> bool:
        """
        Lets the key of a KID go in 10 s. Says whether there was one.

        # Errors
        As `remove_key`.
"""
        raise NotImplementedError
    def tick(self, ) -> None:
        """
        Takes note of the time: retired keys go. Twenty times a second is enough.

        # Errors
        As `remove_key`.
"""
        raise NotImplementedError
    def totals(self, ) -> Totals:
        """
        Gives what was opened and refused.

        # Errors
        As `remove_key`.
"""
        raise NotImplementedError

class Decryptor(DecryptorProtocol):
    """
    Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
    others wait.
"""

    _handle: ctypes.c_uint64
    def __init__(self, config: DecryptorConfig):
        """
        Makes a decryptor without keys.

        # Errors
        `Usage` with code `FieldTooWide`.
"""

        _UniffiFfiConverterTypeDecryptorConfig.check_lower(config)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeDecryptorConfig.lower(config),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDecryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_decryptor_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_decryptor, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_decryptor, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def add_key(self, suite: CipherSuite,kid: int,base_key: BaseKey) -> None:
        """
        Adds a base key under a plain KID.

        # Errors
        `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
"""

        _UniffiFfiConverterTypeCipherSuite.check_lower(suite)

        _UniffiFfiConverterUInt64.check_lower(kid)

        _UniffiFfiConverterTypeBaseKey.check_lower(base_key)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeCipherSuite.lower(suite),
            _UniffiFfiConverterUInt64.lower(kid),
            _UniffiFfiConverterTypeBaseKey.lower(base_key),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def add_sender_key(self, sender_key: SenderKey) -> None:
        """
        Adds a sender key at its present step; later steps are followed by themselves.

        # Errors
        As `add_key`.
"""

        _UniffiFfiConverterTypeSenderKey.check_lower(sender_key)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeSenderKey.lower(sender_key),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def decrypt(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> OpenedFrame:
        """
        Opens a plain SFrame. The slow road: it is copied.

        # Errors
        `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
"""

        _UniffiFfiConverterBytes.check_lower(frame)

        if metadata is _DEFAULT:
            metadata = None
        _UniffiFfiConverterOptionalBytes.check_lower(metadata)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(frame),
            _UniffiFfiConverterOptionalBytes.lower(metadata),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeOpenedFrame.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def decrypt_envelope(self, frame: bytes,metadata: typing.Union[object, typing.Optional[bytes]] = _DEFAULT) -> OpenedFrame:
        """
        Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.

        # Errors
        As `decrypt`.
"""

        _UniffiFfiConverterBytes.check_lower(frame)

        if metadata is _DEFAULT:
            metadata = None
        _UniffiFfiConverterOptionalBytes.check_lower(metadata)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(frame),
            _UniffiFfiConverterOptionalBytes.lower(metadata),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeOpenedFrame.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def handle(self, ) -> int:
        """
        Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
        lives: the fast road.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_handle,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def key_statistics(self, ) -> typing.List[KeyStatistics]:
        """
        Gives what was done with each key.

        # Errors
        As `remove_key`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterSequenceTypeKeyStatistics.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def poll_event(self, ) -> typing.Optional[FrameEvent]:
        """
        Gives the next event.

        # Errors
        As `remove_key`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeFrameEvent.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_poll_event,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def refuse_own(self, encryptor: Encryptor) -> None:
        """
        Refuses the key of this participant's own encryptor, so that frames which the operator sends
        back are not taken for somebody else's.

        # Errors
        `Usage` with code `OwnSendKey` when it was added before (it is removed).
"""

        _UniffiFfiConverterTypeEncryptor.check_lower(encryptor)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeEncryptor.lower(encryptor),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def remove_key(self, kid: int) -> bool:
        """
        Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.

        # Errors
        `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
"""

        _UniffiFfiConverterUInt64.check_lower(kid)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(kid),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_remove_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def retire_key(self, kid: int) -> bool:
        """
        Lets the key of a KID go in 10 s. Says whether there was one.

        # Errors
        As `remove_key`.
"""

        _UniffiFfiConverterUInt64.check_lower(kid)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(kid),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_retire_key,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def tick(self, ) -> None:
        """
        Takes note of the time: retired keys go. Twenty times a second is enough.

        # Errors
        As `remove_key`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_tick,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def totals(self, ) -> Totals:
        """
        Gives what was opened and refused.

        # Errors
        As `remove_key`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeTotals.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_decryptor_totals,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeDecryptor:
    @staticmethod
    def lift(value: int) -> Decryptor:
        return Decryptor._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: Decryptor):
        if not isinstance(value, Decryptor):
            raise TypeError("Expected Decryptor instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: Decryptor) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> Decryptor:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: Decryptor, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterUInt32(_UniffiConverterPrimitiveInt):
    CLASS_NAME = "u32"
    VALUE_MIN = 0
    VALUE_MAX = 2**32

    @staticmethod
    def read(buf):
        return buf.read_u32()

    @staticmethod
    def write(value, buf):
        buf.write_u32(value)

class _UniffiFfiConverterOptionalUInt32(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterUInt32.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterUInt32.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterUInt32.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")


class MlsKeysProtocol(typing.Protocol):
    """
    Keeps the epochs of a group, and its decryptor up to date.
"""

    def add_epoch(self, epoch: int,secret: bytes,leaves: int,own_index: int,at_once: bool = False) -> None:
        """
        Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
        `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
        on sending in the last epoch for a moment, until others have the new one too.

        # Errors
        `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
        `EpochTooOld`.
"""
        raise NotImplementedError
    def decryptor(self, ) -> Decryptor:
        """
        Gives the decryptor for the frames of all members.
"""
        raise NotImplementedError
    def encryptor(self, context: int) -> Encryptor:
        """
        Gives the encryptor for a context, such as 0 for audio and 1 for video.

        # Errors
        `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
"""
        raise NotImplementedError
    def go_over(self, epoch: int) -> None:
        """
        Begins to send in an epoch that is held.

        # Errors
        `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
"""
        raise NotImplementedError
    def sender_of(self, kid: int) -> typing.Optional[int]:
        """
        Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
"""
        raise NotImplementedError
    def sending(self, ) -> typing.Optional[int]:
        """
        Gives the epoch that is sent in.
"""
        raise NotImplementedError
    def tick(self, ) -> None:
        """
        Takes note of the time. Ten times a second is enough.

        # Errors
        `Usage` with code `Poisoned`, after a bug in the library.
"""
        raise NotImplementedError

class MlsKeys(MlsKeysProtocol):
    """
    Keeps the epochs of a group, and its decryptor up to date.
"""

    _handle: ctypes.c_uint64
    def __init__(self, suite: CipherSuite,epoch_bits: int,listener: typing.Union[object, typing.Optional[MlsListener]] = _DEFAULT,counters: typing.Union[object, typing.Optional[CounterStore]] = _DEFAULT):
        """
        For frames of a suite and KIDs that end in so many bits of epoch (1 to 8); both the same
        for all members.

        # Errors
        `Usage` with code `FieldTooWide`.
"""

        _UniffiFfiConverterTypeCipherSuite.check_lower(suite)

        _UniffiFfiConverterUInt8.check_lower(epoch_bits)

        if listener is _DEFAULT:
            listener = None
        _UniffiFfiConverterOptionalTypeMlsListener.check_lower(listener)

        if counters is _DEFAULT:
            counters = None
        _UniffiFfiConverterOptionalTypeCounterStore.check_lower(counters)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeCipherSuite.lower(suite),
            _UniffiFfiConverterUInt8.lower(epoch_bits),
            _UniffiFfiConverterOptionalTypeMlsListener.lower(listener),
            _UniffiFfiConverterOptionalTypeCounterStore.lower(counters),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeMlsKeys.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_mlskeys_new,
            *_uniffi_lowered_args,
        )
        self._handle = _uniffi_ffi_result

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlskeys, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlskeys, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def add_epoch(self, epoch: int,secret: bytes,leaves: int,own_index: int,at_once: bool = False) -> None:
        """
        Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
        `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
        on sending in the last epoch for a moment, until others have the new one too.

        # Errors
        `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
        `EpochTooOld`.
"""

        _UniffiFfiConverterUInt64.check_lower(epoch)

        _UniffiFfiConverterBytes.check_lower(secret)

        _UniffiFfiConverterUInt32.check_lower(leaves)

        _UniffiFfiConverterUInt32.check_lower(own_index)

        _UniffiFfiConverterBoolean.check_lower(at_once)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(epoch),
            _UniffiFfiConverterBytes.lower(secret),
            _UniffiFfiConverterUInt32.lower(leaves),
            _UniffiFfiConverterUInt32.lower(own_index),
            _UniffiFfiConverterBoolean.lower(at_once),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def decryptor(self, ) -> Decryptor:
        """
        Gives the decryptor for the frames of all members.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDecryptor.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def encryptor(self, context: int) -> Encryptor:
        """
        Gives the encryptor for a context, such as 0 for audio and 1 for video.

        # Errors
        `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
"""

        _UniffiFfiConverterUInt64.check_lower(context)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(context),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeEncryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def go_over(self, epoch: int) -> None:
        """
        Begins to send in an epoch that is held.

        # Errors
        `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
"""

        _UniffiFfiConverterUInt64.check_lower(epoch)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(epoch),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_go_over,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def sender_of(self, kid: int) -> typing.Optional[int]:
        """
        Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
"""

        _UniffiFfiConverterUInt64.check_lower(kid)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(kid),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalUInt32.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def sending(self, ) -> typing.Optional[int]:
        """
        Gives the epoch that is sent in.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalUInt64.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_sending,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def tick(self, ) -> None:
        """
        Takes note of the time. Ten times a second is enough.

        # Errors
        `Usage` with code `Poisoned`, after a bug in the library.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlskeys_tick,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeMlsKeys:
    @staticmethod
    def lift(value: int) -> MlsKeys:
        return MlsKeys._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: MlsKeys):
        if not isinstance(value, MlsKeys):
            raise TypeError("Expected MlsKeys instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: MlsKeys) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> MlsKeys:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: MlsKeys, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class MlsListener():
    """
    Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
    them.
"""

    def gone_over(self, epoch: int) -> None:
        """
        This member sends in another epoch: ask for the encryptors anew.
"""
        raise NotImplementedError
    def commit_soon(self, kid: int) -> None:
        """
        The key of this KID is nearly used up: have the group commit; an update will do.
"""
        raise NotImplementedError

class MlsListenerImpl(MlsListener):
    """
    Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
    them.
"""

    _handle: ctypes.c_uint64

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_mlslistener, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_mlslistener, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def gone_over(self, epoch: int) -> None:
        """
        This member sends in another epoch: ask for the encryptors anew.
"""

        _UniffiFfiConverterUInt64.check_lower(epoch)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(epoch),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def commit_soon(self, kid: int) -> None:
        """
        The key of this KID is nearly used up: have the group commit; an update will do.
"""

        _UniffiFfiConverterUInt64.check_lower(kid)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(kid),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)




# Put all the bits inside a class to keep the top-level namespace clean
class _UniffiTraitImplMlsListenerImpl:
    # For each method, generate a callback function to pass to Rust

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD0
    def gone_over(
            uniffi_handle,
            epoch,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeMlsListener._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterUInt64.lift(epoch), )
            uniffi_method = uniffi_obj.gone_over
            return uniffi_method(*uniffi_args)
        write_return_value = lambda v: None
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_MLS_LISTENER_METHOD1
    def commit_soon(
            uniffi_handle,
            kid,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeMlsListener._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterUInt64.lift(kid), )
            uniffi_method = uniffi_obj.commit_soon
            return uniffi_method(*uniffi_args)
        write_return_value = lambda v: None
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_MLS_LISTENER
    def _uniffi_free(uniffi_handle):
        _UniffiFfiConverterTypeMlsListener._handle_map.remove(uniffi_handle)

    @_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_MLS_LISTENER
    def _uniffi_clone(uniffi_handle):
        return _UniffiFfiConverterTypeMlsListener._handle_map.clone(uniffi_handle)

    # Generate the FFI VTable.  This has a field for each callback interface method.
    _uniffi_vtable = _UniffiVTableCallbackInterfaceFramesealMlsListener(
        _uniffi_free,
        _uniffi_clone,
        gone_over,
        commit_soon,
    )
    # Send Rust a pointer to the VTable.  Note: this means we need to keep the struct alive forever,
    # or else bad things will happen when Rust tries to access it.
    _UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener(ctypes.byref(_uniffi_vtable))

class _UniffiFfiConverterTypeMlsListener:
    _handle_map = _UniffiHandleMap()

    @staticmethod
    def lift(value: int):
        if (value & 1) == 0:
            # Rust-generated handle, construct a new class that uses the handle to implement the
            # interface
            return MlsListenerImpl._uniffi_make_instance(value)
        else:
            # Python-generated handle, get the object from the handle map
            return _UniffiFfiConverterTypeMlsListener._handle_map.remove(value)

    @staticmethod
    def check_lower(value: MlsListener):
        if not isinstance(value, MlsListener):
            raise TypeError("Expected MlsListener subclass, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: MlsListener):
         if isinstance(value, MlsListenerImpl):
            # Rust-implementated object.  Clone the handle and return it
            return value._uniffi_clone_handle()
         else:
            # Python-implementated object, generate a new vtable handle and return that.
            return _UniffiFfiConverterTypeMlsListener._handle_map.insert(value)

    @classmethod
    def read(cls, buf: _UniffiRustBuffer):
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: MlsListener, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class SafetyNumberProtocol(typing.Protocol):
    """
    What two devices compare once and for all: it depends on both public keys and on nothing else.
"""

    def digits(self, ) -> str:
        """
        Gives the digits to read aloud.
"""
        raise NotImplementedError
    def matches_qr(self, scanned: str) -> bool:
        """
        Says whether a scanned code is this one.
"""
        raise NotImplementedError
    def qr_text(self, ) -> str:
        """
        Gives what a QR code has.
"""
        raise NotImplementedError
    def svg(self, ) -> str:
        """
        Gives the QR code as SVG.
"""
        raise NotImplementedError

class SafetyNumber(SafetyNumberProtocol):
    """
    What two devices compare once and for all: it depends on both public keys and on nothing else.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def between(cls, a: bytes,b: bytes) -> SafetyNumber:
        """
        Makes it of two public keys of 32 bytes, in any order.

        # Errors
        `Usage` with code `WrongLength`.
"""

        _UniffiFfiConverterBytes.check_lower(a)

        _UniffiFfiConverterBytes.check_lower(b)
        _uniffi_lowered_args = (
            _UniffiFfiConverterBytes.lower(a),
            _UniffiFfiConverterBytes.lower(b),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeSafetyNumber.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_safetynumber_between,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_safetynumber, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_safetynumber, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def digits(self, ) -> str:
        """
        Gives the digits to read aloud.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterString.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_digits,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def matches_qr(self, scanned: str) -> bool:
        """
        Says whether a scanned code is this one.
"""

        _UniffiFfiConverterString.check_lower(scanned)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(scanned),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def qr_text(self, ) -> str:
        """
        Gives what a QR code has.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterString.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def svg(self, ) -> str:
        """
        Gives the QR code as SVG.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterString.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_safetynumber_svg,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeSafetyNumber:
    @staticmethod
    def lift(value: int) -> SafetyNumber:
        return SafetyNumber._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: SafetyNumber):
        if not isinstance(value, SafetyNumber):
            raise TypeError("Expected SafetyNumber instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: SafetyNumber) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> SafetyNumber:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: SafetyNumber, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterOptionalTypeComparison(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeComparison.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeComparison.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeComparison.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterOptionalTypeDeparture(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeDeparture.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeDeparture.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeDeparture.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterSequenceTypeMember(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        for item in value:
            _UniffiFfiConverterTypeMember.check_lower(item)

    @classmethod
    def write(cls, value, buf):
        items = len(value)
        buf.write_i32(items)
        for item in value:
            _UniffiFfiConverterTypeMember.write(item, buf)

    @classmethod
    def read(cls, buf):
        count = buf.read_i32()
        if count < 0:
            raise InternalError("Unexpected negative sequence length")

        return [
            _UniffiFfiConverterTypeMember.read(buf) for i in range(count)
        ]

class _UniffiFfiConverterOptionalTypeChatMessage(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeChatMessage.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeChatMessage.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeChatMessage.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterOptionalTypeSender(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeSender.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeSender.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeSender.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")


class SessionProtocol(typing.Protocol):
    """
    One device in one call.

    It agrees on keys with the others over whatever signalling the app has, which may belong to the
    operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
    send what the listener is given.
"""

    def accept_comparison(self, _with: str) -> None:
        """
        Agrees to compare when a member asked.

        # Errors
        As `start_comparison`.
"""
        raise NotImplementedError
    def admit(self, who: str) -> None:
        """
        Lets somebody in who waits.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
"""
        raise NotImplementedError
    def call_code(self, ) -> CallCode:
        """
        Gives what all members read to each other.
"""
        raise NotImplementedError
    def comparison(self, _with: str) -> typing.Optional[Comparison]:
        """
        Gives what to compare with a member, once it is there.

        # Errors
        `Usage` with code `NoMember`.
"""
        raise NotImplementedError
    def consent_to_clear(self, consents: bool) -> None:
        """
        Consents to media in clear, where the call allows it, or takes that back.

        # Errors
        `Usage` with code `NotEntitled`.
"""
        raise NotImplementedError
    def decryptor(self, ) -> Decryptor:
        """
        Gives the decryptor for the frames of all members.
"""
        raise NotImplementedError
    def encryptor(self, kind: MediaKind) -> Encryptor:
        """
        Gives the encryptor for one kind of media.

        # Errors
        `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
"""
        raise NotImplementedError
    def ended(self, ) -> typing.Optional[Departure]:
        """
        Gives how the session ended, if it did.
"""
        raise NotImplementedError
    def handle(self, message: bytes) -> None:
        """
        Takes a message from the signalling channel.

        # Errors
        `Message`; most need nothing done.
"""
        raise NotImplementedError
    def id(self, ) -> str:
        """
        Gives this member's id.
"""
        raise NotImplementedError
    def leave(self, ) -> None:
        """
        Leaves, with a goodbye to be sent.

        # Errors
        As `tick`.
"""
        raise NotImplementedError
    def matches_qr(self, scanned: str) -> bool:
        """
        Says whether somebody else's code, scanned, is this call's.
"""
        raise NotImplementedError
    def may_send_clear(self, ) -> bool:
        """
        Says whether media may go in clear now: the call allows it and every member consents.
"""
        raise NotImplementedError
    def members(self, ) -> typing.List[Member]:
        """
        Gives the other members.
"""
        raise NotImplementedError
    def open_chat(self, sealed: bytes) -> typing.Optional[ChatMessage]:
        """
        Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).

        # Errors
        As frames.
"""
        raise NotImplementedError
    def poll_chat(self, ) -> typing.Optional[ChatMessage]:
        """
        Gives the next message whose key came after it.
"""
        raise NotImplementedError
    def remove(self, who: str) -> None:
        """
        Removes a member.

        # Errors
        As `admit`.
"""
        raise NotImplementedError
    def rotate(self, ) -> None:
        """
        Changes the keys this member sends with.

        # Errors
        As `tick`.
"""
        raise NotImplementedError
    def safety_number(self, _with: str) -> SafetyNumber:
        """
        Gives what this device and a member's compare once and for all.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`.
"""
        raise NotImplementedError
    def seal_chat(self, message: bytes) -> bytes:
        """
        Seals a message to all members.

        # Errors
        `Usage` with codes `NotLetIn`, `SessionEnded`.
"""
        raise NotImplementedError
    def sender_of(self, kid: int) -> typing.Optional[Sender]:
        """
        Gives whose frames have this KID.
"""
        raise NotImplementedError
    def start_comparison(self, _with: str) -> None:
        """
        Starts to compare pictures with a member.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`.
"""
        raise NotImplementedError
    def tick(self, ) -> None:
        """
        Takes note of the time, ten times a second.

        # Errors
        `Usage` with code `Forked`, as everything in a child of a process that used the library.
"""
        raise NotImplementedError

class Session(SessionProtocol):
    """
    One device in one call.

    It agrees on keys with the others over whatever signalling the app has, which may belong to the
    operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
    send what the listener is given.
"""

    _handle: ctypes.c_uint64
    @classmethod
    def join(cls, config: SessionConfig,identity: DeviceIdentity,listener: CallListener) -> Session:
        """
        Joins a call.

        # Errors
        `Usage` with codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
"""

        _UniffiFfiConverterTypeSessionConfig.check_lower(config)

        _UniffiFfiConverterTypeDeviceIdentity.check_lower(identity)

        _UniffiFfiConverterTypeCallListener.check_lower(listener)
        _uniffi_lowered_args = (
            _UniffiFfiConverterTypeSessionConfig.lower(config),
            _UniffiFfiConverterTypeDeviceIdentity.lower(identity),
            _UniffiFfiConverterTypeCallListener.lower(listener),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeSession.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_constructor_session_join,
            *_uniffi_lowered_args,
        )
        return cls._uniffi_make_instance(_uniffi_ffi_result)

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_session, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_session, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def accept_comparison(self, _with: str) -> None:
        """
        Agrees to compare when a member asked.

        # Errors
        As `start_comparison`.
"""

        _UniffiFfiConverterString.check_lower(_with)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(_with),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_accept_comparison,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def admit(self, who: str) -> None:
        """
        Lets somebody in who waits.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
"""

        _UniffiFfiConverterString.check_lower(who)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(who),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_admit,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def call_code(self, ) -> CallCode:
        """
        Gives what all members read to each other.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeCallCode.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_call_code,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def comparison(self, _with: str) -> typing.Optional[Comparison]:
        """
        Gives what to compare with a member, once it is there.

        # Errors
        `Usage` with code `NoMember`.
"""

        _UniffiFfiConverterString.check_lower(_with)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(_with),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeComparison.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_comparison,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def consent_to_clear(self, consents: bool) -> None:
        """
        Consents to media in clear, where the call allows it, or takes that back.

        # Errors
        `Usage` with code `NotEntitled`.
"""

        _UniffiFfiConverterBoolean.check_lower(consents)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBoolean.lower(consents),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_consent_to_clear,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def decryptor(self, ) -> Decryptor:
        """
        Gives the decryptor for the frames of all members.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeDecryptor.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_decryptor,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def encryptor(self, kind: MediaKind) -> Encryptor:
        """
        Gives the encryptor for one kind of media.

        # Errors
        `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
"""

        _UniffiFfiConverterTypeMediaKind.check_lower(kind)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterTypeMediaKind.lower(kind),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeEncryptor.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_encryptor,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def ended(self, ) -> typing.Optional[Departure]:
        """
        Gives how the session ended, if it did.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeDeparture.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_ended,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def handle(self, message: bytes) -> None:
        """
        Takes a message from the signalling channel.

        # Errors
        `Message`; most need nothing done.
"""

        _UniffiFfiConverterBytes.check_lower(message)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(message),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_handle,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def id(self, ) -> str:
        """
        Gives this member's id.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterString.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_id,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def leave(self, ) -> None:
        """
        Leaves, with a goodbye to be sent.

        # Errors
        As `tick`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_leave,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def matches_qr(self, scanned: str) -> bool:
        """
        Says whether somebody else's code, scanned, is this call's.
"""

        _UniffiFfiConverterString.check_lower(scanned)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(scanned),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_matches_qr,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def may_send_clear(self, ) -> bool:
        """
        Says whether media may go in clear now: the call allows it and every member consents.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_may_send_clear,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def members(self, ) -> typing.List[Member]:
        """
        Gives the other members.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterSequenceTypeMember.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_members,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def open_chat(self, sealed: bytes) -> typing.Optional[ChatMessage]:
        """
        Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).

        # Errors
        As frames.
"""

        _UniffiFfiConverterBytes.check_lower(sealed)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(sealed),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeChatMessage.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_open_chat,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def poll_chat(self, ) -> typing.Optional[ChatMessage]:
        """
        Gives the next message whose key came after it.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeChatMessage.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_poll_chat,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def remove(self, who: str) -> None:
        """
        Removes a member.

        # Errors
        As `admit`.
"""

        _UniffiFfiConverterString.check_lower(who)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(who),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_remove,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def rotate(self, ) -> None:
        """
        Changes the keys this member sends with.

        # Errors
        As `tick`.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_rotate,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def safety_number(self, _with: str) -> SafetyNumber:
        """
        Gives what this device and a member's compare once and for all.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`.
"""

        _UniffiFfiConverterString.check_lower(_with)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(_with),
        )
        _uniffi_lift_return = _UniffiFfiConverterTypeSafetyNumber.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_safety_number,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def seal_chat(self, message: bytes) -> bytes:
        """
        Seals a message to all members.

        # Errors
        `Usage` with codes `NotLetIn`, `SessionEnded`.
"""

        _UniffiFfiConverterBytes.check_lower(message)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(message),
        )
        _uniffi_lift_return = _UniffiFfiConverterBytes.lift
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_seal_chat,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def sender_of(self, kid: int) -> typing.Optional[Sender]:
        """
        Gives whose frames have this KID.
"""

        _UniffiFfiConverterUInt64.check_lower(kid)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterUInt64.lower(kid),
        )
        _uniffi_lift_return = _UniffiFfiConverterOptionalTypeSender.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_sender_of,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def start_comparison(self, _with: str) -> None:
        """
        Starts to compare pictures with a member.

        # Errors
        `Usage` with codes `NoMember`, `NoSuchMember`.
"""

        _UniffiFfiConverterString.check_lower(_with)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterString.lower(_with),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_start_comparison,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def tick(self, ) -> None:
        """
        Takes note of the time, ten times a second.

        # Errors
        `Usage` with code `Forked`, as everything in a child of a process that used the library.
"""
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
        )
        _uniffi_lift_return = lambda val: None
        _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_session_tick,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)





class _UniffiFfiConverterTypeSession:
    @staticmethod
    def lift(value: int) -> Session:
        return Session._uniffi_make_instance(value)

    @staticmethod
    def check_lower(value: Session):
        if not isinstance(value, Session):
            raise TypeError("Expected Session instance, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: Session) -> ctypes.c_uint64:
        return value._uniffi_clone_handle()

    @classmethod
    def read(cls, buf: _UniffiRustBuffer) -> Session:
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: Session, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))


class StateStorage():
    """
    Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
    that it did not. It must not use the library itself: the state waits for it.
"""

    def save_blob(self, blob: bytes) -> bool:
        """
        Saves the blob in place of the last one.
"""
        raise NotImplementedError
    def save_anchor(self, anchor: bytes) -> bool:
        """
        Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
"""
        raise NotImplementedError

class StateStorageImpl(StateStorage):
    """
    Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
    that it did not. It must not use the library itself: the state waits for it.
"""

    _handle: ctypes.c_uint64

    def __init__(self, *args, **kwargs):
        raise ValueError("This class has no default constructor")

    def __del__(self):
        # In case of partial initialization of instances.
        handle = getattr(self, "_handle", None)
        if handle is not None:
            _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_free_statestorage, handle)

    def _uniffi_clone_handle(self):
        return _uniffi_rust_call(_UniffiLib.uniffi_frameseal_uniffi_fn_clone_statestorage, self._handle)

    # Used by alternative constructors or any methods which return this type.
    @classmethod
    def _uniffi_make_instance(cls, handle):
        # Lightly yucky way to bypass the usual __init__ logic
        # and just create a new instance with the required handle.
        inst = cls.__new__(cls)
        inst._handle = handle
        return inst
    def save_blob(self, blob: bytes) -> bool:
        """
        Saves the blob in place of the last one.
"""

        _UniffiFfiConverterBytes.check_lower(blob)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(blob),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_blob,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)
    def save_anchor(self, anchor: bytes) -> bool:
        """
        Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
"""

        _UniffiFfiConverterBytes.check_lower(anchor)
        _uniffi_lowered_args = (
            self._uniffi_clone_handle(),
            _UniffiFfiConverterBytes.lower(anchor),
        )
        _uniffi_lift_return = _UniffiFfiConverterBoolean.lift
        _uniffi_error_converter = None
        _uniffi_ffi_result = _uniffi_rust_call_with_error(
            _uniffi_error_converter,
            _UniffiLib.uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor,
            *_uniffi_lowered_args,
        )
        return _uniffi_lift_return(_uniffi_ffi_result)




# Put all the bits inside a class to keep the top-level namespace clean
class _UniffiTraitImplStateStorageImpl:
    # For each method, generate a callback function to pass to Rust

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD0
    def save_blob(
            uniffi_handle,
            blob,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeStateStorage._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterBytes.lift(blob), )
            uniffi_method = uniffi_obj.save_blob
            return uniffi_method(*uniffi_args)
        def write_return_value(v):
            uniffi_out_return[0] = _UniffiFfiConverterBoolean.lower(v)
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FRAMESEAL_STATE_STORAGE_METHOD1
    def save_anchor(
            uniffi_handle,
            anchor,
            uniffi_out_return,
            uniffi_call_status_ptr,
        ):
        uniffi_obj = _UniffiFfiConverterTypeStateStorage._handle_map.get(uniffi_handle)
        def make_call():
            uniffi_args = (_UniffiFfiConverterBytes.lift(anchor), )
            uniffi_method = uniffi_obj.save_anchor
            return uniffi_method(*uniffi_args)
        def write_return_value(v):
            uniffi_out_return[0] = _UniffiFfiConverterBoolean.lower(v)
        _uniffi_trait_interface_call(
                uniffi_call_status_ptr.contents,
                make_call,
                write_return_value,
        )

    @_UNIFFI_CALLBACK_INTERFACE_FREE_FRAMESEAL_STATE_STORAGE
    def _uniffi_free(uniffi_handle):
        _UniffiFfiConverterTypeStateStorage._handle_map.remove(uniffi_handle)

    @_UNIFFI_CALLBACK_INTERFACE_CLONE_FRAMESEAL_STATE_STORAGE
    def _uniffi_clone(uniffi_handle):
        return _UniffiFfiConverterTypeStateStorage._handle_map.clone(uniffi_handle)

    # Generate the FFI VTable.  This has a field for each callback interface method.
    _uniffi_vtable = _UniffiVTableCallbackInterfaceFramesealStateStorage(
        _uniffi_free,
        _uniffi_clone,
        save_blob,
        save_anchor,
    )
    # Send Rust a pointer to the VTable.  Note: this means we need to keep the struct alive forever,
    # or else bad things will happen when Rust tries to access it.
    _UniffiLib.uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage(ctypes.byref(_uniffi_vtable))

class _UniffiFfiConverterTypeStateStorage:
    _handle_map = _UniffiHandleMap()

    @staticmethod
    def lift(value: int):
        if (value & 1) == 0:
            # Rust-generated handle, construct a new class that uses the handle to implement the
            # interface
            return StateStorageImpl._uniffi_make_instance(value)
        else:
            # Python-generated handle, get the object from the handle map
            return _UniffiFfiConverterTypeStateStorage._handle_map.remove(value)

    @staticmethod
    def check_lower(value: StateStorage):
        if not isinstance(value, StateStorage):
            raise TypeError("Expected StateStorage subclass, {} found".format(type(value).__name__))

    @staticmethod
    def lower(value: StateStorage):
         if isinstance(value, StateStorageImpl):
            # Rust-implementated object.  Clone the handle and return it
            return value._uniffi_clone_handle()
         else:
            # Python-implementated object, generate a new vtable handle and return that.
            return _UniffiFfiConverterTypeStateStorage._handle_map.insert(value)

    @classmethod
    def read(cls, buf: _UniffiRustBuffer):
        ptr = buf.read_u64()
        if ptr == 0:
            raise InternalError("Raw handle value was null")
        return cls.lift(ptr)

    @classmethod
    def write(cls, value: StateStorage, buf: _UniffiRustBuffer):
        buf.write_u64(cls.lower(value))

class _UniffiFfiConverterOptionalTypeCounterStore(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeCounterStore.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeCounterStore.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeCounterStore.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")

class _UniffiFfiConverterOptionalTypeMlsListener(_UniffiConverterRustBuffer):
    @classmethod
    def check_lower(cls, value):
        if value is not None:
            _UniffiFfiConverterTypeMlsListener.check_lower(value)

    @classmethod
    def write(cls, value, buf):
        if value is None:
            buf.write_u8(0)
            return

        buf.write_u8(1)
        _UniffiFfiConverterTypeMlsListener.write(value, buf)

    @classmethod
    def read(cls, buf):
        flag = buf.read_u8()
        if flag == 0:
            return None
        elif flag == 1:
            return _UniffiFfiConverterTypeMlsListener.read(buf)
        else:
            raise InternalError("Unexpected flag byte for optional type")
def cipher_suite(number: int) -> typing.Optional[CipherSuite]:
    """
    Gives the suite with a number in IANA's registry, if it is known.
"""

    _UniffiFfiConverterUInt16.check_lower(number)
    _uniffi_lowered_args = (
        _UniffiFfiConverterUInt16.lower(number),
    )
    _uniffi_lift_return = _UniffiFfiConverterOptionalTypeCipherSuite.lift
    _uniffi_error_converter = None
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)
def cipher_suite_number(suite: CipherSuite) -> int:
    """
    Gives the number of a suite in IANA's registry.
"""

    _UniffiFfiConverterTypeCipherSuite.check_lower(suite)
    _uniffi_lowered_args = (
        _UniffiFfiConverterTypeCipherSuite.lower(suite),
    )
    _uniffi_lift_return = _UniffiFfiConverterUInt16.lift
    _uniffi_error_converter = None
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_cipher_suite_number,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)
def codec_of(name: str) -> Codec:
    """
    Gives the codec of a name in SDP or a MIME type: `VP8`, `audio/opus`, …

    # Errors
    `Usage` with codes `Red` and `UnsupportedCodec`.
"""

    _UniffiFfiConverterString.check_lower(name)
    _uniffi_lowered_args = (
        _UniffiFfiConverterString.lower(name),
    )
    _uniffi_lift_return = _UniffiFfiConverterTypeCodec.lift
    _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_codec_of,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)
def generate_passphrase() -> str:
    """
    Draws a passphrase of 6 words, 60 bits.

    # Errors
    `Usage` with code `NoRandomness`.
"""
    _uniffi_lowered_args = (
    )
    _uniffi_lift_return = _UniffiFfiConverterString.lift
    _uniffi_error_converter = _UniffiFfiConverterTypeFrameSealError
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_generate_passphrase,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)
def mls_exporter_label() -> str:
    """
    Gives the label with which an epoch's secret is exported from MLS; the context is empty.
"""
    _uniffi_lowered_args = (
    )
    _uniffi_lift_return = _UniffiFfiConverterString.lift
    _uniffi_error_converter = None
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_mls_exporter_label,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)
def version() -> str:
    """
    Gives the version of the library.
"""
    _uniffi_lowered_args = (
    )
    _uniffi_lift_return = _UniffiFfiConverterString.lift
    _uniffi_error_converter = None
    _uniffi_ffi_result = _uniffi_rust_call_with_error(
        _uniffi_error_converter,
        _UniffiLib.uniffi_frameseal_uniffi_fn_func_version,
        *_uniffi_lowered_args,
    )
    return _uniffi_lift_return(_uniffi_ffi_result)

__all__ = [
    "InternalError",
    "MediaKind",
    "CipherSuite",
    "Departure",
    "CallEvent",
    "Codec",
    "DecryptorConfig",
    "FrameEvent",
    "FrameSealError",
    "CallCode",
    "ChatMessage",
    "Picture",
    "Comparison",
    "KeyStatistics",
    "Member",
    "OpenedFrame",
    "Sender",
    "SessionConfig",
    "Totals",
    "VerifiedPeer",
    "cipher_suite",
    "cipher_suite_number",
    "codec_of",
    "generate_passphrase",
    "mls_exporter_label",
    "version",
    "CallSecret",
    "CallSecretProtocol",
    "BaseKey",
    "BaseKeyProtocol",
    "CallListenerImpl",
    "CallListener",
    "DeviceIdentity",
    "DeviceIdentityProtocol",
    "CallState",
    "CallStateProtocol",
    "CounterStoreImpl",
    "CounterStore",
    "SenderKey",
    "SenderKeyProtocol",
    "Encryptor",
    "EncryptorProtocol",
    "Decryptor",
    "DecryptorProtocol",
    "MlsKeys",
    "MlsKeysProtocol",
    "MlsListenerImpl",
    "MlsListener",
    "SafetyNumber",
    "SafetyNumberProtocol",
    "Session",
    "SessionProtocol",
    "StateStorageImpl",
    "StateStorage",
]

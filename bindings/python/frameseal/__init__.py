"""End-to-end encryption of real-time media frames: SFrame (RFC 9605).

>>> from frameseal import BaseKey, CipherSuite, Decryptor, DecryptorConfig, Encryptor
>>> suite, key = CipherSuite.AES128_GCM_SHA256, BaseKey.generate()
>>> encryptor = Encryptor(suite, 7, key)
>>> decryptor = Decryptor(DecryptorConfig.PLAIN())
>>> decryptor.add_key(suite, 7, key)
>>> decryptor.decrypt(encryptor.encrypt(b"an encoded frame")).frame
b'an encoded frame'

Objects that hold keys wipe them when their last reference goes: `del` is enough in CPython.
"""

from ._uniffi import (
    BaseKey,
    CallCode,
    CallEvent,
    CallListener,
    CallSecret,
    CallState,
    ChatMessage,
    CipherSuite,
    Codec,
    Comparison,
    CounterStore,
    Decryptor,
    Departure,
    DeviceIdentity,
    Encryptor,
    FrameEvent,
    KeyStatistics,
    MediaKind,
    Member,
    MlsKeys,
    MlsListener,
    OpenedFrame,
    Picture,
    SafetyNumber,
    Sender,
    SenderKey,
    Session,
    SessionConfig,
    StateStorage,
    Totals,
    VerifiedPeer,
    cipher_suite,
    cipher_suite_number,
    codec_of,
    generate_passphrase,
    mls_exporter_label,
    version,
)
from .batch import decrypt_batch, encrypt_batch
from .call_streams import CallStreams, OutgoingMessage, Stream, frame_events, keep_time
from .errors import DecryptorConfig, FrameSealError
from .in_place import InPlaceDecryptor, InPlaceEncryptor, Opened

__all__ = [
    "BaseKey",
    "CallCode",
    "CallEvent",
    "CallListener",
    "CallSecret",
    "CallState",
    "CallStreams",
    "ChatMessage",
    "CipherSuite",
    "Codec",
    "Comparison",
    "CounterStore",
    "Decryptor",
    "DecryptorConfig",
    "Departure",
    "DeviceIdentity",
    "Encryptor",
    "FrameEvent",
    "FrameSealError",
    "InPlaceDecryptor",
    "InPlaceEncryptor",
    "KeyStatistics",
    "MediaKind",
    "Member",
    "MlsKeys",
    "MlsListener",
    "Opened",
    "OpenedFrame",
    "OutgoingMessage",
    "Picture",
    "SafetyNumber",
    "Sender",
    "SenderKey",
    "Session",
    "SessionConfig",
    "StateStorage",
    "Stream",
    "Totals",
    "VerifiedPeer",
    "cipher_suite",
    "cipher_suite_number",
    "codec_of",
    "decrypt_batch",
    "encrypt_batch",
    "frame_events",
    "generate_passphrase",
    "keep_time",
    "mls_exporter_label",
    "version",
]

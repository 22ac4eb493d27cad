"""The classes of errors and layouts, as type checkers see them.

At run time they are those of the generated module. It nests classes in a way that type checkers
cannot follow, so that they read what they are here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _uniffi

if TYPE_CHECKING:
    from typing import Callable, ClassVar, Type

    class FrameSealError(Exception):
        """What is wrong: `code` is its name, which does not change; `reason` is for people."""

        code: str
        reason: str

        Authentication: ClassVar[Type[_Authentication]]
        KeyId: ClassVar[Type[_KeyId]]
        Syntax: ClassVar[Type[_Syntax]]
        Replay: ClassVar[Type[_Replay]]
        Message: ClassVar[Type[_Message]]
        Usage: ClassVar[Type[_Usage]]

    class _Authentication(FrameSealError):
        def __init__(self, code: str, reason: str) -> None: ...

    class _KeyId(FrameSealError):
        kid: int

        def __init__(self, code: str, reason: str, kid: int) -> None: ...

    class _Syntax(FrameSealError):
        def __init__(self, code: str, reason: str) -> None: ...

    class _Replay(FrameSealError):
        kid: int

        def __init__(self, code: str, reason: str, kid: int) -> None: ...

    class _Message(FrameSealError):
        def __init__(self, code: str, reason: str) -> None: ...

    class _Usage(FrameSealError):
        def __init__(self, code: str, reason: str) -> None: ...

    class DecryptorConfig(_uniffi.DecryptorConfig):
        """How a decryptor reads KIDs. Whichever it is, all members must have the same."""

        PLAIN: ClassVar[Callable[[], DecryptorConfig]]  # type: ignore[assignment]
        SENDER_KEYS: ClassVar[Callable[[int], DecryptorConfig]]  # type: ignore[assignment]
        MLS: ClassVar[Callable[[int], DecryptorConfig]]  # type: ignore[assignment]

else:
    FrameSealError = _uniffi.FrameSealError
    DecryptorConfig = _uniffi.DecryptorConfig

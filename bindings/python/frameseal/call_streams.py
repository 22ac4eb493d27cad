"""A session's messages and events for `asyncio`."""

from __future__ import annotations

import asyncio
from typing import Generic, NamedTuple, Optional, TypeVar

from ._uniffi import CallEvent, CallListener, Session

_T = TypeVar("_T")


class OutgoingMessage(NamedTuple):
    """A message that a session wants sent: to one member, or to everybody."""

    message: bytes
    """At most 16384 bytes."""
    to: Optional[str]
    """Who, in 32 hexadecimal digits; `None` is everybody."""


class Stream(Generic[_T]):
    """What comes, in order, for one `async for`, which ends when its task is cancelled."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[_T] = asyncio.Queue()

    def __aiter__(self) -> Stream[_T]:
        return self

    async def __anext__(self) -> _T:
        return await self._queue.get()

    def _put(self, item: _T) -> None:
        # From whatever thread has called the session; once the loop is over, for nobody.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._queue.put_nowait, item)


class CallStreams(CallListener):
    """A listener whose messages and events are streams of the running loop.

    ```python
    streams = CallStreams()
    session = Session.join(config, identity, streams)
    asyncio.create_task(keep_time(session))
    async for message, to in streams.messages:
        await signalling.send(message, to)
    ```

    The session itself may be called from any thread. Raises `RuntimeError` without a running loop.
    """

    messages: Stream[OutgoingMessage]
    """What to send over the app's signalling."""
    events: Stream[CallEvent]
    """What happens in the call."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.messages = Stream(loop)
        self.events = Stream(loop)

    def send(self, message: bytes, to: Optional[str]) -> None:
        """Takes a message from the session."""
        self.messages._put(OutgoingMessage(message, to))

    def event(self, event: CallEvent) -> None:
        """Takes an event from the session."""
        self.events._put(event)


async def keep_time(session: Session) -> None:
    """Tells the session the time, ten times a second, until the task is cancelled."""
    while True:
        session.tick()
        await asyncio.sleep(0.1)

"""A session's messages and events for `asyncio`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import AsyncIterator, Generic, NamedTuple, Optional, TypeVar

from ._uniffi import CallEvent, CallListener, Decryptor, FrameEvent, Session

_T = TypeVar("_T")


class OutgoingMessage(NamedTuple):
    """A message that a session wants sent: to one member, or to everybody."""

    message: bytes
    """At most 16384 bytes."""
    to: Optional[str]
    """Who, in 32 hexadecimal digits; `None` is everybody."""


class Stream(Generic[_T]):
    """What comes, in order, for one `async for`, which ends with the session. So many wait at most;
    what finds no room is lost, as in a session that nobody asks: messages are sent again."""

    def __init__(self, loop: asyncio.AbstractEventLoop, room: int) -> None:
        self._loop = loop
        self._room = room
        self._queue: asyncio.Queue[Optional[_T]] = asyncio.Queue()
        self._has_ended = False

    def __aiter__(self) -> Stream[_T]:
        return self

    async def __anext__(self) -> _T:
        item = await self._queue.get()
        if item is None:
            self._queue.put_nowait(None)  # Whoever asks once more is told the same.
            raise StopAsyncIteration
        return item

    def _put(self, item: Optional[_T]) -> None:
        """Takes what comes, from whatever thread has called the session; `None` is the end."""
        # Once the loop is closed, which may be at any time, there is nobody whom it is for.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._take, item)

    def _take(self, item: Optional[_T]) -> None:
        if not self._has_ended and (item is None or self._queue.qsize() < self._room):
            self._has_ended = item is None
            self._queue.put_nowait(item)


class CallStreams(CallListener):
    """A listener whose messages and events are streams of the running loop. Both end with the
    session.

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
    """What happens in the call. The last is that it ended."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.messages = Stream(loop, 1024)
        self.events = Stream(loop, 4096)

    def send(self, message: bytes, to: Optional[str]) -> None:
        """Takes a message from the session."""
        self.messages._put(OutgoingMessage(message, to))

    def event(self, event: CallEvent) -> None:
        """Takes an event from the session."""
        self.events._put(event)
        if isinstance(event, CallEvent.ENDED):
            self.messages._put(None)
            self.events._put(None)


async def frame_events(decryptor: Decryptor) -> AsyncIterator[FrameEvent]:
    """What changes for a decryptor's keys, such as one that is missing; each event comes once. It looks
    ten times a second, and lets retired keys go. For one `async for` at a time."""
    while True:
        decryptor.tick()
        while (event := decryptor.poll_event()) is not None:
            yield event
        await asyncio.sleep(0.1)


async def keep_time(session: Session) -> None:
    """Tells the session the time, ten times a second, until it has ended or the task is
    cancelled."""
    while session.ended() is None:
        session.tick()
        await asyncio.sleep(0.1)

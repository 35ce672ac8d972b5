"""One thread that waits for many sockets at once and does what is asked of it, in order."""

import contextlib
import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable

Work = Callable[[], None]
_NUDGE_SECONDS = 5.0
_log = logging.getLogger(__name__)


class Reactor:
    """Whatever it calls must not wait, as all others would wait with it."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._woken, self._waking = socket.socketpair()
        self._woken.setblocking(False)
        self._waking.setblocking(False)
        self._asked: deque[Work] = deque()
        self._closed = False
        self._nudged_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="engine-reactor", daemon=True)

    def open(self, after_each_round: Work = lambda: None, at_the_end: Work = lambda: None) -> None:
        self._after_each_round = after_each_round
        self._at_the_end = at_the_end
        self.watch(self._woken.fileno(), self._read_wakes)
        self._thread.start()

    def close(self, timeout: float) -> None:
        """What it waits for is forgotten."""
        self._closed = True
        self._wake()
        self._thread.join(timeout)

    def submit(self, work: Work) -> None:
        """From any thread; nothing is done once it is closed."""
        self._asked.append(work)
        if threading.current_thread() is not self._thread:
            self._wake()

    def watch(self, fileno: int, look: Work) -> None:
        """Calls `look` when the file can be read, and every few seconds. On its own thread, as `unwatch`."""
        self._selector.register(fileno, selectors.EVENT_READ, look)

    def watch_room(self, fileno: int, *, is_wanted: bool) -> None:
        """Whether a watched file is looked at as well when it can be written."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if is_wanted else 0)
        self._selector.modify(fileno, events, self._selector.get_key(fileno).data)

    def unwatch(self, fileno: int) -> None:
        self._selector.unregister(fileno)

    def _run(self) -> None:
        while not self._closed:
            for key, _events in self._selector.select(0 if self._asked else _NUDGE_SECONDS):
                self._do(key.data)
            for _ in range(len(self._asked)):
                self._do(self._asked.popleft())
            if time.monotonic() - self._nudged_at > _NUDGE_SECONDS:
                self._nudge()
            self._do(self._after_each_round)
        self._do(self._at_the_end)
        self._selector.close()
        self._woken.close()
        self._waking.close()

    def _nudge(self) -> None:
        """Who waits for too long must have a moment to notice it."""
        self._nudged_at = time.monotonic()
        for key in list(self._selector.get_map().values()):
            self._do(key.data)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # it has been told often enough, or has ended
            self._waking.send(b"\0")

    def _read_wakes(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(4096)

    def _do(self, work: Work) -> None:
        try:
            work()
        except BaseException:  # noqa: BLE001 -- a failed piece of work must not end the thread
            _log.exception("reactor.work_failed")

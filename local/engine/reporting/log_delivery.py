"""Sends log lines in batches from a thread of its own: a run neither waits for its log nor fails by it."""

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from local.engine.reporting.destinations import LogLine, LogSink

_MOST_QUEUED_BYTES = 8 * 1024 * 1024
_MOST_LINES = 1000
_BATCH_BYTES = 1024 * 1024
_BYTES_AROUND_A_LINE = 26
_ATTEMPTS = 4
_FIRST_PAUSE_SECONDS = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pending:
    """A line still to be written; `make` writes it, off the run's path. `size` is about its bytes."""

    group: str
    stream: str
    size: int
    make: Callable[[], LogLine]


class LogDelivery:
    """Keeps at most 8 MB waiting; what finds no room, or is refused four times, is dropped and counted."""

    def __init__(self, sink: LogSink) -> None:
        self.sink = sink
        self.dropped = 0
        self._queue: deque[Pending] = deque()
        self._bytes = 0
        self._sending = 0
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, lines: Sequence[Pending]) -> None:
        with self._changed:
            for line in lines:
                if self._bytes + line.size > _MOST_QUEUED_BYTES:
                    self.dropped += 1
                else:
                    self._queue.append(line)
                    self._bytes += line.size
            self._start_thread()
            self._changed.notify_all()

    def flush(self, timeout: float | None = None) -> bool:
        """Waits until everything was sent or dropped; False when `timeout` seconds did not suffice."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue and not self._sending, timeout)

    def close(self, timeout: float) -> None:
        """Sends what is left, for at most `timeout` seconds."""
        self.flush(timeout)
        self._closed.set()
        with self._changed:
            self._changed.notify_all()
        if self.dropped:
            _log.warning("logs.dropped count=%d", self.dropped)

    def _start_thread(self) -> None:
        if self._thread is None and not self._closed.is_set():
            self._thread = threading.Thread(target=self._run, name="engine-logs", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._closed.is_set():
            taken = self._take()
            try:
                self._send(taken)
            except Exception:  # noqa: BLE001 -- the thread must outlive any line
                _log.exception("logs.failed")
                self.dropped += len(taken)
            with self._changed:
                self._sending = 0
                self._changed.notify_all()

    def _take(self) -> list[Pending]:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closed.is_set())
            taken = [self._queue.popleft() for _ in range(min(len(self._queue), _MOST_LINES))]
            self._bytes -= sum(line.size for line in taken)
            self._sending = len(taken)
            return taken

    def _send(self, taken: Sequence[Pending]) -> None:
        by_stream: dict[tuple[str, str], list[LogLine]] = defaultdict(list)
        for line in taken:
            by_stream[line.group, line.stream].append(line.make())
        for (group, stream), lines in by_stream.items():
            for batch in batches(sorted(lines, key=lambda line: line.at)):
                self._put(group, stream, batch)

    def _put(self, group: str, stream: str, batch: Sequence[LogLine]) -> None:
        pause = _FIRST_PAUSE_SECONDS
        for _ in range(_ATTEMPTS):
            try:
                self.sink.put(group, stream, batch)
            except Exception as error:  # noqa: BLE001 -- whatever the service says, the run has gone on
                _log.warning("logs.not_taken group=%s lines=%d %s", group, len(batch), error)
                if self._closed.wait(pause):
                    break
                pause *= 2
            else:
                return
        self.dropped += len(batch)


def batches(lines: Sequence[LogLine]) -> Iterator[list[LogLine]]:
    """As PutLogEvents takes them: 1 MB at most, where every line counts 26 bytes more."""
    batch: list[LogLine] = []
    size = 0
    for line in lines:
        length = len(line.message.encode()) + _BYTES_AROUND_A_LINE
        if batch and size + length > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += length
    if batch:
        yield batch

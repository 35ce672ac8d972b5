"""Tells EventBridge of status changes, from a thread of its own; each is a row until the bus has taken it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from local.engine.reporting.status_events import Entry, entry_bytes, entry_of
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.status_changes import START, StatusChange, StatusChanges

_A_PAGE = 100
_MOST_ENTRIES = 10
_MOST_BYTES = 256 * 1024
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_IDLE_SECONDS = 60.0
_log = logging.getLogger(__name__)


class EventBus(Protocol):
    """EventBridge's default bus, or what stands in for it."""

    def put(self, entries: Sequence[Entry]) -> Sequence[bool]:
        """Whether each of at most ten entries was taken; any error means that none is known to be."""
        ...


@dataclass(frozen=True, slots=True)
class _Told:
    change: StatusChange
    entry: Entry


class StatusDelivery:
    """At least once: the bus may have taken what a killed engine could not forget any more."""

    def __init__(self, changes: StatusChanges, bus: EventBus) -> None:
        self._changes = changes
        self._bus = bus
        self._woken = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begins with what a former engine left."""
        self._woken.set()
        self._thread = threading.Thread(target=self._run, name="engine-status-events", daemon=True)
        self._thread.start()

    def close(self, timeout: float) -> None:
        self._closed.set()
        self._woken.set()
        if self._thread:
            self._thread.join(timeout)

    def wake(self) -> None:
        self._woken.set()

    def deliver(self) -> bool:
        """Puts every change there is, once; False when the bus refused some, which stay.

        Raises what the bus raises.
        """
        position, all_taken = START, True
        while not self._closed.is_set() and (page := self._changes.after(position, _A_PAGE)):
            position = page[-1].position
            for batch in _batches(page):
                all_taken = self._put(batch) and all_taken
        return all_taken

    def _put(self, batch: Sequence[_Told]) -> bool:
        answers = self._bus.put([told.entry for told in batch])
        taken = [told.change for told, was_taken in zip(batch, answers, strict=True) if was_taken]
        if taken:
            self._changes.forget(taken)
        if len(taken) < len(batch):
            _log.warning("status_events.refused count=%d", len(batch) - len(taken))
        return len(taken) == len(batch)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._closed.is_set():
            self._woken.wait(_IDLE_SECONDS)
            self._woken.clear()
            if self._delivered():
                pause = _FIRST_PAUSE_SECONDS
                continue
            self._closed.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            self._woken.set()

    def _delivered(self) -> bool:
        try:
            return self.deliver()
        except JournalUnavailableError as error:
            _log.warning("status_events.journal_unavailable %s", error)
        except Exception as error:  # noqa: BLE001 -- whatever the bus says, the rows stay
            _log.warning("status_events.not_taken %s: %s", type(error).__name__, error)
        return False


def _batches(changes: Sequence[StatusChange]) -> Iterator[Sequence[_Told]]:
    """As PutEvents takes them: ten entries and 256 KB at most."""
    batch: list[_Told] = []
    size = 0
    for change in changes:
        told = _Told(change, entry_of(change))
        length = entry_bytes(told.entry)
        if batch and (len(batch) == _MOST_ENTRIES or size + length > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(told)
        size += length
    if batch:
        yield batch

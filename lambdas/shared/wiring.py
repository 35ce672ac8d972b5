"""The one place that wires: what a function works with, live or as a test gives it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from lambdas.shared.aws import Clients
from lambdas.shared.callbacks import Answer, Sent, read_token, send_answer
from lambdas.shared.clock import Clock, system_clock
from lambdas.shared.events import PublishedEvent, Sleep, put_events
from lambdas.shared.ids import NewId, new_id
from lambdas.shared.postgres import Database
from lambdas.shared.secrets import secret
from lambdas.shared.settings import Settings, read_settings


class Dependencies(NamedTuple):
    """Everything outside of the code that a function touches. `clients` has Clients' attributes."""

    settings: Settings
    database: Database
    clients: Any = Clients()
    clock: Clock = system_clock
    new_id: NewId = new_id
    sleep: Sleep = time.sleep

    def publish(self, *events: PublishedEvent) -> None:
        """Put events on the service's bus; raises EventsNotAccepted and EventTooLarge."""
        if events:
            bus, source = self.settings.event_bus_name, self.settings.source
            put_events(self.clients.events, bus, source, events, self.sleep)

    def answer_wait(self, wait_key: str, answer: Answer) -> Sent:
        """Answer the wait that this key names; raises CallbackNotSent."""
        token = read_token(self.clients.dynamodb, self.settings.callbacks_table, wait_key)
        return Sent.NO_TOKEN if token is None else send_answer(self.clients.stepfunctions, token, answer)


@cache
def _live() -> Dependencies:
    settings = read_settings(os.environ)
    return Dependencies(settings, Database(lambda: secret(settings.database_secret_id, "url")))


_used: list[Dependencies] = []


def current() -> Dependencies:
    """Return what a test gave by `use`, or the live dependencies, made on first use and kept warm."""
    return _used[-1] if _used else _live()


@contextmanager
def use(dependencies: Dependencies) -> Iterator[Dependencies]:
    """Let every handler of this process, in all its threads, work with these."""
    _used.append(dependencies)
    try:
        yield dependencies
    finally:
        _used.remove(dependencies)

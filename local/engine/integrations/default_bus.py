"""EventBridge's default bus, as AWS's own services reach it."""

import logging
from collections.abc import Sequence
from typing import Any

from local.engine.integrations.clients import Clients
from local.engine.integrations.event_rules import EventRules
from local.engine.reporting.status_events import Entry

_NOT_FOR_USERS = "NotAuthorizedForSourceException"
_log = logging.getLogger(__name__)


class DefaultBus:
    """Implements `EventBus`.

    PutEvents refuses sources that begin with `aws.` to all but AWS's services, and so does the emulator. What
    is refused for that is taken to the bus's rules here, and from then on at once.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._rules = EventRules(clients)
        self._is_refused = False

    def put(self, entries: Sequence[Entry]) -> Sequence[bool]:
        if self._is_refused:
            return self._taken_by_rules(entries)
        answers = self._clients.client("events").put_events(Entries=list(entries))["Entries"]
        if any(answer.get("ErrorCode") == _NOT_FOR_USERS for answer in answers):
            self._is_refused = True
            return self._taken_by_rules(entries)
        return [_was_taken(answer) for answer in answers]

    def _taken_by_rules(self, entries: Sequence[Entry]) -> list[bool]:
        rules = self._rules.rules()
        return [self._rules.deliver(entry, rules) for entry in entries]


def _was_taken(answer: dict[str, Any]) -> bool:
    if "ErrorCode" in answer:
        _log.warning(
            "default_bus.refused error=%s message=%s", answer["ErrorCode"], answer.get("ErrorMessage")
        )
        return False
    return True

"""What messaging's handlers run in: real Postgres, fakes of AWS, and providers that do as they are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

from lambdas.messaging.actions.planning import Plan
from lambdas.messaging.identifiers import message_id_of
from lambdas.messaging.providers.port import Accepted, Outcome, Outgoing
from lambdas.messaging.settings import MessagingSettings
from lambdas.messaging.tasks import send_message
from lambdas.shared.clock import Clock
from lambdas.shared.postgres import Database
from lambdas.shared.wiring import Dependencies, use
from schemas.messaging.handling import Handling
from schemas.messaging.recipients import Recipient

NOW = datetime(2027, 3, 10, 16, tzinfo=UTC)
WORKSPACE = "acme"
ORIGIN, DRIVER = "+13175550100", "+13175550123"
SENDER, MAILBOX = "dispatch@acme.example", "sam@roe.example"


def settings() -> MessagingSettings:
    named = {name: name.replace("_", "-") for name in MessagingSettings.model_fields if name != "sentry_dsn"}
    own = {"powertools_service_name": "messaging", "sms_origin": ORIGIN, "email_origin": SENDER}
    return MessagingSettings.model_validate({**named, **own})


@dataclass
class Providers:
    """Takes every message, unless `outcomes` hold what the next sends come to."""

    sent: list[Outgoing] = field(default_factory=list)
    outcomes: list[Outcome | Exception] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        outcome = self.outcomes.pop(0) if self.outcomes else Accepted(self.id_of(len(self.sent)))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @staticmethod
    def id_of(number: int) -> str:
        return f"provider-{number}"

    @property
    def addresses(self) -> list[str]:
        return [outgoing.address for outgoing in self.sent]


@contextmanager
def surroundings(url: str, clients: Any, clock: Clock, providers: Providers) -> Iterator[Dependencies]:
    """Every handler of the process works with these."""
    dependencies = Dependencies(settings(), Database(lambda: url), clients, clock)
    chosen = patch.object(send_message, "provider_of", lambda _dependencies, _channel: providers)
    with chosen, use(dependencies):
        yield dependencies
        dependencies.database.close()


def a_plan(key: str = "one", **changes: Any) -> Plan:
    """A text to a driver that is due at once and expects no reply; `handling` may be a dict."""
    handling = changes.pop("handling", {})
    plan = Plan(
        message_id=message_id_of(WORKSPACE, key),
        workspace_id=WORKSPACE,
        recipient=Recipient(role="contact", phone=DRIVER),
        handling=Handling.model_validate(handling),
        body="Your load is 48000.",
        due_at=NOW,
        created_by="tests",
        template="greeting",
    )
    return plan._replace(**changes)


MESSAGE: UUID = a_plan().message_id

"""What the invariants are given to look at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.simulator.message.providers import Sent

Row = dict[str, Any]
ENDS = frozenset(
    {"DELIVERED", "REPLIED", "SKIPPED", "SUPPRESSED", "CANCELLED", "ESCALATED", "FAILED", "UNKNOWN"}
)


@dataclass(frozen=True)
class Claim:
    """A send at the moment when it was claimed, with all that had been committed by then.

    `number` is the send's within its message. Rows are as JSON has them: ids and times are text.
    """

    at: datetime
    message: Row
    delivery: Row
    thread: Row
    facts: Row | None
    consents: tuple[Row, ...]
    held_by: str | None
    load_workspace_id: str | None

    @property
    def handling(self) -> Row:
        return dict(self.message["handling"])

    @property
    def is_answer(self) -> bool:
        """The few texts that answer a text by themselves: what the law asks for, HELP, and which load."""
        return str(self.handling["scope"]) == "answer"

    @property
    def is_automatic(self) -> bool:
        return self.message["author"] == "automation" and not self.is_answer


@dataclass(frozen=True)
class Asked:
    """A call of a provider: `claim` is what it was claimed with, None if it never was."""

    at: datetime
    sent: Sent
    claim: Claim | None
    before: tuple["Asked", ...] = ()

    @property
    def taken_before(self) -> tuple["Asked", ...]:
        """Earlier sends of the same message on the same channel that the provider took."""
        return tuple(one for one in self.before if one.sent.taken and one.sent.channel == self.sent.channel)


@dataclass(frozen=True)
class Change:
    """A message with its sends after a step that touched it, and before."""

    before: Row | None
    after: Row

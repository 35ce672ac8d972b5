"""The phones and mailboxes of one machine: who wrote what to whom, and how each behaves."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from local.phones.behaviour import Behaviour


@dataclass(frozen=True)
class Text:
    """A text or e-mail as it passed; `number` counts all that passed."""

    number: int
    text_id: str
    sender: str
    recipient: str
    body: str
    at: datetime
    subject: str | None = None

    def concerns(self, address: str) -> bool:
        return address in (self.sender, self.recipient)


@dataclass
class Switchboard:
    """Everything that passed, in order."""

    now: Callable[[], datetime]
    texts: list[Text] = field(default_factory=list)
    behaviours: dict[str, Behaviour] = field(default_factory=lambda: defaultdict(Behaviour))

    def pass_on(self, sender: str, recipient: str, body: str, subject: str | None = None) -> Text:
        number = len(self.texts) + 1
        text = Text(number, str(uuid4()), sender, recipient, body, self.now(), subject)
        self.texts.append(text)
        return text

    def thread(self, address: str, after: int = 0) -> list[Text]:
        """What the phone or mailbox wrote or got after the text `after`, in order."""
        return [text for text in self.texts[after:] if text.concerns(address)]

    def last_to(self, address: str) -> Text | None:
        """The newest that the address got."""
        got = (text for text in reversed(self.texts) if text.recipient == address)
        return next(got, None)

"""What the demonstration offers and asks for a load, in cents."""

from dataclasses import dataclass
from typing import Any

from schemas.booking.loads import PutLoad
from schemas.common import Money

WITHOUT_TARGET = Money(amount=250_000, currency="USD")
BOOK_NOW_PERCENT = 104
ASKED_PERCENT = 109
CEILING_PERCENT = 115


@dataclass(frozen=True)
class Rates:
    """`asked` lies between the book-now rate and the ceiling, so that it is worth an answer."""

    target: Money

    @classmethod
    def of(cls, load: PutLoad) -> "Rates":
        return cls(load.target_rate or WITHOUT_TARGET)

    @property
    def book_now(self) -> Money:
        return self._percent(BOOK_NOW_PERCENT)

    @property
    def asked(self) -> Money:
        return self._percent(ASKED_PERCENT)

    @property
    def body(self) -> dict[str, Any]:
        """The rates of `POST /v1/loads/{load_id}/post`."""
        return {
            "target_rate": self.target.model_dump(),
            "book_now_rate": self.book_now.model_dump(),
            "ceiling_rate": self._percent(CEILING_PERCENT).model_dump(),
        }

    def _percent(self, percent: int) -> Money:
        return Money(amount=self.target.amount * percent // 100, currency=self.target.currency)

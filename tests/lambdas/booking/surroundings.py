"""What handlers run in: a real database, fakes of AWS, a clock that the test moves, FMCSA's answers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from lambdas.booking.carrier_record import (
    AuthorityStatus,
    CarrierRecord,
    Flag,
    InsuranceFiling,
    OperatingAuthority,
    SafetyRating,
    Unavailable,
    UnavailableReason,
)
from lambdas.booking.tasks import vet_carrier
from lambdas.booking.vetting import Lookup
from lambdas.shared.postgres import Database
from lambdas.shared.wiring import Dependencies, use
from tests.lambdas.shared.builders import settings
from tests.lambdas.shared.secret_store import secrets_hold

LINKS_KEY = "a key of the links that is long enough"
DOWN = Unavailable(UnavailableReason.UNREACHABLE)


def good_record(dot_number: int, **changes: Any) -> CarrierRecord:
    """A carrier that passes."""
    active = AuthorityStatus.ACTIVE
    record = {
        "dot_number": dot_number,
        "legal_name": f"Carrier {dot_number}",
        "status": active,
        "allowed_to_operate": Flag.YES,
        "out_of_service": False,
        "out_of_service_orders": 0,
        "common_authority": active,
        "contract_authority": active,
        "authorities": (OperatingAuthority(active, active, Flag.YES),),
        "insurance": InsuranceFiling(
            Flag.YES, 75_000_000, 100_000_000, date(2028, 1, 1), expiry_unreadable=False
        ),
        "safety_rating": SafetyRating.SATISFACTORY,
        "telephone": None,
    }
    return CarrierRecord(**{**record, **changes})


@dataclass
class Fmcsa:
    """Knows every carrier as a good one, unless told otherwise."""

    answers: dict[int, Lookup] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def look_up(self, dot_number: int) -> Lookup:
        self.asked.append(dot_number)
        return self.answers.get(dot_number) or good_record(dot_number)


@dataclass
class StoppedClock:
    """Stands still between steps that the test takes."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def step(self, seconds: float = 1) -> None:
        self.moment += timedelta(seconds=seconds)


@contextmanager
def surroundings(
    url: str, clients: Any, clock: Callable[[], datetime], fmcsa: Fmcsa
) -> Iterator[Dependencies]:
    """Every handler of the process works with these."""
    dependencies = Dependencies(settings(), Database(lambda: url), clients, clock)
    with ExitStack() as stack:
        stack.enter_context(secrets_hold(key=LINKS_KEY))
        stack.enter_context(patch.object(vet_carrier, "authority_of", lambda _: fmcsa))
        stack.enter_context(use(dependencies))
        yield dependencies
        dependencies.database.close()

"""200 carriers take one load at once, each on a connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from lambdas.booking.actions.answering import book_now, decline_offer
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller
from lambdas.shared.refusals import RequestRefused
from schemas.booking.offers import BookNow, DeclineOffer
from tests.lambdas.booking.api.bodies import CARRIERS
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import WORKSPACE

RIVALS = 200
CONNECTIONS = 50


def call_by(desk: Desk, dot_number: int) -> Call:
    caller = Caller(WORKSPACE, str(dot_number), frozenset({"carrier"}), dot_number)
    return Call(caller, desk.dependencies, NOW, lambda _seconds: None)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except RequestRefused as refusal:
        return str(refusal.status)
    return "held"


def at_once(desk: Desk, acts: Sequence[Callable[[], object]], connections: int) -> Counter[str]:
    start = threading.Barrier(connections)

    def first_of_thread() -> None:
        start.wait()

    with ThreadPoolExecutor(connections, initializer=first_of_thread) as pool:
        outcomes = Counter(pool.map(outcome, acts))
        list(pool.map(lambda _: desk.dependencies.database.close(), range(connections * 4)))
    return outcomes


@pytest.mark.parametrize("groups", [[], None], ids=["open to all", "invited"])
def test_one_of_200_carriers_wins_and_199_are_refused_cleanly(
    desk: Desk, groups: list[object] | None
) -> None:
    invited = [{"carriers": [{"dot_number": 2_000 + number} for number in range(RIVALS)]}]
    post_id = desk.sourcing(groups=invited if groups is None else groups)
    desk.forget()
    acts = [partial(book_now, call_by(desk, 2_000 + n), post_id, BookNow()) for n in range(RIVALS)]

    outcomes = at_once(desk, acts, CONNECTIONS)

    assert outcomes == {"held": 1, "409": RIVALS - 1}
    assert len(desk.sql("SELECT 1 FROM booking.offers WHERE status = 'ACCEPTED'")) == 1
    assert len(desk.sql("SELECT 1 FROM booking.answers")) == 1
    assert len(desk.stepfunctions.succeeded) == 1
    assert desk.events.names == ["LoadHeld"]
    assert len({run["name"] for run in desk.stepfunctions.started}) == 1


def test_of_last_declines_at_once_exactly_one_ends_the_group(desk: Desk) -> None:
    for attempt in range(5):
        external_id = f"L{attempt}"
        post_id = desk.sourcing(external_id)
        desk.forget()
        offers = [(dot_number, desk.offer_of(post_id, dot_number)) for dot_number in CARRIERS]
        acts = [partial(decline_offer, call_by(desk, dot), offer, DeclineOffer()) for dot, offer in offers]

        assert at_once(desk, acts, len(CARRIERS)) == {"held": 3}

        assert [failure["error"] for failure in desk.stepfunctions.failed] == ["OffersDeclined"]
        desk.sql("DELETE FROM booking.answers")

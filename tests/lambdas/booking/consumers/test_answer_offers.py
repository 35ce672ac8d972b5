"""A carrier's answer by text to its offer: applied once, as if the carrier had used the API."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from lambdas.booking.consumers import answer_offers
from tests.lambdas.booking.api.bodies import CARRIERS, TARGET, money
from tests.lambdas.booking.api.desk import NOW, Desk, make_desk, wait_key
from tests.lambdas.booking.api.people import WORKSPACE
from tests.lambdas.booking.api.tables import tables
from tests.lambdas.booking.consumers.records import consumed, event

FIRST, SECOND, THIRD = CARRIERS
ASKED = TARGET + 20_000


class KilledError(BaseException):
    """The function's process ends here."""


@pytest.fixture
def desk(migrated_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with tables(monkeypatch) as dynamodb:
        made = make_desk(migrated_database, dynamodb=dynamodb)
        made.sql("INSERT INTO booking.workspaces (workspace_id, policy) VALUES ('acme', '{}')")
        yield made
        made.dependencies.database.close()


def reply(
    offer_id: UUID, intent: str, amount: int | None = None, number: int = 1, workspace_id: str = WORKSPACE
) -> str:
    """The `number`th text that means this; by its subject it is about the offer."""
    data: dict[str, Any] = {
        "thread_id": str(UUID(int=1)),
        "channel": "sms",
        "text_id": str(UUID(int=number)),
        "subject_id": f"offer:{offer_id}",
        "intent": intent,
        "confidence": 0.9,
        "amount": amount,
    }
    event_id = str(UUID(int=number))
    return event("ReplyReceived", data, "chain.messaging", id=event_id, workspace_id=workspace_id)


def texted(desk: Desk, *replies: str) -> list[str]:
    return consumed(desk, answer_offers.handler, *replies)


def offered(desk: Desk, dot_number: int = FIRST) -> UUID:
    offer_id = desk.offer_of(desk.sourcing(), dot_number)
    desk.forget()
    return offer_id


def standing(desk: Desk, offer_id: UUID) -> dict[str, Any]:
    """How the negotiation of an offer stands, its amount in cents."""
    view = desk.get(f"/v1/offers/{offer_id}").body
    return {"status": view["status"], "amount": (view["rate"] or {}).get("amount"), "turn": view["turn"]}


def test_a_yes_holds_the_load_and_answers_the_run(desk: Desk) -> None:
    # given
    offer_id = offered(desk)

    # when
    assert texted(desk, reply(offer_id, "accept")) == []

    # then
    held = {"offer_id": str(offer_id), "dot_number": FIRST}
    assert desk.stepfunctions.succeeded == [{"token": f"token:{wait_key('SOURCING')}", "output": held}]
    assert desk.events.names == ["LoadHeld"]
    assert standing(desk, offer_id) == {"status": "ACCEPTED", "amount": TARGET, "turn": "broker"}


def test_a_no_ends_the_offer_and_the_last_no_the_group(desk: Desk) -> None:
    # given
    post_id = desk.sourcing()
    offers = [desk.offer_of(post_id, dot_number) for dot_number in CARRIERS]

    # when
    for number, offer_id in enumerate(offers):
        assert desk.stepfunctions.failed == []
        assert texted(desk, reply(offer_id, "decline", number=number)) == []

    # then
    assert [standing(desk, offer_id)["status"] for offer_id in offers] == ["DECLINED"] * 3
    assert [failure["error"] for failure in desk.stepfunctions.failed] == ["OffersDeclined"]


@pytest.mark.parametrize(
    ("amount", "stands"),
    [
        (ASKED, {"status": "SUBMITTED", "amount": ASKED, "turn": "broker"}),
        (TARGET, {"status": "ACCEPTED", "amount": TARGET, "turn": "broker"}),
    ],
)
def test_a_price_for_an_invitation_waits_for_the_broker_unless_it_is_acceptable(
    desk: Desk, amount: int, stands: dict[str, Any]
) -> None:
    offer_id = offered(desk)

    assert texted(desk, reply(offer_id, "counter", amount)) == []

    assert standing(desk, offer_id) == stands


def test_a_price_after_the_brokers_is_the_next_round(desk: Desk) -> None:
    # given
    offer_id = offered(desk)
    texted(desk, reply(offer_id, "counter", ASKED))
    desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(TARGET + 1)})

    # when
    texted(desk, reply(offer_id, "counter", ASKED - 1, number=2))

    # then
    assert standing(desk, offer_id) == {"status": "COUNTERED", "amount": ASKED - 1, "turn": "broker"}


def test_a_text_that_comes_again_is_no_new_answer(desk: Desk) -> None:
    # given
    offer_id = offered(desk)
    first = reply(offer_id, "counter", ASKED)
    texted(desk, first, first)
    desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(TARGET + 1)})

    # when
    assert texted(desk, first) == []

    # then
    assert standing(desk, offer_id) == {"status": "COUNTERED", "amount": TARGET + 1, "turn": "carrier"}
    assert desk.events.names.count("OfferReceived") == 1


@pytest.mark.parametrize(
    ("intent", "kind"), [("accept", "accept"), ("decline", "decline"), ("counter", "submit")]
)
def test_an_answer_to_an_offer_that_is_over_is_kept_and_not_applied(
    desk: Desk, intent: str, kind: str
) -> None:
    # given
    offer_id = offered(desk)
    over = NOW - timedelta(seconds=1)
    desk.sql("UPDATE booking.offers SET expires_at = CAST(:over AS timestamptz)", over=over)

    # when
    assert texted(desk, reply(offer_id, intent, ASKED)) == []

    # then
    [kept] = desk.sql("SELECT offer_id, kind FROM booking.late_answers")
    assert kept == {"offer_id": offer_id, "kind": kind}
    assert desk.sql("SELECT status FROM booking.loads") == [{"status": "SOURCING"}]
    assert (desk.events.names, desk.stepfunctions.succeeded) == ([], [])


def test_a_yes_to_a_load_that_another_holds_leaves_the_offer_open(desk: Desk) -> None:
    # given
    post_id = desk.sourcing()
    winner, loser = desk.offer_of(post_id, FIRST), desk.offer_of(post_id, SECOND)
    texted(desk, reply(winner, "accept"))

    # when
    assert texted(desk, reply(loser, "accept", number=2)) == []

    # then
    assert [standing(desk, offer)["status"] for offer in (winner, loser)] == ["ACCEPTED", "INVITED"]


@pytest.mark.parametrize(
    "changes", [{"intent": "eta", "amount": ASKED}, {"intent": "counter"}, {"workspace_id": "other"}]
)
def test_what_says_nothing_about_the_offer_changes_nothing(desk: Desk, changes: dict[str, Any]) -> None:
    offer_id = offered(desk)

    assert texted(desk, reply(**{"offer_id": offer_id, "intent": "accept", **changes})) == []

    assert standing(desk, offer_id)["status"] == "INVITED"


def test_a_text_about_something_else_or_an_unknown_offer_is_passed_over(desk: Desk) -> None:
    offered(desk)
    unknown = reply(UUID(int=7), "accept")
    elsewhere = unknown.replace("offer:", "invoice:")

    assert texted(desk, unknown, elsewhere) == []

    assert desk.sql("SELECT status FROM booking.loads") == [{"status": "SOURCING"}]


def test_an_answer_that_could_not_be_written_is_applied_when_it_comes_again(desk: Desk) -> None:
    # given
    offer_id = offered(desk)
    yes = reply(offer_id, "accept")
    desk.sql("ALTER TABLE booking.loads RENAME TO lost")
    assert texted(desk, yes) == ["0"]

    # when
    desk.sql("ALTER TABLE booking.lost RENAME TO loads")
    assert texted(desk, yes) == []

    # then
    assert standing(desk, offer_id)["status"] == "ACCEPTED"


def test_an_answer_whose_function_died_is_applied_when_it_comes_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    offer_id = offered(desk)
    yes = reply(offer_id, "accept")

    def die(*_: object) -> None:
        raise KilledError

    # when the function is killed at its time limit
    with monkeypatch.context() as dying:
        dying.setattr(answer_offers, "accept_offer", die)
        with pytest.raises(KilledError):
            consumed(desk, answer_offers.handler, yes, milliseconds_left=-1)
    assert texted(desk, yes) == []

    # then
    assert standing(desk, offer_id)["status"] == "ACCEPTED"

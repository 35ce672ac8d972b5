from datetime import timedelta

from lambdas.booking.consumers import relay
from lambdas.shared.wiring import use
from tests.lambdas.booking.api.bodies import CARRIERS, post_body
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import carrier


def relayed(desk: Desk, after_seconds: int) -> dict[str, int]:
    later = NOW + timedelta(seconds=after_seconds)
    with use(desk.dependencies._replace(clock=lambda: later)):
        return relay.handler({}, None)


def test_nothing_is_sent_again_while_it_may_be_on_its_way(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/post", post_body())

    assert relayed(desk, 10) == {"answers": 0, "events": 0, "runs": 0}


def test_a_lost_answer_is_sent_again_once(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), CARRIERS[0])
    desk.stepfunctions.broken = True
    desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(CARRIERS[0]))
    assert relayed(desk, 20)["answers"] == 0
    desk.stepfunctions.broken = False

    assert [relayed(desk, 20)["answers"], relayed(desk, 20)["answers"]] == [1, 0]

    assert desk.stepfunctions.succeeded[0]["output"]["offer_id"] == str(offer_id)


def test_a_lost_refusal_keeps_its_error(desk: Desk) -> None:
    post_id = desk.sourcing()
    desk.stepfunctions.broken = True
    for dot_number in CARRIERS:
        desk.post(f"/v1/offers/{desk.offer_of(post_id, dot_number)}/decline", {}, carrier(dot_number))
    desk.stepfunctions.broken = False

    assert relayed(desk, 20)["answers"] == 1

    assert desk.stepfunctions.failed[0]["error"] == "OffersDeclined"


def test_an_event_whose_delivery_is_not_proved_is_published_again_as_the_same(desk: Desk) -> None:
    desk.load()
    first = desk.events.entries[0]
    desk.forget()

    assert relayed(desk, 61)["events"] == 1
    assert desk.events.entries[0] == first

    desk.sql("UPDATE booking.outbox SET delivered_at = now()")
    assert relayed(desk, 61)["events"] == 0


def test_a_bus_that_is_away_stops_neither_answers_nor_runs(desk: Desk) -> None:
    load_id = desk.load()
    desk.stepfunctions.broken = desk.events.broken = True
    desk.post(f"/v1/loads/{load_id}/post", post_body())
    desk.stepfunctions.broken = False

    assert relayed(desk, 61) == {"answers": 0, "events": 0, "runs": 1}

    assert desk.stepfunctions.started[0]["name"] == f"{load_id}-1"

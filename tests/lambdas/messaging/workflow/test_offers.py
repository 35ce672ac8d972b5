"""Offers on the real machine: texted to their carriers once, in whatever order they and their loads come."""

from datetime import datetime

import pytest

from lambdas.messaging.consumers.follow_loads import follow_loads
from tests.lambdas.messaging.surroundings import a_plan
from tests.lambdas.messaging.workflow.load_events import OFFER, as_event, received, tell
from tests.lambdas.messaging.workflow.run import MessageRun


def test_an_offer_is_texted_to_the_carrier_and_its_answer_names_it(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())

    tell(run, "OfferSent", OFFER)
    run.write("2100")

    assert "$1,850" in run.providers.sent[0].body
    [reply] = run.details("ReplyReceived")
    assert (reply["intent"], reply["amount"], reply["subject_id"]) == (
        "counter",
        210_000,
        f"offer:{OFFER['offer_id']}",
    )


@pytest.mark.parametrize("repeated", [1, 2])
@pytest.mark.parametrize("first", ["LoadReceived", "OfferSent"])
def test_an_offer_and_its_load_come_in_any_order_and_however_often(
    run: MessageRun, first: str, repeated: int
) -> None:
    # given
    events = [as_event(run, "LoadReceived", received()), as_event(run, "OfferSent", OFFER)]
    in_order = sorted(events, key=lambda event: event.detail_type != first)

    # when
    for event in in_order * repeated:
        follow_loads(event, run.dependencies)
    run.settle()

    # then
    [text] = run.providers.sent
    assert "$1,850" in text.body
    assert "Dallas, TX" in text.body


def test_an_offer_and_its_load_that_are_read_at_once_are_texted_once(run: MessageRun) -> None:
    # given: the load arrives while the offer's function is between reading and writing
    load = as_event(run, "LoadReceived", received())
    clock, once = run.dependencies.clock, [load]

    def interrupted() -> datetime:
        if once:
            follow_loads(once.pop(), run.dependencies)
        return clock()

    # when
    follow_loads(as_event(run, "OfferSent", OFFER), run.dependencies._replace(clock=interrupted))
    run.settle()

    # then
    assert once == []
    assert len(run.providers.sent) == 1


def test_what_a_load_asked_for_is_done_by_the_next_try_if_its_function_died(
    run: MessageRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    tell(run, "OfferSent", OFFER)
    load = as_event(run, "LoadReceived", received())
    with monkeypatch.context() as killed:
        killed.setattr("lambdas.messaging.consumers.follow_loads.announce", _killed)
        with pytest.raises(KeyboardInterrupt):
            follow_loads(load, run.dependencies)

    # when
    follow_loads(load, run.dependencies)
    run.settle()

    # then
    assert len(run.providers.sent) == 1


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("ended", ["OfferExpired", "OfferDeclined", "LoadHeld", "HoldReleased"])
def test_an_offer_that_is_over_before_its_load_is_known_is_not_texted(run: MessageRun, ended: str) -> None:
    tell(run, "OfferSent", OFFER)
    tell(run, ended, {"offer_id": OFFER["offer_id"], "dot_number": 1001})

    tell(run, "LoadReceived", received())

    assert run.providers.sent == []


def test_an_offer_that_expired_before_its_load_is_known_is_not_texted(run: MessageRun) -> None:
    tell(run, "OfferSent", OFFER)
    run.advance(31 * 60)

    tell(run, "LoadReceived", received())

    assert run.providers.sent == []


def test_an_answer_finds_a_text_whose_sender_died_before_it_noted_the_id(run: MessageRun) -> None:
    # given
    tell(run, "LoadReceived", received())
    tell(run, "OfferSent", OFFER)
    [sent] = run.sql("SELECT provider_message_id FROM messaging.deliveries")
    run.plan(a_plan())
    run.sql("UPDATE messaging.texts SET provider_message_id = NULL")

    # when
    run.write("2100", answers=sent["provider_message_id"])

    # then
    assert [reply["subject_id"] for reply in run.details("ReplyReceived")] == [f"offer:{OFFER['offer_id']}"]


def test_an_offer_that_is_over_is_not_waited_for(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())
    tell(run, "OfferSent", OFFER)
    run.receive("DELIVERED")

    tell(run, "OfferExpired", {"offer_id": OFFER["offer_id"], "dot_number": 1001})

    [message] = run.sql("SELECT message_id, status FROM messaging.messages")
    assert message["status"] == run.states(message["message_id"])[-1] == "CANCELLED"


def test_the_same_event_again_plans_nothing_again(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())

    tell(run, "OfferSent", OFFER)
    tell(run, "OfferSent", OFFER)

    assert len(run.providers.sent) == 1

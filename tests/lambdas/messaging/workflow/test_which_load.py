"""Which load a text is about, when a driver has two."""

from uuid import UUID

import pytest

from tests.lambdas.messaging.surroundings import a_plan
from tests.lambdas.messaging.workflow.questions import ASKS, LOAD, OFFERED, OTHER
from tests.lambdas.messaging.workflow.run import MessageRun


def test_which_load_is_asked_when_a_driver_has_two(run: MessageRun) -> None:
    # given
    for key, load in (("one", LOAD), ("two", OTHER)):
        run.project(load, {"load_number": str(48_000 + load.int)})
        run.plan(a_plan(key, load_id=load, handling={**ASKS, "obsolete_after": None}))

    # when
    run.write("Arrived")

    # then
    assert "48001" in run.providers.sent[-1].body
    assert "48002" in run.providers.sent[-1].body
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "several_loads"
    run.write("arrived 48002", "t2")
    assert run.message(a_plan("two").message_id)["status"] == "REPLIED"


def with_two_offers(run: MessageRun) -> None:
    for key, load in (("one", LOAD), ("two", OTHER)):
        offer = str(UUID(int=10 + load.int))
        facts = {**OFFERED, "load_number": str(48_000 + load.int), "offers": {offer: {"amount": 185_000}}}
        run.project(load, facts)
        handling = {**ASKS, "asks": "offer", "obsolete_after": None}
        run.plan(a_plan(key, load_id=load, handling=handling, subject_id=f"offer:{offer}"))


@pytest.mark.parametrize("answers_the_question", [True, False])
@pytest.mark.parametrize(
    ("body", "named", "intent", "amount"),
    [
        ("YES", "48002", "accept", None),
        ("2100", "#48002 please", "counter", 210_000),
        ("not interested", "its for 48002", "decline", None),
    ],
)
def test_what_was_written_before_we_asked_counts_for_the_load_that_is_named(  # noqa: PLR0917
    run: MessageRun, body: str, named: str, intent: str, amount: int | None, answers_the_question: bool
) -> None:
    # given
    with_two_offers(run)
    run.write(body)
    [question] = [text for text in run.providers.sent if "Which load" in text.body]

    # when: AWS says that it answers what was sent last, which is our question
    number = run.providers.sent.index(question) + 1
    run.write(named, "t2", answers=f"provider-{number}" if answers_the_question else None)

    # then
    unplaced, reply = run.details("ReplyReceived")
    assert (unplaced["intent"], unplaced["subject_id"]) == ("unknown", None)
    assert (reply["intent"], reply["amount"]) == (intent, amount)
    assert reply["subject_id"] == f"offer:{UUID(int=12)}"
    assert run.message(a_plan("two").message_id)["status"] == "REPLIED"
    assert run.message(a_plan("one").message_id)["status"] != "REPLIED"


def test_what_was_placed_is_not_applied_again(run: MessageRun) -> None:
    # given
    with_two_offers(run)
    run.write("YES")
    run.write("48002", "t2")

    # when
    run.write("48001", "t3")

    # then
    assert [reply["intent"] for reply in run.details("ReplyReceived")] == ["unknown", "accept", "unknown"]


def test_a_text_that_names_its_load_and_says_something_means_that(run: MessageRun) -> None:
    # given
    with_two_offers(run)
    run.write("YES")

    # when
    run.write("48002 no thanks", "t2")

    # then
    assert run.details("ReplyReceived")[-1]["intent"] == "decline"


def test_what_answers_a_message_belongs_to_its_thread(run: MessageRun) -> None:
    # given
    for key, load in (("one", LOAD), ("two", OTHER)):
        run.project(load, {"load_number": str(48_000 + load.int)})
        run.plan(a_plan(key, load_id=load, handling={**ASKS, "obsolete_after": None}))

    # when
    run.write("Arrived", answers="provider-1")

    # then
    assert run.message(a_plan("one").message_id)["status"] == "REPLIED"

"""What answers mean where they come in: to an offer of $1,850, to a question for the ETA, or unasked."""

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.intents.classify import LEAST_CONFIDENCE, classify
from lambdas.messaging.intents.intent import Asked, Context, Intent
from lambdas.messaging.intents.times import StatedTime
from tests.lambdas.messaging.intents.answers import ETA_ANSWERS, NOTHING_ANSWERS, OFFERED_ANSWERS

OFFERED = Context(Asked.OFFER, 185_000)
ETA = Context(Asked.ETA)
NOTHING = Context()
ANSWERS = Path(__file__).parents[1] / "texts" / "answers.tsv"


@pytest.mark.parametrize(("text", "intent", "amount"), OFFERED_ANSWERS)
def test_answers_to_an_offer(text: str, intent: str, amount: int | None) -> None:
    reading = classify(text, OFFERED)

    assert reading.intent == intent
    assert amount is None or reading.amount == amount


@pytest.mark.parametrize(("text", "intent", "amount"), ETA_ANSWERS)
def test_answers_to_a_question_for_the_eta(text: str, intent: str, amount: int | None) -> None:
    reading = classify(text, ETA)

    assert (reading.intent, reading.amount) == (intent, amount)
    assert reading.intent is not Intent.ETA or reading.time is not None or "miles" in text


@pytest.mark.parametrize(("text", "intent", "amount"), NOTHING_ANSWERS)
def test_what_comes_unasked(text: str, intent: str, amount: int | None) -> None:
    reading = classify(text, NOTHING)

    assert reading.intent == intent
    assert amount is None or reading.amount == amount


@pytest.mark.parametrize("asked", ["nothing", "offer"])
@pytest.mark.parametrize("intent", list(Intent))
def test_answers_as_people_write_them(asked: str, intent: Intent) -> None:
    """`texts/answers.tsv` is written by hand: what was asked, intent, amount in dollars, text."""
    rows = [line.split("\t") for line in ANSWERS.read_text("utf-8").splitlines()]
    context = OFFERED if asked == "offer" else NOTHING
    expected = [
        (text, amount)
        for row_asked, row_intent, amount, text in rows
        if (row_asked, row_intent) == (asked, intent)
    ]

    readings = [(text, amount, classify(text, context)) for text, amount in expected]

    assert [(text, read.intent) for text, _, read in readings if read.intent != intent] == []
    assert [
        text for text, amount, read in readings if amount != "-" and read.amount != round(float(amount) * 100)
    ] == []


@pytest.mark.parametrize(
    "doubt",
    [
        "let me check with my driver",
        "but I can't until Friday",
        "if you can do a later pickup",
        "who is this?",
        "after I unload",
    ],
)
@pytest.mark.parametrize("yes", ["yes", "sure", "ok", "deal", "1850", "I'll take it", "sounds good"])
def test_a_yes_with_a_doubt_or_a_condition_accepts_nothing(yes: str, doubt: str) -> None:
    assert classify(yes, OFFERED).intent is Intent.ACCEPT
    assert classify(f"{yes}, {doubt}", OFFERED).intent is not Intent.ACCEPT


@pytest.mark.parametrize("refused", ["can't do 1500", "won't take it for $1500", "cannot do that at 1,500"])
def test_a_price_that_is_refused_is_none_that_is_asked(refused: str) -> None:
    assert classify(refused, NOTHING).intent is Intent.DECLINE
    assert classify(f"{refused}, need 2100", NOTHING).amount == 210_000


@pytest.mark.parametrize(
    "text",
    [
        "receiver closes at 5",
        "I quit at 6",
        "my appointment is at 9",
        "loaded at 9:30",
        "been here since 8am",
    ],
)
def test_a_time_of_something_else_is_no_eta(text: str) -> None:
    assert classify(text, NOTHING).intent is not Intent.ETA


def test_one_number_means_what_was_asked_for() -> None:
    assert classify("1830", OFFERED).amount == 183_000
    assert classify("1830", ETA).time == StatedTime(clock=time(18, 30))
    assert classify("1830", NOTHING).amount == 183_000
    assert classify("1830", NOTHING).confidence < classify("1830", OFFERED).confidence
    assert classify("48213", NOTHING).intent is Intent.UNKNOWN


def test_our_own_amount_is_a_yes_and_with_a_question_mark_a_question() -> None:
    assert classify("1850", OFFERED).intent is Intent.ACCEPT
    assert classify("1850?", OFFERED).intent is Intent.QUESTION
    assert classify("1850", Context(Asked.OFFER, 180_000)).amount == 185_000


def test_a_yes_that_nobody_asked_for_is_less_sure() -> None:
    assert classify("yes", NOTHING).confidence < classify("yes", OFFERED).confidence


def test_an_opt_out_comes_before_everything() -> None:
    for text in ("yes 2100 and stop texting me", "call me to take me off your list", "here. STOP"):
        assert classify(text, OFFERED).intent is Intent.OPT_OUT


@given(st.text(max_size=200), st.sampled_from([OFFERED, ETA, NOTHING]))
def test_any_text_has_a_reading_that_is_sure_enough_or_unknown(text: str, context: Context) -> None:
    reading = classify(text, context)

    assert 0.0 <= reading.confidence <= 1.0
    assert reading.confidence >= LEAST_CONFIDENCE or reading.intent is Intent.UNKNOWN
    assert (reading.intent is Intent.COUNTER) <= (reading.amount is not None)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "0",
        "$",
        "1,",
        "1 ",
        "1.",
        "load ",
        " ",
        "\n",
        "a ",
        "at ",
        "# ",
        "1 hundred ",
        "twenty one ",
        "s t ",
        "x1",
    ],
)
def test_no_text_keeps_the_rules_busy(piece: str) -> None:
    """A pattern that backtracks without bound would take minutes for some of these, and the test with it."""
    for text in (piece * 2_000, f"load{piece * 2_000}", f"1{piece * 2_000}x"):
        classify(text, OFFERED)


@given(st.integers(500, 4_999).filter(lambda dollars: dollars != 1_850))
def test_every_way_to_write_an_amount_is_the_same_amount(dollars: int) -> None:
    for form in (
        f"{dollars}",
        f"${dollars}",
        f"${dollars:,}",
        f"need {dollars}",
        f"can do {dollars:,} all in",
        f"{dollars}.00",
    ):
        assert classify(form, Context(Asked.OFFER, dollars * 100 - 5_000)).amount == dollars * 100, form

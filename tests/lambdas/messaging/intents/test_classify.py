"""What answers mean where they come in: to an offer of $1,850, to a question for the ETA, or unasked."""

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.intents.classify import LEAST_CONFIDENCE, classify
from lambdas.messaging.intents.intent import Asked, Context, Intent
from lambdas.messaging.intents.times import StatedTime, instant_of, stated_time

OFFERED = Context(Asked.OFFER, 185_000)
ETA = Context(Asked.ETA)
NOTHING = Context()
ANSWERS = Path(__file__).parents[1] / "texts" / "answers.tsv"
CHICAGO = ZoneInfo("America/Chicago")

OFFERED_ANSWERS: list[tuple[str, str, int | None]] = [
    ("1850", "accept", None),
    ("$1,850", "accept", None),
    ("1.8k", "counter", 180000),
    ("can do 2100 all in", "counter", 210000),
    ("need 19 hundred", "counter", 190000),
    ("1850?", "question", None),
    ("2100", "counter", 210000),
    ("2100?", "counter", 210000),
    ("1830", "counter", 183000),
    ("#48213", "unknown", None),
    ("load 48213", "unknown", None),
    ("317-555-0123", "unknown", None),
    ("call me at 3175550123", "call_me", None),
    ("yes", "accept", None),
    ("Yep book it", "accept", None),
    ("no", "decline", None),
    ("too low", "decline", None),
    ("too low, need 2100", "counter", 210000),
    ("you said 1850, I need 2100", "counter", 210000),
    ("200 more", "counter", 205000),
    ("add 150", "counter", 200000),
    ("can you do 21?", "counter", 210000),
    ("can you do 2 grand", "counter", 200000),
    ("nineteen hundred", "counter", 190000),
    ("two thousand", "counter", 200000),
    ("twenty one hundred", "counter", 210000),
    ("2,200.50", "counter", 220050),
    ("$2k", "counter", 200000),
    ("👍", "accept", None),
    ("no puedo", "decline", None),
    ("sí", "accept", None),
    ("me la llevo", "accept", None),
    ("42,000 lbs?", "question", None),
    ("44000 lbs", "unknown", None),
    ("$2.50 a mile", "unknown", None),
    ("need 2.75/mile", "unknown", None),
    ("can't do it for less than 2200", "counter", 220000),
    ("no, 2100", "counter", 210000),
    ("yes but need 2100", "counter", 210000),
    ("ok 1900", "counter", 190000),
    ("I can be there at 1400", "eta", None),
    ("1400", "counter", 140000),
    ("2100 and I'll take it", "counter", 210000),
    ("deal", "accept", None),
    ("at 1850", "accept", None),
    ("2 mil 100", "counter", 210000),
    ("necesito 2000", "counter", 200000),
    ("10-4", "accept", None),
    ("make it 2k and we have a deal", "counter", 200000),
    ("I can do it for 1900", "counter", 190000),
    ("yes, pickup at 1400 works", "accept", None),
    ("can pick up tomorrow for 2000", "counter", 200000),
    ("I'll be there at 1830", "eta", None),
    ("We can do 1900 if you can load at 0800", "counter", 190000),
    ("1850 works", "accept", None),
    ("book it at 1850", "accept", None),
    ("$1850 is too low", "decline", None),
    ("lowest I can go is 1950", "counter", 195000),
    ("what's the rate?", "question", None),
    ("is 1900 possible?", "counter", 190000),
    ("would you do 2000?", "counter", 200000),
    ("MC 123456, can do 2000", "counter", 200000),
    ("my number is 317 555 0123", "unknown", None),
    ("driver cell 317.555.0123 rate 2000", "counter", 200000),
    ("1,900", "counter", 190000),
    ("$1.9k", "counter", 190000),
    ("19 hundred?", "counter", 190000),
    ("18.50", "unknown", None),
    ("1850.00", "accept", None),
    ("eta 1830", "eta", None),
    ("¿cuánto paga?", "question", None),
]

ETA_ANSWERS: list[tuple[str, str, int | None]] = [
    ("1830", "eta", None),
    ("at 18:30", "eta", None),
    ("6pm", "eta", None),
    ("in 2 hours", "eta", None),
    ("2.5 hrs", "eta", None),
    ("ETA tomorrow 8am", "eta", None),
    ("mañana a las 8", "eta", None),
    ("noon", "eta", None),
    ("1830?", "eta", None),
    ("I'm 45 miles out", "eta", None),
    ("about an hour and a half", "eta", None),
    ("2h30m", "eta", None),
    ("half hour", "eta", None),
    ("at 6", "eta", None),
]

NOTHING_ANSWERS: list[tuple[str, str, int | None]] = [
    ("6pm", "eta", None),
    ("YES", "accept", None),
    ("need $2000 for that", "counter", 200000),
    ("i need 2100", "counter", 210000),
    ("there by 1830", "eta", None),
    ("be there at 6", "eta", None),
    ("eta 6pm", "eta", None),
    ("30 min out", "eta", None),
    ("llego en 30 minutos", "eta", None),
    ("llego a las 6", "eta", None),
    ("running late, traffic", "eta", None),
    ("here", "arrived", None),
    ("I'm here", "arrived", None),
    ("checked in at the shipper", "arrived", None),
    ("ya llegué", "arrived", None),
    ("at dock 14", "arrived", None),
    ("not here yet", "unknown", None),
    ("loaded", "departed", None),
    ("loaded and rolling", "departed", None),
    ("empty", "departed", None),
    ("2nd stop done", "departed", None),
    ("just left", "departed", None),
    ("ya cargué", "departed", None),
    ("not loaded yet", "unknown", None),
    ("I'm in Amarillo", "location", None),
    ("passing through Tulsa", "location", None),
    ("at exit 212", "location", None),
    ("estoy en Laredo", "location", None),
    ("what's the address?", "question", None),
    ("how much does it pay", "question", None),
    ("where do I check in", "question", None),
    ("call me", "call_me", None),
    ("llámame", "call_me", None),
    ("give me a call when you can", "call_me", None),
    ("STOP", "opt_out", None),
    ("HELP", "help", None),
    ("START", "start", None),
    ("ayuda", "help", None),
    ("start texting me again", "start", None),
    ("asdf qwer", "unknown", None),
    ("", "unknown", None),
    ("cancel that, I'm 10 min away", "eta", None),
    ("copy", "accept", None),
    ("I'm at mile marker 120", "location", None),
    ("mm 120 on I-40", "location", None),
    ("passing exit 1850", "location", None),
    ("arriving 18:30", "eta", None),
    ("will arrive 7:45 am", "eta", None),
    ("delivered, POD attached", "departed", None),
    ("departed receiver", "departed", None),
    ("on my way", "eta", None),
    ("checked in", "arrived", None),
    ("I have arrived", "arrived", None),
    ("arrived at receiver", "arrived", None),
    ("At the shipper", "arrived", None),
    ("ya estoy cargado", "departed", None),
    ("ya descargué", "departed", None),
    ("saliendo", "departed", None),
    ("can someone call me?", "call_me", None),
    ("please call", "call_me", None),
    ("a qué hora es la cita?", "question", None),
    ("thanks", "unknown", None),
    ("truck won't start", "unknown", None),
]


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


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("1.5 hours", StatedTime(minutes=90)),
        ("an hour and a half", StatedTime(minutes=90)),
        ("2h30m", StatedTime(minutes=150)),
        ("half hour", StatedTime(minutes=30)),
        ("hour and a half away", StatedTime(minutes=90)),
        ("2 and a half hours", StatedTime(minutes=150)),
        ("15 more minutes", StatedTime(minutes=15)),
        ("i am on it", None),
        ("one h", StatedTime(minutes=60)),
        ("media hora", StatedTime(minutes=30)),
        ("45 min out", StatedTime(minutes=45)),
        ("6pm", StatedTime(clock=time(18))),
        ("12am", StatedTime(clock=time(0))),
        ("7:45 a.m.", StatedTime(clock=time(7, 45))),
        ("at 630", StatedTime(clock=time(6, 30), half_day_known=False)),
        ("at 6", StatedTime(clock=time(6), half_day_known=False)),
        ("18:30", StatedTime(clock=time(18, 30))),
        ("0630", StatedTime(clock=time(6, 30))),
        ("tomorrow 8am", StatedTime(clock=time(8), days=1)),
        ("noon", StatedTime(clock=time(12))),
        ("a las 8 de la noche", StatedTime(clock=time(20))),
        ("25:30", None),
        ("load 4821", None),
    ],
)
def test_times_as_they_are_written(text: str, stated: StatedTime | None) -> None:
    assert stated_time(text, bare=True) == stated


@pytest.mark.parametrize(
    ("stated", "now", "expected"),
    [
        (StatedTime(minutes=90), "2027-03-14T06:30+00:00", "2027-03-14T08:00+00:00"),
        (StatedTime(clock=time(18, 30)), "2027-03-10T20:00+00:00", "2027-03-11T00:30+00:00"),
        (StatedTime(clock=time(6)), "2027-03-10T20:00+00:00", "2027-03-11T12:00+00:00"),
        (StatedTime(clock=time(6), half_day_known=False), "2027-03-10T20:00+00:00", "2027-03-11T00:00+00:00"),
        (StatedTime(clock=time(8), days=1), "2027-03-10T20:00+00:00", "2027-03-11T14:00+00:00"),
        (StatedTime(clock=time(2, 30)), "2027-03-14T07:00+00:00", "2027-03-14T08:30+00:00"),
        (StatedTime(clock=time(1, 30)), "2027-11-07T05:00+00:00", "2027-11-07T06:30+00:00"),
    ],
)
def test_a_stated_time_is_the_next_such_instant_also_on_days_when_clocks_change(
    stated: StatedTime, now: str, expected: str
) -> None:
    found = instant_of(stated, datetime.fromisoformat(now), CHICAGO)

    assert found == datetime.fromisoformat(expected)
    assert found.tzinfo is UTC

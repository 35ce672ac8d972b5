from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.conversations import (
    AskWhich,
    Bound,
    Conversation,
    Inbound,
    Pace,
    Seen,
    Unbound,
    bind,
    body_digest,
    is_duplicate,
    take_turn,
)
from lambdas.messaging.segments import Encoding, segmented

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
NAMESPACE = UUID(int=7)


def a_conversation(name: str, minutes: int = 0, load: str | None = None) -> Conversation:
    load_id = uuid5(NAMESPACE, load) if load else None
    return Conversation(uuid5(NAMESPACE, name), NOON + timedelta(minutes=minutes), load_id, load)


OLD, NEW = a_conversation("old", 0, "48000"), a_conversation("new", 5, "48001")


def test_the_message_that_it_answers_decides() -> None:
    assert bind("yes", OLD, [OLD, NEW]) == Bound(OLD)


def test_else_the_newest_open_conversation_of_the_one_load() -> None:
    again = a_conversation("again", 9, "48000")

    assert bind("yes", None, [OLD, again]) == Bound(again)
    assert bind("yes", None, [NEW]) == Bound(NEW)


def test_of_several_loads_we_ask_which_the_newest_first() -> None:
    binding = bind("yes", None, [OLD, NEW])

    assert binding == AskWhich((NEW, OLD))
    assert isinstance(binding, AskWhich)
    assert "48001, 48000" in binding.question
    assert segmented(binding.question).encoding is Encoding.GSM_7


@pytest.mark.parametrize("text", ["48000", "#48000 yes", "yes for load 48000.", "re:48000"])
def test_a_load_that_the_text_names_is_not_asked_for(text: str) -> None:
    assert bind(text, None, [OLD, NEW]) == Bound(OLD)


@pytest.mark.parametrize("text", ["48000 and 48001", "480001", "4800", ""])
def test_a_text_that_names_no_load_or_several_is_asked_about(text: str) -> None:
    assert bind(text, None, [OLD, NEW]) == AskWhich((NEW, OLD))


def test_a_stranger_is_bound_to_nothing() -> None:
    assert bind("hello", None, []) == Unbound()


def inbound(
    identifier: str = "m-1", body: str = "Yes", seconds: float = 0, sender: str = "+13175550123"
) -> Inbound:
    return Inbound(identifier, sender, "+13175550100", body, NOON + timedelta(seconds=seconds))


BEFORE = Seen("m-1", "+13175550123", "+13175550100", body_digest("Yes"), NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (inbound(), True),
        (inbound(body="another", seconds=9_999), True),
        (inbound("m-2"), True),
        (inbound("m-2", " yes  "), True),
        (inbound("m-2", seconds=60), True),
        (inbound("m-2", seconds=-60), True),
        (inbound("m-2", seconds=60.001), False),
        (inbound("m-2", "no"), False),
        (inbound("m-2", sender="+13175550124"), False),
    ],
)
def test_a_text_that_came_before_is_known_by_its_id_or_by_its_words(text: Inbound, expected: bool) -> None:
    assert is_duplicate(text, [BEFORE]) is expected
    assert not is_duplicate(text, [])


@given(
    st.integers(1, 600),
    st.integers(1, 20),
    st.lists(st.floats(0, 5), min_size=1, max_size=60),
)
def test_no_minute_sees_more_than_the_pace_and_its_burst(
    per_minute: int, burst: int, pauses: list[float]
) -> None:
    now, full_at, sent = NOON, None, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        turn = take_turn(full_at, Pace(per_minute, burst), now)
        full_at = turn.full_at
        assert turn.at >= now
        sent.append(turn.at)

    assert sent == sorted(sent)
    slack = timedelta(milliseconds=1)
    for first in sent:
        within = [at for at in sent if first <= at < first + timedelta(minutes=1) - slack]
        assert len(within) <= per_minute + burst


def test_a_burst_goes_at_once_and_then_one_after_the_other() -> None:
    pace, full_at, waits = Pace(60, burst=3), None, []
    for _ in range(5):
        turn = take_turn(full_at, pace, NOON)
        full_at = turn.full_at
        waits.append((turn.at - NOON).total_seconds())

    assert waits == [0, 0, 0, 1, 2]


def test_an_idle_bucket_fills_no_further_than_its_burst() -> None:
    turn = take_turn(NOON - timedelta(days=1), Pace(60, burst=2), NOON)

    assert turn.full_at == NOON + timedelta(seconds=1)


def test_the_same_word_to_another_text_of_ours_is_another_answer() -> None:
    first, second = uuid4(), uuid4()
    before = replace(BEFORE, thread_id=first)
    again = Inbound("m-2", before.sender, before.recipient, "Yes", NOON + timedelta(seconds=20))

    assert is_duplicate(again, [before])
    assert is_duplicate(again, [before], answered=first)
    assert not is_duplicate(again, [before], answered=second)

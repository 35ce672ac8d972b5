from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import pytest

from lambdas.messaging.conversations import (
    AskWhich,
    Bound,
    Conversation,
    Inbound,
    Seen,
    Unbound,
    bind,
    body_digest,
    is_duplicate,
    without_name,
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


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("48000", ""),
        ("#48000", ""),
        ("yes for 48000", "yes for"),
        ("48000: 1850", "1850"),
        ("148000", "148000"),
    ],
)
def test_the_number_of_the_load_is_no_amount(body: str, said: str) -> None:
    assert without_name(body, OLD) == said


def test_what_is_about_no_load_has_a_name_too() -> None:
    general = a_conversation("general", 9)

    binding = bind("yes", None, [OLD, general])

    assert isinstance(binding, AskWhich)
    assert "OTHER, 48000" in binding.question
    assert bind("other", None, [OLD, general]) == Bound(general)


def test_the_same_word_to_another_text_of_ours_is_another_answer() -> None:
    first, second = uuid4(), uuid4()
    before = replace(BEFORE, thread_id=first)
    again = Inbound("m-2", before.sender, before.recipient, "Yes", NOON + timedelta(seconds=20))

    assert is_duplicate(again, [before])
    assert is_duplicate(again, [before], answered=first)
    assert not is_duplicate(again, [before], answered=second)

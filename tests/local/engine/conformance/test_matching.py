"""What the comparison lets pass and what it does not."""

from typing import Any

import pytest

from local.engine.conformance.matching import Matcher, stand_ins_of


@pytest.mark.parametrize(
    ("wanted", "said", "same"),
    [
        ({"a": {"b": 1}}, {"a": '{"b":1}'}, True),
        ({"a": [1, 2]}, {"a": "[1,2]"}, True),
        ({"a": "[1, 2]"}, {"a": "[1,2]"}, True),
        ({"a": 1}, {"a": "1"}, True),
        ({"a": 1}, {"a": '"1"'}, False),
        ({"a": None}, {"a": "null"}, False),
        ({"a": {"b": {"c": 1}}}, {"a": '{"b":"{\\"c\\":1}"}'}, False),
        ({"a": {"b": '{"c": 1}'}}, {"a": '{"b":"{\\"c\\":1}"}'}, False),
        ({"a": 1, "SdkHttpMetadata": 5}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": "a"}, {"a": "erased"}, True),
    ],
)
def test_what_is_said_in_json_texts_is_compared_with_what_the_recorder_parsed(
    wanted: Any, said: Any, same: bool
) -> None:
    assert Matcher().matches(wanted, said) is same


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ({"a": True}, {"a": 1}, False),
        ({"a": 1}, {"a": 1.0}, True),
        ("1", 1, False),
        (1, "1", False),
        (None, "null", False),
        (["<x>", "<x>"], ["1", "1"], True),
        (["<x>", "<x>"], ["1", "2"], False),
        (["<x:1>", "<x:2>"], ["1", "1"], False),
        (["<x:1>", "<x:2>"], ["1", "2"], True),
        ("<x>", "", False),
        (["<x:1>", "<x:1>"], ["<x:1>", "<x:1>"], True),
        ("<x:1>", "<x:2>", False),
        ("<x>-<x>", "ab-ab", True),
        ("<x>-<x>", "ab-ac", False),
        ("run <<x>:1> of <Arn_0idx>", "run 7 of a", True),
        ("arn:<partition>:sqs:<region>:q", "arn:aws:sqs:us-east-1:q", True),
        ("arn:<partition>:sqs:<region>:q", "arn:aws:sns:us-east-1:q", False),
        ("arn:<partition>:sqs:<region>:q", "arn:aws:sqs:us-east-1:qx", False),
        ("date", "2027-03-14T01:59:00Z", True),
        ("start-date", "2027-03-14T01:59:00Z", True),
        ("start-date", "2027-03-14T01:59:00.123456", True),
        ("updated", "2027-03-14T01:59:00Z", False),
        ("date", "tomorrow", False),
        ("word", "2027-03-14T01:59:00Z", False),
        ("my-queue", "queue-u0000071", True),
        ("at my-queue", "at queue-u0000071", True),
        ("Word", "queue-u0000071", False),
        (["my-queue", "my-queue"], ["queue-u0000071", "queue-u0000072"], False),
        (["my-queue", "other-queue"], ["queue-u0000071", "queue-u0000071"], False),
        ("my-queue", "other", False),
    ],
)
def test_what_is_taken_for_the_same_value(wanted: Any, found: Any, same: bool) -> None:
    assert Matcher().matches_value(wanted, found) is same


def test_a_failed_comparison_binds_nothing() -> None:
    matcher = Matcher()

    assert not matcher.matches_value(["<x>", 1], ["a", 2])
    assert matcher.matches_value("<x>", "b")


def test_a_stand_in_of_the_input_stands_for_the_recordings_name_only() -> None:
    matcher = Matcher(stand_ins_of({"queue": "offers", "n": 1}, {"queue": "q-u0000001", "n": 1}))

    assert matcher.matches_value("https://offers/1", "https://q-u0000001/1")
    assert not matcher.matches_value("other-offers", "q-u0000001")
    assert not matcher.matches_value("q-u0000001", "q-u0000001")


def test_placeholders_of_the_input_are_bound_like_any_other() -> None:
    assert stand_ins_of({"queue": "<queue>"}, {"queue": "q-u0000001"}) == {}


def test_only_what_may_have_been_drawn_has_a_word_for_it() -> None:
    matcher = Matcher(drawn=frozenset({42, "e3e70682-c209-4cac-a29f-6fbed82c07cd"}))

    assert matcher.matches_value("random-number", 42)
    assert not matcher.matches_value("random-number", 41)
    assert matcher.matches_value("generated-uuid", "e3e70682-c209-4cac-a29f-6fbed82c07cd")
    assert not Matcher().matches_value("random-number", 42)


def test_blanks_are_lost_only_where_the_recorder_parsed_an_answer() -> None:
    text = '{"errorType":"Busy"}'

    assert Matcher(respaced=frozenset({text})).matches_value(
        {"Cause": '{"errorType": "Busy"}'}, {"Cause": text}
    )
    assert not Matcher().matches_value({"Cause": '{"errorType": "Busy"}'}, {"Cause": text})

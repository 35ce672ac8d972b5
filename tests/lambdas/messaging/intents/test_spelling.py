"""Slips and left-out spaces are mended; words that only look alike are left."""

import pytest

from lambdas.messaging.intents.spelling import mended, parted


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("mesages", "messages"),
        ("delte", "delete"),
        ("unsubcribe", "unsubscribe"),
        ("revkoe", "revoke"),
        ("txtng", "texting"),
    ],
)
def test_a_slip_is_mended(word: str, meant: str) -> None:
    assert mended(word) == meant


@pytest.mark.parametrize(
    "word", ["remote", "contract", "contents", "testing", "numbers", "connecting", "cancer", "elete"]
)
def test_another_word_is_left(word: str) -> None:
    assert mended(word) == word


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("stoptextingme", "stop texting me"),
        ("leavemealone", "leave me alone"),
        ("nomoretexts", "no more texts"),
    ],
)
def test_words_typed_as_one_are_parted(word: str, meant: str) -> None:
    assert parted(word) == meant


@pytest.mark.parametrize("word", ["stopoff", "takeout", "offload", "outstop1", "textbook", "stop"])
def test_a_word_of_its_own_is_not_parted(word: str) -> None:
    assert parted(word) == word

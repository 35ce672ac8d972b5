import re

import pytest

from local.engine.asl import regular_expressions
from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.regular_expressions import Pattern, PatternTimedOutError
from tests.local.engine.asl.jsonata.test_expressions import refused
from tests.local.engine.asl.test_paths import read

ENDLESS = "(a|aa)+$"
TEXT = "a" * 60 + "!"


@pytest.fixture(autouse=True)
def _little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_expressions, "SECONDS", 0.1)


@pytest.mark.parametrize(
    ("replacement", "text"),
    [(r"<\g<1>>", "<ab>-<b>"), (r"\d\\", r"\d\\-\d\\"), (lambda match: match[0].upper(), "AB-B")],
)
def test_groups_alone_stand_for_something(replacement: object, text: str) -> None:
    assert Pattern("(a?b)").sub(replacement, "ab-b") == text


def test_a_group_that_took_no_part_is_nothing() -> None:
    assert Pattern("(a)|(b)").sub(r"[\g<1>]", "ab") == "[a][]"


def test_a_group_that_does_not_exist_is_told_as_the_library_expects_it() -> None:
    with pytest.raises(re.error, match="invalid group reference 12 at position 3"):
        Pattern("(a)").sub(r"\g<12>", "a")


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(re.error):
        Pattern("(")


@pytest.mark.parametrize("method", ["search", "fullmatch", "finditer", "split"])
def test_one_that_would_run_for_ever_is_stopped(method: str) -> None:
    with pytest.raises(PatternTimedOutError):
        getattr(Pattern(ENDLESS), method)(TEXT)


def test_one_that_would_run_for_ever_fails_the_evaluation() -> None:
    cause = refused(f"$contains('{TEXT}', /{ENDLESS}/)")

    assert cause.endswith("error during evaluation: Expression evaluation timeout: Check for infinite loop")


def test_one_that_would_run_for_ever_fails_the_path() -> None:
    with pytest.raises(RuntimeStateError, match=r"The regular expression .* took longer than 0.1 seconds"):
        read(f"$[?(@.a =~ /{ENDLESS}/)]", [{"a": TEXT}])

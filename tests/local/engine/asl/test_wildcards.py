import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.engine.asl.wildcards import matches


@pytest.mark.parametrize(
    ("pattern", "text", "does_match"),
    [
        ("", "", True),
        ("*", "", True),
        ("*", "any\nlines", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*ab", "abab", True),
        ("*ab*ab", "ab", False),
        ("log-*.txt", "log-1.txt.old", False),
        (r"\*", "*", True),
        (r"\*", "a", False),
        ("\\\\*", "\\anything", True),
        ("end\\", "end\\", True),
    ],
)
def test_stars_stand_for_any_characters(pattern: str, text: str, *, does_match: bool) -> None:
    assert matches(text, pattern) is does_match


@given(st.text("ab*\\", max_size=8), st.text("ab*\\", max_size=12))
def test_it_agrees_with_a_regular_expression(pattern: str, text: str) -> None:
    parts = re.findall(r"\\.|\*|[^\\*]+|\\", pattern)
    expression = "".join(".*" if part == "*" else re.escape(re.sub(r"\\(.)", r"\1", part)) for part in parts)

    assert matches(text, pattern) is bool(re.fullmatch(expression, text, re.DOTALL))


def test_a_text_as_long_as_a_payload_and_many_stars_come_to_an_end() -> None:
    assert not matches("a" * 256_000, "*a" * 200 + "b")

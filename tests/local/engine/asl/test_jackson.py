from __future__ import annotations

import json

import pytest

from local.engine.asl.jackson import why_no_definition, why_no_json

PLACE = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: {}]"
ESCAPED = "has to be escaped using backslash to be included in string value"
VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


@pytest.mark.parametrize(
    ("text", "why", "column"),
    [
        ("{bad}", "Unexpected character ('b' (code 98)): was expecting double-quote to start field name", 2),
        (
            '{"a" 1}',
            "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
            6,
        ),
        ("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 4),
        ('{"a":}', f"Unexpected character ('}}' (code 125)): expected a valid value {VALUES}", 6),
        ("undefined", f"Unrecognized token 'undefined': was expecting {VALUES}", 10),
        ("{} x", f"Unrecognized token 'x': was expecting {VALUES}", 5),
        (
            '["a\tb"]',
            f"Illegal unquoted character ((CTRL-CHAR, code 9)): {ESCAPED}",
            4,
        ),
        (r'["\q"]', "Unrecognized character escape 'q' (code 113)", 4),
        ('"abc', "Unexpected end-of-input: was expecting closing quote for a string value", 5),
    ],
)
def test_the_first_thing_that_is_wrong_is_told_with_its_place(text: str, why: str, column: int) -> None:
    assert told(text) == f"{why}\n at {PLACE.format(column)}"


@pytest.mark.parametrize(
    ("text", "kind", "start"), [('{"a":1', "Object", 1), ("[1,", "Array", 1), ('{"a":[{}', "Array", 6)]
)
def test_a_text_that_ends_too_early_names_what_is_open(text: str, kind: str, start: int) -> None:
    marker = f"expected close marker for {kind} (start marker at {PLACE.format(start)})"

    assert told(text) == f"Unexpected end-of-input: {marker}\n at {PLACE.format(len(text) + 1)}"


def test_lines_are_counted() -> None:
    assert "line: 2, column: 3]" in told('{"a":\n  ]')


def test_of_a_definition_the_text_is_shown() -> None:
    text = "not a definition"
    place = '[Source: (String)"not a definition"; line: 1, column: 4]'

    assert why_no_definition(text, refusal(text)) == (
        f"Unrecognized token 'not': was expecting {VALUES}\n at {place}",
        place,
    )


def test_a_long_definition_is_shown_in_part() -> None:
    text = "[" * 600

    assert (
        '(String)"' + "[" * 500 + '[truncated 100 chars]"; line' in why_no_definition(text, refusal(text))[1]
    )


def told(text: str) -> str:
    return why_no_json(text, refusal(text))


def refusal(text: str) -> json.JSONDecodeError:
    with pytest.raises(json.JSONDecodeError) as refused:
        json.loads(text)
    return refused.value

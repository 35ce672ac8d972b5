"""Reading a file of cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.engine.conformance.cases import CasesUnreadableError, load_cases, read_case

GOOD = {"id": "c", "kind": "choice", "definition": {}, "input": {}, "output": 1}


def test_a_case_needs_no_tags() -> None:
    case = read_case(GOOD)

    assert (case.tags, case.problem, case.input_exact) == ((), "", True)


def test_the_query_language_is_told_by_the_tags() -> None:
    assert read_case(GOOD).query_language == "JSONPath"
    assert read_case({**GOOD, "tags": ["jsonata"]}).query_language == "JSONata"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "other"}, "kind 'other' is none of"),
        ({"kind": None}, "kind None is none of"),
        ({"kind": ["choice"]}, "is none of"),
        ({"kind": "history-pure"}, "history missing"),
        ({"kind": "history-pure", "history": []}, "history must be a list"),
        ({"kind": "history-task", "history": [{"id": 1}]}, "must have a type"),
        ({"kind": "history-task", "history": [{"type": "A", "aEventDetails": 1}]}, "must be an object"),
        ({"kind": "teststate"}, "request, response missing"),
        ({"kind": "teststate", "request": [], "response": {}}, "must be objects"),
    ],
)
def test_a_malformed_case_says_what_is_wrong(changes: dict[str, Any], problem: str) -> None:
    assert problem in read_case({**GOOD, **changes}).problem


def test_every_line_is_a_case_even_those_that_are_none(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    lines = [json.dumps(GOOD), "", "{half", "[1]", json.dumps({"kind": "choice"}), json.dumps(GOOD)]
    file.write_text("\n".join(lines))

    cases = load_cases(file)

    assert [case.id for case in cases] == ["c", "line 3", "line 4", "line 5", "c"]
    assert [bool(case.problem) for case in cases] == [False, True, True, True, False]


def test_lines_end_as_they_do_anywhere_and_only_there(tmp_path: Path) -> None:
    odd = {**GOOD, "id": "a\u2028b\x85c"}
    lines = [json.dumps(GOOD), json.dumps(odd, ensure_ascii=False)]
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")

    cases = load_cases(file)

    assert [(case.id, case.problem) for case in cases] == [("c", ""), ("a\u2028b\x85c", "")]


def test_a_line_that_is_no_utf_8_costs_no_other(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b'{"id": "\xe9"}\n' + json.dumps(GOOD).encode())

    assert [bool(case.problem) for case in load_cases(file)] == [True, False]


STARTED = {"type": "ExecutionStarted", "executionStartedEventDetails": {"input": "[1, 2]"}}
ENDED = {"type": "ExecutionSucceeded"}


def test_a_history_is_read_oldest_first() -> None:
    fields = {**GOOD, "kind": "history-pure", "history": [ENDED, STARTED]}

    assert read_case(fields).history == (STARTED, ENDED)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "choice", "output": 1}, "{}"),
        ({"kind": "history-pure", "history": [STARTED, ENDED]}, "[1, 2]"),
        ({"kind": "history-pure", "history": [ENDED, STARTED]}, "[1, 2]"),
        ({"kind": "history-pure", "history": [ENDED]}, "{}"),
    ],
)
def test_a_case_without_an_input_has_the_recorded_one(fields: dict[str, Any], expected: str) -> None:
    case = read_case({"id": "c", "definition": {}, **fields})

    assert (case.problem, case.input) == ("", expected)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "prose").write_text("no case\nat all\n")

    for name in ("missing", "binary", "prose", "."):
        with pytest.raises(CasesUnreadableError):
            load_cases(tmp_path / name)

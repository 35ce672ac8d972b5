"""The table: a row for each declared action, and no action that nobody needs."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from local.bootstrap.layout import ROOT
from local.declaration.reading import read_all
from local.least_privilege.grants import Grant, declared_grants
from local.least_privilege.own import OWN
from local.least_privilege.report import FILE, SuperfluousError, markdown, missing, read_evidence, renamed

READ = Grant("booking", "api", "dynamodb:GetItem", "table/links")
SEND = Grant("booking", "api", "states:StartExecution", "state_machine/booking")
TESTED = {READ: "tests/lambdas/booking/api/test_x.py::test_y"}


def test_a_row_names_the_test_that_fails() -> None:
    text = markdown([READ], TESTED)

    row = "| booking.api | dynamodb:GetItem | table links | `booking/api/test_x.py::test_y` | the emulator |"
    assert row in text


def test_who_does_not_enforce_is_told() -> None:
    text = markdown([SEND], {SEND: "test_z"})

    assert "| `test_z` | `SimulatePrincipalPolicy` |" in text


@pytest.mark.parametrize(
    ("grant", "caller"),
    [
        (Grant("booking", "api", "sqs:ReceiveMessage", "queue/api"), "Lambda takes messages"),
        (
            Grant("booking", "x", "lambda:InvokeFunction", "function/api", is_machine=True),
            "the machine's ASL",
        ),
    ],
)
def test_who_calls_without_a_handler_is_told(grant: Grant, caller: str) -> None:
    assert caller in markdown([grant], {})


def test_a_call_without_which_no_test_fails_is_no_evidence(tmp_path: Path) -> None:
    # given
    findings = tmp_path / "findings.jsonl"
    found = [{**asdict(READ), "test": TESTED[READ]}, {**asdict(SEND), "test": None}]
    findings.write_text("".join(f"{json.dumps(line)}\n" for line in found))

    # then
    assert read_evidence(findings) == TESTED


def test_what_nobody_needs_is_refused() -> None:
    with pytest.raises(SuperfluousError, match=r"booking\.api: dynamodb:GetItem on table/links"):
        markdown([READ, SEND], {SEND: "test_z"})


def test_a_row_too_few_or_too_many_is_named() -> None:
    text = markdown([READ], TESTED)

    assert missing([READ], text) == []
    assert missing([SEND], text) == [
        "no row: booking.api | states:StartExecution | state_machine booking",
        "not declared: booking.api | dynamodb:GetItem | table links",
    ]


def test_a_row_whose_test_was_renamed_is_named() -> None:
    assert renamed(markdown([READ], TESTED)) == ["no such test: booking/api/test_x.py::test_y"]


def test_the_committed_table_has_a_row_for_each_declared_action_and_names_tests() -> None:
    assert missing(declared_grants(read_all(ROOT)), FILE.read_text()) == []
    assert renamed(FILE.read_text()) == []


def test_what_the_modules_add_has_a_reason_and_no_wildcard() -> None:
    assert all(len(own.reason) > 15 for own in OWN)
    assert not [action for own in OWN for action in own.actions if "*" in action]

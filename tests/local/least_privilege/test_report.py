"""The table: a row for each declared action, and no action that nobody needs."""

import pytest

from local.bootstrap.layout import ROOT
from local.declaration.reading import read_all
from local.least_privilege.grants import Grant, declared_grants
from local.least_privilege.own import OWN
from local.least_privilege.report import FILE, Evidence, SuperfluousError, markdown, missing

READ = Grant("booking", "api", "dynamodb:GetItem", "table/links")
SEND = Grant("booking", "api", "states:StartExecution", "state_machine/booking")


def test_a_row_names_the_test_that_fails() -> None:
    text = markdown([READ], Evidence({READ: "tests/lambdas/booking/api/test_x.py::test_y"}, set()))

    row = "| booking.api | dynamodb:GetItem | table links | `booking/api/test_x.py::test_y` | the emulator |"
    assert row in text


def test_who_does_not_enforce_is_told() -> None:
    text = markdown([SEND], Evidence({}, {SEND}))

    assert "| simulated lifecycles | `SimulatePrincipalPolicy` |" in text


def test_what_nobody_needs_is_refused() -> None:
    with pytest.raises(SuperfluousError, match=r"booking\.api: dynamodb:GetItem on table/links"):
        markdown([READ, SEND], Evidence({}, {SEND}))


def test_a_row_too_few_or_too_many_is_named() -> None:
    text = markdown([READ], Evidence({}, {READ}))

    assert missing([READ], text) == []
    assert missing([SEND], text) == [
        "no row: booking.api | states:StartExecution | state_machine booking",
        "not declared: booking.api | dynamodb:GetItem | table links",
    ]


def test_the_committed_table_has_a_row_for_each_declared_action() -> None:
    assert missing(declared_grants(read_all(ROOT)), FILE.read_text()) == []


def test_what_the_modules_add_has_a_reason_and_no_wildcard() -> None:
    assert all(len(own.reason) > 15 for own in OWN)
    assert not [action for own in OWN for action in own.actions if "*" in action]

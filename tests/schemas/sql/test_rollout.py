"""Which migrations may run before traffic moves, and which once the former code is gone."""

import pytest

from schemas.sql.migrate import SERVICES
from schemas.sql.revisions import Revision, revisions
from schemas.sql.rollout import (
    CodeUnfitError,
    ContractMissingError,
    ContractTooSoonError,
    MigrationRefusedError,
    NotBackwardCompatibleError,
    complaints,
    due,
    require_fit,
)

FIRST = Revision("0001", "create table booking.loads (load_id uuid, note text)")
EXPAND = Revision("0002", "alter table booking.loads add column remark text")
CONTRACT = Revision("0003", "alter table booking.loads drop column note", contract="0002")
BREAKING = Revision("0003", "alter table booking.loads drop column note")
LATER = Revision("0004", "alter table booking.loads add column miles integer")


@pytest.mark.parametrize("service", SERVICES)
def test_every_migration_of_ours_may_run_beside_the_former_release_or_is_a_contract(service: str) -> None:
    assert list(complaints(revisions(service))) == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_contract_names_an_earlier_revision(service: str) -> None:
    names = [revision.name for revision in revisions(service)]

    for number, revision in enumerate(revisions(service)):
        assert revision.contract is None or revision.contract in names[:number]


def test_a_database_without_a_migration_gets_all_of_them() -> None:
    assert due("booking", (FIRST, EXPAND, CONTRACT), None, "expand") == (FIRST, EXPAND, CONTRACT)


def test_before_traffic_moves_the_contract_waits() -> None:
    assert due("booking", (FIRST, EXPAND, CONTRACT), "0001", "expand") == (EXPAND,)


def test_once_the_former_code_is_gone_the_contract_runs() -> None:
    assert due("booking", (FIRST, EXPAND, CONTRACT), "0002", "contract") == (CONTRACT,)


@pytest.mark.parametrize("phase", ["expand", "contract"])
def test_nothing_is_due_twice(phase: str) -> None:
    assert due("booking", (FIRST, EXPAND, CONTRACT), "0003", phase) == ()  # type: ignore[arg-type]


def test_an_incompatible_migration_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        NotBackwardCompatibleError, match=r"booking 0003 drops booking\.loads\.note.*contract"
    ):
        due("booking", (FIRST, EXPAND, BREAKING), "0002", "expand")


def test_a_migration_that_ran_long_ago_is_not_judged_again() -> None:
    assert due("booking", (FIRST, EXPAND, BREAKING, LATER), "0003", "expand") == (LATER,)


def test_a_contract_is_refused_before_its_release_expanded() -> None:
    with pytest.raises(ContractTooSoonError, match="0002 has not run"):
        due("booking", (FIRST, EXPAND, CONTRACT), "0001", "contract")


def test_a_contract_is_refused_when_what_it_rests_on_is_not_there() -> None:
    ahead = Revision("0002", "alter table booking.loads drop column note", contract="0007")

    with pytest.raises(ContractTooSoonError, match="before 0007, which has not run"):
        due("booking", (FIRST, ahead), "0001", "contract")


def test_a_migration_behind_a_contract_waits_for_it() -> None:
    with pytest.raises(ContractMissingError, match="0004 comes after the contract 0003"):
        due("booking", (FIRST, EXPAND, CONTRACT, LATER), "0002", "expand")


def test_a_database_that_is_ahead_of_the_release_is_left_alone() -> None:
    with pytest.raises(MigrationRefusedError, match="does not know"):
        due("booking", (FIRST,), "0002", "expand")


EVERY = (FIRST, EXPAND, CONTRACT, LATER)


@pytest.mark.parametrize(
    ("current", "code"),
    [
        ("0002", "0002"),
        ("0002", "0001"),
        ("0002", "0003"),
        ("0003", "0002"),
        ("0004", "0003"),
        ("0004", "0004"),
    ],
)
def test_code_runs_beside_what_it_needs_or_has_not_lost(current: str, code: str) -> None:
    require_fit("booking", EVERY, current, code)


@pytest.mark.parametrize("current", [None, "0001"])
def test_code_waits_for_its_own_migrations(current: str | None) -> None:
    with pytest.raises(CodeUnfitError, match="has not run"):
        require_fit("booking", EVERY, current, "0002")


def test_code_does_not_come_back_to_what_was_taken_away() -> None:
    with pytest.raises(CodeUnfitError, match="0003 took away what code before 0002 uses"):
        require_fit("booking", EVERY, "0003", "0001")


@pytest.mark.parametrize(("current", "code"), [("0009", "0002"), ("0002", "0009")])
def test_a_revision_that_nobody_knows_is_told(current: str, code: str) -> None:
    with pytest.raises(CodeUnfitError, match="nobody here knows"):
        require_fit("booking", EVERY, current, code)

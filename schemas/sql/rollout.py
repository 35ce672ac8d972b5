"""Expand and contract: which migrations may run now, beside the code that runs.

Before traffic moves a release's migrations expand: the former release must work with them. What that release
used is taken away by a migration of its own, marked `contract = "<revision>"`: the revision whose release
stopped using it. It runs once no older code is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.sql.compatibility import Tables, incompatibilities
from schemas.sql.revisions import Revision

Phase = Literal["expand", "contract"]


class MigrationRefusedError(Exception):
    """A migration may not run now; the message says what to do."""


class NotBackwardCompatibleError(MigrationRefusedError):
    """A migration that is not marked `contract` takes away what the former release uses."""


class ContractTooSoonError(MigrationRefusedError):
    """Code that uses what a contract takes away may still run."""


class ContractMissingError(MigrationRefusedError):
    """A migration comes after a contract that has not run."""


@dataclass(frozen=True)
class Complaint:
    """What of a migration the former release would notice, and what to do instead."""

    revision: str
    text: str


def complaints(every: Sequence[Revision]) -> Iterator[Complaint]:
    """About all migrations but the first and those marked `contract`; oldest first."""
    tables = Tables()
    for number, revision in enumerate(every):
        found = incompatibilities(revision.sql, tables)
        if number and revision.contract is None:
            yield from (Complaint(revision.name, text) for text in found)


class CodeUnfitError(MigrationRefusedError):
    """The database is not one that this code can run on."""


def require_fit(service: str, every: Sequence[Revision], current: str | None, code: str) -> None:
    """Raises CodeUnfitError unless code that was built at the revision `code` runs on the `current` one.

    It needs its own migrations, and what it uses must not have been taken away by a contract.
    """
    names = [revision.name for revision in every]
    if code not in names or (current is not None and current not in names):
        raise CodeUnfitError(
            f"{service}: nobody here knows the revision {code} or {current}: apply Terraform first"
        )
    ran = 0 if current is None else names.index(current) + 1
    lacking = [each.name for each in every[ran : names.index(code) + 1] if each.contract is None]
    if lacking:
        raise CodeUnfitError(
            f"{service} {lacking[0]} has not run: `./chain deploy migrate --phase expand` first"
        )
    for revision in every[:ran]:
        if revision.contract and names.index(code) < names.index(revision.contract):
            raise CodeUnfitError(
                f"{service} {revision.name} took away what code before {revision.contract} uses, "
                f"and this release is of {code}: it cannot come back; mend the present one instead"
            )


def due(service: str, every: Sequence[Revision], current: str | None, phase: Phase) -> tuple[Revision, ...]:
    """The migrations that run in this phase after the database's `current` one; raises MigrationRefusedError.

    A database without a migration has no former code: all of them run.
    """
    if current is None:
        return tuple(every)
    names = [revision.name for revision in every]
    if current not in names:
        raise MigrationRefusedError(
            f"{service} is at {current}, which this release does not know: it is older than the database; "
            "release the newer code, or roll back without migrating"
        )
    pending = every[names.index(current) + 1 :]
    if phase == "contract":
        return _contracts(service, pending, names[: names.index(current) + 1])
    return _expansions(service, every, pending)


def _expansions(service: str, every: Sequence[Revision], pending: Sequence[Revision]) -> tuple[Revision, ...]:
    first = next((number for number, revision in enumerate(pending) if revision.contract), len(pending))
    late = [revision.name for revision in pending[first:] if not revision.contract]
    if late:
        raise ContractMissingError(
            f"{service} {late[0]} comes after the contract {pending[first].name}, which has not run: "
            "finish the release before this one with the phase `contract` first"
        )
    for complaint in complaints(every):
        if complaint.revision in {revision.name for revision in pending[:first]}:
            raise NotBackwardCompatibleError(f"{service} {complaint.revision} {complaint.text}")
    return tuple(pending[:first])


def _contracts(service: str, pending: Sequence[Revision], applied: Sequence[str]) -> tuple[Revision, ...]:
    for revision in pending:
        if revision.contract is None:
            raise ContractTooSoonError(
                f"{service} {revision.name} has not run, and the code that wants it cannot be live: "
                "run the phase `expand`, then move the traffic, then `contract`"
            )
        if revision.contract not in applied:
            raise ContractTooSoonError(
                f"{service} {revision.name} takes away what was used before {revision.contract}, "
                "which has not run: release that one first"
            )
    return tuple(pending)

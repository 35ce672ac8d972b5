"""Bugs that are planted in messaging, in the simulated process alone: each must break an invariant."""

from typing import Any
from unittest.mock import patch

from lambdas.messaging import permission, sending
from lambdas.messaging.actions import receipts
from lambdas.messaging.identifiers import thread_id_of
from lambdas.messaging.moves import Leave
from lambdas.messaging.quiet_hours import Permission
from lambdas.messaging.receipts import Receipt, Receipts
from lambdas.messaging.tasks import send_message
from tests.local.simulator.mutants import Mutant


def _no_night() -> Any:
    return patch.object(permission, "_awake", lambda _snapshot, _channel, now: Permission(now))


def _own_claim_is_sent_again() -> Any:
    """A try that finds a claim without an outcome takes it for a send that never was."""
    usual = sending._open

    def again(snapshot: Any, last: Any, task_key: str, now: Any) -> Any:
        if last.outcome_unknown:
            return sending._again(snapshot, last, now)
        return usual(snapshot, last, task_key, now)

    return patch.object(sending, "_open", again)


def _latest_receipt_wins() -> Any:
    def latest(_known: Receipts, receipt: Receipt) -> Receipts:
        failed = receipt.outcome == "FAILED"
        return Receipts(receipt.outcome, receipt.is_final, receipt.error, receipt.at if failed else None)

    return patch.object(receipts, "merged", latest)


def _one_thread_for_all_workspaces() -> Any:
    def mixed(_workspace_id: str, origin: str, address: str, load_id: Any) -> Any:
        return thread_id_of("all", origin, address, load_id)

    return patch.object(send_message, "thread_id_of", mixed)


def _gives_up() -> Any:
    def leave(*_: Any) -> Leave:
        return Leave("UNKNOWN", "UNKNOWN", "no_receipt", lost=True)

    return patch.object(sending, "_again", leave)


MESSAGE_MUTANTS = (
    Mutant("nobody sleeps", frozenset({"none in quiet hours"}), patches=(_no_night,)),
    Mutant(
        "the ledger is not read",
        frozenset({"none to an opted-out number"}),
        patches=(lambda: patch.object(permission, "refusal", lambda *_: None),),
    ),
    Mutant(
        "a claim without an outcome is sent again",
        frozenset({"no duplicate", "sends are claimed"}),
        patches=(_own_claim_is_sent_again,),
    ),
    Mutant(
        "the latest receipt wins",
        frozenset({"receipts merged monotonically"}),
        patches=(_latest_receipt_wins,),
    ),
    Mutant(
        "workspaces share a thread",
        frozenset({"workspaces apart"}),
        patches=(_one_thread_for_all_workspaces,),
    ),
    Mutant(
        "a person is not noticed",
        frozenset({"a person mutes automation"}),
        mutations={"read_message": (("    held.held_by,\n", "    CAST(NULL AS text) AS held_by,\n"),)},
    ),
    Mutant(
        "every message is still wanted",
        frozenset({"nothing after delivery or cancellation"}),
        patches=(
            lambda: patch.object(sending, "needless", lambda _: None),
            lambda: patch.object(sending, "objection", lambda *_: None),
        ),
    ),
    Mutant(
        "a claim does not look around",
        frozenset({"none to an opted-out number"}),
        mutations={"write_visit": (("CAST(:surroundings AS text) IS NULL OR", "true OR"),)},
    ),
    Mutant("at least once is at most once", frozenset({"none lost"}), patches=(_gives_up,)),
)

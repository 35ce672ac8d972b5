"""Bugs that are planted in the simulated process, never in the product: each must break an invariant.

A mutant replaces text in a statement, or an attribute of a module. `invariants` are those that may tell.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from lambdas.booking import negotiation, sourcing
from lambdas.booking.tasks import compensation, send_rate_confirmation, visiting
from lambdas.shared import events, relaying, visits, wiring
from lambdas.shared.events import PublishedEvent
from local.engine.driver import records
from local.engine.store.machines import Machines
from local.simulator.database import Mutations
from local.simulator.world import Planted

Patch = Callable[[], Any]


@dataclass(frozen=True)
class Mutant:
    name: str
    invariants: frozenset[str]
    mutations: Mutations = field(default_factory=dict)
    patches: tuple[Patch, ...] = ()

    @contextmanager
    def planted(self) -> Iterator[Planted]:
        with ExitStack() as stack:
            for make in self.patches:
                stack.enter_context(make())
            yield Planted(self.mutations)


def _new_id_on_each_try() -> Any:
    """A retried task names its events anew, instead of giving those again that its first try has stored."""
    numbers = itertools.count(1)
    stored = events.event_of

    def renamed(row: dict[str, Any]) -> PublishedEvent:
        event = stored(row)
        identifier = UUID(int=next(numbers))
        metadata = {**event.detail["metadata"], "id": str(identifier)}
        return event._replace(event_id=identifier, detail={**event.detail, "metadata": metadata})

    return patch.object(visits, "event_of", renamed)


def _published_before_commit() -> Any:
    played = visits.published_by

    def too_early(visit: Any, said: Any, now: Any) -> Any:
        published = played(visit, said, now)
        wiring.current().publish(*published)
        return published

    return patch.object(visiting, "published_by", too_early)


def _newest_token_of_the_run() -> Any:
    """An answer goes to whatever its run waits for now, not to the wait that it was given for."""

    def read_token(dynamodb: Any, table: str, wait_key: str) -> str | None:
        run = wait_key.split("/", maxsplit=1)[0]
        tokens = [item for key, item in dynamodb.tables[table].items() if key.startswith(run)]
        return max(tokens, key=lambda item: item["stored_at"]["S"])["token"]["S"] if tokens else None

    return patch.object(wiring, "read_token", read_token)


def _target_in_the_document() -> Any:
    """The document is drawn up from the post, not from what was agreed."""
    terms = send_rate_confirmation.terms_of

    def of_the_post(visit: Any, snapshot: Any, booking: Any, revision: int, link: str) -> Any:
        agreed = terms(visit, snapshot, booking, revision, link)
        return replace(agreed, amount=snapshot.post.target_rate)

    return patch.object(send_rate_confirmation, "terms_of", of_the_post)


def _offers_of_a_day() -> Any:
    """Invitations say that they are good for a day, and are withdrawn at the next group's turn."""
    said = sourcing.offer_expires_at

    def later(load: Any, post: Any, now: datetime) -> datetime:
        return said(load, post, now) + timedelta(days=1)

    return patch.object(sourcing, "offer_expires_at", later)


def _time_of_storing() -> Any:
    """A retried task draws up another document."""
    terms = send_rate_confirmation.terms_of

    def of_now(*about: Any) -> Any:
        return replace(terms(*about), drawn_up_at=wiring.current().clock())

    return patch.object(send_rate_confirmation, "terms_of", of_now)


def _newest_definition() -> Any:
    """A restarted engine reads the machine's present definition for every run."""
    read = Machines.revision

    def newest(machines: Machines, revision_id: UUID) -> Any:
        revision = read(machines, revision_id)
        machine = None if revision is None else machines.machine(revision.machine_arn)
        return revision if machine is None else read(machines, machine.revision_id)

    return patch.object(Machines, "revision", newest)


MUTANTS = (
    Mutant(
        "the hold's conditions are missing",
        frozenset({"one hold", "one live booking", "holds released"}),
        mutations={
            "hold_for_offer": (("AND status = 'SOURCING'\n        AND held_offer_id IS NULL", ""),),
        },
    ),
    Mutant(
        "an id is made inside a retried task",
        frozenset({"events committed"}),
        patches=(_new_id_on_each_try,),
    ),
    Mutant(
        "a compensation is swallowed",
        frozenset({"compensation complete"}),
        patches=(lambda: patch.object(compensation, "revoke_link", lambda *_: None),),
    ),
    Mutant(
        "an offer is accepted after its expiry",
        frozenset({"late answers never applied"}),
        mutations={
            "hold_for_offer": (
                ("AND (stored.expires_at IS NULL OR stored.expires_at > CAST(:now AS timestamptz))", ""),
            )
        },
        patches=(lambda: patch.object(negotiation, "has_expired", lambda *_: False),),
    ),
    Mutant(
        "the outbox row is not written",
        frozenset({"events committed", "changes have events"}),
        mutations={
            "write_visit": (
                ("detail_type text, detail jsonb)", "detail_type text, detail jsonb) WHERE false"),
            )
        },
    ),
    Mutant(
        "a token is answered for the wrong wait",
        frozenset({"answers for their own waits"}),
        patches=(_newest_token_of_the_run,),
    ),
    Mutant(
        "the workspace filter is missing",
        frozenset({"workspaces apart"}),
        mutations={
            "read_booking": (
                ("bookings.workspace_id = :workspace_id", "CAST(:workspace_id AS text) IS NOT NULL"),
            )
        },
    ),
    Mutant(
        "the TONU fee is lost",
        frozenset({"money conserved"}),
        mutations={"write_visit": (("tonu_fee = change.tonu_fee", "tonu_fee = NULL"),)},
    ),
    Mutant(
        "a revision of the rate confirmation is not voided",
        frozenset({"compensation complete"}),
        mutations={
            "write_visit": (
                ("CASE WHEN change.voids_documents THEN 'VOIDED'", "CASE WHEN false THEN 'VOIDED'"),
            )
        },
    ),
    Mutant(
        "an event is published before its commit",
        frozenset({"events committed"}),
        patches=(_published_before_commit,),
    ),
    Mutant(
        "the relay forgets events",
        frozenset({"events delivered"}),
        patches=(lambda: patch.object(relaying, "relay_events", lambda *_: 0),),
    ),
    Mutant(
        "the rate confirmation says the target rate",
        frozenset({"money conserved"}),
        patches=(_target_in_the_document,),
    ),
    Mutant(
        "a lost hold stays",
        frozenset({"holds released", "one hold"}),
        mutations={
            "write_visit": (
                (
                    "held_offer_id = change.held_offer_id",
                    "held_offer_id = coalesce(change.held_offer_id, loads.held_offer_id)",
                ),
            )
        },
    ),
    Mutant(
        "offers outlive the wait for them",
        frozenset({"offers get their time"}),
        patches=(_offers_of_a_day,),
    ),
    Mutant(
        "a negotiation loses its turn",
        frozenset({"offers get their time"}),
        patches=(lambda: patch.object(sourcing, "is_negotiating", lambda *_: False),),
    ),
    Mutant(
        "a document tells when it was stored",
        frozenset({"documents stay as they are"}),
        patches=(_time_of_storing,),
    ),
    Mutant(
        "the engine writes no timers",
        frozenset({"runs end or wait"}),
        patches=(lambda: patch.object(records, "_timers_moved", lambda *_: {}),),
    ),
    Mutant(
        "runs in flight take the newest definition",
        frozenset({"runs keep their definition"}),
        patches=(_newest_definition,),
    ),
    Mutant(
        "the booking costs the target, not what was agreed",
        frozenset({"money conserved"}),
        mutations={"write_visit": (("made.dot_number, made.amount", "made.dot_number, made.amount + 100"),)},
    ),
)

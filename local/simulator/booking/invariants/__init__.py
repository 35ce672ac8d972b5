"""What is true of every load after every step, and once nothing is left to happen."""

from collections.abc import Callable, Iterator, Mapping

from local.simulator.booking.invariants import answers, compensation, events, holds, money, workspaces
from local.simulator.booking.seen import Seen

Invariant = Callable[[Seen], Iterator[str]]

AFTER_EVERY_STEP: Mapping[str, Invariant] = {
    "one live booking": holds.one_live_booking,
    "one hold": holds.one_hold,
    "holds released": holds.holds_released,
    "events committed": events.events_committed,
    "changes have events": events.changes_have_events,
    "late answers never applied": answers.late_answers_never_applied,
    "answers for their own waits": answers.answers_for_their_own_waits,
    "offers get their time": answers.offers_get_their_time,
    "compensation complete": compensation.compensation_complete,
    "money conserved": money.money_conserved,
    "workspaces apart": workspaces.rows_apart,
}
"""By name; each yields a sentence for what does not hold."""

"""The invariants of messages by name: each takes what was seen and says, in sentences, what does not hold."""

from collections.abc import Callable, Iterator, Mapping

from local.simulator.message.invariants import changes, claims, sends
from local.simulator.message.seen import Asked, Change, Claim

OF_CLAIMS: Mapping[str, Callable[[Claim], Iterator[str]]] = {
    "none to an opted-out number": claims.none_to_an_opted_out_number,
    "none in quiet hours": claims.none_in_quiet_hours,
    "nothing after delivery or cancellation": claims.nothing_after_delivery_or_cancellation,
    "a person mutes automation": claims.a_person_mutes_automation,
    "workspaces apart": claims.workspaces_apart,
}
OF_SENDS: Mapping[str, Callable[[Asked], Iterator[str]]] = {
    "sends are claimed": sends.sends_are_claimed,
    "no duplicate": sends.no_duplicate,
    "sends at the time of their claim": sends.sends_at_the_time_of_their_claim,
}
OF_CONFIRMATIONS: Mapping[str, Callable[[Asked], Iterator[str]]] = {
    "one opt-out confirmation": sends.one_opt_out_confirmation,
}
"""Given with the confirmations that the same workspace sent to the same number before."""
OF_CHANGES: Mapping[str, Callable[[Change], Iterator[str]]] = {
    "receipts merged monotonically": changes.receipts_merged_monotonically,
    "ends are final": changes.ends_are_final,
}

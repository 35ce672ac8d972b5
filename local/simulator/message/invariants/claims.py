"""What must hold at the very moment when a send is claimed, by what is committed then."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from local.simulator.message.cast import ORIGIN, ZONE_OF_AREA_CODE
from local.simulator.message.seen import Claim

OPENS, CLOSES = time(8), time(21)
OVER = ("CANCELLED", "CLOSED", "BOUNCED")


def none_to_an_opted_out_number(claim: Claim) -> Iterator[str]:
    """The last word of the ledger about the address and scope allows it; answers are asked for by the law."""
    counting = [entry for entry in claim.consents if entry["scope"] in ("all", claim.handling["scope"])]
    if claim.is_answer or not counting:
        return
    last = max(counting, key=lambda entry: (_instant(entry["at"]), entry["kind"] == "revoked"))
    if last["kind"] == "revoked":
        yield f"{claim.message['template']} was claimed for a number that opted out at {last['at']}"


def none_in_quiet_hours(claim: Claim) -> Iterator[str]:
    """A text between 21:00 and 08:00 where its recipient is has a reason that is kept with the send."""
    if claim.delivery["channel"] != "sms" or claim.delivery["quiet_hours_override"]:
        return
    local = _instant(claim.delivery["claimed_at"]).astimezone(ZoneInfo(_zone(claim)))
    if not OPENS <= local.time() < CLOSES:
        yield f"{claim.message['template']} was claimed at {local:%H:%M} in {_zone(claim)} without a reason"


def nothing_after_delivery_or_cancellation(claim: Claim) -> Iterator[str]:
    """Automation is silent once the load is delivered (but for its proof), cancelled or dropped."""
    if not claim.is_automatic or claim.facts is None:
        return
    if claim.message["template"] == "load_offer":
        if claim.facts["status"] == "CANCELLED":
            yield "a cancelled load was offered"
        return
    if claim.facts["status"] == "CANCELLED":
        yield f"{claim.message['template']} was claimed for a load that was cancelled"
    until = claim.handling["obsolete_after"]
    if claim.facts.get("delivered_at") and until in ("arrived", "departed", "delivered"):
        yield f"{claim.message['template']} was claimed after the load was delivered"
    if claim.facts.get("pod_received_at") and until == "pod_received":
        yield f"{claim.message['template']} was claimed after the proof of delivery came"


def a_person_mutes_automation(claim: Claim) -> Iterator[str]:
    """While a person holds a conversation with the recipient about the load, only answers are automatic."""
    if claim.is_automatic and claim.held_by is not None:
        yield f"{claim.message['template']} was claimed while {claim.held_by} held the thread"


def workspaces_apart(claim: Claim) -> Iterator[str]:
    """A send, its thread and its load are its workspace's, and it goes to the recipient that was planned."""
    owner = claim.message["workspace_id"]
    for name, row in (("delivery", claim.delivery), ("thread", claim.thread)):
        if row["workspace_id"] != owner:
            yield f"a message of {owner} has a {name} of {row['workspace_id']}"
    if claim.load_workspace_id not in (None, owner):
        yield f"a message of {owner} is about a load of {claim.load_workspace_id}"
    recipient = claim.message["recipient"]
    if claim.delivery["address"] not in (recipient["phone"], recipient["email"]):
        yield "a send goes to another address than was planned"
    if claim.delivery["channel"] == "sms" and claim.delivery["origin"] != ORIGIN:
        yield "a send comes from another number than the platform's"


def _zone(claim: Claim) -> str:
    """Where the recipient is: a driver at the load's next stop, everybody else at home."""
    recipient = claim.message["recipient"]
    ahead = [stop for stop in (claim.facts or {}).get("stops", ()) if not stop.get("departed_at")]
    if recipient["role"] == "driver" and ahead:
        return str(ahead[0]["time_zone"])
    return ZONE_OF_AREA_CODE[recipient["phone"][2:5]]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""What a workspace says of itself and its carriers: its policy, its known contacts and do-not-use list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.repository import run
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import NotFound
from schemas.booking.carriers import CarrierView
from schemas.booking.policy import WorkspacePolicy

if TYPE_CHECKING:
    from lambdas.shared.api.call import Call
    from schemas.booking.carriers import PutCarrier


def policy_of(call: Call) -> WorkspacePolicy:
    """The workspace's policy; the defaults where it has put none."""
    rows = run(call.dependencies.database, "read_policy", workspace_id=call.workspace_id)
    return WorkspacePolicy.model_validate(rows[0]["policy"] if rows else {})


def put_policy(call: Call, policy: WorkspacePolicy) -> None:
    """Replace the workspace's policy; posts keep the one they were made with."""
    run(
        call.dependencies.database,
        "put_policy",
        workspace_id=call.workspace_id,
        policy=Json(policy.model_dump(mode="json")),
        now=call.now,
    )


def put_carrier(call: Call, dot_number: int, carrier: PutCarrier) -> bool:
    """Create or replace what is known of a carrier; whether it was created."""
    rows = run(
        call.dependencies.database,
        "put_carrier",
        workspace_id=call.workspace_id,
        dot_number=dot_number,
        legal_name=carrier.legal_name,
        phones=list(carrier.phones),
        emails=list(carrier.emails),
        do_not_use=carrier.do_not_use,
        do_not_use_reason=carrier.do_not_use_reason,
        now=call.now,
    )
    return bool(rows[0]["created"])


def carrier_of(call: Call, dot_number: int) -> CarrierView:
    """What is known of a carrier. Raises NotFound."""
    rows = run(
        call.dependencies.database, "read_carrier", workspace_id=call.workspace_id, dot_number=dot_number
    )
    if not rows:
        raise NotFound("carrier")
    row = rows[0]
    name = row["legal_name"] or f"USDOT {dot_number}"
    return CarrierView.model_validate({**row, "legal_name": name})

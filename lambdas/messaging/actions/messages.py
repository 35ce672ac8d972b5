"""What staff do with messages: plan one from a template, read, list, move, cancel, and preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.messaging.actions.checked import checked, checked_number
from lambdas.messaging.actions.loads import read_load
from lambdas.messaging.actions.moving import cancel, move
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.actions.templating import template_of
from lambdas.messaging.actions.workspaces import policy_of
from lambdas.messaging.composing import missing_policy, says
from lambdas.messaging.prices import PRICES
from lambdas.messaging.repository import read_message, run
from lambdas.messaging.rows import delivery_of
from lambdas.messaging.templates.checking import variant_for
from lambdas.messaging.templates.preview import preview
from lambdas.messaging.templates.rendering import Skip
from lambdas.messaging.variables import values_of
from lambdas.shared.refusals import InvalidRequest, NotFound
from schemas.messaging.messages import DeliveryView, MessageView, Preview

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.messaging.templates.rendering import Value
    from lambdas.shared.api.call import Call
    from schemas.messaging.messages import CancelMessage, MoveMessage, PlanMessage, PreviewMessage
    from schemas.messaging.recipients import Recipient

MOST_MESSAGES = 200


def plan_message(call: Call, body: PlanMessage) -> MessageView:
    """Plan a message from a template. Raises NotFound, or InvalidRequest for what could not be sent."""
    if body.recipient.phone is not None:
        checked_number(body.recipient.phone)
    template = template_of(call.dependencies, call.workspace_id, body.template)
    values = _values(call, body.load_id, body.stop, body.recipient) | body.variables
    said = checked("variables", lambda: says(template.document, body.recipient.language, values))
    if isinstance(said, Skip):
        reason = f"has no value for {said.variable}, without which the template is skipped"
        raise InvalidRequest(({"field": "variables", "reason": reason},))
    message_id = call.dependencies.new_id()
    plan(
        call.dependencies,
        Plan(
            message_id=message_id,
            workspace_id=call.workspace_id,
            recipient=body.recipient,
            handling=template.document.handling,
            due_at=body.due_at or call.now,
            created_by=call.caller.subject,
            template=template.name,
            template_version=template.version,
            load_id=body.load_id,
            stop=body.stop,
            subject_id=body.subject_id,
            variables=body.variables,
        ),
        call.now,
    )
    return message_view(call, message_id)


def message_view(call: Call, message_id: UUID) -> MessageView:
    """A message of the caller's workspace. Raises NotFound."""
    found = read_message(call.dependencies, call.workspace_id, message_id)
    if found is None:
        raise NotFound("message")
    return _view(found.row["message"], found.row["deliveries"] or ())


def list_messages(call: Call, load_id: UUID | None) -> tuple[MessageView, ...]:
    """The workspace's newest messages, or those of a load, the newest first."""
    rows = run(
        call.dependencies.database,
        "read_messages",
        workspace_id=call.workspace_id,
        load_id=load_id,
        most=MOST_MESSAGES,
    )
    return tuple(_view(row["message"], row["deliveries"] or ()) for row in rows)


def move_message(call: Call, message_id: UUID, body: MoveMessage) -> MessageView:
    """Raises NotFound, StateConflict."""
    move(call.dependencies, call.workspace_id, message_id, body.due_at, "moved_by_staff")
    return message_view(call, message_id)


def cancel_message(call: Call, message_id: UUID, body: CancelMessage) -> MessageView:
    """Raises NotFound, StateConflict."""
    cancel(call.dependencies, call.workspace_id, message_id, body.reason)
    return message_view(call, message_id)


def preview_message(call: Call, body: PreviewMessage) -> Preview:
    """What a template would say, in how many parts, and at what price. Raises NotFound, InvalidRequest."""
    template = template_of(call.dependencies, call.workspace_id, body.template)
    variant = variant_for(template.document.variants, body.language)
    values = _values(call, body.load_id, None, None) | body.variables
    region = None if body.phone is None else checked_number(body.phone).region
    shown = checked(
        "template",
        lambda: preview(variant, values, missing_policy(template.document), PRICES, region or "US"),
    )
    if isinstance(shown, Skip):
        reason = f"has no value for {shown.variable}, without which the template is skipped"
        raise InvalidRequest(({"field": "variables", "reason": reason},))
    return Preview(
        subject=shown.subject,
        text=shown.text,
        encoding=shown.encoding.value,
        units=shown.units,
        parts=shown.parts,
        cost_micros=None if shown.cost is None else shown.cost.micros,
        currency=None if shown.cost is None else shown.cost.currency,
    )


def _values(
    call: Call, load_id: UUID | None, stop: int | None, recipient: Recipient | None
) -> dict[str, Value]:
    policy = policy_of(call.dependencies, call.workspace_id)
    load = None if load_id is None else read_load(call.dependencies, call.workspace_id, load_id)
    if load_id is not None and load is None:
        raise NotFound("load")
    return values_of(policy, recipient, None if load is None else load.facts, stop)


def _view(row: dict[str, Any], deliveries: Any) -> MessageView:
    shown = {name: row[name] for name in MessageView.model_fields if name in row}
    return MessageView.model_validate(
        {
            **shown,
            "text": row["body"],
            "deliveries": [_delivery_view(delivery) for delivery in deliveries],
        }
    )


def _delivery_view(row: dict[str, Any]) -> DeliveryView:
    delivery = delivery_of(row)
    return DeliveryView(
        delivery_id=delivery.delivery_id,
        number=delivery.number,
        channel=delivery.channel,
        address=row["address"],
        status=delivery.status,
        provider_message_id=delivery.provider_message_id,
        error=delivery.error,
        parts=row["parts"],
        claimed_at=delivery.claimed_at,
        settled_at=row["settled_at"],
    )

"""Offering a load: the post's row first, then its run, started by a retry or the relay if need be."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lambdas.booking.identifiers import post_id_of, run_name_of
from lambdas.booking.repository import read_load, read_post, run
from lambdas.booking.rows import LoadRow, PostRow
from lambdas.shared.api.call import Call
from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.json_text import Json, json_text
from lambdas.shared.logging import logger
from lambdas.shared.refusals import NotFound, StateConflict
from lambdas.shared.wiring import Dependencies
from schemas.booking.policy import WorkspacePolicy
from schemas.booking.posts import InvitedCarrier, PostLoad

ENDED_UNCOVERED = ("EXHAUSTED", "EXPIRED")


def post_load(call: Call, load_id: UUID, body: PostLoad) -> PostRow:
    """Post a load and ask for its run. The same post again is the same answer.

    Raises NotFound, or StateConflict when the load cannot be posted, or was posted otherwise.
    """
    load = _load(call, load_id)
    attempt = load.attempt + 1 if load.status in ENDED_UNCOVERED else load.attempt
    post_id = post_id_of(load_id, attempt)
    if load.post_id != post_id and load.status in ("AVAILABLE", *ENDED_UNCOVERED):
        _require_time_left(call, load)
        _write(call, load, post_id, attempt, body)
    post = read_post(call.dependencies.database, call.workspace_id, post_id, None)
    if post is None or not _is_same(post, body):
        raise StateConflict(f"The load is {load.status} and cannot be posted so. Read its present post.")
    if post.status == "OPENING":
        start_run(call.dependencies, run_input(call.workspace_id, vars(post)))
    return post


def _load(call: Call, load_id: UUID) -> LoadRow:
    load = read_load(call.dependencies.database, call.workspace_id, load_id)
    if load is None:
        raise NotFound("load")
    if load.cancel_requested_at is not None:
        raise StateConflict("The load is being cancelled. It cannot be posted.")
    return load


def _require_time_left(call: Call, load: LoadRow) -> None:
    if load.latest_pickup_at <= call.now:
        raise StateConflict("The load's latest pickup has passed. Send new appointments first.")


def _is_same(post: PostRow, body: PostLoad) -> bool:
    rates = (post.target_rate, post.book_now_rate, post.ceiling_rate)
    asked = (body.target_rate, body.book_now_rate, body.ceiling_rate)
    groups = tuple(tuple(group) for group in post.groups)
    return (post.mode, groups, rates, post.currency) == (
        body.mode,
        body.rounds,
        tuple(None if rate is None else rate.amount for rate in asked),
        body.target_rate.currency,
    ) and body.offer_ttl_seconds in (None, post.offer_ttl_seconds)


def _write(call: Call, load: LoadRow, post_id: UUID, attempt: int, body: PostLoad) -> None:
    policy = _policy(load, body)
    run(
        call.dependencies.database,
        "open_post",
        workspace_id=call.workspace_id,
        load_id=load.load_id,
        load_status=load.status,
        previous_post_id=load.post_id,
        post_id=post_id,
        attempt=attempt,
        mode=body.mode,
        groups=Json(body.rounds),
        target_rate=body.target_rate.amount,
        book_now_rate=body.book_now_rate.amount if body.book_now_rate else None,
        ceiling_rate=body.ceiling_rate.amount if body.ceiling_rate else None,
        currency=body.target_rate.currency,
        offer_ttl_seconds=policy.offer_ttl_seconds,
        run_name=run_name_of(load.load_id, attempt),
        policy=Json(policy.model_dump(mode="json")),
        created_by=call.caller.subject,
        carriers=Json([_introduced(carrier) for carrier in body.invited]),
        now=call.now,
    )


def _policy(load: LoadRow, body: PostLoad) -> WorkspacePolicy:
    """The workspace's policy as it is now: it stays that of the post, whatever is put later."""
    policy = WorkspacePolicy.model_validate(load.policy)
    if body.offer_ttl_seconds is None:
        return policy
    return policy.model_copy(update={"offer_ttl_seconds": body.offer_ttl_seconds})


def _introduced(carrier: InvitedCarrier) -> dict[str, Any]:
    return {
        "dot_number": carrier.dot_number,
        "legal_name": carrier.legal_name,
        "phones": [contact.phone for contact in carrier.contacts if contact.phone],
        "emails": [contact.email for contact in carrier.contacts if contact.email],
    }


def run_input(workspace_id: str, post: Mapping[str, Any]) -> dict[str, Any]:
    """The input of a post's run, the same for everyone who starts it."""
    return {
        "workspace_id": workspace_id,
        "load_id": str(post["load_id"]),
        "post_id": str(post["post_id"]),
        "attempt": post["attempt"],
        "correlation_id": str(post["post_id"]),
        "policy": post["policy"],
    }


def start_run(dependencies: Dependencies, given: dict[str, Any]) -> bool:
    """Start a post's run, or leave it to the relay; whether it runs or has run."""
    name = run_name_of(UUID(given["load_id"]), given["attempt"])
    try:
        dependencies.clients.stepfunctions.start_execution(
            stateMachineArn=dependencies.settings.state_machine_arn, name=name, input=json_text(given)
        )
    except Exception as error:
        if not is_aws_error(error):
            raise
        if aws_error_code(error) == "ExecutionAlreadyExists":
            return True
        logger().warning("left to the relay", what="run", run=name, error=aws_error_code(error))
        return False
    return True

"""What a workspace says of itself: its policy of messaging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.repository import run
from lambdas.shared.json_text import Json
from schemas.messaging.policy import MessagingPolicy

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies


def policy_of(dependencies: Dependencies, workspace_id: str) -> MessagingPolicy:
    """The workspace's own policy, or the default one."""
    rows = run(dependencies.database, "read_policy", workspace_id=workspace_id)
    return MessagingPolicy.model_validate(rows[0]["policy"] if rows else {})


def put_policy(dependencies: Dependencies, workspace_id: str, policy: MessagingPolicy) -> None:
    """Replace the workspace's policy."""
    run(
        dependencies.database,
        "put_policy",
        workspace_id=workspace_id,
        policy=Json(policy),
        now=dependencies.clock(),
    )

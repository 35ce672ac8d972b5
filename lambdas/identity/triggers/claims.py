"""Before Cognito makes tokens: the workspace as a claim, roles and scopes as they belong together."""

from typing import Any

from lambdas.identity.grants import grant_system, grant_user
from lambdas.identity.token_event import TokenEvent, answer
from lambdas.shared.errors import RejectedError
from lambdas.shared.logging import bind


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Give the event back with its response; when it raises, Cognito makes no token and shows the message."""
    asked = TokenEvent.model_validate(event)
    log = bind(trigger=asked.source)
    try:
        grant = grant_system(asked.request.scopes) if asked.is_of_system else grant_user(asked.user)
    except RejectedError as refusal:
        log.warning("no token", reason=type(refusal).__name__)
        raise
    log.info("token", workspace_id=grant.workspace_id, scopes=grant.scopes)
    return {**event, "response": answer(grant, asked.request.scopes)}

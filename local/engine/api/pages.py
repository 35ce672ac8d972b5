"""Pages of lists: how many, from where, and for how long their tokens hold."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from local.engine.api.errors import ApiError, ErrorName

_LARGEST_PAGE = 1000
_USUAL_PAGE = 100
_TOKENS_HOLD = timedelta(hours=24)
Item = TypeVar("Item")


def page_size(request: dict[str, Any]) -> int:
    """AWS: 100 unless said, at most 1,000; 0 means the default."""
    return min(int(request.get("maxResults") or _USUAL_PAGE), _LARGEST_PAGE)


def token_of(*position: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def stamped(action: str, answer: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The answer, its token bound to the action and to the time it was given at."""
    if "nextToken" not in answer:
        return answer
    return answer | {"nextToken": token_of(action, now.timestamp(), answer["nextToken"])}


def unstamped(action: str, request: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The request with the token as it was before it was stamped.

    Raises InvalidToken after 24 hours (AWS, "Each pagination token expires after 24 hours").
    """
    stamp = position_in(request, (str, float, str))
    if stamp is None:
        return request
    given_to, given_at, token = stamp
    if given_to != action or now.timestamp() - given_at > _TOKENS_HOLD.total_seconds():
        raise _invalid(request["nextToken"])
    return request | {"nextToken": token}


def position_in(request: dict[str, Any], kinds: tuple[type, ...]) -> list[Any] | None:
    """Where the page begins; None at the start. Raises InvalidToken."""
    token = request.get("nextToken")
    if token is None:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error) as error:
        raise _invalid(token) from error
    if not isinstance(position, list) or [type(part) for part in position] != list(kinds):
        raise _invalid(token)
    return position


def moment_in(text: str) -> datetime:
    """Raises InvalidToken."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise _invalid(text) from error


def paged(
    name: str,
    items: Sequence[Item],
    limit: int,
    show: Callable[[Item], dict[str, Any]],
    token: Callable[[Item], str],
) -> dict[str, Any]:
    """The first `limit` of at most `limit + 1` items, and a token when there is one more."""
    shown = items[:limit]
    answer: dict[str, Any] = {name: [show(item) for item in shown]}
    if len(items) > limit:
        answer["nextToken"] = token(shown[-1])
    return answer


def present(**members: Any) -> dict[str, Any]:
    """The members that are not None."""
    return {name: value for name, value in members.items() if value is not None}


def epoch(moment: datetime | None) -> float | None:
    """Seconds, as the JSON protocol shows times."""
    return moment.timestamp() if moment else None


def _invalid(token: str) -> ApiError:
    return ApiError(ErrorName.INVALID_TOKEN, f"Invalid Token: '{token}'")

"""Who asks: the workspace, roles and USDOT number of a Cognito token that API Gateway has verified."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lambdas.shared.refusals import Forbidden, NotFound, Unauthenticated

Side = Literal["carrier", "broker"]
DOT_NUMBER = re.compile(r"[1-9][0-9]{0,7}")
SEPARATORS = re.compile(r"[\[\]\s,]+")
READERS = frozenset({"owner", "admin", "member", "viewer"})
WRITERS = frozenset({"owner", "admin", "member"})
RULERS = frozenset({"owner", "admin"})
ROLE_OF_SCOPE = {"chain/read": "viewer", "chain/write": "member", "chain/rule": "admin"}


@dataclass(frozen=True)
class Caller:
    """A person or system of one workspace; `dot_number` is set for carriers only."""

    workspace_id: str
    subject: str
    roles: frozenset[str]
    dot_number: int | None = None

    @property
    def side(self) -> Side:
        return "carrier" if self.dot_number is not None else "broker"

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & READERS)

    def require_reader(self, what: str) -> None:
        """Staff of any role. For a carrier the resource does not exist: raises NotFound."""
        if not self.is_staff:
            raise NotFound(what)

    def require_writer(self, what: str) -> None:
        """Staff who may change things. Raises NotFound for a carrier, Forbidden for a viewer."""
        self.require_reader(what)
        if not self.roles & WRITERS:
            raise Forbidden("member, admin or owner")

    def require_ruler(self) -> None:
        """Staff who may change the workspace's rules. Raises Forbidden."""
        if not self.roles & RULERS:
            raise Forbidden("admin or owner")

    def require_carrier(self) -> None:
        """Only a carrier signs for a carrier. Raises Forbidden."""
        if self.dot_number is None:
            raise Forbidden("carrier, or the token of the signing link")

    def require_answerer(self, what: str) -> None:
        """A carrier, or staff who may change things."""
        if self.dot_number is None:
            self.require_writer(what)


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Read the claims that the authorizer verified. Raises Unauthenticated, or Forbidden without a role."""
    authorizer = (event.get("requestContext") or {}).get("authorizer") or {}
    claims = authorizer.get("claims") or {}
    workspace_id, subject = claims.get("custom:workspace_id"), claims.get("sub")
    if not workspace_id or not subject:
        raise Unauthenticated
    roles = _groups(claims.get("cognito:groups")) or _roles_of_system(claims.get("scope"))
    dot_number = None if roles & READERS else _dot_number(claims, roles)
    if not roles & READERS and dot_number is None:
        raise Forbidden("owner, admin, member, viewer or carrier")
    return Caller(str(workspace_id), str(subject), roles, dot_number)


def _groups(claim: object) -> frozenset[str]:
    """API Gateway writes a list of groups as one string, such as `[owner, admin]` or `owner,admin`."""
    names = claim if isinstance(claim, list) else SEPARATORS.split(str(claim or ""))
    return frozenset(str(name) for name in names if name)


def _roles_of_system(scopes: object) -> frozenset[str]:
    """A system has no groups: what it may do are the scopes of its access token."""
    return frozenset(ROLE_OF_SCOPE[name] for name in str(scopes or "").split() if name in ROLE_OF_SCOPE)


def _dot_number(claims: Mapping[str, Any], roles: frozenset[str]) -> int | None:
    claimed = str(claims.get("custom:dot_number") or "")
    return int(claimed) if "carrier" in roles and DOT_NUMBER.fullmatch(claimed) else None

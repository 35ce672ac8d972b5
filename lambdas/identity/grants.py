"""What a user's roles or a system's scopes come to in its tokens."""

from collections.abc import Iterable
from dataclasses import dataclass

from lambdas.identity.errors import RoleMissing, WorkspaceMissing

READ, WRITE, RULE, CARRY = "chain/read", "chain/write", "chain/rule", "chain/carry"
SCOPES_OF_ROLE = {
    "owner": (READ, WRITE, RULE),
    "admin": (READ, WRITE, RULE),
    "member": (READ, WRITE),
    "viewer": (READ,),
    "carrier": (CARRY,),
}
WORKSPACE_SCOPE = "workspace/"


@dataclass(frozen=True)
class User:
    """`provider` is the name of the broker's own identity provider, whose name is the workspace."""

    roles: frozenset[str]
    workspace_id: str | None
    provider: str | None = None
    dot_number: str | None = None


@dataclass(frozen=True)
class Grant:
    """What the tokens say; `scopes` are of the access token."""

    workspace_id: str
    scopes: tuple[str, ...]
    dot_number: str | None = None


def grant_user(user: User) -> Grant:
    """Raises WorkspaceMissing or RoleMissing: then there is no token."""
    workspace_id = user.provider or user.workspace_id
    if not workspace_id:
        raise WorkspaceMissing("ask your administrator to give you a workspace, then sign in again")
    scopes = {scope for role in user.roles for scope in SCOPES_OF_ROLE.get(role, ())}
    if not scopes:
        raise RoleMissing("ask your administrator to give you a role, then sign in again")
    dot_number = user.dot_number if "carrier" in user.roles else None
    return Grant(workspace_id, tuple(sorted(scopes)), dot_number)


def grant_system(scopes: Iterable[str]) -> Grant:
    """`scopes`: those that Cognito found allowed. Raises WorkspaceMissing without exactly one workspace."""
    asked = sorted(scopes)
    workspaces = [scope.removeprefix(WORKSPACE_SCOPE) for scope in asked if scope.startswith(WORKSPACE_SCOPE)]
    if len(workspaces) != 1 or not workspaces[0]:
        raise WorkspaceMissing("ask for exactly one scope workspace/<id> beside those of chain")
    return Grant(workspaces[0], tuple(scope for scope in asked if scope.startswith("chain/")))

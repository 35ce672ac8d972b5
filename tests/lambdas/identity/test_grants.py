"""Roles and scopes that belong together, and who gets no token."""

import pytest

from lambdas.identity.errors import RoleMissing, WorkspaceMissing
from lambdas.identity.grants import SCOPES_OF_ROLE, Grant, User, grant_system, grant_user
from lambdas.shared.api.caller import READERS, RULERS, WRITERS


def user(*roles: str, workspace_id: str | None = "acme", provider: str | None = None) -> User:
    return User(frozenset(roles), workspace_id, provider, dot_number="1234567")


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("owner", ("chain/read", "chain/rule", "chain/write")),
        ("member", ("chain/read", "chain/write")),
        ("viewer", ("chain/read",)),
    ],
)
def test_a_role_has_its_scopes_and_no_others(role: str, scopes: tuple[str, ...]) -> None:
    assert grant_user(user(role)) == Grant("acme", scopes)


def test_a_carrier_keeps_its_usdot_number() -> None:
    assert grant_user(user("carrier")) == Grant("acme", ("chain/carry",), "1234567")


def test_staff_has_no_usdot_number() -> None:
    assert grant_user(user("admin")).dot_number is None


def test_a_broker_s_own_provider_vouches_for_its_own_workspace_alone() -> None:
    assert grant_user(user("member", workspace_id="other", provider="acme")).workspace_id == "acme"


@pytest.mark.parametrize("roles", [(), ("us-east-1_pool_acme",)])
def test_a_user_without_a_role_gets_no_token(roles: tuple[str, ...]) -> None:
    with pytest.raises(RoleMissing, match="ask your administrator"):
        grant_user(user(*roles))


@pytest.mark.parametrize("workspace_id", [None, ""])
def test_a_user_without_a_workspace_gets_no_token(workspace_id: str | None) -> None:
    with pytest.raises(WorkspaceMissing, match="ask your administrator"):
        grant_user(user("owner", workspace_id=workspace_id))


def test_a_system_acts_for_the_workspace_of_its_scope() -> None:
    assert grant_system(["workspace/acme", "chain/write", "chain/read"]) == Grant(
        "acme", ("chain/read", "chain/write")
    )


@pytest.mark.parametrize(
    "scopes", [["chain/read"], ["chain/read", "workspace/"], ["workspace/acme", "workspace/other"]]
)
def test_a_system_without_one_workspace_gets_no_token(scopes: list[str]) -> None:
    with pytest.raises(WorkspaceMissing):
        grant_system(scopes)


def test_roles_are_those_that_the_api_knows() -> None:
    with_scope = {
        scope: {role for role in SCOPES_OF_ROLE if scope in SCOPES_OF_ROLE[role]}
        for scope in ("chain/read", "chain/write", "chain/rule")
    }

    assert with_scope == {"chain/read": READERS, "chain/write": WRITERS, "chain/rule": RULERS}

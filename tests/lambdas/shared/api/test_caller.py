"""Who asks, by the claims of an access token."""

from typing import Any

import pytest

from lambdas.shared.api.caller import RULERS, WRITERS, caller_of
from lambdas.shared.refusals import Forbidden


def request(**claims: str) -> dict[str, Any]:
    told = {"custom:workspace_id": "acme", "sub": "1example23456789", **claims}
    return {"requestContext": {"authorizer": {"claims": told}}}


@pytest.mark.parametrize(
    ("scope", "writes", "rules"),
    [
        ("workspace/acme chain/read", False, False),
        ("workspace/acme chain/read chain/write", True, False),
        ("chain/rule workspace/acme", True, True),
    ],
)
def test_a_system_may_do_what_its_scopes_say(scope: str, writes: bool, rules: bool) -> None:
    caller = caller_of(request(scope=scope))

    assert caller.is_staff
    assert bool(caller.roles & WRITERS) is writes
    assert bool(caller.roles & RULERS) is rules


def test_a_user_s_groups_count_and_not_its_scopes() -> None:
    claims = {"cognito:groups": "[viewer]", "scope": "chain/read chain/rule"}

    assert caller_of(request(**claims)).roles == {"viewer"}


@pytest.mark.parametrize("scope", ["", "openid email", "aws.cognito.signin.user.admin", "chain/carry"])
def test_a_token_without_a_role_or_a_scope_of_ours_is_refused(scope: str) -> None:
    with pytest.raises(Forbidden):
        caller_of(request(scope=scope))

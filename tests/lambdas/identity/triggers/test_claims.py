"""The trigger against the events that Cognito documents."""

import json
from typing import Any

import pytest

from lambdas.identity.errors import RoleMissing, WorkspaceMissing
from lambdas.identity.triggers.claims import handler


def user_event(**changes: Any) -> dict[str, Any]:
    """Version 2: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html"""
    request = {
        "userAttributes": {
            "sub": "a1b2c3d4-5678-90ab-cdef-EXAMPLE22222",
            "email_verified": "true",
            "cognito:user_status": "CONFIRMED",
            "custom:workspace_id": "acme",
            "email": "dispatch@acme.example",
        },
        "groupConfiguration": {
            "groupsToOverride": ["member"],
            "iamRolesToOverride": [],
            "preferredRole": None,
        },
        "scopes": ["openid", "email"],
    }
    return {
        "version": "2",
        "triggerSource": "TokenGeneration_HostedAuth",
        "region": "us-east-1",
        "userPoolId": "us-east-1_EXAMPLE",
        "userName": "dispatcher",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "1example23456789"},
        "request": {**request, **changes},
        "response": {"claimsAndScopeOverrideDetails": None},
    }


def system_event(*scopes: str) -> dict[str, Any]:
    """Version 3, of client credentials: no user, no groups."""
    event = user_event()
    groups: dict[str, Any] = {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": None}
    return {
        **event,
        "version": "3",
        "triggerSource": "TokenGeneration_ClientCredentials",
        "userName": "ClientCredentials",
        "request": {"userAttributes": {}, "groupConfiguration": groups, "scopes": list(scopes)},
    }


def details(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = handler(event, None)["response"]["claimsAndScopeOverrideDetails"]
    return found


def test_both_tokens_of_a_user_name_the_workspace() -> None:
    found = details(user_event())

    assert found["idTokenGeneration"] == {"claimsToAddOrOverride": {"custom:workspace_id": "acme"}}
    assert found["accessTokenGeneration"] == {
        "claimsToAddOrOverride": {"custom:workspace_id": "acme"},
        "scopesToAdd": ["chain/read", "chain/write"],
        "scopesToSuppress": [],
    }


def test_a_scope_that_the_role_has_not_is_taken_away() -> None:
    found = details(user_event(scopes=["openid", "chain/read", "chain/rule"]))["accessTokenGeneration"]

    assert found["scopesToSuppress"] == ["chain/rule"]
    assert found["scopesToAdd"] == ["chain/write"]


def test_a_user_of_a_broker_s_own_provider_belongs_to_that_broker() -> None:
    identities = [{"userId": "x", "providerName": "acme", "providerType": "SAML", "primary": "true"}]
    attributes = {"sub": "s", "identities": json.dumps(identities)}

    found = details(user_event(userAttributes=attributes))

    assert found["idTokenGeneration"]["claimsToAddOrOverride"] == {"custom:workspace_id": "acme"}


def test_a_carrier_s_tokens_name_its_usdot_number() -> None:
    attributes = {"sub": "s", "custom:workspace_id": "acme", "custom:dot_number": "1234567"}
    groups = {"groupsToOverride": ["carrier"]}

    claims = details(user_event(userAttributes=attributes, groupConfiguration=groups))["idTokenGeneration"]

    assert claims["claimsToAddOrOverride"] == {
        "custom:workspace_id": "acme",
        "custom:dot_number": "1234567",
    }


def test_a_system_acts_for_the_workspace_of_its_scope() -> None:
    found = details(system_event("workspace/acme", "chain/read"))["accessTokenGeneration"]

    assert found["claimsToAddOrOverride"] == {"custom:workspace_id": "acme"}
    assert (found["scopesToAdd"], found["scopesToSuppress"]) == ([], [])


def test_the_rest_of_the_event_goes_back_as_it_came() -> None:
    event = user_event()

    answered = handler(event, None)

    assert {**answered, "response": None} == {**event, "response": None}


def test_who_has_no_workspace_or_role_gets_no_token() -> None:
    with pytest.raises(WorkspaceMissing):
        handler(user_event(userAttributes={"sub": "s"}), None)
    with pytest.raises(RoleMissing):
        handler(user_event(groupConfiguration={"groupsToOverride": []}), None)
    with pytest.raises(WorkspaceMissing):
        handler(system_event("chain/read"), None)

"""Cognito's event before it makes tokens, versions 2 and 3, and what it takes as an answer.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from lambdas.identity.grants import SCOPES_OF_ROLE, Grant, User

SYSTEM = "TokenGeneration_ClientCredentials"
OURS = frozenset(scope for scopes in SCOPES_OF_ROLE.values() for scope in scopes)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Groups(Part):
    names: list[str] = Field(default=[], alias="groupsToOverride")


class Request(Part):
    """`attributes` are empty, and `groups` without names, for a system."""

    attributes: dict[str, Any] = Field(default={}, alias="userAttributes")
    groups: Groups = Field(default=Groups(), alias="groupConfiguration")
    scopes: list[str] = []


class TokenEvent(Part):
    """Who signs in, and what for."""

    source: str = Field(alias="triggerSource")
    request: Request

    @property
    def is_of_system(self) -> bool:
        return self.source == SYSTEM

    @property
    def user(self) -> User:
        attributes = self.request.attributes
        return User(
            roles=frozenset(self.request.groups.names),
            workspace_id=attributes.get("custom:workspace_id"),
            provider=_provider(attributes.get("identities")),
            dot_number=attributes.get("custom:dot_number"),
        )


def answer(grant: Grant, asked: list[str]) -> dict[str, Any]:
    """`response`: claims of both tokens, and the scopes that the access token gains and loses."""
    claims = {"custom:workspace_id": grant.workspace_id}
    if grant.dot_number:
        claims["custom:dot_number"] = grant.dot_number
    access = {
        "claimsToAddOrOverride": claims,
        "scopesToAdd": [scope for scope in grant.scopes if scope not in asked],
        "scopesToSuppress": sorted((OURS & set(asked)) - set(grant.scopes)),
    }
    both = {"idTokenGeneration": {"claimsToAddOrOverride": claims}, "accessTokenGeneration": access}
    return {"claimsAndScopeOverrideDetails": both}


def _provider(identities: str | None) -> str | None:
    """The SAML provider that vouched for the user; Cognito writes all of them as JSON text."""
    linked = json.loads(identities) if identities else []
    return next((each["providerName"] for each in linked if each.get("providerType") == "SAML"), None)

"""The migration function: before a release's traffic moves it expands, afterwards it contracts."""

import os
from collections.abc import Callable
from typing import Any, Literal

from alembic.runtime.migration import MigrationContext
from pydantic import BaseModel, ConfigDict

from lambdas.shared.aws import client
from lambdas.shared.logging import bind
from schemas.sql.migrate import SERVICES, engine_of, upgrade
from schemas.sql.revisions import revisions
from schemas.sql.role_secrets import RoleSecrets
from schemas.sql.roles import ensure_role
from schemas.sql.rollout import Phase, due, require_fit


class Request(BaseModel):
    """What `./chain deploy` sends: `check` changes nothing, and is about code of the revisions `schemas`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phase: Phase | Literal["check"]
    schemas: dict[str, str] = {}


class Answer(BaseModel):
    """`applied`: the revisions that ran, by service."""

    model_config = ConfigDict(frozen=True)

    applied: dict[str, list[str]]


def migrate(url: str, phase: Phase, password_of: Callable[[str], str]) -> Answer:
    """Run what is due of every service, none of it when one is refused (MigrationRefusedError)."""
    current = {service: current_revision(url, service) for service in SERVICES}
    wanted = {service: due(service, revisions(service), current[service], phase) for service in SERVICES}
    for service, pending in wanted.items():
        if pending:
            upgrade(url, pending[-1].name, (service,))
        with engine_of(url).begin() as connection:
            ensure_role(connection, service, password_of(service))
    return Answer(applied={service: [each.name for each in pending] for service, pending in wanted.items()})


def check(url: str, schemas: dict[str, str]) -> Answer:
    """Raises CodeUnfitError unless code of these revisions runs on the database as it is."""
    for service in SERVICES:
        require_fit(service, revisions(service), current_revision(url, service), schemas[service])
    return Answer(applied={})


def current_revision(url: str, service: str) -> str | None:
    """The revision that the service's schema is at; None when it has no table."""
    with engine_of(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": service})
        return context.get_current_revision()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer which revisions ran; the function fails when one is refused, and its message says why."""
    request = Request.model_validate(event)
    log = bind(phase=request.phase)
    url = os.environ["DATABASE_URL"]
    if request.phase == "check":
        return check(url, request.schemas).model_dump()
    answer = migrate(url, request.phase, RoleSecrets(client("secretsmanager")).password_of)
    log.info("migrated", applied=answer.applied)
    return answer.model_dump()

"""Problem details of every error answer (RFC 9457), with this API's extension members."""

from typing import Any

from schemas.common import FrozenModel


class InvalidField(FrozenModel):
    """One field of a refused body: `field` is its path with dots, such as `stops.0.time_zone`."""

    field: str
    reason: str


class ChangedTerm(FrozenModel):
    """A term of the load that changed after the carrier was offered it."""

    field: str
    offered: Any
    current: Any


class Problem(FrozenModel):
    """`application/problem+json`: absent members are left out."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    errors: tuple[InvalidField, ...] | None = None
    changes: tuple[ChangedTerm, ...] | None = None
    reasons: tuple[str, ...] | None = None

"""What a plan says: which actions will be done when, and which rules do nothing, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.messaging.autopilot.edges import Edge
    from schemas.messaging.autopilot import Action, Rule


@dataclass(frozen=True)
class Firing:
    """An action to be done at `due_at`. `key` is the same however often the plan is made."""

    key: str
    rule: Rule
    stop: int | None
    action: Action
    due_at: datetime
    time_zone: str
    held: bool = False


@dataclass(frozen=True)
class NotFiring:
    """Why a rule does nothing at a stop: `reason` is stable, `detail` is for people."""

    rule: Rule
    stop: int | None
    reason: str
    detail: str
    would_be_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """What will be done, in the order of time, what not, and the edges to remember, by rule id."""

    firings: tuple[Firing, ...] = ()
    not_firing: tuple[NotFiring, ...] = ()
    edges: Mapping[str, Edge] = field(default_factory=dict)

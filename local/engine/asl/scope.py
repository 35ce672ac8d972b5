"""What an expression can see besides its document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from local.engine.asl.payload import JSON

_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """`context` builds the context object when first asked for; most states never ask.

    `states` are further members of JSONata's `$states`: `result` or `errorOutput`. `shared` keeps, by
    identity, data that one of its expressions has already made ready for the library.
    """

    context: Callable[[], JSON]
    random: Random
    variables: Mapping[str, JSON] = field(default_factory=dict)
    now: datetime = _EPOCH
    states: Mapping[str, JSON] = field(default_factory=dict)
    shared: dict[int, tuple[JSON, JSON]] = field(default_factory=dict)

    def with_states(self, name: str, value: JSON) -> Scope:
        return replace(self, states={name: value})

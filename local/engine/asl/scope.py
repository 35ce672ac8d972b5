"""What an expression can see besides its document: the context object and variables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from local.engine.asl.payload import JSON


@dataclass(frozen=True, slots=True)
class Scope:
    """`context` builds `$$` when first asked for; most states never ask."""

    context: Callable[[], JSON]
    random: Random
    variables: Mapping[str, JSON] = field(default_factory=dict)

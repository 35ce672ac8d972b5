"""What a template would say, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.messaging.segments import Cost, Encoding, PriceUnknown, cost_of, segmented
from lambdas.messaging.templates.catalogue import EXAMPLES
from lambdas.messaging.templates.checking import Variant, require_size
from lambdas.messaging.templates.rendering import MissingPolicy, Skip, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.messaging.segments import PriceTable
    from lambdas.messaging.templates.rendering import Value


@dataclass(frozen=True)
class Preview:
    """A text as it would be sent; `cost` is None where the region has no price."""

    subject: str | None
    text: str
    encoding: Encoding
    units: int
    parts: tuple[str, ...]
    cost: Cost | None


def preview(
    variant: Variant,
    values: Mapping[str, Value],
    policy: MissingPolicy,
    prices: PriceTable,
    region: str | None = "US",
) -> Preview | Skip:
    """Return what a variant would say with `values`; a variable without one shows the catalogue's example.

    Raises TemplateMalformed, TextTooLong.
    """
    shown = {**EXAMPLES, **{name: value for name, value in values.items() if value not in (None, "")}}
    subject = None if variant.subject is None else rendered(variant.subject, shown, policy)
    text = rendered(variant.text, shown, policy)
    if isinstance(subject, Skip):
        return subject
    if isinstance(text, Skip):
        return text
    require_size(text)
    found = segmented(text)
    return Preview(
        subject, text, found.encoding, found.units, found.parts, _cost(len(found.parts), region, prices)
    )


def _cost(parts: int, region: str | None, prices: PriceTable) -> Cost | None:
    try:
        return cost_of(parts, region, prices)
    except PriceUnknown:
        return None

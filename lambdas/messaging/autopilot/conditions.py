"""Conditions of rules: in every group one must hold. What is not known holds only for `is_empty` and
negations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from lambdas.messaging.autopilot.facts import FACTS, Value
from lambdas.shared.errors import RejectedError

if TYPE_CHECKING:
    from schemas.messaging.autopilot import Condition, OrGroup, PutRule

Test = Callable[[Any, Any, datetime, ZoneInfo], bool]
EMPTY: tuple[Value, ...] = (None, "", ())
KINDS_OF_OPERATORS: Mapping[str, frozenset[str]] = {
    "is": frozenset({"text", "number", "flag"}),
    "is_not": frozenset({"text", "number", "flag"}),
    "contains": frozenset({"text", "texts"}),
    "does_not_contain": frozenset({"text", "texts"}),
    "is_empty": frozenset({"text", "number", "instant", "texts"}),
    "is_not_empty": frozenset({"text", "number", "instant", "texts"}),
    "before": frozenset({"instant"}),
    "after": frozenset({"instant"}),
    "is_today": frozenset({"instant"}),
    "within_minutes": frozenset({"instant"}),
    "greater_than": frozenset({"number"}),
    "less_than": frozenset({"number"}),
    "any_of": frozenset({"text", "number"}),
    "is_true": frozenset({"flag"}),
    "is_false": frozenset({"flag"}),
}
KINDS_OF_VALUES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "texts": (str,),
    "number": (int, float),
    "flag": (bool,),
}


class UnknownFact(RejectedError):
    """A condition names a fact that there is not."""

    def __init__(self, fact: str) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

        near = get_close_matches(fact, FACTS, n=3, cutoff=0.5)
        wish = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no fact {fact}.{wish}")


class UnfitOperator(RejectedError):
    """A condition compares a fact in a way that its kind does not know."""

    def __init__(self, condition: Condition, kind: str) -> None:
        super().__init__(
            f"{condition.fact} is a {kind}: `{condition.operator}` with {condition.value!r} cannot be "
            f"asked of it."
        )


def check_rule(rule: PutRule) -> None:
    """Raise UnknownFact or UnfitOperator for a condition that can never be told."""
    for condition in (condition for group in rule.conditions for condition in group):
        fact = FACTS.get(condition.fact)
        if fact is None:
            raise UnknownFact(condition.fact)
        if fact.kind not in KINDS_OF_OPERATORS[condition.operator] or not _fits(condition, fact.kind):
            raise UnfitOperator(condition, fact.kind)


def unmet(
    groups: tuple[OrGroup, ...], facts: Mapping[str, Value], now: datetime, zone: str
) -> tuple[OrGroup, ...]:
    """Return the groups of which no condition holds; none is left when a rule's conditions are met."""
    return tuple(group for group in groups if not any(holds(one, facts, now, zone) for one in group))


def holds(condition: Condition, facts: Mapping[str, Value], now: datetime, zone: str) -> bool:
    """Whether a condition holds; `zone` is where `is_today` is meant."""
    value = facts.get(condition.fact)
    if value in EMPTY and condition.operator not in ("is_empty", "is_not", "does_not_contain"):
        return False
    return TESTS[condition.operator](value, condition.value, now, ZoneInfo(zone))


def turns_true_at(condition: Condition, facts: Mapping[str, Value], zone: str) -> datetime | None:
    """Return the instant, in UTC, from which on time alone makes a condition true; None if time does not."""
    value = facts.get(condition.fact)
    if not isinstance(value, datetime):
        return None
    if condition.operator == "within_minutes" and isinstance(condition.value, int):
        return value.astimezone(UTC) - timedelta(minutes=condition.value)
    if condition.operator == "is_today":
        day = value.astimezone(ZoneInfo(zone)).date()
        return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    return None


def told(groups: tuple[OrGroup, ...]) -> str:
    """Return groups as a person reads them: `tracking.active is_true and (a is b or c is d)`."""
    return " and ".join(_told_group(group) for group in groups)


def _told_group(group: OrGroup) -> str:
    texts = [f"{one.fact} {one.operator}{'' if one.value is None else f' {one.value}'}" for one in group]
    return texts[0] if len(texts) == 1 else f"({' or '.join(texts)})"


def _fits(condition: Condition, kind: str) -> bool:
    if condition.value is None:
        return True
    if condition.operator == "within_minutes":
        return isinstance(condition.value, int) and not isinstance(condition.value, bool)
    if kind == "instant":
        return isinstance(condition.value, str) and _is_instant(condition.value)
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    wanted = KINDS_OF_VALUES[kind]
    return all(
        isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool)) for value in values
    )


def _is_instant(written: str) -> bool:
    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False


def _same(value: Any, operand: Any) -> bool:
    both_texts = isinstance(value, str) and isinstance(operand, str)
    return value.casefold() == operand.casefold() if both_texts else bool(value == operand)


def _contains(value: Any, operand: Any) -> bool:
    if isinstance(value, tuple):
        return any(_same(item, operand) for item in value)
    return value is not None and str(operand).casefold() in str(value).casefold()


TESTS: Mapping[str, Test] = {
    "is": lambda value, operand, _now, _zone: _same(value, operand),
    "is_not": lambda value, operand, _now, _zone: not _same(value, operand),
    "contains": lambda value, operand, _now, _zone: _contains(value, operand),
    "does_not_contain": lambda value, operand, _now, _zone: not _contains(value, operand),
    "is_empty": lambda value, _operand, _now, _zone: value in EMPTY,
    "is_not_empty": lambda value, _operand, _now, _zone: value not in EMPTY,
    "before": lambda value, operand, _now, _zone: value < datetime.fromisoformat(operand),
    "after": lambda value, operand, _now, _zone: value > datetime.fromisoformat(operand),
    "is_today": lambda value, _operand, now, zone: (
        value.astimezone(zone).date() == now.astimezone(zone).date()
    ),
    "within_minutes": lambda value, operand, now, _zone: now <= value <= now + timedelta(minutes=operand),
    "greater_than": lambda value, operand, _now, _zone: value > operand,
    "less_than": lambda value, operand, _now, _zone: value < operand,
    "any_of": lambda value, operand, _now, _zone: any(_same(value, one) for one in operand),
    "is_true": lambda value, _operand, _now, _zone: value is True,
    "is_false": lambda value, _operand, _now, _zone: value is False,
}

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from lambdas.messaging.autopilot.conditions import (
    TESTS,
    UnfitOperator,
    UnknownFact,
    check_rule,
    holds,
    told,
    unmet,
)
from lambdas.messaging.autopilot.facts import FACTS, facts_of
from schemas.messaging.autopilot import Condition, PutRule
from tests.lambdas.messaging.autopilot.builders import a_load, a_rule, condition

NOW = datetime(2027, 3, 14, 4, tzinfo=UTC)
CHICAGO = "America/Chicago"


def asked(operator: str, value: Any = None) -> Condition:
    return Condition.model_validate({"fact": "x", "operator": operator, "value": value})


@pytest.mark.parametrize(
    ("fact", "operator", "value", "expected"),
    [
        ("V", "is", "v", True),
        ("V", "is", "R", False),
        (3, "is", 3, True),
        (None, "is", "V", False),
        ("V", "is_not", "R", True),
        (None, "is_not", "R", True),
        ("V", "is_not", "V", False),
        ("hot load", "contains", "HOT", True),
        (("hot", "team"), "contains", "Team", True),
        (("hot",), "contains", "ho", False),
        (None, "contains", "x", False),
        (None, "does_not_contain", "x", True),
        (("hot",), "does_not_contain", "hot", False),
        (None, "is_empty", None, True),
        ("", "is_empty", None, True),
        ((), "is_empty", None, True),
        (0, "is_empty", None, False),
        (0, "is_not_empty", None, True),
        (None, "is_not_empty", None, False),
        (5, "greater_than", 4, True),
        (5, "greater_than", 5, False),
        (None, "greater_than", -1, False),
        (0, "less_than", 1, True),
        (None, "less_than", 1, False),
        ("R", "any_of", ("V", "r"), True),
        ("F", "any_of", ("V", "R"), False),
        (True, "is_true", None, True),
        (None, "is_true", None, False),
        (False, "is_false", None, True),
        (None, "is_false", None, False),
        (datetime(2027, 3, 14, 3, tzinfo=UTC), "before", "2027-03-14T04:00:00+00:00", True),
        (datetime(2027, 3, 14, 3, tzinfo=UTC), "after", "2027-03-14T04:00:00+00:00", False),
        (None, "before", "2027-03-14T04:00:00+00:00", False),
        (datetime(2027, 3, 14, 4, 30, tzinfo=UTC), "is_today", None, True),
        (datetime(2027, 3, 14, 5, 30, tzinfo=UTC), "is_today", None, True),
        (datetime(2027, 3, 14, 6, 30, tzinfo=UTC), "is_today", None, False),
        (datetime(2027, 3, 14, 5, tzinfo=UTC), "within_minutes", 60, True),
        (datetime(2027, 3, 14, 5, 1, tzinfo=UTC), "within_minutes", 60, False),
        (datetime(2027, 3, 14, 3, 59, tzinfo=UTC), "within_minutes", 60, False),
    ],
)
def test_every_operator(fact: Any, operator: str, value: Any, expected: bool) -> None:
    assert holds(asked(operator, value), {"x": fact}, NOW, CHICAGO) is expected


def test_one_of_each_group_must_hold() -> None:
    rule = a_rule(
        conditions=[
            condition("load.equipment", "is", "V") + condition("load.equipment", "is", "R"),
            condition("tracking.active", "is_true"),
        ]
    )
    load = a_load(equipment="R")

    missing = unmet(rule.conditions, facts_of(load, load.stops[0]), NOW, CHICAGO)

    assert told(missing) == "tracking.active is_true"
    assert told(rule.conditions).startswith("(load.equipment is V or load.equipment is R) and ")


@pytest.mark.parametrize(
    ("operator", "value"),
    [("is_true", True), ("is", None), ("any_of", "V"), ("is", ["V"]), ("equals", 1), ("is", float("nan"))],
)
def test_a_condition_that_cannot_be_asked_is_refused(operator: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        asked(operator, value)


def a_draft(fact: str, operator: str, value: Any = None) -> PutRule:
    return a_rule(conditions=[condition(fact, operator, value)])


def test_an_unknown_fact_is_refused_with_near_names() -> None:
    with pytest.raises(UnknownFact, match=r"tracking\.active"):
        check_rule(a_draft("tracking.activ", "is_true"))


@pytest.mark.parametrize(
    ("fact", "operator", "value"),
    [
        ("tracking.active", "greater_than", 1),
        ("load.equipment", "is_true", None),
        ("load.equipment", "is", 5),
        ("stop.minutes_late", "greater_than", "5"),
        ("stop.eta", "before", "soon"),
        ("stop.eta", "after", "2027-03-14T04:00"),
        ("stop.eta", "within_minutes", "60"),
        ("load.equipment", "any_of", ["V", 5]),
    ],
)
def test_a_fact_is_asked_what_its_kind_knows(fact: str, operator: str, value: Any) -> None:
    with pytest.raises(UnfitOperator, match=fact):
        check_rule(a_draft(fact, operator, value))


def test_the_catalogue_is_what_loads_have_and_every_operator_can_be_tested() -> None:
    load = a_load()

    assert set(facts_of(load, load.stops[0])) == set(FACTS)
    assert set(TESTS) == set(Condition.model_fields["operator"].annotation.__args__)  # type: ignore[union-attr]  # a Literal

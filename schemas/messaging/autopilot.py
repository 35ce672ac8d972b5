"""Autopilot rules as data: what PUT /v1/autopilot-rules/{rule_id} takes."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Strict, StringConstraints, model_validator

from schemas.common import Email, FrozenModel, Identifier, Name, Text, Version, ZoneName
from schemas.messaging.recipients import TemplateName
from schemas.messaging.statuses import Milestone

WEEK = 7 * 24 * 60
"""In minutes, as all spans of rules are."""

Minutes = Annotated[int, Strict(), Field(ge=-WEEK, le=WEEK)]
Delay = Annotated[int, Strict(), Field(ge=0, le=WEEK)]
Fact = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=80)]
Operand = (
    Annotated[str, StringConstraints(max_length=200)]
    | int
    | Annotated[float, Field(allow_inf_nan=False)]
    | bool
)
"""An instant is text in ISO 8601 with its offset."""

AnchorEvent = Literal["appointment", "eta", "arrival", "departure"]
StopSelector = Literal["first_pickup", "last_delivery", "each_pickup", "each_delivery", "each_stop"]
UNARY = frozenset({"is_empty", "is_not_empty", "is_true", "is_false", "is_today"})
Operator = Literal[
    "is",
    "is_not",
    "contains",
    "does_not_contain",
    "is_empty",
    "is_not_empty",
    "before",
    "after",
    "is_today",
    "within_minutes",
    "greater_than",
    "less_than",
    "any_of",
    "is_true",
    "is_false",
]


class Anchor(FrozenModel):
    """An event at a stop, or at each of several; every stop that it selects is an anchor of its own."""

    event: AnchorEvent
    stop: StopSelector


class ExactTime(FrozenModel):
    """At a local time on the day of the anchor, or `days` from it. Without `time_zone` the stop's own counts.

    A time that daylight saving skips comes as much later; of one that comes twice, the first counts.
    """

    kind: Literal["exact_time"] = "exact_time"
    anchor: Anchor
    local_time: time
    days: Annotated[int, Strict(), Field(ge=-7, le=7)] = 0
    time_zone: ZoneName | None = None


class Relative(FrozenModel):
    """`minutes` after the anchor; negative is before, 0 is at it. When the anchor moves, so does the
    timer.
    """

    kind: Literal["relative"] = "relative"
    anchor: Anchor
    minutes: Minutes


class WhenTrue(FrozenModel):
    """At the moment all conditions become true; again only after they were false."""

    kind: Literal["when_true"] = "when_true"


class Condition(FrozenModel):
    """A fact of the load compared with a value; an unknown fact satisfies only is_empty and the negations."""

    fact: Fact
    operator: Operator
    value: Operand | tuple[Operand, ...] | None = None

    @model_validator(mode="after")
    def _value_fits_operator(self) -> Self:
        if self.operator in UNARY and self.value is not None:
            message = f"{self.operator} takes no value"
            raise ValueError(message)
        if self.operator not in UNARY and self.value is None:
            message = f"{self.operator} needs a value"
            raise ValueError(message)
        if (self.operator == "any_of") != isinstance(self.value, tuple):
            message = "any_of takes a list of values, and only any_of does"
            raise ValueError(message)
        return self


class SendMessage(FrozenModel):
    """A message to the driver or the dispatcher, in their language."""

    kind: Literal["message"] = "message"
    template: TemplateName
    recipient: Literal["driver", "dispatcher"] = "driver"
    delay_minutes: Delay = 0


class SendEmail(FrozenModel):
    """An e-mail from a template to addresses or to parties of the load."""

    kind: Literal["email"] = "email"
    template: TemplateName
    to: Annotated[tuple[Email | Literal["driver", "dispatcher"], ...], Field(min_length=1, max_length=20)]
    cc: Annotated[tuple[Email, ...], Field(max_length=20)] = ()
    bcc: Annotated[tuple[Email, ...], Field(max_length=20)] = ()
    delay_minutes: Delay = 0


class Assign(FrozenModel):
    """Gives the load to people or teams of ours: LoadAssigned tells each, and the load's plan shows them."""

    kind: Literal["assign"] = "assign"
    users: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
    delay_minutes: Delay = 0


Trigger = Annotated[ExactTime | Relative | WhenTrue, Discriminator("kind")]
Action = Annotated[SendMessage | SendEmail | Assign, Discriminator("kind")]
OrGroup = Annotated[tuple[Condition, ...], Field(min_length=1, max_length=20)]


class PutRule(FrozenModel):
    """A rule: when its trigger comes and in every group of conditions one holds, its actions are done.

    Of rules with the same `sequence` exactly one fires for a load and anchor: the first, by `variant`, whose
    conditions hold. After the `until` milestone the rule is silent. Rules are off until enabled.
    """

    name: Name
    description: Text | None = None
    tags: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    enabled: bool = False
    sequence: Annotated[int, Strict(), Field(ge=1, le=999)] | None = None
    variant: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] = "a"
    trigger: Trigger
    conditions: Annotated[tuple[OrGroup, ...], Field(max_length=20)] = ()
    actions: Annotated[tuple[Action, ...], Field(min_length=1, max_length=10)]
    until: Milestone = "delivered"

    @model_validator(mode="after")
    def _edges_need_conditions(self) -> Self:
        if self.trigger.kind == "when_true" and not self.conditions:
            message = "a when_true trigger needs conditions"
            raise ValueError(message)
        return self


class Rule(PutRule):
    """A rule as it is kept: GET /v1/autopilot-rules/{rule_id}."""

    rule_id: Identifier
    version: Version = 1

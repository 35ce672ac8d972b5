"""Lists of autopilot rules, and the body that copies the pack of check calls."""

from schemas.common import FrozenModel
from schemas.messaging.autopilot import Rule


class AddPack(FrozenModel):
    """POST /v1/autopilot-rules/check-calls."""


class RuleList(FrozenModel):
    """GET /v1/autopilot-rules."""

    rules: tuple[Rule, ...]

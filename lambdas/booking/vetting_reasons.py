"""What a check of a carrier may find, and how heavy it weighs."""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """PASS books; WARN and UNAVAILABLE wait for a person; FAIL releases the hold."""

    PASS = "PASS"  # noqa: S105 - an outcome, not a password
    WARN = "WARN"
    FAIL = "FAIL"
    UNAVAILABLE = "UNAVAILABLE"


class Reason(NamedTuple):
    """Why the outcome is not PASS: a stable code, a text for people, and who may read it."""

    code: str
    text: str
    outcome: Outcome
    staff_only: bool = False


def failing(code: str, text: str) -> Reason:
    return Reason(code, text, Outcome.FAIL)


def warning(code: str, text: str) -> Reason:
    return Reason(code, text, Outcome.WARN)

"""Which USDOT and docket numbers misbehave, and how: the table of README.md, in code."""

from enum import IntEnum

FIRST_SCRIPTED = 9_900_000
NUMBERS_PER_CONDITION = 1_000
_LARGEST_DOT_NUMBER = 99_999_999


class Condition(IntEnum):
    """A condition and its block: USDOT numbers 9_900_000 + 1_000 x block, a thousand of them each."""

    HEALTHY = 0
    OUT_OF_SERVICE = 1
    NOT_ALLOWED = 2
    ALLOWED_MISSING = 3
    INSURANCE_ZERO = 4
    INSURANCE_INSUFFICIENT = 5
    INSURANCE_REQUIREMENT_UNKNOWN = 6
    INSURANCE_EXPIRING = 7
    CONDITIONAL = 8
    UNSATISFACTORY = 9
    NO_AUTHORITY = 10
    BROKER_ONLY = 11
    PASSENGERS_ONLY = 12
    PAST_ORDER = 13
    INACTIVE = 14
    MAINTENANCE = 20
    REFUSED_AT_EDGE = 21
    WEB_KEY_REFUSED = 22
    ERROR_MESSAGE = 23
    SLOW = 24
    DRIP = 25
    OVERLOADED = 26
    RECOVERS = 27
    NOT_FOUND = 28
    CONTENT_ARRAY = 29
    ALL_NULL = 30
    TOO_LARGE = 31
    OTHER_CARRIER = 32
    REDIRECT = 33
    CONTENT_MISSING = 34
    SEVERAL_PER_DOCKET = 40
    NONE_PER_DOCKET = 41

    def number(self, offset: int = 0) -> int:
        """The first USDOT number of the condition's block, or the one `offset` after it."""
        return FIRST_SCRIPTED + NUMBERS_PER_CONDITION * self.value + offset


def condition_of(number: int) -> Condition:
    """The condition of a USDOT or docket number; healthy unless the table says otherwise."""
    if not 0 < number <= _LARGEST_DOT_NUMBER:
        return Condition.NOT_FOUND
    block = (number - FIRST_SCRIPTED) // NUMBERS_PER_CONDITION
    return Condition(block) if block in set(Condition) else Condition.HEALTHY

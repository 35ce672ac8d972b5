"""What AWS would ask for a run: list prices of us-east-1, without free tier, database, duration and data."""

from dataclasses import dataclass

TRANSITION_DOLLARS = 0.025 / 1_000
INVOCATION_DOLLARS = 0.20 / 1_000_000
SOURCE = (
    "AWS list prices: Step Functions $0.025 per 1,000 transitions (aws.amazon.com/step-functions/pricing), "
    "Lambda $0.20 per million requests (aws.amazon.com/lambda/pricing)"
)


@dataclass(frozen=True)
class Cost:
    """Counts of one run, or of many together."""

    transitions: int
    invocations: int

    @property
    def dollars(self) -> float:
        return self.transitions * TRANSITION_DOLLARS + self.invocations * INVOCATION_DOLLARS

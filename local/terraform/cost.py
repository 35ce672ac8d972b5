"""What an environment costs a month: idle, from what its Terraform says, and for bookings on top."""

import re
from dataclasses import dataclass
from pathlib import Path

from local.demo.cost import Cost
from local.terraform.prices import HOURS, PRICES

ZONES = 3
LEAST_PROXY_UNITS = 8
RULES = 7
ENVIRONMENTS = ("dev", "staging", "prod")


@dataclass(frozen=True)
class Size:
    """What of an environment is billed by the hour or month, whether or not anybody books."""

    endpoints: int
    capacity_units: float
    keys: int

    @property
    def lines(self) -> dict[str, float]:
        """Dollars a month by what they are for; capacity at its least."""
        hourly = {
            "interface endpoints": PRICES["endpoint"].dollars * self.endpoints * ZONES,
            "NAT with addresses": (PRICES["nat"].dollars + PRICES["address"].dollars) * ZONES,
            "Aurora": PRICES["capacity"].dollars * self.capacity_units,
            "RDS Proxy": PRICES["proxy"].dollars * max(LEAST_PROXY_UNITS, self.capacity_units),
        }
        return {
            **{name: dollars * HOURS for name, dollars in hourly.items()},
            "firewall": PRICES["acl"].dollars + PRICES["rule"].dollars * RULES,
            "keys": PRICES["key"].dollars * self.keys,
        }


def size_of(terraform: Path, environment: str) -> Size:
    """Read from the environment's values and the modules' defaults."""
    values = (terraform / "environments" / environment / "main.tf").read_text()
    network = (terraform / "modules" / "network" / "variables.tf").read_text()
    classes = (terraform / "modules" / "encryption" / "variables.tf").read_text()
    least = float(_found(r"capacity = \{ min = ([0-9.]+)", values))
    instances = 1 + int(_found(r"readers = (\d+)", values))
    services = _found(r'default     = \[("events".*?)\]', network)
    return Size(
        endpoints=services.count(",") + 1,
        capacity_units=least * instances,
        keys=1 + len(re.findall(r"^    \w+ = \{$", classes, re.MULTILINE)),
    )


def idle(terraform: Path, environment: str) -> float:
    """Dollars a month without a booking."""
    return sum(size_of(terraform, environment).lines.values())


def for_bookings(count: int, transitions: int, invocations: int) -> float:
    """Dollars for `count` bookings of so many transitions and invocations each; no duration, no data."""
    return Cost(transitions * count, invocations * count).dollars


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise LookupError(f"nothing in Terraform's files matches {pattern}: mend local/terraform/cost.py")
    return found[1]

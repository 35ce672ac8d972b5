"""What an environment costs, and that the README says the same."""

import pytest

from local.bootstrap.layout import ROOT
from local.demo.cost import INVOCATION_DOLLARS, TRANSITION_DOLLARS
from local.terraform.cost import ENVIRONMENTS, for_bookings, idle, size_of
from local.terraform.prices import PRICES

TERRAFORM = ROOT / "terraform"


def test_sizes_are_those_of_the_environment() -> None:
    size = size_of(TERRAFORM, "prod")

    assert (size.endpoints, size.capacity_units, size.keys) == (13, 3.0, 5)


def test_prices_are_the_demonstration_s() -> None:
    assert PRICES["transition"].dollars == TRANSITION_DOLLARS
    assert PRICES["invocation"].dollars == INVOCATION_DOLLARS


def test_bookings_cost_by_transition_and_invocation() -> None:
    assert for_bookings(1_000, transitions=12, invocations=10) == pytest.approx(0.302)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_readme_says_what_it_costs(environment: str) -> None:
    readme = (TERRAFORM / "README.md").read_text()

    dollars = idle(TERRAFORM, environment)
    busy = dollars + for_bookings(1_000_000, transitions=9, invocations=9)
    assert f"| {environment} | {dollars:,.0f} | {busy:,.0f} |" in readme

from typing import Any

import pytest

from local.terraform.differences import MEANT, Meant, differences
from local.terraform.inventory.taking import Inventory

QUEUE: dict[str, Any] = {"visibility": "60", "to": ["a", "b"]}


def platform(**queues: dict[str, Any]) -> Inventory:
    return {"queues": queues}


def test_the_same_is_no_difference() -> None:
    assert differences(platform(one=QUEUE), platform(one=QUEUE)) == []


@pytest.mark.parametrize(
    ("one", "other", "line"),
    [
        (platform(one=QUEUE), platform(), "queues one: only Terraform"),
        (platform(), platform(one=QUEUE), "queues one: only the provisioner"),
        (
            platform(one=QUEUE),
            platform(one={**QUEUE, "visibility": "30"}),
            "queues one, visibility: '60' and '30'",
        ),
        (platform(one=QUEUE), platform(one={**QUEUE, "to": ["a"]}), "queues one, to: only Terraform: b"),
        (platform(one=QUEUE), {}, "queues one: only Terraform"),
    ],
)
def test_every_difference_is_told(one: Inventory, other: Inventory, line: str) -> None:
    assert differences(one, other) == [line]


def test_what_is_meant_is_left_out() -> None:
    one, other = platform(one=QUEUE, two=QUEUE), platform()

    assert differences(one, other, (Meant("queues one: .*", "why"),)) == ["queues two: only Terraform"]


def test_no_declared_action_may_differ() -> None:
    declared = {"roles": {"chain-booking-api": {"may": ["dynamodb:GetItem on x"]}}}

    assert differences(declared, {"roles": {"chain-booking-api": {"may": []}}}) != []
    assert all(len(meant.reason) > 20 for meant in MEANT)

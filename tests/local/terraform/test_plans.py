"""The form that a plan under test is given for checkov."""

from typing import Any

from local.terraform.plans import as_plan


def change(address: str, after: dict[str, Any] | None, mode: str = "managed") -> dict[str, Any]:
    return {
        "address": address,
        "mode": mode,
        "type": "aws_s3_bucket",
        "name": "this",
        "provider_name": "aws",
        "change": {"after": after},
    }


def test_what_is_made_is_planned_under_its_own_address() -> None:
    changes = [change("module.audit.aws_s3_bucket.this", {"bucket": "audit"})]

    planned = as_plan(changes)["planned_values"]["root_module"]["resources"]

    assert [(each["address"], each["values"]) for each in planned] == [
        ("module.audit.aws_s3_bucket.this", {"bucket": "audit"})
    ]


def test_what_is_read_or_deleted_is_not_planned() -> None:
    changes = [change("data.x", {"bucket": "x"}, mode="data"), change("aws_s3_bucket.old", None)]

    assert as_plan(changes)["planned_values"]["root_module"]["resources"] == []

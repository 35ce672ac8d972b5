from typing import Any

from local.terraform.changes import DEFECTS, Defect, changes


def a_change(*actions: str, before: dict[str, Any], after: dict[str, Any], **rest: Any) -> dict[str, Any]:
    change = {"actions": list(actions), "before": before, "after": after, "after_unknown": rest}
    return {"address": "module.a.aws_x.this", "type": "aws_x", "mode": "managed", "change": change}


def a_plan(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resource_changes": list(resources)}


def test_what_stays_is_no_change() -> None:
    assert changes(a_plan(a_change("no-op", before={"a": 1}, after={"a": 1}))) == []


def test_what_changes_is_named_with_its_attributes() -> None:
    plan = a_plan(a_change("update", before={"a": 1, "b": 1}, after={"a": 2, "b": 1}, c=True))

    assert changes(plan) == ["module.a.aws_x.this: a, c"]


def test_a_known_defect_hides_its_own_attributes_alone() -> None:
    plan = a_plan(a_change("update", before={"a": 1, "b": 1}, after={"a": 2, "b": 2}))

    assert changes(plan, (Defect("aws_x", frozenset({"a"}), "why"),)) == ["module.a.aws_x.this: b"]
    assert changes(plan, (Defect("aws_x", frozenset({"a", "b"}), "why"),)) == []


def test_a_known_defect_hides_no_making_anew() -> None:
    plan = a_plan(a_change("delete", "create", before={"a": 1}, after={"a": 2}))

    assert changes(plan, (Defect("aws_x", frozenset({"a"}), "why"),)) == [
        "module.a.aws_x.this: delete and create"
    ]


def test_what_is_only_read_is_no_change() -> None:
    plan = a_plan({**a_change("read", before={}, after={}), "mode": "data"})

    assert changes(plan) == []


def test_every_defect_has_a_reason() -> None:
    assert all(len(defect.reason) > 40 for defect in DEFECTS)

"""Where two platforms differ: what Terraform made, and what the provisioner made of the same declarations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.terraform.inventory.reading import Facts
from local.terraform.inventory.taking import Inventory

TERRAFORM, PROVISIONER = "only Terraform", "only the provisioner"


@dataclass(frozen=True)
class Meant:
    """Differences that are meant: `pattern` matches the whole line that tells one."""

    pattern: str
    reason: str


MEANT = (
    Meant(
        rf"buckets chain-releases: {TERRAFORM}",
        "the archives of the release are uploaded once; the provisioner reads them from the disk",
    ),
    Meant(
        rf"log groups /(aws/lambda|chain/api)/.*: {TERRAFORM}",
        "on AWS they carry retention and key; the emulator makes the functions' own as they write",
    ),
    Meant(
        rf"queues chain-.*-failed-calls: {TERRAFORM}",
        "where AWS leaves a schedule's failed calls; the emulator delivers none there",
    ),
    Meant(
        rf"functions .*, variables: {PROVISIONER}: (PYTHONPATH|TZ)",
        "the provisioner gives dependencies as a folder, Terraform as a layer",
    ),
    Meant(
        r"functions .*, role: .* and None",
        "Terraform's tasks work with their role's credentials; the provisioner's host asks for no role",
    ),
    Meant(
        rf"roles .*, may: {TERRAFORM}: (kms|logs|xray):.*",
        "keys, logs and traces, which are the platform's own affair and in no service.yaml",
    ),
    Meant(
        rf"roles .*, may: {TERRAFORM}: sqs:SendMessage on .*-failed-calls",
        "as the queues of failed calls",
    ),
)


def differences(
    by_terraform: Inventory, by_provisioner: Inventory, meant: tuple[Meant, ...] = MEANT
) -> list[str]:
    """A line for each difference that is not meant."""
    kinds = sorted(by_terraform.keys() | by_provisioner.keys())
    lines = (
        line
        for kind in kinds
        for line in _of_kind(kind, by_terraform.get(kind, {}), by_provisioner.get(kind, {}))
    )
    return [line for line in lines if not any(re.fullmatch(each.pattern, line) for each in meant)]


def _of_kind(kind: str, one: dict[str, Facts], other: dict[str, Facts]) -> Iterator[str]:
    yield from _missing(kind, one.keys(), other.keys())
    for name in sorted(one.keys() & other.keys()):
        for fact in sorted(one[name].keys() | other[name].keys()):
            yield from _of_fact(f"{kind} {name}, {fact}", one[name].get(fact), other[name].get(fact))


def _of_fact(label: str, one: Any, other: Any) -> Iterator[str]:
    if one == other:
        return
    if _is_set(one) and _is_set(other):
        for who, items in ((TERRAFORM, set(one) - set(other)), (PROVISIONER, set(other) - set(one))):
            yield from (f"{label}: {who}: {item}" for item in sorted(items))
    else:
        yield f"{label}: {one!r} and {other!r}"


def _missing(kind: str, one: Any, other: Any) -> Iterator[str]:
    yield from (f"{kind} {name}: {TERRAFORM}" for name in sorted(one - other))
    yield from (f"{kind} {name}: {PROVISIONER}" for name in sorted(other - one))


def _is_set(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)

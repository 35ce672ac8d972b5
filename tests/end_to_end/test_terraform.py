"""The platform made by Terraform, with IAM enforced by the emulator: it works, and is the provisioner's."""

import json
import os
from collections.abc import Iterator

import pytest

from local.bootstrap.layout import ROOT
from local.declaration.reading import read_all
from local.least_privilege.grants import declared_grants
from local.least_privilege.own import ACTIONS, ANY_RESOURCE
from local.least_privilege.proving import Prover
from local.provisioner.clients import Clients
from local.provisioner.platform import Platform
from local.supervisor.provisioning import MADE_BY
from local.terraform.differences import differences
from local.terraform.inventory.taking import Inventory
from tests.end_to_end.conftest import LONGEST_SECONDS, Machine, brought_up, new_machine, wait_for_line
from tests.end_to_end.test_crashes import duplicates, kill_engine, kill_workers

pytestmark = pytest.mark.slow
MISSING = "on this machine"
DECLARED_BY_NONE = {"streams"}


@pytest.fixture(scope="module")
def by_terraform() -> Iterator[Machine]:
    """One platform for all tests: to apply takes minutes."""
    with new_machine() as machine:
        applied = machine.chain("terraform", "apply")
        if MISSING in applied.stdout and not os.environ.get("CI"):
            pytest.skip(applied.stdout)
        assert applied.returncode == 0, applied.stdout
        yield machine


def inventory_of(machine: Machine) -> Inventory:
    found: Inventory = json.loads(machine.chain("terraform", "inventory").stdout)
    return found


def test_loads_are_booked_with_the_declared_roles(by_terraform: Machine) -> None:
    played = by_terraform.chain("demo", "--count", "2")

    assert played.returncode == 0, played.stdout
    assert "SUCCEEDED" in played.stdout
    assert duplicates(by_terraform) == {}


def test_runs_survive_crashes(by_terraform: Machine) -> None:
    playing = by_terraform.start("demo", "--count", "2")
    for moment, crash in (("first carrier declined", kill_engine), ("vetted, booked", kill_workers)):
        wait_for_line(playing, moment)
        crash(by_terraform)

    said, _ = playing.communicate(timeout=LONGEST_SECONDS)

    assert playing.returncode == 0, said
    assert duplicates(by_terraform) == {}


def test_it_is_what_the_provisioner_makes(by_terraform: Machine) -> None:
    with new_machine() as machine:
        by_provisioner = inventory_of(brought_up(machine))

    assert differences(inventory_of(by_terraform), by_provisioner) == []
    found = {kind for kind, resources in by_provisioner.items() if resources}
    assert found == by_provisioner.keys() - DECLARED_BY_NONE, "a kind of resource was not found at all"


def test_a_second_plan_changes_nothing(by_terraform: Machine) -> None:
    planned = by_terraform.chain("terraform", "plan")

    assert (planned.returncode, planned.stdout.splitlines()[-1]) == (0, "0 changes"), planned.stdout


def test_no_role_may_do_more_or_less_than_is_declared(by_terraform: Machine) -> None:
    """Each role may do each declared action, and may not once that one action is taken away."""
    declarations = {declaration.service: declaration for declaration in read_all(ROOT)}
    prover = Prover(Clients(Platform.read(by_terraform.home).endpoints), declarations)
    refused, still_allowed = [], []
    for grant in declared_grants(declarations.values()):
        refused += [] if prover.may(grant) else [str(grant)]
        with prover.without(grant):
            still_allowed += [str(grant)] if prover.may(grant) else []
        refused += [] if prover.may(grant) else [f"{grant}, put back"]

    assert refused == []
    assert still_allowed == []


def test_what_no_service_declares_has_a_reason(by_terraform: Machine) -> None:
    grants = [
        grant.split(" on ")
        for name, role in inventory_of(by_terraform)["roles"].items()
        if name.startswith("chain-")
        for grant in role["may"]
    ]
    declared = {grant.action for grant in declared_grants(read_all(ROOT))}

    assert {action for action, _ in grants} - declared - ACTIONS == set()
    assert {action for action, _ in grants if "*" in action} == set()
    assert {action for action, resource in grants if resource == "*"} - ANY_RESOURCE == set()


def test_a_resource_that_is_gone_is_planned_and_named(by_terraform: Machine) -> None:
    """The plan can tell: it is no proof if it always finds nothing."""
    platform = Platform.read(by_terraform.home)
    sqs = Clients(platform.endpoints).of("sqs")
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="chain-booking-failed-calls")["QueueUrl"])

    planned = by_terraform.chain("terraform", "plan")

    assert planned.returncode == 1
    assert 'module.service["booking"].aws_sqs_queue.failed_calls[0]: create' in planned.stdout


def test_the_home_is_not_given_to_the_provisioner(by_terraform: Machine) -> None:
    by_terraform.chain("down")

    refused = by_terraform.chain("up")

    assert refused.returncode == 1
    assert f"set {MADE_BY}=terraform" in refused.stdout
    assert by_terraform.survivors() == []

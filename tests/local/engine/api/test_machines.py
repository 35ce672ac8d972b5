"""State machines, versions, aliases and tags over boto3."""

import json
from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ROLE, ask, call, passing, sequence


def create(client: Any, definition: str, **members: Any) -> dict[str, Any]:
    request = {"name": "machine", "definition": definition, "roleArn": ROLE} | members
    answer: dict[str, Any] = client.create_state_machine(**request)
    return answer


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_what_was_created_is_described(client: Any) -> None:
    group = {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:runs:*"}
    destinations = [{"cloudWatchLogsLogGroup": group}]
    logging = {"level": "ERROR", "includeExecutionData": True, "destinations": destinations}
    arn = create(client, passing(), loggingConfiguration=logging)["stateMachineArn"]

    described = client.describe_state_machine(stateMachineArn=arn)

    assert described["definition"] == passing()
    assert (described["status"], described["type"], described["roleArn"]) == ("ACTIVE", "STANDARD", ROLE)
    assert described["loggingConfiguration"] == logging


def test_creating_the_same_machine_again_answers_the_first(client: Any) -> None:
    first = create(client, passing())

    again = create(client, passing())

    assert again["stateMachineArn"] == first["stateMachineArn"]
    assert again["creationDate"] == first["creationDate"]


@pytest.mark.parametrize(
    "definition", [sequence(Other={"Type": "Pass"}), json.dumps(json.loads(passing()), indent=2)]
)
def test_another_definition_or_layout_of_the_same_name_is_refused(client: Any, definition: str) -> None:
    create(client, passing())

    with pytest.raises(client.exceptions.StateMachineAlreadyExists):
        create(client, definition)


@pytest.mark.parametrize(
    "definition",
    [
        "no json",
        "{}",
        '{"StartAt":"None","States":{"A":{"Type":"Pass","End":true}}}',
        '{"StartAt":"A","States":{}}',
    ],
)
def test_bad_definitions_are_refused(client: Any, definition: str) -> None:
    with pytest.raises(client.exceptions.InvalidDefinition):
        create(client, definition)


def test_validation_reports_what_creation_would_refuse(client: Any) -> None:
    good = client.validate_state_machine_definition(definition=passing())
    bad = client.validate_state_machine_definition(definition="{}")

    assert (good["result"], good["diagnostics"], good["truncated"]) == ("OK", [], False)
    assert bad["result"] == "FAIL"
    assert {"severity", "code", "message"} <= bad["diagnostics"][0].keys()


@pytest.mark.parametrize(("name", "code"), [("a b", "InvalidName"), ("a:b", "InvalidName"), ("ünï-中", None)])
def test_names_follow_awss_rules(client: Any, name: str, code: str | None) -> None:
    if code is None:
        assert create(client, passing(), name=name)["stateMachineArn"].endswith(name)
        return

    with pytest.raises(ClientError) as error:
        create(client, passing(), name=name)

    assert code_of(error) == code


def test_machines_are_listed_by_name_in_pages(client: Any) -> None:
    for name in ("c", "a", "b"):
        create(client, passing(), name=name)

    pages = client.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2})

    assert [[machine["name"] for machine in page["stateMachines"]] for page in pages] == [["a", "b"], ["c"]]


def test_a_run_keeps_the_definition_it_was_started_with(client: Any, bench: Bench) -> None:
    arn = create(client, sequence(Ask=ask(), Old={"Type": "Pass", "Result": "old"}))["stateMachineArn"]
    run = bench.start(arn)

    client.update_state_machine(stateMachineArn=arn, definition=passing())
    client.send_task_success(taskToken=bench.functions.tokens[0], output="{}")

    assert bench.described(run)["output"] == '"old"'
    assert "Old" in client.describe_state_machine_for_execution(executionArn=run)["definition"]
    assert client.describe_state_machine(stateMachineArn=arn)["definition"] == passing()


def test_an_update_must_change_something(client: Any) -> None:
    arn = create(client, passing())["stateMachineArn"]

    with pytest.raises(client.exceptions.MissingRequiredParameter):
        client.update_state_machine(stateMachineArn=arn)


def test_a_deleted_machine_starts_nothing_but_its_runs_go_on(client: Any, bench: Bench) -> None:
    arn = create(client, sequence(Ask=ask()))["stateMachineArn"]
    run = bench.start(arn)

    client.delete_state_machine(stateMachineArn=arn)
    client.send_task_success(taskToken=bench.functions.tokens[0], output="{}")

    assert bench.status(run) == "SUCCEEDED"
    with pytest.raises(client.exceptions.StateMachineDoesNotExist):
        client.start_execution(stateMachineArn=arn)


def test_versions_are_snapshots_with_numbers_of_their_own(client: Any, bench: Bench) -> None:
    arn = create(client, sequence(Old={"Type": "Pass", "Result": "old"}))["stateMachineArn"]
    first = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    unchanged = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    updated = client.update_state_machine(stateMachineArn=arn, definition=passing(), publish=True)

    run = bench.start(first)

    assert (first, unchanged) == (f"{arn}:1", f"{arn}:1")
    assert updated["stateMachineVersionArn"] == f"{arn}:2"
    assert bench.described(run)["output"] == '"old"'
    assert bench.described(run)["stateMachineVersionArn"] == first
    listed = client.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [version["stateMachineVersionArn"] for version in listed] == [f"{arn}:2", f"{arn}:1"]


def test_a_version_is_no_machine_to_update(client: Any) -> None:
    version = create(client, passing(), publish=True)["stateMachineVersionArn"]

    with pytest.raises(client.exceptions.StateMachineDoesNotExist) as update:
        client.update_state_machine(stateMachineArn=version, definition=passing(), publish=True)
    with pytest.raises(client.exceptions.StateMachineDoesNotExist):
        client.publish_state_machine_version(stateMachineArn=version)

    assert update.value.response["Error"]["Message"] == f"State Machine Does Not Exist: '{version}'"


def test_a_deleted_versions_number_is_not_used_again(client: Any) -> None:
    arn = create(client, passing(), publish=True)["stateMachineArn"]
    client.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")

    version = client.publish_state_machine_version(stateMachineArn=arn)

    assert version["stateMachineVersionArn"] == f"{arn}:2"


def test_an_alias_routes_by_weight(client: Any, bench: Bench) -> None:
    arn = create(client, passing(), publish=True)["stateMachineArn"]
    client.update_state_machine(stateMachineArn=arn, definition=sequence(Two={"Type": "Pass"}), publish=True)
    routes = [
        {"stateMachineVersionArn": f"{arn}:1", "weight": 50},
        {"stateMachineVersionArn": f"{arn}:2", "weight": 50},
    ]
    alias = client.create_state_machine_alias(name="live", routingConfiguration=routes)[
        "stateMachineAliasArn"
    ]

    runs = [bench.described(bench.start(alias, f"run-{number}")) for number in range(30)]

    assert {run["stateMachineAliasArn"] for run in runs} == {alias}
    assert Counter(run["stateMachineVersionArn"] for run in runs).keys() == {f"{arn}:1", f"{arn}:2"}


def test_an_alias_may_be_moved_and_holds_its_version(client: Any) -> None:
    arn = create(client, passing(), publish=True)["stateMachineArn"]
    client.update_state_machine(stateMachineArn=arn, definition=sequence(Two={"Type": "Pass"}), publish=True)
    route = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    alias = client.create_state_machine_alias(name="live", routingConfiguration=route)["stateMachineAliasArn"]

    with pytest.raises(client.exceptions.ConflictException):
        client.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    moved = [{"stateMachineVersionArn": f"{arn}:2", "weight": 100}]
    client.update_state_machine_alias(stateMachineAliasArn=alias, routingConfiguration=moved)
    client.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")

    described = client.describe_state_machine_alias(stateMachineAliasArn=alias)
    assert described["routingConfiguration"] == moved
    listed = client.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
    assert [shown["stateMachineAliasArn"] for shown in listed] == [alias]
    client.delete_state_machine_alias(stateMachineAliasArn=alias)
    with pytest.raises(client.exceptions.ResourceNotFound):
        client.describe_state_machine_alias(stateMachineAliasArn=alias)


@pytest.mark.parametrize("weights", [[99], [60, 60]])
def test_weights_must_add_up_to_100(client: Any, weights: list[int]) -> None:
    arn = create(client, passing(), publish=True)["stateMachineArn"]
    client.update_state_machine(stateMachineArn=arn, definition=sequence(Two={"Type": "Pass"}), publish=True)
    routes = [
        {"stateMachineVersionArn": f"{arn}:{number}", "weight": weight}
        for number, weight in enumerate(weights, start=1)
    ]

    with pytest.raises(ClientError) as error:
        client.create_state_machine_alias(name="live", routingConfiguration=routes)

    assert code_of(error) == "ValidationException"


def test_tags_are_put_listed_and_removed(client: Any) -> None:
    arn = create(client, passing(), tags=[{"key": "team", "value": "booking"}])["stateMachineArn"]

    client.tag_resource(resourceArn=arn, tags=[{"key": "stage", "value": "test"}])
    client.untag_resource(resourceArn=arn, tagKeys=["team"])

    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "stage", "value": "test"}]


def test_an_unknown_function_fails_the_run_by_lambdas_name(client: Any, bench: Bench) -> None:
    run = bench.start(create(client, sequence(Missing=call("missing")))["stateMachineArn"])

    assert bench.described(run)["error"] == "Lambda.ResourceNotFoundException"

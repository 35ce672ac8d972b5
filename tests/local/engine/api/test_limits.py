"""How much, how long and how many: AWS's quotas, each with its answer."""

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine.api.errors import ApiError, ErrorName
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ROLE, ask, passing, sequence

VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
DISTINCT = "Routing configuration must contain distinct state machine version ARNs."
CONTROL = [chr(code) for code in (0x00, 0x1F, 0x7F, 0x9F, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF)]
FORBIDDEN = [*' \t<>{}[]?*"#%\\^|~`$&,;:/', *CONTROL]


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    answer = error.value.response["Error"]
    return str(answer["Code"]), str(answer["Message"])


def invalid(value: str, member: str, problem: str) -> tuple[str, str]:
    found = f"Value '{value}' at '{member}' failed to satisfy constraint: {problem}"
    return "ValidationException", f"1 validation error detected: {found}"


TOO_HEAVY = invalid(
    "101", "routingConfiguration.1.member.weight", "Member must have value less than or equal to 100"
)[1]


def test_characters_that_names_must_not_have(bench: Bench) -> None:
    machine = bench.machine(passing())
    for character in FORBIDDEN:
        for action, members in (
            ("StartExecution", {"stateMachineArn": machine}),
            ("CreateActivity", {}),
            ("CreateStateMachine", {"definition": passing(), "roleArn": ROLE}),
        ):
            with pytest.raises(ApiError) as error:
                bench.engine.call(action, members | {"name": f"a{character}b"})
            assert error.value.name is ErrorName.INVALID_NAME


def test_a_refused_name_is_shown(client: Any) -> None:
    with pytest.raises(ClientError) as error:
        client.create_activity(name="load 1$")

    assert refusal(error) == ("InvalidName", "Invalid Name: 'load 1$'")


@pytest.mark.parametrize(
    ("arn", "problem"),
    [
        ("not_a_valid_arn", "Invalid ARN prefix: not_a_valid_arn"),
        (
            "arn:aws:states:us-east-1:000000000000:stateMachine:m",
            "Resource type not valid in this context: stateMachine",
        ),
        ("arn:aws:sqs:us-east-1:1:queue", "Invalid ARN prefix: arn:aws:sqs:us-east-1:1:queue"),
    ],
)
def test_an_arn_of_something_else_is_refused_in_awss_words(client: Any, arn: str, problem: str) -> None:
    with pytest.raises(ClientError) as error:
        client.describe_execution(executionArn=arn)

    assert refusal(error) == ("InvalidArn", f"Invalid Arn: '{problem}'")


def test_a_map_within_a_machine_is_not_started(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())

    with pytest.raises(ClientError) as error:
        client.start_execution(stateMachineArn=f"{machine}/Each")

    assert refusal(error)[0] == "ValidationException"


def test_pending_redrives_are_listed_by_map_run_only(client: Any, bench: Bench) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        client.list_executions(stateMachineArn=bench.machine(passing()), statusFilter="PENDING_REDRIVE")


def test_a_name_has_80_characters(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())
    client.start_execution(stateMachineArn=machine, name="é" * 80)

    with pytest.raises(ClientError) as error:
        client.start_execution(stateMachineArn=machine, name="x" * 81)

    assert refusal(error) == invalid("x" * 81, "name", "Member must have length less than or equal to 80")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("not json", f"Unrecognized token 'not': was expecting {VALUES}"),
        ("{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
        ("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"),
        ("NaN", f"Unrecognized token 'NaN': was expecting {VALUES}"),
        ("", "Invalid execution input."),
    ],
)
def test_input_that_is_no_json_is_refused_in_awss_words(
    client: Any, bench: Bench, text: str, problem: str
) -> None:
    with pytest.raises(ClientError) as error:
        client.start_execution(stateMachineArn=bench.machine(passing()), input=text)

    assert refusal(error) == (
        "InvalidExecutionInput",
        f"Invalid State Machine Execution Input: '{problem}'",
    )


def test_a_definition_has_one_megabyte(client: Any) -> None:
    filler = "x" * (1024 * 1024 - len(sequence(Done={"Type": "Pass", "Comment": ""})))
    definition = sequence(Done={"Type": "Pass", "Comment": filler})
    client.create_state_machine(name="largest", definition=definition, roleArn=ROLE)

    with pytest.raises(ClientError, match=r"ValidationException.*'definition'.*1048576"):
        client.create_state_machine(name="larger", definition=f"{definition} ", roleArn=ROLE)


def test_an_output_over_256_kb_fails_the_state(bench: Bench) -> None:
    bench.functions.by_name["large"] = lambda _event, _context: "x" * 262_143
    resource = "arn:aws:lambda:us-east-1:000000000000:function:large"

    run = bench.start(bench.machine(sequence(Large={"Type": "Task", "Resource": resource})))

    assert bench.described(run)["error"] == "States.DataLimitExceeded"


def test_a_run_times_out_after_a_year(bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask())))
    bench.engine.advance(timedelta(days=365) - timedelta(seconds=1))
    bench.engine.retention.sweep()
    before = bench.status(run)

    bench.engine.advance(timedelta(seconds=1))
    bench.engine.retention.sweep()

    assert (before, bench.status(run)) == ("RUNNING", "TIMED_OUT")
    assert bench.described(run)["redriveStatusReason"] == "Execution has exceeded the max execution time"


def test_a_closed_run_is_remembered_for_90_days(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())
    run = bench.start(machine)
    bench.engine.advance(timedelta(days=90))
    before = bench.status(run)

    bench.engine.advance(timedelta(seconds=1))

    assert before == "SUCCEEDED"
    for ask_for in (client.describe_execution, client.get_execution_history, client.stop_execution):
        with pytest.raises(client.exceptions.ExecutionDoesNotExist):
            ask_for(executionArn=run)
    assert client.list_executions(stateMachineArn=machine)["executions"] == []


def test_a_sweep_forgets_what_closed_and_nothing_else(bench: Bench) -> None:
    machine = bench.machine(sequence(Ask=ask()))
    closed, still_open = bench.start(machine, "closed"), bench.start(machine, "open")
    bench.engine.call("StopExecution", {"executionArn": closed})
    bench.engine.advance(timedelta(days=90, seconds=1))
    young = bench.start(machine, "young")
    bench.engine.call("StopExecution", {"executionArn": young})

    forgotten = [bench.engine.retention.sweep(), bench.engine.retention.sweep()]

    assert forgotten == [1, 0]
    assert bench.engine.executions.by_arn(closed) is None
    assert (bench.status(still_open), bench.status(young)) == ("RUNNING", "ABORTED")
    assert bench.types(young)[-1] == "ExecutionAborted"


@pytest.mark.parametrize("swept", [False, True])
def test_a_name_may_be_used_again_90_days_after_its_run_closed(bench: Bench, swept: bool) -> None:
    machine = bench.machine(passing())
    first = bench.start(machine, "load-1")
    bench.engine.advance(timedelta(days=90, seconds=1))
    if swept:
        bench.engine.retention.sweep()

    second = bench.start(machine, "load-1", '{"again":true}')

    assert second == first
    assert bench.described(second)["input"] == '{"again":true}'
    assert len(bench.types(second)) == 4


def test_a_page_token_holds_for_24_hours(client: Any, bench: Bench) -> None:
    for name in "abc":
        bench.machine(passing(), name)
    token = client.list_state_machines(maxResults=1)["nextToken"]

    bench.engine.advance(timedelta(hours=24))
    page = client.list_state_machines(maxResults=1, nextToken=token)
    bench.engine.advance(timedelta(seconds=1))

    assert [machine["name"] for machine in page["stateMachines"]] == ["b"]
    with pytest.raises(client.exceptions.InvalidToken):
        client.list_state_machines(maxResults=1, nextToken=token)


def test_a_page_token_is_of_one_action(client: Any, bench: Bench) -> None:
    for name in "ab":
        bench.machine(passing(), name)
        client.create_activity(name=name)
    token = client.list_state_machines(maxResults=1)["nextToken"]

    with pytest.raises(client.exceptions.InvalidToken):
        client.list_activities(nextToken=token)


def test_a_resource_has_50_tags(client: Any, bench: Bench) -> None:
    tags = [{"key": str(number), "value": ""} for number in range(51)]
    machine = bench.machine(passing())
    client.tag_resource(resourceArn=machine, tags=tags[:50])

    too_many: list[Any] = [
        lambda: client.tag_resource(resourceArn=machine, tags=tags[50:]),
        lambda: client.create_state_machine(name="m", definition=passing(), roleArn=ROLE, tags=tags),
        lambda: client.create_activity(name="a", tags=tags),
    ]
    for refused in too_many:
        with pytest.raises(client.exceptions.TooManyTags):
            refused()


def test_versions_and_aliases_have_no_tags(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())
    version = client.publish_state_machine_version(stateMachineArn=machine)["stateMachineVersionArn"]

    with pytest.raises(client.exceptions.ResourceNotFound):
        client.tag_resource(resourceArn=version, tags=[{"key": "a", "value": "b"}])


def test_a_machine_has_1000_versions(client: Any, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = bench.machine(passing())
    monkeypatch.setattr(bench.engine.machines, "count_versions", lambda _arn: 1000)

    with pytest.raises(client.exceptions.ServiceQuotaExceededException):
        client.publish_state_machine_version(stateMachineArn=machine)


def test_a_machine_has_100_aliases(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())
    version = client.publish_state_machine_version(stateMachineArn=machine)["stateMachineVersionArn"]
    routes = [{"stateMachineVersionArn": version, "weight": 100}]
    for number in range(100):
        bench.engine.call("CreateStateMachineAlias", {"name": f"a{number}", "routingConfiguration": routes})

    with pytest.raises(client.exceptions.ServiceQuotaExceededException):
        client.create_state_machine_alias(name="one-more", routingConfiguration=routes)
    client.create_state_machine_alias(name="a99", routingConfiguration=routes)


@pytest.mark.parametrize(
    ("routes", "problem"),
    [
        ([("", 100)], "Routing configuration must contain state machine version ARNs. Received: [{arn}]"),
        ([(":1", 50), (":1", 50)], f"{DISTINCT} Received: [{{arn}}:1, {{arn}}:1]"),
        ([(":1", 70), (":2", 29)], "Sum of routing configuration weights must equal 100. Received: [70, 29]"),
        ([(":1", 101)], TOO_HEAVY),
    ],
)
def test_routes_are_refused_in_awss_words(
    client: Any, bench: Bench, routes: list[tuple[str, int]], problem: str
) -> None:
    arn = bench.machine(passing())
    client.publish_state_machine_version(stateMachineArn=arn)
    configuration = [
        {"stateMachineVersionArn": f"{arn}{version}", "weight": weight} for version, weight in routes
    ]

    with pytest.raises(ClientError) as error:
        client.create_state_machine_alias(name="live", routingConfiguration=configuration)

    assert refusal(error) == ("ValidationException", problem.format(arn=arn))


@pytest.mark.parametrize("name", ["123", "INVALID ALIAS", "ALIAS@"])
def test_an_aliass_name_is_no_number(client: Any, bench: Bench, name: str) -> None:
    arn = bench.machine(passing())
    version = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]

    with pytest.raises(ClientError) as error:
        client.create_state_machine_alias(
            name=name, routingConfiguration=[{"stateMachineVersionArn": version, "weight": 100}]
        )

    pattern = r"^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"
    assert refusal(error) == invalid(
        name, "name", f"Member must satisfy regular expression pattern: {pattern}"
    )


def test_a_machines_first_revision_has_no_id_and_the_same_again_makes_none(client: Any, bench: Bench) -> None:
    arn = bench.machine(passing())
    first = client.describe_state_machine(stateMachineArn=arn)
    unchanged = client.update_state_machine(stateMachineArn=arn, definition=passing())
    updated = client.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2")
    again = client.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2")

    assert "revisionId" not in first
    assert "revisionId" not in unchanged
    assert updated["revisionId"] == again["revisionId"]
    assert client.describe_state_machine(stateMachineArn=arn)["revisionId"] == updated["revisionId"]


def test_only_the_revision_that_was_read_is_published(client: Any, bench: Bench) -> None:
    arn = bench.machine(passing())
    client.publish_state_machine_version(stateMachineArn=arn, revisionId="INITIAL")
    revision = client.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2")["revisionId"]

    with pytest.raises(ClientError) as error:
        client.publish_state_machine_version(stateMachineArn=arn, revisionId="INITIAL")

    current = f"The current State Machine revision is {revision}."
    assert refusal(error) == (
        "ConflictException",
        f"Failed to publish the State Machine version for revision INITIAL. {current}",
    )


def test_a_version_keeps_its_own_settings(client: Any, bench: Bench) -> None:
    arn = bench.machine(passing())
    first = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]

    client.update_state_machine(stateMachineArn=arn, tracingConfiguration={"enabled": True})

    settings = [
        client.describe_state_machine(stateMachineArn=one)["tracingConfiguration"]["enabled"]
        for one in (first, arn)
    ]
    assert settings == [False, True]


@pytest.mark.parametrize(
    ("encryption", "is_refused"),
    [
        ({"type": "AWS_OWNED_KEY"}, False),
        ({"type": "AWS_OWNED_KEY", "kmsKeyId": "key"}, True),
        ({"type": "CUSTOMER_MANAGED_KMS_KEY"}, True),
        ({"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "key"}, False),
    ],
)
def test_a_customers_key_is_named_and_only_a_customers(
    client: Any, encryption: dict[str, str], is_refused: bool
) -> None:
    request = {"name": "m", "definition": passing(), "roleArn": ROLE, "encryptionConfiguration": encryption}
    if is_refused:
        with pytest.raises(client.exceptions.InvalidEncryptionConfiguration):
            client.create_state_machine(**request)
        return

    arn = client.create_state_machine(**request)["stateMachineArn"]

    assert client.describe_state_machine(stateMachineArn=arn)["encryptionConfiguration"] == encryption


def test_a_run_has_25000_events(bench: Bench) -> None:
    rule = {"Variable": "$.booked", "IsPresent": True, "Next": "Done"}
    loop = {
        "StartAt": "Again",
        "States": {
            "Again": {"Type": "Choice", "Choices": [rule], "Default": "Pause"},
            "Pause": {"Type": "Pass", "Next": "Again"},
            "Done": {"Type": "Succeed"},
        },
    }
    run = bench.start(bench.machine(json.dumps(loop)))

    described = bench.described(run)

    assert (described["error"], described["cause"]) == (
        "States.Runtime",
        "The execution reached the maximum number of history events (25000).",
    )
    last = {"executionArn": run, "reverseOrder": True, "maxResults": 1}
    assert bench.engine.call("GetExecutionHistory", last)["events"][0]["id"] == 25_000
    assert (described["redriveStatus"], described["redriveStatusReason"]) == (
        "NOT_REDRIVABLE",
        "Execution history event limit exceeded",
    )

"""The sample service on real processes: what was declared is made, once, and works."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import botocore.client
import httpx
import pytest

from local.provisioner.platform import Platform
from local.provisioner.tokens import token_for
from tests.local.provisioner.conftest import Workshop
from tests.local.provisioner.sample import change_declaration

PATIENCE_SECONDS = 40
READING = ("Describe", "Get", "List")


@pytest.fixture(scope="module")
def platform(workshop: Workshop) -> Platform:
    return workshop.provision()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that boto3 calls from here on."""
    made: list[str] = []
    call = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]  # private, but it is the one door

    def note(client: object, operation: str, parameters: dict[str, Any]) -> object:
        made.append(operation)
        return call(client, operation, parameters)

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", note)
    return made


def eventually(condition: Callable[[], object], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not happen"
    return found


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


def test_a_second_time_only_reads(workshop: Workshop, platform: Platform, calls: list[str]) -> None:
    again = workshop.provision()

    assert again == platform
    assert [call for call in calls if not call.startswith(READING)] == []


def test_the_platform_is_written_for_others(workshop: Workshop, platform: Platform) -> None:
    assert Platform.read(workshop.home) == platform


def test_the_user_pool_asks_the_trigger_before_it_makes_a_token(platform: Platform) -> None:
    assert claims(token_for(platform, "member", "acme"))["said_by"] == "member-acme"


def test_tables_expire_and_recover_as_declared(workshop: Workshop, platform: Platform) -> None:
    dynamodb = workshop.client("dynamodb")
    expiry = dynamodb.describe_time_to_live(TableName="chain-sample-notes")["TimeToLiveDescription"]
    backups = dynamodb.describe_continuous_backups(TableName="chain-sample-notes")

    assert expiry["AttributeName"] == "expires"
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_queue_hands_its_dead_letters_on(workshop: Workshop, platform: Platform) -> None:
    sqs = workshop.client("sqs")
    url = sqs.get_queue_url(QueueName="chain-sample-notes-wanted")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    redrive = json.loads(attributes["RedrivePolicy"])
    assert attributes["VisibilityTimeout"] == "30"
    assert redrive["deadLetterTargetArn"].endswith(":chain-sample-notes-wanted-dead-letters")
    assert int(redrive["maxReceiveCount"]) == 3


def test_a_role_allows_exactly_what_is_declared(workshop: Workshop, platform: Platform) -> None:
    iam = workshop.client("iam")
    policy = iam.get_role_policy(RoleName="chain-sample-note", PolicyName="declared")["PolicyDocument"]

    allowed = {tuple(each["Action"]): each["Resource"] for each in policy["Statement"]}
    assert allowed == {
        ("dynamodb:PutItem",): ["arn:aws:dynamodb:us-east-1:000000000000:table/chain-sample-notes"],
        ("s3:PutObject",): ["arn:aws:s3:::chain-sample-papers/*"],
        ("sqs:SendMessage",): ["arn:aws:sqs:us-east-1:000000000000:chain-sample-notes-wanted-dead-letters"],
        ("secretsmanager:GetSecretValue",): [
            "arn:aws:secretsmanager:us-east-1:000000000000:secret:chain/sample/database-??????"
        ],
    }
    assert iam.list_role_policies(RoleName="chain-sample-tick")["PolicyNames"] == []


def test_a_secret_holds_the_value_of_the_platform(workshop: Workshop, platform: Platform) -> None:
    secrets = workshop.client("secretsmanager")
    secret = json.loads(secrets.get_secret_value(SecretId="chain/sample/database")["SecretString"])

    assert secret["url"] == workshop.endpoints.database
    assert len(secret["key"]) >= 32


def test_every_function_and_queue_has_its_alarm(workshop: Workshop, platform: Platform) -> None:
    alarms = workshop.client("cloudwatch").describe_alarms(AlarmNamePrefix="chain-sample-")["MetricAlarms"]

    assert {alarm["AlarmName"] for alarm in alarms} == {
        "chain-sample-errors-greet",
        "chain-sample-errors-api",
        "chain-sample-errors-claims",
        "chain-sample-errors-note",
        "chain-sample-errors-place",
        "chain-sample-errors-tick",
        "chain-sample-dead-notes-wanted",
        "chain-sample-dead-read-positions",
    }


def test_a_schedule_starts_its_function(workshop: Workshop, platform: Platform) -> None:
    schedule = workshop.client("scheduler").get_schedule(Name="chain-sample-tick")

    assert schedule["ScheduleExpression"] == "rate(1 hour)"
    assert schedule["Target"]["Arn"].endswith(":function:chain-sample-tick")


def test_the_api_is_open_only_where_declared(workshop: Workshop, platform: Platform) -> None:
    health = httpx.get(f"{platform.api_url}/v1/health")
    nobody = httpx.get(f"{platform.api_url}/v1/loads/1")

    assert (health.status_code, nobody.status_code) == (200, 401)
    assert health.json()["base"] == platform.api_url


@pytest.mark.parametrize(("path", "status"), [("/v1/loads/1", 401), ("", 404)])
def test_what_the_gateway_refuses_by_itself_is_a_problem(platform: Platform, path: str, status: int) -> None:
    refused = httpx.get(f"{platform.api_url}{path}")

    assert (refused.status_code, refused.json()["status"]) == (status, status)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers.get("www-authenticate") == ("Bearer" if status == 401 else None)


@pytest.mark.parametrize(
    ("role", "dot_number", "expected"), [("admin", None, None), ("carrier", 1234567, "1234567")]
)
def test_a_token_carries_role_workspace_and_carrier(
    workshop: Workshop, platform: Platform, role: str, dot_number: int | None, expected: str | None
) -> None:
    token = token_for(platform, role, "acme", dot_number)

    seen = httpx.get(f"{platform.api_url}/v1/loads/1", headers={"Authorization": token}).json()["claims"]

    assert claims(token)["cognito:groups"] == [role]
    assert seen["custom:workspace_id"] == "acme"
    assert seen.get("custom:dot_number") == expected


def test_two_workspaces_do_not_share_a_user(workshop: Workshop, platform: Platform) -> None:
    tokens = [token_for(platform, "admin", workspace) for workspace in ("acme", "globex", "acme")]

    assert [claims(token)["custom:workspace_id"] for token in tokens] == ["acme", "globex", "acme"]


def test_an_event_reaches_its_consumer(workshop: Workshop, platform: Platform) -> None:
    entry = {
        "EventBusName": "sample",
        "Source": "chain.sample",
        "DetailType": "NoteWanted",
        "Detail": json.dumps({"id": "note-1"}),
    }
    workshop.client("events").put_events(Entries=[entry])

    dynamodb = workshop.client("dynamodb")
    key = {"id": {"S": "note-1"}}
    eventually(lambda: dynamodb.get_item(TableName="chain-sample-notes", Key=key).get("Item"), "the note")


def test_a_record_of_a_stream_reaches_its_consumer(workshop: Workshop, platform: Platform) -> None:
    workshop.client("kinesis").put_record(
        StreamName="chain-sample-positions", Data=b"position-1", PartitionKey="truck-1"
    )

    dynamodb = workshop.client("dynamodb")
    key = {"id": {"S": "position-1"}}
    eventually(lambda: dynamodb.get_item(TableName="chain-sample-notes", Key=key).get("Item"), "the record")


def test_a_stream_mapping_gives_up_as_declared(workshop: Workshop, platform: Platform) -> None:
    found = workshop.client("lambda").list_event_source_mappings(FunctionName="chain-sample-place")
    mapping = found["EventSourceMappings"][0]

    assert mapping["EventSourceArn"].endswith(":stream/chain-sample-positions")
    assert mapping["BisectBatchOnFunctionError"]
    assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (2, 60)
    given_up = mapping["DestinationConfig"]["OnFailure"]["Destination"]
    assert given_up.endswith(":chain-sample-read-positions-dead-letters")


def test_a_run_of_the_machine_calls_its_task(workshop: Workshop, platform: Platform) -> None:
    states = workshop.client("stepfunctions")
    started = states.start_execution(
        stateMachineArn=f"{platform.state_machine_arn}:live", input='{"name": "carrier"}'
    )

    def ended() -> dict[str, Any] | None:
        run: dict[str, Any] = states.describe_execution(executionArn=started["executionArn"])
        return run if run["status"] != "RUNNING" else None

    run = eventually(ended, "the end of the run")
    assert run["status"] == "SUCCEEDED", run
    assert json.loads(run["output"]) == {"greeting": "hello carrier"}


def test_a_failed_run_is_logged_without_its_data(workshop: Workshop, platform: Platform) -> None:
    states, logs = workshop.client("stepfunctions"), workshop.client("logs")
    group = "/aws/vendedlogs/states/chain-sample-greeting"
    run = states.start_execution(stateMachineArn=f"{platform.state_machine_arn}:live", input='{"nobody": 1}')

    def logged() -> list[dict[str, Any]]:
        events = logs.filter_log_events(logGroupName=group)["events"]
        lines = [json.loads(event["message"]) for event in events]
        return [line for line in lines if line["execution_arn"] == run["executionArn"]]

    lines = eventually(lambda: [line for line in logged() if line["type"] == "ExecutionFailed"], "its log")
    assert lines[0]["details"].keys() <= {"error", "cause"}
    assert not any("nobody" in json.dumps(line["details"].get("input", "")) for line in logged())


def test_what_changed_in_the_declaration_is_changed(
    workshop: Workshop, platform: Platform, calls: list[str]
) -> None:
    change_declaration(workshop.root, "functions", "api", "memory", to=256)
    change_declaration(workshop.root, "subscriptions", "notes_wanted", "queue", "visibility", to=60)

    workshop.provision()

    configuration = workshop.client("lambda").get_function_configuration(FunctionName="chain-sample-api")
    assert configuration["MemorySize"] == 256
    assert "SetQueueAttributes" in calls

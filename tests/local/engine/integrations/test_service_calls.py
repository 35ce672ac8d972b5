"""DynamoDB, SQS, SNS, EventBridge and the SDK at large, against moto."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.engine.commands import InvokeTask, Pattern
from local.engine.driver.outside import Answer
from local.engine.integrations.calls import Invoke, service_invoke
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.failures import sdk_naming
from local.engine.integrations.resource import UnsupportedResourceError, parse_resource
from local.engine.integrations.service_calls import call_service
from local.engine.stimuli import TaskFailed, TaskSubmitted, TaskSucceeded


@pytest.fixture
def invoke() -> Iterator[Invoke]:
    with mock_aws():
        yield service_invoke(Services())


@pytest.fixture
def holds(invoke: Invoke) -> Any:
    """A table named `holds`."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    client.create_table(
        TableName="holds",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return client


@pytest.fixture
def queue(invoke: Invoke) -> Any:
    """A queue named `offers`; `receive()` answers the bodies."""
    client = boto3.client("sqs", region_name="us-east-1")
    url = client.create_queue(QueueName="offers")["QueueUrl"]

    class Queue:
        address = url

        def receive(self) -> list[str]:
            return [message["Body"] for message in client.receive_message(QueueUrl=url).get("Messages", [])]

    return Queue()


def task(action: str, parameters: Any, pattern: Pattern = Pattern.REQUEST_RESPONSE) -> InvokeTask:
    suffix = ".waitForTaskToken" if pattern is Pattern.WAIT_FOR_TASK_TOKEN else ""
    return InvokeTask(5, f"arn:aws:states:::{action}{suffix}", pattern, json.dumps(parameters))


def output_of(answer: Answer) -> Any:
    assert isinstance(answer, TaskSucceeded | TaskSubmitted), answer
    return json.loads(answer.output)


PUT = {"TableName": "holds", "Item": {"pk": {"S": "load-1"}, "n": {"N": "1"}}}


@pytest.mark.usefixtures("holds")
def test_items_are_put_got_updated_and_deleted(invoke: Invoke) -> None:
    key = {"TableName": "holds", "Key": {"pk": {"S": "load-1"}}}
    update = {
        "UpdateExpression": "SET n = n + :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "ALL_NEW",
    }

    invoke(task("dynamodb:putItem", PUT))
    updated = output_of(invoke(task("dynamodb:updateItem", key | update)))
    invoke(task("dynamodb:deleteItem", key))
    got = output_of(invoke(task("dynamodb:getItem", key)))

    assert updated["Attributes"]["n"] == {"N": "2"}
    assert updated["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert "Item" not in got


@pytest.mark.usefixtures("holds")
@pytest.mark.parametrize(
    ("action", "error", "service"),
    [
        (
            "dynamodb:putItem",
            "DynamoDB.ConditionalCheckFailedException",
            "AmazonDynamoDBv2; Status Code: 400",
        ),
        (
            "aws-sdk:dynamodb:putItem",
            "DynamoDb.ConditionalCheckFailedException",
            "DynamoDb, Status Code: 400",
        ),
    ],
)
def test_a_failed_condition_is_named_as_on_aws(invoke: Invoke, action: str, error: str, service: str) -> None:
    invoke(task("dynamodb:putItem", PUT))

    answer = invoke(task(action, PUT | {"ConditionExpression": "attribute_not_exists(pk)"}))

    assert isinstance(answer, TaskFailed)
    assert answer.error == error
    assert answer.cause is not None
    assert f"(Service: {service}" in answer.cause


def test_an_error_that_the_model_does_not_know_gets_the_services_name(invoke: Invoke) -> None:
    empty = {"TableName": "holds", "Key": {}}

    answer = invoke(task("dynamodb:getItem", empty | {"TableName": "x"}))

    assert isinstance(answer, TaskFailed)
    assert answer.error in {"DynamoDB.ResourceNotFoundException", "DynamoDB.AmazonDynamoDBException"}


def test_a_message_may_be_json(invoke: Invoke, queue: Any) -> None:
    body = {"load": "L1", "token": "t"}

    answer = invoke(task("sqs:sendMessage", {"QueueUrl": queue.address, "MessageBody": body}))

    assert set(output_of(answer)) >= {"MessageId", "MD5OfMessageBody", "SdkHttpMetadata"}
    assert [json.loads(received) for received in queue.receive()] == [body]


def test_a_message_with_a_token_is_submitted(invoke: Invoke, queue: Any) -> None:
    parameters = {"QueueUrl": queue.address, "MessageBody": "text"}

    answer = invoke(task("sqs:sendMessage", parameters, Pattern.WAIT_FOR_TASK_TOKEN))

    assert isinstance(answer, TaskSubmitted)
    assert queue.receive() == ["text"]


def test_events_are_put_and_their_detail_may_be_json(invoke: Invoke) -> None:
    entry = {"Source": "chain.booking", "DetailType": "LoadPosted", "Detail": {"load_id": "L1"}}

    answer = output_of(invoke(task("events:putEvents", {"Entries": [entry]})))

    assert answer["FailedEntryCount"] == 0
    assert set(answer) == {"Entries", "FailedEntryCount"}


def resources_put(action: str, entry: dict[str, Any]) -> Any:
    """The Resources that are sent for the entry of a run of these two ARNs."""
    clients, sent = Clients(Services()), []
    put = replace(task(action, {"Entries": [entry]}), caller=("arn:of:execution", "arn:of:machine"))
    hooks = clients.client("events", put.region).meta.events
    hooks.register("provide-client-params.eventbridge.PutEvents", lambda params, **_: sent.append(params))
    call_service(clients, put, parse_resource(put.resource))
    (request,) = sent
    return request["Entries"][0].get("Resources")


@pytest.mark.usefixtures("invoke")
def test_events_name_the_execution_and_its_machine() -> None:
    entry = {"Source": "chain.booking", "DetailType": "LoadPosted", "Detail": {}}
    arns = ["arn:of:execution", "arn:of:machine"]

    assert resources_put("events:putEvents", entry) == arns
    assert resources_put("events:putEvents", entry | {"Resources": ["load/L1"]}) == ["load/L1", *arns]
    assert resources_put("aws-sdk:eventbridge:putEvents", entry) is None


def test_a_failed_entry_fails_the_task(invoke: Invoke) -> None:
    entry = {"Source": "chain.booking", "DetailType": "LoadPosted", "Detail": "no json"}

    answer = invoke(task("events:putEvents", {"Entries": [entry]}))

    assert isinstance(answer, TaskFailed)
    assert answer.error == "EventBridge.FailedEntry"
    assert answer.cause is not None
    assert json.loads(answer.cause)["FailedEntryCount"] == 1


def test_the_sdk_at_large_answers_in_pascal_case_with_iso_dates(invoke: Invoke) -> None:
    boto3.client("secretsmanager", region_name="us-east-1").create_secret(Name="key", SecretString="s")

    listed = output_of(invoke(task("aws-sdk:secretsmanager:listSecrets", {})))

    secret = listed["SecretList"][0]
    assert secret["Name"] == "key"
    assert secret["CreatedDate"].endswith("Z")
    assert "SdkHttpMetadata" not in listed


def test_lower_case_members_are_reached_by_pascal_case(invoke: Invoke) -> None:
    answer = invoke(task("aws-sdk:sfn:describeStateMachine", {"StateMachineArn": "arn:aws:states:::nothing"}))

    assert isinstance(answer, TaskFailed)
    assert answer.error is not None
    assert answer.error.startswith("Sfn.")


def test_an_unknown_member_is_refused_before_it_is_sent(invoke: Invoke) -> None:
    answer = invoke(task("dynamodb:getItem", {"TableName": "holds", "Keys": {}}))

    assert isinstance(answer, TaskFailed)
    assert answer.error == "DynamoDB.SdkClientException"


@pytest.mark.parametrize(
    "action", ["dynamodb:query", "aws-sdk:dynamodb:fly", "aws-sdk:nothing:get", "s3:getObject"]
)
def test_other_resources_are_unsupported(invoke: Invoke, action: str) -> None:
    with pytest.raises(UnsupportedResourceError):
        invoke(task(action, {}))


@pytest.mark.parametrize(
    ("service_id", "prefix"),
    [
        ("DynamoDB", "DynamoDb"),
        ("SFN", "Sfn"),
        ("S3", "S3"),
        ("Secrets Manager", "SecretsManager"),
        ("EventBridge",) * 2,
    ],
)
def test_sdk_prefixes_follow_the_sdk_for_java(service_id: str, prefix: str) -> None:
    assert sdk_naming(service_id).prefix == prefix

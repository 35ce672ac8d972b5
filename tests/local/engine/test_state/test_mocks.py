"""Mocked results and errors: what they must be, and what follows from them."""

import json
from typing import Any

import pytest

from local.engine.test_state.request import RefusedTestError
from tests.local.engine.test_state.trials import ERROR, each, machine, task, tried

DEBUG = "DEBUG"
RETRY = [{"ErrorEquals": ["Slow"]}, {"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 3}]
CATCH = [{"ErrorEquals": ["Slow"], "Next": "Wait"}, {"ErrorEquals": ["States.ALL"], "Next": "Review"}]
BRANCH = {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}}


def parallel(**fields: Any) -> dict[str, Any]:
    branches = [BRANCH, {"StartAt": "C", "States": {"C": {"Type": "Pass", "End": True}}}]
    return {"Type": "Parallel", "Branches": branches, "End": True, **fields}


def test_a_mocked_error_fails_the_state() -> None:
    assert tried(task(), mock=ERROR) == {"status": "FAILED", "error": "Busy", "cause": "try later"}


@pytest.mark.parametrize(
    ("retries", "status", "details"),
    [
        (0, "RETRIABLE", {"retryIndex": 1, "retryBackoffIntervalSeconds": 2}),
        (2, "RETRIABLE", {"retryIndex": 1, "retryBackoffIntervalSeconds": 8}),
        (3, "FAILED", {"retryIndex": 1}),
    ],
)
def test_retries_that_have_been_made_count(retries: int, status: str, details: dict[str, int]) -> None:
    configuration = {"retrierRetryCount": retries}

    answer = tried(task(Retry=RETRY), mock=ERROR, stateConfiguration=configuration, inspectionLevel=DEBUG)

    assert (answer["status"], answer["inspectionData"]["errorDetails"]) == (status, details)
    assert "nextState" not in answer


def test_a_caught_error_goes_to_its_catcher() -> None:
    state = task(Catch=CATCH, ResultPath="$.verdict")

    answer = tried(state, given={"dot": 7}, mock=ERROR, inspectionLevel=DEBUG)

    assert (answer["status"], answer["nextState"]) == ("CAUGHT_ERROR", "Review")
    assert answer["output"] == {"Error": "Busy", "Cause": "try later"}
    assert answer["inspectionData"]["errorDetails"] == {"catchIndex": 1}


def test_a_mocked_runtime_error_passes_every_handler_by() -> None:
    handlers = {"Retry": [{"ErrorEquals": ["States.Runtime"]}], "Catch": CATCH}

    answer = tried(task(**handlers), mock={"errorOutput": {"error": "States.Runtime"}})

    assert answer == {"status": "FAILED", "error": "States.Runtime"}


def test_a_catcher_may_assign_and_its_failure_fails_the_state() -> None:
    assigning = [{**CATCH[1], "Assign": {"why.$": "$.Error"}}]
    failing = [{**CATCH[1], "Assign": {"why.$": "$.nowhere"}}]

    answer = tried(task(Catch=assigning), mock=ERROR, inspectionLevel=DEBUG)

    assert answer["inspectionData"]["variables"] == {"why": "Busy"}
    assert tried(task(Catch=failing), mock=ERROR)["error"] == "States.Runtime"


def test_a_map_shows_its_items_and_limits() -> None:
    state = each(
        ItemsPath="$.stops",
        ItemSelector={"stop.$": "$$.Map.Item.Value", "number.$": "$$.Map.Item.Index"},
        MaxConcurrency=2,
        ToleratedFailurePercentage=50,
        ResultPath="$.done",
    )
    given = {"stops": ["pickup", "delivery"]}

    answer = tried(state, given=given, mock={"result": "[1, 2]"}, inspectionLevel=DEBUG)

    assert answer["output"] == {**given, "done": [1, 2]}
    assert answer["inspectionData"] == {
        "input": given,
        "afterInputPath": given,
        "afterItemsPath": ["pickup", "delivery"],
        "afterItemSelector": [{"stop": "pickup", "number": 0}, {"stop": "delivery", "number": 1}],
        "maxConcurrency": 2,
        "toleratedFailurePercentage": 50.0,
        "afterResultSelector": [1, 2],
        "afterResultPath": {**given, "done": [1, 2]},
    }


@pytest.mark.parametrize(
    ("tolerance", "failed", "status"),
    [
        ({"ToleratedFailureCount": 1}, 1, "SUCCEEDED"),
        ({"ToleratedFailureCount": 1}, 2, "FAILED"),
        ({"ToleratedFailurePercentage": 50}, 1, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 49}, 1, "FAILED"),
        ({}, 2, "SUCCEEDED"),
    ],
)
def test_failed_iterations_are_tolerated_up_to_the_threshold(
    tolerance: dict[str, int], failed: int, status: str
) -> None:
    answer = tried(
        each(**tolerance),
        given=[1, 2],
        mock={"result": "[1]"},
        stateConfiguration={"mapIterationFailureCount": failed},
    )

    assert answer["status"] == status
    assert answer.get("error") in (None, "States.ExceedToleratedFailureThreshold")


def test_a_parallel_hands_its_mocked_results_on() -> None:
    answer = tried(parallel(ResultPath="$.both"), given={"a": 1}, mock={"result": "[1, 2]"})

    assert answer["output"] == {"a": 1, "both": [1, 2]}


def test_a_given_context_is_all_that_a_mocked_state_sees() -> None:
    state = task(ResultSelector={"context.$": "$$"})

    answer = tried(state, context='{"State": {"Name": "Offer"}}', mock={"result": "{}"})

    assert answer["output"] == {"context": {"State": {"Name": "Offer"}}}


CALLBACK = task(Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken")


@pytest.mark.parametrize(
    ("state", "request_", "name", "message"),
    [
        (
            {"Type": "Pass", "End": True},
            {"mock": {"result": "1"}},
            "ValidationException",
            "State type 'Pass'",
        ),
        (each(), {}, "InvalidDefinition", "does not support Map or Parallel"),
        (parallel(), {}, "InvalidDefinition", "does not support Map or Parallel"),
        (CALLBACK, {}, "InvalidDefinition", "sendMessage.waitForTaskToken unless a mock"),
        (task(), {"context": "{}"}, "ValidationException", "context can only"),
        (task(), {"context": "[]", "mock": ERROR}, "ValidationException", "context must be a JSON object"),
        (task(), {"variables": "{half"}, "ValidationException", "variables must be valid JSON"),
        (task(), {"mock": {"result": "1", **ERROR}}, "ValidationException", "only one of the following"),
        (task(), {"mock": {}}, "ValidationException", "must have a result"),
        (task(), {"mock": {"result": "{half"}}, "ValidationException", "must be valid JSON"),
        (task(), {"mock": ERROR, "revealSecrets": True}, "ValidationException", "RevealSecrets"),
        (each(), {"mock": {"result": "{}"}}, "ValidationException", "must be an array"),
        (parallel(), {"mock": {"result": "[1]"}}, "ValidationException", "same number of items"),
        (task(), {"input": "half"}, "InvalidExecutionInput", "Execution Input: 'Unrecognized token 'half'"),
        (task(), {}, "ValidationException", "RoleArn must be specified when testing a Task state"),
        (machine(A=task()), {"stateName": "B"}, "ValidationException", "State not found in definition"),
    ],
)
def test_what_cannot_be_tested_is_refused_in_the_services_words(
    state: dict[str, Any], request_: dict[str, Any], name: str, message: str
) -> None:
    with pytest.raises(RefusedTestError, match=message) as refused:
        tried(state, **request_)

    assert refused.value.name == name


PUT = "arn:aws:states:::events:putEvents"
START = "arn:aws:states:::aws-sdk:sfn:startExecution"
FUNCTION = "arn:aws:states:::aws-sdk:lambda:getFunction"
GET = "arn:aws:states:::aws-sdk:s3:getObject"
ENCRYPT = "arn:aws:states:::aws-sdk:kms:encrypt"


@pytest.mark.parametrize(
    ("resource", "result", "problem"),
    [
        (PUT, {"Entries": {}}, "Field 'Entries' must be an array"),
        (PUT, {"Entries": [{}, {"EventId": 1}]}, "Field 'EventId' must be a string"),
        (PUT, {"FailedEntryCount": "0"}, "Field 'FailedEntryCount' must be a number"),
        (PUT, {"FailedEntryCount": True}, "Field 'FailedEntryCount' must be a number"),
        (START, {"StartDate": "2027-03-14T08:00:00Z"}, "Required field 'ExecutionArn' is missing"),
        (START, {"ExecutionArn": "a", "StartDate": 1}, "Field 'StartDate' must be a string"),
        (FUNCTION, {"Configuration": {"MemorySize": 1}}, "Field 'MemorySize' is less than the minimum value"),
        (FUNCTION, {"Configuration": []}, "Field 'Configuration' must be an object"),
        (GET, {"StorageClass": "ATTIC"}, "Field 'StorageClass' is not an expected value"),
        (GET, {"DeleteMarker": "no"}, "Field 'DeleteMarker' must be a boolean"),
        (ENCRYPT, {"CiphertextBlob": ""}, "Field 'CiphertextBlob' is smaller than the minimum length"),
    ],
)
def test_a_result_must_be_one_that_the_service_could_give(
    resource: str, result: dict[str, Any], problem: str
) -> None:
    with pytest.raises(RefusedTestError, match=f"Mock result schema validation error: {problem}"):
        tried(task(Resource=resource), mock={"result": json.dumps(result)})


@pytest.mark.parametrize(
    ("resource", "result", "mode"),
    [
        (PUT, {"unknown": 1}, "STRICT"),
        (START, {}, "PRESENT"),
        (START, {"StartDate": 1}, "NONE"),
        ("arn:aws:states:::apigateway:invoke", {"any": 1}, "STRICT"),
        ("arn:aws:states:::states:startExecution.sync:2", {"any": 1}, "PRESENT"),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", [1], "STRICT"),
    ],
)
def test_what_is_not_checked_passes(resource: str, result: Any, mode: str) -> None:
    mock = {"result": json.dumps(result), "fieldValidationMode": mode}

    assert tried(task(Resource=resource), mock=mock)["output"] == result


def distributed(**fields: Any) -> dict[str, Any]:
    processor = {**BRANCH, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    return {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}


def reader(**config: Any) -> dict[str, Any]:
    resource = "arn:aws:states:::s3:getObject"
    return {"Resource": resource, "ReaderConfig": config, "Parameters": {"Bucket": "b", "Key": "k"}}


@pytest.mark.parametrize(
    ("config", "data", "seen"),
    [
        ({"InputType": "JSON", "ItemsPointer": "/stops"}, '{"stops": [1, 2]}', {"afterItemsPointer": [1, 2]}),
        ({"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}, "mc,dot\n1,2\n", {}),
    ],
)
def test_what_an_item_reader_would_have_read_is_given(
    config: dict[str, Any], data: str, seen: dict[str, Any]
) -> None:
    state = distributed(
        ItemReader=reader(**config), ItemSelector={"item.$": "$$.Map.Item.Value"}, ToleratedFailureCount=1
    )

    answer = tried(
        state,
        mock={"result": "[]"},
        stateConfiguration={"mapItemReaderData": data},
        inspectionLevel=DEBUG,
    )

    items = seen.get("afterItemsPointer", [{"mc": "1", "dot": "2"}])
    inspected = answer["inspectionData"]
    assert inspected["afterItemSelector"] == [{"item": item} for item in items]
    assert inspected.get("afterItemsPointer") == seen.get("afterItemsPointer")
    assert "afterItemsPath" not in inspected


def test_reader_data_that_cannot_be_read_fails_the_state() -> None:
    state = distributed(ItemReader=reader(InputType="JSON"))

    answer = tried(state, mock={"result": "[]"}, stateConfiguration={"mapItemReaderData": "{half"})

    assert (answer["status"], answer["error"]) == ("FAILED", "States.ItemReaderFailed")


def test_batches_are_shown_as_the_children_get_them() -> None:
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"lane": "L-C"}}

    answer = tried(
        distributed(ItemBatcher=batcher), given=[1, 2, 3], mock={"result": "[]"}, inspectionLevel=DEBUG
    )

    assert answer["inspectionData"]["afterItemBatcher"] == [
        {"BatchInput": {"lane": "L-C"}, "Items": [1, 2]},
        {"BatchInput": {"lane": "L-C"}, "Items": [3]},
    ]


def test_a_result_writer_makes_an_object_of_the_result() -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}
    state = distributed(ResultWriter=writer)

    assert tried(state, given=[1], mock={"result": '{"MapRunArn": "m"}'})["output"] == {"MapRunArn": "m"}
    with pytest.raises(RefusedTestError, match=r"Mocked result must be a JSON object\."):
        tried(state, given=[1], mock={"result": "[1]"})

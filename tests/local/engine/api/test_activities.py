"""Activities: workers that ask for their tasks."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine.activity_tasks import ActivityTask, ActivityTasks
from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import sequence

SIGN = "arn:aws:states:us-east-1:000000000000:activity:sign"


def signing(**members: Any) -> str:
    return sequence(Sign={"Type": "Task", "Resource": SIGN, **members})


def poll(bench: Bench, worker: str | None = None) -> dict[str, Any]:
    request = {"activityArn": SIGN} | ({"workerName": worker} if worker else {})
    return bench.engine.call("GetActivityTask", request)


@pytest.fixture
def activity(bench: Bench) -> str:
    arn: str = bench.engine.call("CreateActivity", {"name": "sign"})["activityArn"]
    return arn


def test_a_worker_gets_its_task_and_ends_it(client: Any, bench: Bench, activity: str) -> None:
    run = bench.start(bench.machine(signing()), text='{"load":1}')

    task = client.get_activity_task(activityArn=activity, workerName="pat")
    client.send_task_success(taskToken=task["taskToken"], output='"signed"')

    assert task["input"] == '{"load":1}'
    assert bench.described(run)["output"] == '"signed"'
    assert bench.types(run)[2:5] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]
    history = client.get_execution_history(executionArn=run)["events"]
    assert history[3]["activityStartedEventDetails"] == {"workerName": "pat"}


def test_a_worker_may_fail_its_task(bench: Bench, activity: str) -> None:
    run = bench.start(bench.machine(signing()))

    token = poll(bench)["taskToken"]
    bench.engine.call("SendTaskFailure", {"taskToken": token, "error": "Refused", "cause": "bad rate"})

    described = bench.described(run)
    assert (described["error"], described["cause"]) == ("Refused", "bad rate")
    assert bench.types(run)[4] == "ActivityFailed"


def test_no_task_no_token(bench: Bench, activity: str) -> None:
    assert poll(bench) == {}


def test_tasks_go_out_once_and_in_order(bench: Bench, activity: str) -> None:
    machine = bench.machine(signing())
    for number in range(3):
        bench.start(machine, f"run-{number}", str(number))

    assert [poll(bench).get("input") for _ in range(4)] == ["0", "1", "2", None]


def test_a_poll_waits_for_a_task() -> None:
    tasks, taken = ActivityTasks(), []
    worker = threading.Thread(target=lambda: taken.append(tasks.take(SIGN, 30)))
    worker.start()
    while not tasks.pollers(SIGN):
        worker.join(0.001)
        assert worker.is_alive()

    tasks.offer(SIGN, ActivityTask(7, 3))
    worker.join(30)

    assert taken == [ActivityTask(7, 3)]
    assert tasks.pollers(SIGN) == 0


def test_pollers_go_home_when_the_engine_closes() -> None:
    tasks, taken = ActivityTasks(), []
    worker = threading.Thread(target=lambda: taken.append(tasks.take(SIGN, 30)))
    worker.start()
    while not tasks.pollers(SIGN):
        worker.join(0.001)
        assert worker.is_alive()

    tasks.close()
    worker.join(30)

    assert taken == [None]


def test_a_task_that_timed_out_goes_to_nobody(bench: Bench, activity: str) -> None:
    machine = bench.machine(signing(TimeoutSeconds=60))
    late = bench.start(machine, "late", '"late"')
    bench.engine.advance(timedelta(seconds=60))
    bench.start(machine, "fresh", '"fresh"')

    assert poll(bench)["input"] == '"fresh"'
    assert bench.described(late)["error"] == "States.Timeout"
    assert poll(bench) == {}


def test_the_heart_beats_from_the_poll_on(bench: Bench, activity: str) -> None:
    run = bench.start(bench.machine(signing(HeartbeatSeconds=60)))
    bench.engine.advance(timedelta(seconds=600))
    token = poll(bench)["taskToken"]
    bench.engine.advance(timedelta(seconds=59))
    bench.engine.call("SendTaskHeartbeat", {"taskToken": token})
    bench.engine.advance(timedelta(seconds=59))
    alive = bench.status(run)

    bench.engine.advance(timedelta(seconds=1))

    assert alive == "RUNNING"
    assert bench.described(run)["error"] == "States.Timeout"


def test_a_task_that_nobody_took_is_offered_again_after_a_restart(engine_database: str) -> None:
    invoke = functions_in_process({})
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        bench = Bench(engine, Functions())
        engine.call("CreateActivity", {"name": "sign"})
        machine = bench.machine(signing())
        bench.start(machine, "taken", '"taken"')
        token = poll(bench)["taskToken"]
        bench.start(machine, "waiting", '"waiting"')

    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        engine.settle()
        bench = Bench(engine, Functions())

        assert [poll(bench).get("input"), poll(bench).get("input")] == ['"waiting"', None]
        engine.call("SendTaskSuccess", {"taskToken": token, "output": "{}"})


def test_the_task_of_an_unknown_activity_fails(bench: Bench) -> None:
    run = bench.start(bench.machine(signing()))

    described = bench.described(run)
    assert (described["error"], described["cause"]) == (
        "States.Runtime",
        f"The activity {SIGN} does not exist.",
    )


def test_activities_are_made_once_described_listed_and_deleted(client: Any) -> None:
    made = [client.create_activity(name=name) for name in ("sign", "call", "sign")]

    described = client.describe_activity(activityArn=SIGN)
    pages = client.get_paginator("list_activities").paginate(PaginationConfig={"PageSize": 1})

    assert (described["name"], described["creationDate"]) == ("sign", made[0]["creationDate"])
    assert made[2]["creationDate"] == made[0]["creationDate"]
    assert [[shown["name"] for shown in page["activities"]] for page in pages] == [["call"], ["sign"]]
    client.delete_activity(activityArn=SIGN)
    client.delete_activity(activityArn=SIGN)
    for ask_for in (client.describe_activity, client.get_activity_task):
        with pytest.raises(ClientError) as error:
            ask_for(activityArn=SIGN)
        assert error.value.response["Error"]["Code"] == "ActivityDoesNotExist"
        assert error.value.response["Error"]["Message"] == f"Activity Does Not Exist: '{SIGN}'"


def test_activities_have_tags(client: Any) -> None:
    client.create_activity(name="sign", tags=[{"key": "team", "value": "booking"}])

    client.tag_resource(resourceArn=SIGN, tags=[{"key": "stage", "value": "test"}])

    tags = client.list_tags_for_resource(resourceArn=SIGN)["tags"]
    assert {tag["key"]: tag["value"] for tag in tags} == {"team": "booking", "stage": "test"}

"""TestState: one state tried out. What is not mocked is called as a run would call it."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOutError
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from local.engine.api.errors import ApiError, ErrorName
from local.engine.asl.errors import TIMEOUT, InvalidDefinition
from local.engine.asl.payload import Payload
from local.engine.asl.states import TaskState
from local.engine.commands import InvokeTask
from local.engine.driver.outside import Answer, Invocation
from local.engine.stimuli import TaskFailed
from local.engine.test_state.request import RefusedTestError, read_question
from local.engine.test_state.surroundings import Surroundings
from local.engine.test_state.testing import try_state
from local.engine.test_state.working import StatedError

if TYPE_CHECKING:
    from local.engine.engine import Engine

_LONGEST_SECONDS = 300
# a test belongs to no execution of the journal
_NO_RUN = 0


def test_state(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Five minutes at most, then States.Timeout (AWS, TestState)."""
    surroundings = _surroundings(engine)

    def call(state: TaskState, parameters: Payload) -> str:
        return _result(_within_time(engine, _invocation(engine, surroundings, state, parameters)))

    try:
        return try_state(read_question(request), surroundings, call)
    except InvalidDefinition as invalid:
        raise ApiError(ErrorName.INVALID_DEFINITION, str(invalid)) from invalid
    except RefusedTestError as refused:
        raise ApiError(ErrorName(refused.name), refused.message) from refused


def _surroundings(engine: "Engine") -> Surroundings:
    machine, name = str(uuid4()), str(uuid4())
    return Surroundings(
        execution_arn=engine.account.express_arn(machine, name),
        machine_arn=engine.account.machine_arn(machine),
        task_token=str(uuid4()),
        now=engine.clock.now(),
        random=engine.random,
    )


def _invocation(
    engine: "Engine", surroundings: Surroundings, state: TaskState, parameters: Payload
) -> Invocation:
    task = InvokeTask(
        task_id=engine.random.getrandbits(62),
        resource=state.resource.arn,
        pattern=state.resource.pattern,
        parameters=parameters.text,
        region=engine.account.region,
        caller=(surroundings.execution_arn, surroundings.machine_arn),
    )
    return Invocation(_NO_RUN, task)


def _within_time(engine: "Engine", invocation: Invocation) -> Answer | None:
    caller = ThreadPoolExecutor(max_workers=1, thread_name_prefix="test-state")
    try:
        return caller.submit(engine.world.invoke, invocation).result(_LONGEST_SECONDS)
    except TimedOutError:
        raise StatedError(TIMEOUT, None) from None
    finally:
        caller.shutdown(wait=False)


def _result(answer: Answer | None) -> str:
    if answer is None:
        raise StatedError("States.Runtime", "A task that waits for an execution needs a mock to be tested")
    if isinstance(answer, TaskFailed):
        raise StatedError(answer.error, answer.cause)
    return answer.output

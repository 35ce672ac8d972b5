"""A claim looks around once more, and what a text changes leaves a person's hold alone."""

from typing import Any
from unittest.mock import patch

import pytest

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.conversation_rows import thread_of
from lambdas.messaging.conversations import Inbound
from lambdas.messaging.identifiers import thread_id_of
from lambdas.messaging.tasks import send_message
from tests.lambdas.messaging.surroundings import DRIVER, MESSAGE, ORIGIN, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun


def meanwhile(run: MessageRun, happens: Any) -> Any:
    """Something happens between what a visit reads and its claim, once."""
    claim, waiting = send_message._claim, [happens]

    def claimed(*about: Any) -> Any:
        if waiting:
            waiting.pop()()
        return claim(*about)

    return patch.object(send_message, "_claim", claimed)


def test_a_stop_between_reading_and_claiming_is_obeyed(run: MessageRun) -> None:
    # given
    run.plan(a_plan("before"))

    def stop() -> None:
        at = run.dependencies.clock()
        receive_text(run.dependencies, Inbound("stop", DRIVER, ORIGIN, "STOP", at))

    # when
    planned = a_plan("other", body="Second")
    with meanwhile(run, stop):
        run.plan(planned)
        run.advance(120)

    # then
    assert "Second" not in [sent.body for sent in run.providers.sent]
    assert run.message(planned.message_id)["reason"] == "opted_out"


def test_a_text_leaves_the_hold_of_its_thread_alone(run: MessageRun) -> None:
    # given
    run.plan(a_plan())
    thread_id = run.message()["thread_id"]
    [row] = run.sql(
        "SELECT to_jsonb(threads.*) || jsonb_build_object('facts', NULL) AS thread FROM messaging.threads"
    )
    run.sql("UPDATE messaging.threads SET held_by = 'kim', held_at = now()")

    # when
    written = thread_of(row["thread"])
    assert "held_by" not in written.as_row()
    run.write("When do I load?")

    # then
    assert run.sql("SELECT thread_id, held_by FROM messaging.threads") == [
        {"thread_id": thread_id, "held_by": "kim"}
    ]


@pytest.mark.parametrize("load_id", [None, MESSAGE])
def test_workspaces_share_no_thread(load_id: Any) -> None:
    assert thread_id_of("acme", ORIGIN, DRIVER, load_id) != thread_id_of("borealis", ORIGIN, DRIVER, load_id)

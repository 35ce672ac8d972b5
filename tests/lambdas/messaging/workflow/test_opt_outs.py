"""Opt-outs on the real machine: what is confirmed, what ends, and what may go out again."""

from tests.lambdas.messaging.surroundings import a_plan
from tests.lambdas.messaging.workflow.questions import with_question
from tests.lambdas.messaging.workflow.run import MessageRun


def test_stop_is_confirmed_once_and_ends_everything(run: MessageRun) -> None:
    # given
    with_question(run)

    # when
    run.write("please stop texting me")
    run.write("STOP!!", "t2")
    run.plan(a_plan("two"))

    # then
    texts = [outgoing.body for outgoing in run.providers.sent]
    assert len(texts) == 2
    assert "unsubscribed" in texts[1]
    assert run.published().count("OptedOut") == 2
    assert run.message(a_plan("two").message_id)["reason"] == "opted_out"


def test_start_lets_messages_go_out_again(run: MessageRun) -> None:
    # given
    with_question(run)
    run.write("STOP")

    # when
    run.write("START", "t2")
    run.plan(a_plan("two"))

    # then
    assert run.message(a_plan("two").message_id)["status"] == "PROVIDER_ACCEPTED"
    [revoked, granted] = run.sql("SELECT kind, source_text FROM messaging.consents ORDER BY position")
    assert (revoked["kind"], granted["source_text"]) == ("revoked", "START")


def test_the_confirmation_of_an_opt_out_comes_in_five_minutes_or_never(run: MessageRun) -> None:
    # given
    with_question(run)
    run.sql("UPDATE messaging.deliveries SET claimed_at = claimed_at + interval '30 minutes'")
    run.sql(
        """INSERT INTO messaging.workspaces (workspace_id, policy)
        VALUES ('acme', '{"sends_per_minute": 1}')"""
    )

    # when
    run.write("STOP")
    run.advance(400)

    # then
    assert len(run.providers.sent) == 1
    assert "too_late_to_confirm" in [
        row["reason"] for row in run.sql("SELECT reason FROM messaging.messages")
    ]

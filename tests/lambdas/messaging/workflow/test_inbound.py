"""What people write: it ends the question that it answers, opts them out, or asks for a person."""

from typing import Any
from uuid import UUID

import pytest

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.consumers import receive_texts
from lambdas.messaging.conversations import Inbound
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.notifications import a_text
from tests.lambdas.messaging.surroundings import DRIVER, MESSAGE, SENDER, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

MAILBOX = "sam@roe.example"
LOAD, OTHER = UUID(int=1), UUID(int=2)
OFFER = UUID(int=9)
ASKS: dict[str, Any] = {"expects_reply": True, "reply_seconds": 1_800}
OFFERED = {
    "load_number": "48000",
    "offers": {str(OFFER): {"amount": 185_000}},
    "stops": [{"sequence": 1, "time_zone": "America/Chicago"}],
}


def asked(run: MessageRun, **changes: Any) -> None:
    run.plan(a_plan(handling=ASKS, **changes))
    run.receive("DELIVERED")


def offered(run: MessageRun) -> None:
    run.project(LOAD, OFFERED)
    handling = {**ASKS, "asks": "offer", "obsolete_after": None}
    run.plan(a_plan(handling=handling, load_id=LOAD, subject_id=f"offer:{OFFER}"))
    run.receive("DELIVERED")


def test_a_reply_ends_the_wait(run: MessageRun) -> None:
    # given
    asked(run)

    # when
    run.write("On my way, be there in 30 min")

    # then
    assert run.states() == [
        "PLANNED",
        "DECIDED",
        "SENDING",
        "DECIDED",
        "AWAITING_REPLY",
        "DECIDED",
        "REPLIED",
    ]
    assert run.message()["status"] == "REPLIED"
    assert run.details("ReplyReceived")[0]["message_id"] == str(MESSAGE)


def test_a_reply_that_overtakes_its_receipt_ends_the_wait_too(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling=ASKS))

    # when
    run.write("ok")
    run.receive("DELIVERED")

    # then
    assert run.states()[-1] == "REPLIED"
    assert len(run.providers.sent) == 1


@pytest.mark.parametrize(
    ("body", "intent", "amount"),
    [("YES", "accept", None), ("1850", "accept", 185_000), ("2100", "counter", 210_000)],
)
def test_an_answer_to_an_offer_names_the_offer(
    run: MessageRun, body: str, intent: str, amount: int | None
) -> None:
    # given
    offered(run)

    # when
    run.write(body)

    # then
    [reply] = run.details("ReplyReceived")
    assert (reply["intent"], reply["subject_id"]) == (intent, f"offer:{OFFER}")
    assert reply["amount"] in (amount, 185_000)


@pytest.mark.parametrize("text_id", ["t1", "t2"])
def test_a_text_that_comes_twice_is_taken_once(run: MessageRun, text_id: str) -> None:
    # given
    offered(run)

    # when
    run.write("YES")
    run.write("yes ", text_id)

    # then
    assert len(run.details("ReplyReceived")) == 1


def test_stop_is_confirmed_once_and_ends_everything(run: MessageRun) -> None:
    # given
    asked(run)

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
    asked(run)
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
    asked(run)
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


def test_which_load_is_asked_when_a_driver_has_two(run: MessageRun) -> None:
    # given
    for key, load in (("one", LOAD), ("two", OTHER)):
        run.project(load, {"load_number": str(48_000 + load.int)})
        run.plan(a_plan(key, load_id=load, handling={**ASKS, "obsolete_after": None}))

    # when
    run.write("Arrived")

    # then
    assert "48001" in run.providers.sent[-1].body
    assert "48002" in run.providers.sent[-1].body
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "several_loads"
    run.write("arrived 48002", "t2")
    assert run.message(a_plan("two").message_id)["status"] == "REPLIED"


def with_two_offers(run: MessageRun) -> None:
    for key, load in (("one", LOAD), ("two", OTHER)):
        offer = str(UUID(int=10 + load.int))
        facts = {**OFFERED, "load_number": str(48_000 + load.int), "offers": {offer: {"amount": 185_000}}}
        run.project(load, facts)
        handling = {**ASKS, "asks": "offer", "obsolete_after": None}
        run.plan(a_plan(key, load_id=load, handling=handling, subject_id=f"offer:{offer}"))


@pytest.mark.parametrize("answers_the_question", [True, False])
@pytest.mark.parametrize(
    ("body", "named", "intent", "amount"),
    [
        ("YES", "48002", "accept", None),
        ("2100", "#48002 please", "counter", 210_000),
        ("not interested", "its for 48002", "decline", None),
    ],
)
def test_what_was_written_before_we_asked_counts_for_the_load_that_is_named(  # noqa: PLR0917
    run: MessageRun, body: str, named: str, intent: str, amount: int | None, answers_the_question: bool
) -> None:
    # given
    with_two_offers(run)
    run.write(body)
    [question] = [text for text in run.providers.sent if "Which load" in text.body]

    # when: AWS says that it answers what was sent last, which is our question
    number = run.providers.sent.index(question) + 1
    run.write(named, "t2", answers=f"provider-{number}" if answers_the_question else None)

    # then
    unplaced, reply = run.details("ReplyReceived")
    assert (unplaced["intent"], unplaced["subject_id"]) == ("unknown", None)
    assert (reply["intent"], reply["amount"]) == (intent, amount)
    assert reply["subject_id"] == f"offer:{UUID(int=12)}"
    assert run.message(a_plan("two").message_id)["status"] == "REPLIED"
    assert run.message(a_plan("one").message_id)["status"] != "REPLIED"


def test_what_was_placed_is_not_applied_again(run: MessageRun) -> None:
    # given
    with_two_offers(run)
    run.write("YES")
    run.write("48002", "t2")

    # when
    run.write("48001", "t3")

    # then
    assert [reply["intent"] for reply in run.details("ReplyReceived")] == ["unknown", "accept", "unknown"]


def test_a_text_that_names_its_load_and_says_something_means_that(run: MessageRun) -> None:
    # given
    with_two_offers(run)
    run.write("YES")

    # when
    run.write("48002 no thanks", "t2")

    # then
    assert run.details("ReplyReceived")[-1]["intent"] == "decline"


def test_what_answers_a_message_belongs_to_its_thread(run: MessageRun) -> None:
    # given
    for key, load in (("one", LOAD), ("two", OTHER)):
        run.project(load, {"load_number": str(48_000 + load.int)})
        run.plan(a_plan(key, load_id=load, handling={**ASKS, "obsolete_after": None}))

    # when
    run.write("Arrived", answers="provider-1")

    # then
    assert run.message(a_plan("one").message_id)["status"] == "REPLIED"


def mailed(run: MessageRun, body: str, email_id: str = "e1", answers: str | None = None) -> None:
    at = run.dependencies.clock()
    inbound = Inbound(email_id, MAILBOX, SENDER, body, at, answers, "email")
    receive_text(run.dependencies, inbound)
    run.settle()


def test_an_e_mail_answers_as_a_text_does(run: MessageRun) -> None:
    # given
    run.project(LOAD, OFFERED)
    handling = {**ASKS, "asks": "offer", "obsolete_after": None, "channels": ("email",)}
    recipient = Recipient(email="Sam@Roe.example")
    run.plan(a_plan(handling=handling, recipient=recipient, load_id=LOAD, subject_id=f"offer:{OFFER}"))

    # when
    mailed(run, "We can do it for $2,100", answers="provider-1")

    # then
    [reply] = run.details("ReplyReceived")
    assert (reply["channel"], reply["intent"], reply["amount"]) == ("email", "counter", 210_000)
    assert reply["subject_id"] == f"offer:{OFFER}"
    assert run.message()["status"] == "REPLIED"


def test_a_stop_by_e_mail_is_confirmed_by_e_mail(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling={**ASKS, "channels": ("email",)}, recipient=Recipient(email=MAILBOX)))

    # when
    mailed(run, "please take me off your list")

    # then
    [_, confirmed] = run.providers.sent
    assert (confirmed.address, confirmed.subject) == (MAILBOX, "Your message")
    assert "unsubscribed" in confirmed.body
    assert [row["address"] for row in run.sql("SELECT address FROM messaging.consents")] == [MAILBOX]


def test_what_nobody_understands_goes_to_a_person(run: MessageRun) -> None:
    # given
    asked(run)

    # when
    run.write("asdf qwer")

    # then
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unknown"


def test_a_price_that_nobody_asked_for_goes_to_a_person(run: MessageRun) -> None:
    # given
    asked(run)

    # when
    run.write("1850")

    # then
    assert run.details("ReplyReceived")[0]["intent"] == "counter"
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unasked_price"


def test_a_yes_with_a_condition_answers_no_offer(run: MessageRun) -> None:
    # given
    offered(run)

    # when
    run.write("Yes but I need to check with my driver first")

    # then
    assert run.details("ReplyReceived")[0]["intent"] == "unknown"
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unknown"


def test_a_strangers_text_comes_again_until_it_is_a_dead_letter(run: MessageRun) -> None:
    # given
    asked(run)
    ours, strangers = a_text("On my way"), a_text("hello?", "t2", sender="+13175550999")

    # when
    again = run.consume(receive_texts.handler, strangers, ours)

    # then
    assert again == [strangers]
    assert run.message()["status"] == "REPLIED"


def test_an_event_holds_neither_text_nor_number(run: MessageRun) -> None:
    # given
    asked(run)

    # when
    run.write("my private words")

    # then
    told = " ".join(entry["Detail"] for entry in run.clients.events.entries)
    assert DRIVER not in told
    assert "private" not in told

"""The phones answer AWS's own clients, tell what becomes of a text, and behave as they are told."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from lambdas.messaging.providers.inbound_email import inbound_email_of
from lambdas.messaging.providers.reports import reported
from local.phones.app import Phones, build_app
from local.phones.behaviour import Behaviour
from local.phones.switchboard import Switchboard

BROKER, DRIVER = "+13175550100", "+13175550123"
NOW = datetime(2027, 3, 10, 16, tzinfo=UTC)


class Stand:
    """The stand-in behind a client in this process, and what it published."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.published: list[tuple[str, dict[str, Any]]] = []
        self.phones = Phones(Switchboard(lambda: NOW), self.publish)
        self.runner = runner
        self.app = build_app(self.phones)

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://phones") as client:
                return await client.request(method, path, **request)

        return self.runner.run(asked())

    async def publish(self, topic: str, event: dict[str, Any]) -> None:
        self.published.append((topic, event))

    def behave(self, address: str = DRIVER, **behaviour: Any) -> None:
        self.ask("PUT", f"/phones/{address}/behaviour", json={"delay_seconds": 0, **behaviour})

    def send(self, body: str = "Your load is 48000.") -> Any:
        asked = {
            "DestinationPhoneNumber": DRIVER,
            "OriginationIdentity": BROKER,
            "MessageBody": body,
            "Context": {"delivery_id": "33333333-3333-5333-8333-333333333333"},
        }
        target = {"x-amz-target": "PinpointSMSVoiceV2.SendTextMessage"}
        return self.ask("POST", "/", json=asked, headers=target)

    def write(self, body: str) -> Any:
        return self.ask("POST", f"/phones/{DRIVER}/texts", json={"body": body})

    def stages(self) -> list[str]:
        return [event["eventType"] for topic, event in self.published if topic == "provider-events"]


@pytest.fixture
def stand() -> Any:
    with asyncio.Runner() as runner:
        yield Stand(runner)


def told(stand: Stand, condition: Callable[[], bool]) -> bool:
    """Let the stand-in's own tasks run until it has told everything."""

    async def drained() -> None:
        while stand.phones.reporting:
            await asyncio.wait(stand.phones.reporting)

    stand.runner.run(drained())
    return condition()


def test_a_text_arrives_and_both_receipts_can_be_read(stand: Stand) -> None:
    stand.behave()

    message_id = stand.send().json()["MessageId"]

    assert told(stand, lambda: stand.stages() == ["TEXT_SENT", "TEXT_DELIVERED"])
    report = reported(json.dumps(stand.published[-1][1]))
    assert report is not None
    assert report.provider_message_id == message_id
    assert str(report.delivery_id) == "33333333-3333-5333-8333-333333333333"
    [text] = stand.ask("GET", f"/phones/{DRIVER}/texts").json()["texts"]
    assert (text["sender"], text["body"]) == (BROKER, "Your load is 48000.")


@pytest.mark.parametrize(
    ("behaviour", "stages"),
    [
        ({"receipts": "silent"}, []),
        ({"receipts": "failing"}, ["TEXT_SENT", "TEXT_UNREACHABLE"]),
        ({"out_of_order": True}, ["TEXT_DELIVERED", "TEXT_SENT"]),
        ({"duplicate": True}, ["TEXT_SENT", "TEXT_SENT", "TEXT_DELIVERED", "TEXT_DELIVERED"]),
    ],
)
def test_a_phone_behaves_as_it_is_told(stand: Stand, behaviour: dict[str, Any], stages: list[str]) -> None:
    stand.behave(**behaviour)

    stand.send()

    assert told(stand, lambda: stand.stages() == stages)


@pytest.mark.parametrize(
    ("answer", "code"), [("throttled", "ThrottlingException"), ("refused", "ConflictException")]
)
def test_a_refused_text_never_arrives(stand: Stand, answer: str, code: str) -> None:
    stand.behave(answer=answer)

    refused = stand.send()

    assert (refused.status_code, refused.json()["__type"]) == (400, code)
    assert stand.ask("GET", f"/phones/{DRIVER}/texts").json()["texts"] == []


def test_a_reply_names_the_text_that_it_answers(stand: Stand) -> None:
    stand.behave()
    message_id = stand.send().json()["MessageId"]

    stand.write("YES")

    topic, inbound = stand.published[-1]
    assert topic == "inbound-texts"
    assert inbound["previousPublishedMessageId"] == message_id
    assert (inbound["originationNumber"], inbound["destinationNumber"]) == (DRIVER, BROKER)


def test_a_mailbox_answers_by_e_mail_as_ses_publishes_it(stand: Stand) -> None:
    mailbox, sender = "sam@roe.example", "loads@acme.example"
    sent = stand.phones.switchboard.pass_on(sender, mailbox, "Your load is 48000.", "Load 48000")

    stand.ask("POST", f"/phones/{mailbox}/texts", json={"body": "Yes, ¡claro!"})

    topic, received = stand.published[-1]
    assert topic == "inbound-emails"
    inbound = inbound_email_of(json.dumps(received), NOW)
    assert inbound is not None
    assert (inbound.sender, inbound.recipient, inbound.body) == (mailbox, sender, "Yes, ¡claro!")
    assert (inbound.answers, inbound.channel) == (sent.text_id, "email")


def test_a_phone_that_nobody_wrote_to_must_say_whom_it_writes_to(stand: Stand) -> None:
    assert stand.write("hello").status_code == 422


def test_an_unknown_behaviour_is_refused(stand: Stand) -> None:
    answer = stand.ask("PUT", f"/phones/{DRIVER}/behaviour", json={"mood": "bad"})

    assert answer.status_code == 422
    assert stand.phones.switchboard.behaviours[DRIVER] == Behaviour()

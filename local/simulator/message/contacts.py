"""Drivers and carriers with phones: they answer, stay silent, ask, STOP, START, want HELP."""

from functools import partial
from typing import Any

from local.simulator.message.providers import Sent
from local.simulator.message.stage import HOUR, MINUTE, Stage

ANSWERS = {
    "silent": 50,
    "yes": 6,
    "no": 3,
    "counter": 4,
    "eta": 9,
    "arrived": 7,
    "departed": 3,
    "question": 3,
    "call": 2,
    "puzzling": 3,
    "stop": 3,
    "revoke": 3,
    "help": 2,
    "twice": 2,
}
SAID = {
    "yes": "YES",
    "no": "no thanks",
    "counter": "2150",
    "eta": "eta 2:30 pm",
    "arrived": "I'm here, at the bus stop by the gate",
    "departed": "loaded and rolling",
    "question": "which dock is it?",
    "call": "call me",
    "puzzling": "blue seven",
    "stop": "STOP",
    "revoke": "please stop texting me",
    "help": "HELP",
    "twice": "Here",
}
RETURNS = {"silent": 45, "start": 55}
CHANCE_NAMES_WHAT_IT_ANSWERS = 0.6


class Contacts:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def begin(self) -> None:
        """They only answer."""

    def arrived(self, sent: Sent, provider_message_id: str) -> None:
        """A text came to a phone; nobody answers e-mails here."""
        if sent.channel != "sms":
            return
        key = f"phone/{provider_message_id}"
        choice = self._stage.choose(ANSWERS, key)
        if choice == "silent":
            return
        after = self._stage.seconds(5, 90 * MINUTE, key) * self._stage.seconds(0.02, 1, f"{key}/haste")
        self._write(sent, provider_message_id, SAID[choice], key, after)
        if choice == "twice":
            self._write(sent, provider_message_id, SAID[choice], f"{key}/again", after + 15)
        if choice in ("stop", "revoke"):
            self._return(sent, provider_message_id, key, after)

    def revoke(self, address: str, origin: str, key: str) -> None:
        """Write STOP now, about nothing in particular."""
        self._publish(_text(address, origin, "STOP", key), key)
        self._return(Sent("", "sms", origin, address, ""), None, key, MINUTE)

    def _return(self, sent: Sent, answered: str | None, key: str, after: float) -> None:
        """Some want texts again after a while."""
        if self._stage.choose(RETURNS, f"{key}/returns") == "start":
            back = after + self._stage.seconds(MINUTE, 30 * HOUR, f"{key}/returns")
            self._write(sent, answered, "START", f"{key}/start", back)

    def _write(self, sent: Sent, answered: str | None, body: str, key: str, after: float) -> None:
        text = _text(sent.address, sent.origin, body, key)
        named = self._stage.world.decisions.number(f"{key}/names") < CHANCE_NAMES_WHAT_IT_ANSWERS
        if answered is not None and named:
            text["previousPublishedMessageId"] = answered
        self._stage.later(after, partial(self._publish, text, key))

    def _publish(self, text: dict[str, Any], key: str) -> None:
        self._stage.world.trace.add(f"{text['originationNumber']} writes {text['messageBody']!r} [{key}]")
        self._stage.topics.publish("inbound_texts", key, text)
        if self._stage.world.faults.happens("provider-duplicates", 0.1, key):
            self._stage.world.faults.struck["provider-duplicates"] += 1
            again = self._stage.seconds(0, 30 * MINUTE, f"{key}/duplicate")
            publish = partial(self._stage.topics.publish, "inbound_texts", f"{key}/duplicate", text)
            self._stage.later(again, publish)


def _text(address: str, origin: str, body: str, key: str) -> dict[str, Any]:
    """A text as the topic of two-way SMS has it."""
    return {
        "originationNumber": address,
        "destinationNumber": origin,
        "messageBody": body,
        "inboundMessageId": f"in/{key}",
    }

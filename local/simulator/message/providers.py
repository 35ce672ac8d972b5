"""The providers of texts and e-mails behind boto3's methods, with everything that can go wrong with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import ReadTimeoutError

from local.simulator.aws.errors import client_error
from local.simulator.faults.catalogue import CHANCE_OF_PROVIDERS, OF_PROVIDERS
from local.simulator.faults.striking import CrashedError
from local.simulator.message.stage import HOUR, Stage

Json = dict[str, Any]
FAILING = {"throttled": 3, "refused": 2, "server error": 2, "unreachable": 4}
AMBIGUOUS = {"taken, no answer": 4, "not taken, no answer": 3, "taken, crashed": 3, "taken, hangs": 2}
TAKEN = ("as usual", "unreachable", "taken, no answer", "taken, crashed", "taken, hangs")
REFUSALS = {"sms": "ValidationException", "email": "MessageRejected"}
LATEST_SECONDS = 90 * HOUR
HANGS_SECONDS = 40
GOOD = (("TEXT_PENDING", False), ("TEXT_SENT", False), ("TEXT_DELIVERED", True))
BAD = (("TEXT_PENDING", False), ("TEXT_UNREACHABLE", True))
REVISED = (
    (("TEXT_CARRIER_UNREACHABLE", False), ("TEXT_DELIVERED", True)),
    (("TEXT_DELIVERED", True), ("TEXT_TTL_EXPIRED", True)),
    (("TEXT_CARRIER_UNREACHABLE", False), ("TEXT_UNREACHABLE", True), ("TEXT_DELIVERED", True)),
)
"""Receipts that contradict each other, as carriers send them."""


@dataclass(frozen=True)
class Sent:
    """A send as a provider was asked for it. `taken`: it goes out; `put_off`: surely not taken."""

    delivery_id: str
    channel: str
    origin: str
    address: str
    body: str
    taken: bool = True
    put_off: bool = False


class Providers:
    """`asked` hears of every call, `arrived` of what reaches its recipient, with the provider's id."""

    def __init__(self, stage: Stage, asked: Callable[[Sent], None]) -> None:
        self._stage = stage
        self._asked = asked
        self.arrived: Callable[[Sent, str], None] = lambda *_: None

    def send_text_message(self, **request: Any) -> Json:
        """SendTextMessage of End User Messaging SMS."""
        return self._send(
            "sms",
            request["Context"]["delivery_id"],
            request["OriginationIdentity"],
            request["DestinationPhoneNumber"],
            request["MessageBody"],
        )

    def send_email(self, **request: Any) -> Json:
        """SendEmail of SES v2."""
        tags = {tag["Name"]: tag["Value"] for tag in request["EmailTags"]}
        body = request["Content"]["Simple"]["Body"]["Text"]["Data"]
        [address] = request["Destination"]["ToAddresses"]
        return self._send("email", tags["delivery_id"], request["FromEmailAddress"], address, body)

    def _send(self, channel: str, delivery_id: str, origin: str, address: str, body: str) -> Json:
        key = self._stage.numbered(f"provider/{channel}/{address}")
        fault = self._fault(key)
        how = "as usual"
        if fault in ("provider-fails", "provider-ambiguous"):
            weights = FAILING if fault == "provider-fails" else AMBIGUOUS
            how = self._stage.world.decisions.weighed(weights, f"{key}/how")
        sent = Sent(delivery_id, channel, origin, address, body, how in TAKEN, how == "throttled")
        self._stage.world.trace.add(f"{channel} to {address}: {body[:40]!r} [{key}] {fault or ''} {how}")
        self._asked(sent)
        if sent.taken:
            self._take(sent, key, fault, is_good=how != "unreachable")
        return self._answer(how, key, REFUSALS[channel])

    def _answer(self, how: str, key: str, refusal: str) -> Json:
        match how:
            case "throttled":
                raise client_error("ThrottlingException", "SendTextMessage")
            case "refused":
                raise client_error(refusal, "Send", Reason="INVALID_PARAMETER")
            case "server error":
                raise client_error(
                    "InternalServerException", "SendTextMessage", ResponseMetadata={"HTTPStatusCode": 500}
                )
            case "taken, no answer" | "not taken, no answer":
                raise ReadTimeoutError(endpoint_url="https://sms-voice.example")
            case "taken, crashed":
                raise CrashedError
            case "taken, hangs":
                self._stage.world.fibers.pause(HANGS_SECONDS)
                raise CrashedError
        return {"MessageId": key}

    def _take(self, sent: Sent, key: str, fault: str | None, *, is_good: bool) -> None:
        if is_good:
            self._stage.later(self._stage.seconds(0.5, 20, key), partial(self.arrived, sent, key))
        if fault == "provider-silent":
            return
        receipts = list(GOOD if is_good else BAD)
        if fault == "provider-reorders":
            receipts = list(self._stage.world.decisions.one_of((GOOD, *REVISED), f"{key}/revised"))
        at = self._stage.world.clock.present.timestamp()
        for place, (name, is_final) in enumerate(receipts):
            event = _receipt(sent, key, name, at + 1 + place, is_final=is_final)
            if event is not None:
                self._tell(event, f"{key}/{name}", fault, place)

    def _tell(self, event: Json, key: str, fault: str | None, place: int) -> None:
        longest = {"provider-late": LATEST_SECONDS, "provider-reorders": HOUR}.get(fault or "", 3)
        after = self._stage.seconds(place + 0.5, place + longest, f"{key}/told")
        publish = self._stage.topics.publish
        self._stage.later(after, partial(publish, "provider_events", key, event))
        if fault == "provider-duplicates":
            again = after + self._stage.seconds(0, HOUR, f"{key}/again")
            self._stage.later(again, partial(publish, "provider_events", f"{key}/again", event))

    def _fault(self, key: str) -> str | None:
        world = self._stage.world
        weights = {name: weight for name, weight in OF_PROVIDERS.items() if name in world.faults.named}
        if (
            world.faults.calm
            or not weights
            or not world.decisions.happens(CHANCE_OF_PROVIDERS, f"fault/{key}")
        ):
            return None
        fault = world.decisions.weighed(weights, f"fault/{key}/kind")
        world.faults.struck[fault] += 1
        return fault


def _receipt(sent: Sent, message_id: str, name: str, at: float, *, is_final: bool) -> Json | None:
    """The event of a provider, as AWS words it; SES knows fewer kinds."""
    if sent.channel == "sms":
        return {
            "eventType": name,
            "messageId": message_id,
            "eventTimestamp": int(at * 1000),
            "isFinal": is_final,
            "context": {"delivery_id": sent.delivery_id},
        }
    kind = {"TEXT_SENT": "Send", "TEXT_DELIVERED": "Delivery", "TEXT_UNREACHABLE": "Bounce"}.get(name)
    if kind is None:
        return None
    moment = _iso(at)
    return {
        "eventType": kind,
        "mail": {"messageId": message_id, "timestamp": moment, "tags": {"delivery_id": [sent.delivery_id]}},
        kind.lower(): {"timestamp": moment, "bounceType": "Permanent"},
    }


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()

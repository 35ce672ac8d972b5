"""AWS's sending APIs as this machine answers them, and the phones and mailboxes behind them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.phones.behaviour import Behaviour
from local.phones.reports import Stage, email_event, inbound_email, inbound_text, sms_event
from local.phones.switchboard import Switchboard, Text

Json = dict[str, Any]
Publish = Callable[[str, Json], Awaitable[None]]
Report = Callable[[Stage, Text, Mapping[str, str], Any], Json]
PROVIDER_EVENTS, INBOUND_TEXTS, INBOUND_EMAILS = "provider-events", "inbound-texts", "inbound-emails"
AMBIGUOUS_SECONDS = 60
LONGEST_BODY = 1_600
LONGEST_LOOK_SECONDS = 20
BETWEEN_LOOKS_SECONDS = 0.1


@dataclass
class Phones:
    """`publish(topic, event)` gives an event to the topic of that name."""

    switchboard: Switchboard
    publish: Publish
    reporting: set[asyncio.Task[None]] = field(default_factory=set)

    async def send_text(self, request: Request) -> Response:
        """`PinpointSMSVoiceV2.SendTextMessage`, AWS's JSON 1.0 protocol."""
        target = request.headers.get("x-amz-target", "")
        if target != "PinpointSMSVoiceV2.SendTextMessage":
            return _refusal("UnknownOperationException", f"{target or 'nothing'} is not answered here")
        asked = await request.json()
        if not asked.get("MessageBody") or len(asked["MessageBody"]) > LONGEST_BODY:
            return _refusal("ValidationException", "MessageBody", Reason="INVALID_PARAMETER")
        sender, recipient = asked["OriginationIdentity"], asked["DestinationPhoneNumber"]
        behaviour = self.switchboard.behaviours[recipient]
        if behaviour.answer == "throttled":
            return _refusal("ThrottlingException", "Rate exceeded")
        if behaviour.answer == "refused":
            return _refusal("ConflictException", "opted out", Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT")
        text = self.switchboard.pass_on(sender, recipient, asked["MessageBody"])
        self._report(text, sms_event, asked.get("Context", {}))
        return await _answered(behaviour, {"MessageId": text.text_id})

    async def send_email(self, request: Request) -> Response:
        """`POST /v2/email/outbound-emails` of SES."""
        asked = await request.json()
        [recipient] = asked["Destination"]["ToAddresses"]
        simple = asked["Content"]["Simple"]
        behaviour = self.switchboard.behaviours[recipient]
        if behaviour.answer == "throttled":
            return _refusal("TooManyRequestsException", "Rate exceeded", status=429)
        if behaviour.answer == "refused":
            return _refusal("MessageRejected", "Email address is on the suppression list")
        body, subject = simple["Body"]["Text"]["Data"], simple["Subject"]["Data"]
        text = self.switchboard.pass_on(asked["FromEmailAddress"], recipient, body, subject)
        tags = {tag["Name"]: tag["Value"] for tag in asked.get("EmailTags", [])}
        self._report(text, email_event, tags)
        return await _answered(behaviour, {"MessageId": text.text_id})

    def _report(self, text: Text, report: Report, context: Mapping[str, str]) -> None:
        """Tell later what became of a text, and remember the telling until it is done."""
        telling = asyncio.create_task(self._tell(text, report, context))
        self.reporting.add(telling)
        telling.add_done_callback(self.reporting.discard)

    async def _tell(self, text: Text, report: Report, context: Mapping[str, str]) -> None:
        behaviour = self.switchboard.behaviours[text.recipient]
        await asyncio.sleep(behaviour.delay_seconds)
        for stage in _stages(behaviour):
            await self.publish(PROVIDER_EVENTS, report(stage, text, context, self.switchboard.now()))

    async def write(self, request: Request) -> Response:
        """`POST /phones/{address}/texts {"body": …, "to"?: …, "answers"?: …}`: the phone's owner writes.

        It answers the newest text that it got, unless `answers` is the id of another.
        """
        address, asked = request.path_params["address"], await request.json()
        last = self.switchboard.last_to(address)
        recipient = asked.get("to") or (last.sender if last else None)
        if recipient is None:
            return JSONResponse({"error": "nobody has written to this phone yet: say `to` whom"}, 422)
        text = self.switchboard.pass_on(address, recipient, str(asked["body"]))
        answered = last.text_id if last is not None and last.sender == recipient else None
        topic, told = (INBOUND_EMAILS, inbound_email) if "@" in address else (INBOUND_TEXTS, inbound_text)
        await self.publish(topic, told(text, asked.get("answers") or answered))
        return JSONResponse(_shown(text), 201)

    async def read(self, request: Request) -> Response:
        """`GET /phones/{address}/texts?after=N&seconds=S`: what is new, waiting S seconds for it at most."""
        address, after = request.path_params["address"], int(request.query_params.get("after", 0))
        left = min(float(request.query_params.get("seconds", 0)), LONGEST_LOOK_SECONDS)
        while not (found := self.switchboard.thread(address, after)) and left > 0:
            await asyncio.sleep(BETWEEN_LOOKS_SECONDS)
            left -= BETWEEN_LOOKS_SECONDS
        return JSONResponse({"texts": [_shown(text) for text in found]})

    async def behave(self, request: Request) -> Response:
        """`PUT /phones/{address}/behaviour`: how it takes what is sent to it from now on."""
        try:
            behaviour = Behaviour.model_validate(await request.json())
        except ValidationError as error:
            return JSONResponse({"error": str(error)}, 422)
        self.switchboard.behaviours[request.path_params["address"]] = behaviour
        return JSONResponse(behaviour.model_dump())


def build_app(phones: Phones) -> Starlette:
    """The stand-in's ASGI application."""
    routes = [
        Route("/", phones.send_text, methods=["POST"]),
        Route("/v2/email/outbound-emails", phones.send_email, methods=["POST"]),
        Route("/phones/{address}/texts", phones.write, methods=["POST"]),
        Route("/phones/{address}/texts", phones.read),
        Route("/phones/{address}/behaviour", phones.behave, methods=["PUT"]),
        Route("/health", _health),
    ]
    return Starlette(routes=routes)


def _stages(behaviour: Behaviour) -> list[Stage]:
    if behaviour.receipts == "silent":
        return []
    stages: list[Stage] = ["sent", "delivered" if behaviour.receipts == "delivered" else "failed"]
    told = [stage for stage in stages for _ in range(2 if behaviour.duplicate else 1)]
    return told[::-1] if behaviour.out_of_order else told


async def _answered(behaviour: Behaviour, answer: Json) -> Response:
    """An ambiguous phone takes the text and lets its sender wait in vain."""
    if behaviour.answer == "ambiguous":
        await asyncio.sleep(AMBIGUOUS_SECONDS)
    return JSONResponse(answer)


def _refusal(code: str, message: str, *, status: int = 400, **members: str) -> Response:
    headers = {"x-amzn-errortype": code}
    return JSONResponse({"__type": code, "message": message, "Message": message, **members}, status, headers)


def _shown(text: Text) -> Json:
    return {**asdict(text), "at": text.at.isoformat()}


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})

"""The simulated phones of the demonstration: what they get is shown as it comes, and they answer."""

from dataclasses import dataclass
from urllib.parse import quote

import httpx

from local.demo.board import Board
from local.demo.caller import Caller, Json, until

OVERRIDE = "Demonstration: played at any hour of the day"
FASTEST = 6_000
TEMPLATES = ("load_offer", "driver_assigned")


@dataclass(frozen=True)
class Texting:
    """`staff` asks messaging's API; `phones` are the stand-in's."""

    staff: Caller
    phones: httpx.AsyncClient
    board: Board

    async def prepare(self) -> None:
        """The workspace says who it is, and that its texts of this demonstration may go out at night."""
        policy = {"company": "Acme Freight", "sends_per_minute": FASTEST}
        await self.staff.put("/v1/messaging-policy", policy)
        for name in TEMPLATES:
            shipped = await self.staff.get(f"/v1/templates/{name}")
            handling = {**shipped["handling"], "quiet_hours_override": OVERRIDE}
            told = {key: shipped[key] for key in ("variants", "missing", "missing_by_variable", "defaults")}
            await self.staff.put(f"/v1/templates/{name}", {**told, "handling": handling})

    async def got(self, load_id: str, template: str) -> Json:
        """Waits until a phone has the text of this template about the load; returns the message."""
        found = await until(
            lambda: self._message(load_id, template),
            lambda message: bool(_provider_id(message)),
            f"the text {template} about load {load_id}",
        )
        self._show(found["deliveries"][-1]["address"], "<", found["text"])
        return found

    async def answer(self, message: Json, body: str) -> None:
        """The phone's owner answers this text."""
        phone = message["deliveries"][-1]["address"]
        self._show(phone, ">", body)
        asked = {"body": body, "answers": _provider_id(message)}
        (await self.phones.post(f"/phones/{quote(phone)}/texts", json=asked)).raise_for_status()

    async def replied(self, message: Json) -> None:
        """Waits until the answer has been read."""
        await until(
            lambda: self.staff.get(f"/v1/messages/{message['message_id']}"),
            lambda seen: seen["status"] == "REPLIED",
            f"the answer to message {message['message_id']}",
        )

    async def _message(self, load_id: str, template: str) -> Json | None:
        listed = await self.staff.get(f"/v1/messages?load_id={load_id}")
        return next((one for one in listed["messages"] if one["template"] == template), None)

    def _show(self, phone: str, arrow: str, body: str) -> None:
        self.board.console.print(f"          {phone} {arrow} {body}", style="cyan", soft_wrap=True)


def _provider_id(message: Json) -> str | None:
    deliveries = message["deliveries"]
    return deliveries[-1]["provider_message_id"] if deliveries else None

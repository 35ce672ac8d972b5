"""Carriers: they accept, counter, decline, stay silent, answer twice or late, sign, reject, bounce."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lambdas.booking.links import LinkTarget
from lambdas.booking.signing_links import links_of
from lambdas.shared.wiring import current
from local.simulator.booking.cast import CARRIERS, PlannedLoad, money
from local.simulator.booking.stage import HOUR, MINUTE, Heard, Stage, carrier_of

OFFERED = {"accept": 44, "counter": 14, "decline": 14, "silent": 14, "late": 7, "twice": 7}
COUNTERED = {"accept": 50, "counter": 15, "decline": 14, "silent": 13, "late": 8}
AT_OPEN_POST = {"silent": 55, "submit": 22, "book now": 17, "submit low": 6}
AT_RUSHED_POST = {"silent": 20, "submit": 5, "book now": 60, "submit low": 15}
SENT = {"sign": 52, "link": 14, "twice": 8, "reject": 6, "bounce": 4, "silent": 12, "both": 4}
REMINDED = {"sign": 70, "reject": 8, "silent": 22}
CONFIRMED = {"driver": 76, "bounce": 9, "silent": 11, "twice": 4}
OVERDUE = {"driver": 70, "bounce": 8, "silent": 22}
DISPATCHED = {"silent": 95, "bounce": 5}
RUSH_SECONDS = 6
Json = dict[str, Any]


class Carriers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._react = {
            "LoadPosted": self._on_post,
            "OfferSent": self._on_offer,
            "OfferCountered": self._on_counter,
            "RateConfirmationSent": self._on_document,
            "RateConfirmationReminded": self._on_reminder,
            "LoadConfirmed": self._on_confirmation,
            "DriverOverdue": self._on_driver_overdue,
            "LoadDispatched": self._on_dispatch,
        }

    def hear(self, heard: Heard) -> None:
        react = self._react.get(heard.detail_type)
        if react is not None:
            react(heard)

    def _on_post(self, heard: Heard) -> None:
        """An open post is everybody's; a carrier that was invited may take any post at its book-now rate."""
        load, post_id = heard.load, heard.data["post_id"]
        for dot_number in CARRIERS if not load.groups else load.groups[0]:
            key = f"{heard.key}/{dot_number}"
            after = self._stage.seconds(1, RUSH_SECONDS if load.rushed else 25 * MINUTE, key)
            choice = self._stage.choose(AT_RUSHED_POST if load.rushed else AT_OPEN_POST, key)
            if choice == "book now":
                self._post(load, dot_number, f"/v1/posts/{post_id}/book-now", {}, key, after)
            elif choice != "silent" and not load.groups:
                rate = load.target if choice == "submit low" else self._asked(load, key)
                body = {"rate": money(rate)}
                self._post(load, dot_number, f"/v1/posts/{post_id}/offers", body, key, after)

    def _on_offer(self, heard: Heard) -> None:
        load, data = heard.load, heard.data
        expires_at = datetime.fromisoformat(data["expires_at"])
        left = (expires_at - self._stage.world.clock.present) / timedelta(seconds=1)
        latest = RUSH_SECONDS if load.rushed else max(left * 0.9, RUSH_SECONDS)
        after = self._stage.seconds(1, latest, heard.key)
        path, dot = f"/v1/offers/{data['offer_id']}", data["dot_number"]
        match self._stage.choose(OFFERED, heard.key):
            case "accept":
                self._post(load, dot, f"{path}/accept", {}, heard.key, after)
            case "twice":
                self._post(load, dot, f"{path}/accept", {}, heard.key, after)
                self._post(load, dot, f"{path}/accept", {}, f"{heard.key}/again", after + 1)
            case "late":
                late = left + self._stage.seconds(1, HOUR, f"{heard.key}/late")
                self._post(load, dot, f"{path}/accept", {}, heard.key, late)
            case "counter":
                body = {"rate": money(self._asked(load, heard.key))}
                self._post(load, dot, f"{path}/counter", body, heard.key, after)
            case "decline":
                self._post(load, dot, f"{path}/decline", {"reason": "No truck"}, heard.key, after)

    def _on_counter(self, heard: Heard) -> None:
        load, data = heard.load, heard.data
        if data["proposed_by"] != "broker":
            return
        path, dot = f"/v1/offers/{data['offer_id']}", data["dot_number"]
        after = self._stage.seconds(10, 15 * MINUTE, heard.key)
        match self._stage.choose(COUNTERED, heard.key):
            case "accept":
                self._post(load, dot, f"{path}/accept", {"rate": data["rate"]}, heard.key, after)
            case "late":
                after += self._stage.round_seconds(load)
                self._post(load, dot, f"{path}/accept", {}, heard.key, after)
            case "counter":
                rate = data["rate"]["amount"] + 100 * self._stage.world.decisions.between(-2, 40, heard.key)
                self._post(load, dot, f"{path}/counter", {"rate": money(rate)}, heard.key, after)
            case "decline":
                self._post(load, dot, f"{path}/decline", {}, heard.key, after)

    def _on_document(self, heard: Heard) -> None:
        choice = self._stage.choose(SENT, heard.key)
        after = self._stage.seconds(MINUTE, 30 * HOUR, heard.key) * self._haste(heard.key)
        self._answer_document(heard, choice, after)

    def _on_reminder(self, heard: Heard) -> None:
        after = self._stage.seconds(MINUTE, 26 * HOUR, heard.key)
        self._answer_document(heard, self._stage.choose(REMINDED, heard.key), after)

    def _answer_document(self, heard: Heard, choice: str, after: float) -> None:
        path = f"/v1/bookings/{heard.data['booking_id']}"
        sign, reject = f"{path}/rate-confirmation/sign", f"{path}/rate-confirmation/reject"
        load, dot, key = heard.load, heard.data["dot_number"], heard.key
        signed = {"signer": {"name": "Pat Doe"}, "revision": heard.data["revision"]}
        match choice:
            case "sign":
                self._post(load, dot, sign, signed, key, after)
            case "twice":
                self._post(load, dot, sign, signed, key, after)
                self._post(load, dot, sign, signed, f"{key}/again", after + 1)
            case "both":
                self._post(load, dot, sign, signed, key, after)
                self._post(load, dot, reject, {"reason": "Wrong rate"}, f"{key}/reject", after)
            case "link":
                token = self._link_token(load, heard.data)
                self._post(load, dot, f"/sign/{token}", {"signer": {"name": "Pat Doe"}}, key, after)
            case "reject":
                self._post(load, dot, reject, {"reason": "Wrong rate"}, key, after)
            case "bounce":
                self._bounce(heard, key, after)

    def _on_confirmation(self, heard: Heard) -> None:
        due_at = datetime.fromisoformat(heard.data["driver_due_at"])
        left = (due_at - self._stage.world.clock.present) / timedelta(seconds=1)
        after = self._stage.seconds(MINUTE, max(left, 2 * MINUTE), heard.key)
        self._name_driver(heard, self._stage.choose(CONFIRMED, heard.key), after)

    def _on_driver_overdue(self, heard: Heard) -> None:
        after = self._stage.seconds(MINUTE, 3 * HOUR, heard.key)
        self._name_driver(heard, self._stage.choose(OVERDUE, heard.key), after)

    def _on_dispatch(self, heard: Heard) -> None:
        if self._stage.choose(DISPATCHED, heard.key) == "bounce":
            self._bounce(heard, heard.key, self._stage.seconds(MINUTE, 40 * HOUR, heard.key))

    def _name_driver(self, heard: Heard, choice: str, after: float) -> None:
        path = f"/v1/bookings/{heard.data['booking_id']}/driver"
        load, dot, key = heard.load, heard.data["dot_number"], heard.key
        driver = {"name": "Sam Roe", "phone": "+13175550123", "truck_number": "12"}
        if choice in ("driver", "twice"):
            self._post(load, dot, path, driver, key, after)
        if choice == "twice":
            self._post(load, dot, path, {**driver, "truck_number": "14"}, f"{key}/again", after + 20)
        if choice == "bounce":
            self._bounce(heard, key, after)

    def _bounce(self, heard: Heard, key: str, after: float) -> None:
        path = f"/v1/bookings/{heard.data['booking_id']}/bounce"
        self._post(heard.load, heard.data["dot_number"], path, {"reason": "Truck broke down"}, key, after)

    def _post(self, load: PlannedLoad, dot: int, path: str, body: Json, key: str, after: float) -> None:  # noqa: PLR0913, PLR0917 - an act has these
        self._stage.post(carrier_of(load, dot), path, body, key, after)

    def _asked(self, load: PlannedLoad, key: str) -> int:
        """A carrier wants more than the target, sometimes more than the ceiling."""
        return load.target + 100 * self._stage.world.decisions.between(1, 700, f"asks/{key}")

    def _haste(self, key: str) -> float:
        """Most carriers sign within hours."""
        return self._stage.world.decisions.number(f"haste/{key}") ** 2

    def _link_token(self, load: PlannedLoad, data: Json) -> str:
        """The token of the link in the document that the carrier was sent."""
        target = LinkTarget(load.workspace_id, UUID(data["booking_id"]), data["revision"])
        return links_of(current()).derive(target).token

"""Brokers: they write and post loads, answer prices, decide reviews, cancel, change terms."""

from typing import Any

from local.simulator.booking.cast import CARRIERS, WORKSPACES, PlannedLoad, money, policy_of
from local.simulator.booking.stage import HOUR, MINUTE, Heard, Stage, broker_of
from local.simulator.desk import Caller

PRICED = {"accept": 46, "counter": 22, "decline": 12, "silent": 12, "late": 8}
REVIEWED = {"approve": 52, "release": 18, "cancel": 6, "silent": 20, "twice": 4}
UNCOVERED = {"post": 30, "silent": 62, "cancel": 8}
CHANCE_CANCELLED, CHANCE_CHANGED, CHANCE_BARRED, CHANCE_POSTED_TWICE = 0.1, 0.12, 0.03, 0.1
BEGIN_WITHIN = 6 * HOUR
Json = dict[str, Any]


class Brokers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._react = {
            "OfferReceived": self._on_price,
            "OfferCountered": self._on_price,
            "ReviewRequested": self._on_review,
            "SourcingExhausted": self._on_uncovered,
            "PostExpired": self._on_uncovered,
        }

    def begin(self) -> None:
        for workspace_id in WORKSPACES:
            self._open_workspace(workspace_id)
        for load in self._stage.loads.values():
            self._begin(load)

    def hear(self, heard: Heard) -> None:
        react = self._react.get(heard.detail_type)
        if react is not None:
            react(heard)

    def _open_workspace(self, workspace_id: str) -> None:
        decisions = self._stage.world.decisions
        owner = Caller(workspace_id, "owner")
        key = f"workspace/{workspace_id}"
        self._stage.put(owner, "/v1/policy", policy_of(workspace_id, decisions), key)
        for dot in CARRIERS:
            if decisions.happens(CHANCE_BARRED, f"{key}/bars/{dot}"):
                body = {"legal_name": f"Carrier {dot}", "do_not_use": True, "do_not_use_reason": "Late"}
                self._stage.put(owner, f"/v1/carriers/{dot}", body, f"{key}/bars/{dot}")

    def _begin(self, load: PlannedLoad) -> None:
        decisions, broker, key = self._stage.world.decisions, broker_of(load), load.name
        at = self._stage.seconds(5, BEGIN_WITHIN, key)
        self._stage.put(broker, f"/v1/loads/{load.external_id}", load.document, f"{key}/put", at)
        path = f"/v1/loads/{load.load_id}"
        self._stage.post(broker, f"{path}/post", load.post, f"{key}/post", at + MINUTE)
        if decisions.happens(CHANCE_POSTED_TWICE, f"{key}/posted-twice"):
            self._stage.post(broker, f"{path}/post", load.post, f"{key}/post-again", at + MINUTE + 1)
        if decisions.happens(CHANCE_CANCELLED, f"{key}/cancelled"):
            self._cancel(load, f"{key}/cancel", at + self._stage.seconds(10, 110 * HOUR, f"{key}/cancel"))
        if decisions.happens(CHANCE_CHANGED, f"{key}/changed"):
            changed = {**load.document, "source_version": 2, "weight_lb": 44_500}
            after = at + self._stage.seconds(30, 12 * HOUR, f"{key}/changed")
            self._stage.put(broker, f"/v1/loads/{load.external_id}", changed, f"{key}/change", after)

    def _cancel(self, load: PlannedLoad, key: str, after: float) -> None:
        path = f"/v1/loads/{load.load_id}/cancel"
        self._stage.post(broker_of(load), path, {"reason": "The shipper cancelled"}, key, after)

    def _on_price(self, heard: Heard) -> None:
        load, data = heard.load, heard.data
        if data.get("proposed_by") == "broker":
            return
        path, key = f"/v1/offers/{data['offer_id']}", heard.key
        after = self._stage.seconds(10, 20 * MINUTE, key)
        match self._stage.choose(PRICED, key):
            case "accept":
                self._stage.post(broker_of(load), f"{path}/accept", {}, key, after)
            case "late":
                after += self._stage.round_seconds(load)
                self._stage.post(broker_of(load), f"{path}/accept", {}, key, after)
            case "counter":
                middle = (load.target + data["rate"]["amount"]) // 2
                self._stage.post(broker_of(load), f"{path}/counter", {"rate": money(middle or 1)}, key, after)
            case "decline":
                self._stage.post(broker_of(load), f"{path}/decline", {}, key, after)

    def _on_review(self, heard: Heard) -> None:
        load, key = heard.load, heard.key
        path = f"/v1/loads/{load.load_id}/review"
        short = heard.data["from_state"] in ("VETTING", "HELD", "HELD_FOR_REVIEW")
        after = self._stage.seconds(20, 80 * MINUTE if short else 22 * HOUR, key)
        match self._stage.choose(REVIEWED, key):
            case "approve" | "release" | "cancel" as decision:
                self._stage.post(broker_of(load), path, _decided(decision), key, after)
            case "twice":
                self._stage.post(broker_of(load), path, _decided("approve"), key, after)
                self._stage.post(broker_of(load), path, _decided("release"), f"{key}/again", after)

    def _on_uncovered(self, heard: Heard) -> None:
        load, key = heard.load, heard.key
        after = self._stage.seconds(MINUTE, 4 * HOUR, key)
        match self._stage.choose(UNCOVERED, key):
            case "post":
                self._stage.post(broker_of(load), f"/v1/loads/{load.load_id}/post", load.post, key, after)
            case "cancel":
                self._cancel(load, key, after)


def _decided(decision: str) -> Json:
    return {"decision": decision, "reason": "Seen by the desk"}

"""Brokers: they plan, move and cancel messages, take threads over, hand them back; and strangers try to."""

from datetime import timedelta
from typing import Any

from local.simulator.desk import Request
from local.simulator.message.cast import (
    ASKING,
    NIGHT,
    TEMPLATES,
    WORKSPACES,
    Person,
    PlannedLoad,
    enabled_rules,
    template_named,
)
from local.simulator.message.stage import HOUR, MINUTE, Heard, Stage, member_of, owner_of

SET_UP_SECONDS = 5 * MINUTE
MESSAGES_A_LOAD = 5
WITH_PLANNED = {"silent": 74, "move": 14, "cancel": 6, "stranger": 6}
WITH_REPLY = {"silent": 74, "take over": 20, "stranger": 6}
WITH_NEED = {"silent": 30, "take over": 70}
CHANCE_OF_NO_LOAD, CHANCE_AT_ONCE, CHANCE_HANDED_BACK = 0.15, 0.3, 0.7
Json = dict[str, Any]


class Brokers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def begin(self) -> None:
        for workspace_id in dict.fromkeys(load.workspace_id for load in self._stage.loads.values()):
            self._set_up(workspace_id)
        for load in self._stage.loads.values():
            for number in range(MESSAGES_A_LOAD):
                if self._stage.happens(0.9, f"{load.name}/message/{number}"):
                    self._plan(load, f"{load.name}/message/{number}")

    def hear(self, heard: Heard) -> None:
        match heard.detail_type:
            case "MessagePlanned":
                self._on_planned(heard)
            case "ReplyReceived":
                self._on_thread(heard, WITH_REPLY)
            case "ThreadNeedsHuman":
                self._on_thread(heard, WITH_NEED)

    def _set_up(self, workspace_id: str) -> None:
        owner, key = owner_of(workspace_id), f"workspace/{workspace_id}"
        policy = {"company": f"{workspace_id.title()} Freight", "hold_seconds": HOUR}
        self._stage.put(owner, "/v1/messaging-policy", policy, f"{key}/policy")
        for name in TEMPLATES:
            self._stage.put(owner, f"/v1/templates/{name}", template_named(name), f"{key}/{name}")
        for rule_id, rule in enabled_rules().items():
            self._stage.put(owner, f"/v1/autopilot-rules/{rule_id}", rule, f"{key}/{rule_id}")

    def _plan(self, load: PlannedLoad, key: str) -> None:
        decisions, stage = self._stage.world.decisions, self._stage
        template = decisions.one_of(tuple(TEMPLATES), f"{key}/template")
        person = decisions.one_of((load.driver, load.carrier), f"{key}/person")
        at = stage.seconds(SET_UP_SECONDS + 8 * HOUR, 80 * HOUR, key)
        body: Json = {
            "template": template,
            "recipient": _recipient(person, template, decisions.number(f"{key}/mail")),
        }
        if template != NIGHT and decisions.number(f"{key}/no-load") >= CHANCE_OF_NO_LOAD:
            body["load_id"] = str(load.load_id)
        if decisions.number(f"{key}/at-once") >= CHANCE_AT_ONCE:
            due = stage.seconds(at, at + 30 * HOUR, f"{key}/due")
            body["due_at"] = (stage.world.clock.present + timedelta(seconds=due)).isoformat()
        stage.post(member_of(load.workspace_id), "/v1/messages", body, key, at)

    def _on_planned(self, heard: Heard) -> None:
        path = f"/v1/messages/{heard.data['message_id']}"
        member, key = member_of(heard.workspace_id), heard.key
        after = self._stage.seconds(1, 4 * HOUR, key) * self._stage.seconds(0.001, 1, f"{key}/haste")
        match self._stage.choose(WITH_PLANNED, key):
            case "move":
                due = self._stage.seconds(after, after + 20 * HOUR, f"{key}/due")
                at = self._stage.world.clock.present + timedelta(seconds=due)
                self._stage.post(member, f"{path}/move", {"due_at": at.isoformat()}, key, after)
            case "cancel":
                self._stage.post(member, f"{path}/cancel", {"reason": "Said by phone"}, key, after)
            case "stranger":
                stranger = member_of(self._other(heard.workspace_id, key))
                self._stage.later(
                    after, lambda: self._stage.desk.send(Request(stranger, "GET", path, f"stranger/{key}"))
                )
                self._stage.post(stranger, f"{path}/cancel", {"reason": "Not mine"}, f"stranger/{key}", after)

    def _on_thread(self, heard: Heard, weights: dict[str, int]) -> None:
        path = f"/v1/threads/{heard.data['thread_id']}"
        member, key = member_of(heard.workspace_id), heard.key
        after = self._stage.seconds(1, 40 * MINUTE, key) * self._stage.seconds(0.01, 1, f"{key}/haste")
        match self._stage.choose(weights, key):
            case "take over":
                body = {"text": "This is Pat from dispatch."}
                self._stage.post(member, f"{path}/texts", body, key, after)
                if self._stage.happens(CHANCE_HANDED_BACK, f"{key}/back"):
                    back = after + self._stage.seconds(MINUTE, 12 * HOUR, f"{key}/back")
                    self._stage.post(member, f"{path}/hand-back", {}, f"{key}/back", back)
            case "stranger":
                stranger = member_of(self._other(heard.workspace_id, key))
                self._stage.post(stranger, f"{path}/texts", {"text": "Not mine"}, f"stranger/{key}", after)

    def _other(self, workspace_id: str, key: str) -> str:
        others = [name for name in WORKSPACES if name != workspace_id]
        return self._stage.world.decisions.one_of(others, f"stranger/{key}/whose")


def _recipient(person: Person, template: str, chance: float) -> Json:
    """Who is asked something can be asked by e-mail too; some have no mailbox."""
    half = 0.5
    mail = {"email": person.email} if template != ASKING or chance < half else {}
    return {"role": "contact", "name": person.name, "phone": person.phone, **mail}

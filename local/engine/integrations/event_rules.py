"""The rules of the default bus, asked and served as EventBridge does it for an event of AWS's own."""

import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from local.engine.integrations.clients import Clients
from local.engine.reporting.status_events import Entry

_log = logging.getLogger(__name__)
Rule = dict[str, Any]
_RULES_HOLD_SECONDS = 1.0


class EventRules:
    """EventBridge itself tells which rule matches; targets are SQS queues, functions and SNS topics."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._known: list[Rule] = []
        self._known_until = 0.0

    def rules(self) -> list[Rule]:
        """The bus's enabled rules with a pattern, each with its `Targets`; a second old at most."""
        if time.monotonic() >= self._known_until:
            self._known = self._read()
            self._known_until = time.monotonic() + _RULES_HOLD_SECONDS
        return self._known

    def _read(self) -> list[Rule]:
        events = self._clients.client("events")
        pages = events.get_paginator("list_rules").paginate()
        return [
            rule | {"Targets": events.list_targets_by_rule(Rule=rule["Name"])["Targets"]}
            for page in pages
            for rule in page["Rules"]
            if rule.get("State") == "ENABLED" and rule.get("EventPattern")
        ]

    def deliver(self, entry: Entry, rules: Sequence[Rule]) -> bool:
        """False when a target could not be reached: then the event is delivered again, to all of them."""
        envelope = envelope_of(entry)
        try:
            for rule in rules:
                if self._matches(rule, envelope):
                    self._serve(rule, envelope)
        except Exception as error:  # noqa: BLE001 -- whatever a target says, the event is kept
            _log.warning("event_rules.not_delivered %s: %s", type(error).__name__, error)
            return False
        return True

    def _matches(self, rule: Rule, envelope: dict[str, Any]) -> bool:
        if not _may_match(rule, envelope["source"]):
            return False
        answer = self._clients.client("events").test_event_pattern(
            EventPattern=rule["EventPattern"], Event=json.dumps(envelope)
        )
        return bool(answer["Result"])

    def _serve(self, rule: Rule, envelope: dict[str, Any]) -> None:
        for target in rule["Targets"]:
            if "InputTransformer" in target or "InputPath" in target:
                _log.warning("event_rules.input_is_not_transformed rule=%s", rule["Name"])
            self._send(target, target.get("Input") or json.dumps(envelope, separators=(",", ":")))

    def _send(self, target: dict[str, Any], body: str) -> None:
        arn = target["Arn"]
        match arn.split(":")[2]:
            case "sqs":
                sqs = self._clients.client("sqs")
                queue = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
                group = target.get("SqsParameters", {}).get("MessageGroupId")
                sqs.send_message(
                    QueueUrl=queue, MessageBody=body, **({"MessageGroupId": group} if group else {})
                )
            case "lambda":
                self._clients.client("lambda").invoke(
                    FunctionName=arn, InvocationType="Event", Payload=body.encode()
                )
            case "sns":
                self._clients.client("sns").publish(TopicArn=arn, Message=body)
            case _:
                _log.warning("event_rules.unsupported_target arn=%s", arn)


def _may_match(rule: Rule, source: str) -> bool:
    """False when the rule names other sources only, which most rules do: then nobody need be asked."""
    sources = json.loads(rule["EventPattern"]).get("source")
    names_some = isinstance(sources, list) and all(isinstance(name, str) for name in sources)
    return not names_some or source in sources


def envelope_of(entry: Entry) -> dict[str, Any]:
    """The event as targets see it; its id is the same at every delivery, so that they can tell."""
    arn = entry["Resources"][0]
    region, account = arn.split(":")[3:5]
    return {
        "version": "0",
        "id": str(uuid5(NAMESPACE_URL, f"{arn}/{entry['Time'].isoformat()}/{entry['Detail']}")),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": account,
        "time": entry["Time"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": entry["Resources"],
        "detail": json.loads(entry["Detail"]),
    }

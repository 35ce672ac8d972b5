"""A provider's call: its signature is checked and used up, its reports are taken as AWS's events are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.actions.receipts import Reported, record_receipt
from lambdas.messaging.conversations import Inbound
from lambdas.messaging.receipts import Receipt
from lambdas.messaging.repository import run
from lambdas.messaging.settings import settings_of
from lambdas.messaging.webhooks import TOLERANCE_SECONDS, WebhookRefused, require_signed
from lambdas.shared.aws import aws_error_code
from lambdas.shared.callbacks import SUPERSEDED
from lambdas.shared.logging import logger
from lambdas.shared.secrets import secret
from schemas.messaging.webhooks import ReceiptReport

if TYPE_CHECKING:
    from lambdas.shared.api.call import Call
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.webhooks import ProviderReports, TextReport

KEPT_SECONDS = 2 * TOLERANCE_SECONDS


def take_reports(call: Call, provider: str, reports: ProviderReports) -> int:
    """Take each report in; how many. A report that comes again changes nothing."""
    for report in reports.reports:
        if isinstance(report, ReceiptReport):
            record_receipt(call.dependencies, _reported(provider, report))
        else:
            receive_text(call.dependencies, _inbound(call, report))
    return len(reports.reports)


def require_sender(call: Call, provider: str, header: str, body: str) -> None:
    """Raises WebhookRefused, and counts it, for what is unsigned, stale, forged or replayed."""
    try:
        key = secret(settings_of(call.dependencies).webhooks_secret_id, "key").encode()
        signature = require_signed(header, body.encode(), key, call.now)
        _use_up(call, signature)
    except WebhookRefused as refusal:
        _count(call.dependencies, provider, refusal.reason)
        raise


def _use_up(call: Call, signature: str) -> None:
    """A signature is good for one call, to whichever provider's path."""
    expires = str(int(call.now.timestamp()) + KEPT_SECONDS)
    try:
        call.dependencies.clients.dynamodb.put_item(
            TableName=call.dependencies.settings.idempotency_table,
            Item={"id": {"S": f"webhook/{signature}"}, "expiration": {"N": expires}},
            ConditionExpression="attribute_not_exists(id)",
        )
    except Exception as error:
        if aws_error_code(error) != SUPERSEDED:
            raise
        raise WebhookRefused("replayed") from error


def _count(dependencies: Dependencies, provider: str, reason: str) -> None:
    logger().warning("webhook refused", provider=provider, reason=reason)
    run(
        dependencies.database,
        "count_refused_webhook",
        provider=provider,
        reason=reason,
        now=dependencies.clock(),
    )


def _reported(provider: str, report: ReceiptReport) -> Reported:
    receipt = Receipt(report.outcome, report.at, report.is_final, report.error)
    name = f"{provider}/{report.event_id}"
    return Reported(name, report.provider_message_id, receipt, report.delivery_id)


def _inbound(call: Call, report: TextReport) -> Inbound:
    return Inbound(
        report.provider_message_id, report.sender, report.recipient, report.body, call.now, report.answers
    )

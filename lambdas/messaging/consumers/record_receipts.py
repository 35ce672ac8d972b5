"""Receipts of texts and e-mails, and complaints about e-mails, from the providers' topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.complaints import Complained, record_complaint
from lambdas.messaging.actions.receipts import record_receipt
from lambdas.messaging.providers.reports import reported
from lambdas.shared.queues import topic_handler

if TYPE_CHECKING:
    from lambdas.shared.queues import Notification
    from lambdas.shared.wiring import Dependencies


def consume(notification: Notification, dependencies: Dependencies) -> None:
    """Raises ReportUnreadable and ReceiptUnknown: after some tries a person looks at the dead letters."""
    report = reported(notification.message)
    if isinstance(report, Complained):
        record_complaint(dependencies, report)
    elif report is not None:
        record_receipt(dependencies, report)


handler = topic_handler(consume)

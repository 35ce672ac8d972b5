"""POST /v1/webhooks/{provider}: what a provider that is not AWS tells of sends and of texts that came in."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.common import E164, FrozenModel, Identifier, Instant

ProviderId = Annotated[str, Field(min_length=1, max_length=200)]


class ReceiptReport(FrozenModel):
    """What became of a send."""

    kind: Literal["receipt"] = "receipt"
    event_id: ProviderId
    provider_message_id: ProviderId
    delivery_id: UUID | None = None
    outcome: Literal["QUEUED", "PENDING", "SENT", "DELIVERED", "FAILED"]
    is_final: bool = False
    error: Identifier | None = None
    at: Instant


class TextReport(FrozenModel):
    """A text that somebody wrote to one of our numbers."""

    kind: Literal["text"] = "text"
    provider_message_id: ProviderId
    sender: E164
    recipient: E164
    body: Annotated[str, Field(max_length=5_000)]
    answers: ProviderId | None = None


Report = Annotated[ReceiptReport | TextReport, Field(discriminator="kind")]


class ProviderReports(FrozenModel):
    """The body: some reports, each taken once however often it comes."""

    reports: Annotated[tuple[Report, ...], Field(min_length=1, max_length=100)]


class ReportsTaken(FrozenModel):
    """The answer: how many reports were taken."""

    taken: int

"""The consent ledger: who allowed or forbade what, for which number, when, and by which words."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.common import FrozenModel, Instant, Text
from schemas.messaging.handling import Scope

Kind = Literal["granted", "revoked"]
Address = Annotated[str, Field(min_length=3, max_length=254)]


class RecordConsent(FrozenModel):
    """POST /v1/consents: a grant or a revocation that came another way than by text."""

    address: Address
    kind: Kind
    scope: Scope = "operational"
    source_text: Annotated[Text, Field(min_length=1)]
    evidence: Annotated[Text, Field(min_length=1)] | None = None


class ConsentView(FrozenModel):
    """One entry of the ledger; entries are never changed."""

    consent_id: UUID
    address: str
    kind: Kind
    scope: str
    channel: str
    source_text: str
    evidence: str | None = None
    recorded_by: str
    at: Instant


class ConsentList(FrozenModel):
    """GET /v1/consents?address=…: the ledger of one address, newest first."""

    address: str
    consents: tuple[ConsentView, ...]

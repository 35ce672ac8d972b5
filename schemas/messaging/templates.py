"""PUT /v1/templates/{name}: what messages say, in each language, and how they are handled."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.common import FrozenModel, Instant, Text, Version
from schemas.messaging.handling import Handling
from schemas.messaging.recipients import Language, Value

Missing = Literal["fail", "skip", "default"]
RESERVED_SCOPES = frozenset({"answer", "all"})
"""Automatic answers need no consent, and `all` is the ledger's: no template may claim either."""


class Variant(FrozenModel):
    """A template in one language: `{{variables}}` in subject and text; the subject is e-mail's alone."""

    subject: Annotated[Text, Field(max_length=200)] | None = None
    text: Annotated[Text, Field(min_length=1, max_length=1_600)]


class PutTemplate(FrozenModel):
    """A new version of a template. Messages that are planned already keep the version they were planned with.

    `missing` says what becomes of a message whose variable has no value: it fails, it is skipped, or the
    variable's default stands in; `missing_by_variable` says it of single ones.
    """

    variants: Annotated[dict[Language, Variant], Field(min_length=1, max_length=20)]
    missing: Missing = "fail"
    missing_by_variable: dict[str, Missing] = Field(default_factory=dict)
    defaults: dict[str, Value] = Field(default_factory=dict)
    handling: Handling = Field(default_factory=Handling)

    @model_validator(mode="after")
    def _needs_consent(self) -> Self:
        if self.handling.scope in RESERVED_SCOPES:
            message = (
                f"the scope {self.handling.scope} is reserved; use operational, marketing or one of yours"
            )
            raise ValueError(message)
        return self


class TemplateView(PutTemplate):
    """The answer of PUT and GET /v1/templates/{name}; version 0 is the one that ships."""

    name: str
    version: Version
    created_at: Instant | None = None


class TemplateList(FrozenModel):
    """GET /v1/templates: the newest version of each."""

    templates: tuple[TemplateView, ...]

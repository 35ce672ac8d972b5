"""What a message says when it is sent: its template, with the values as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lambdas.messaging.moves import Leave
from lambdas.messaging.templates.checking import require_size, variant_for
from lambdas.messaging.templates.rendering import MissingPolicy, Skip, ValueMissing, rendered
from lambdas.messaging.templates.shipped import shipped_templates
from lambdas.messaging.variables import values_of
from schemas.messaging.templates import PutTemplate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.messaging.snapshot import Snapshot
    from lambdas.messaging.templates.rendering import Value


class Said(NamedTuple):
    """What a template says to somebody."""

    subject: str | None
    text: str


def composed(snapshot: Snapshot) -> Said | Leave:
    """The message's text, or its end where a value is missing that its template cannot do without."""
    message = snapshot.message
    if message.body:
        return Said(message.subject, message.body)
    document = snapshot.template or shipped_templates().get(message.template)
    if document is None:
        return Leave("FAILED", "FAILED", "template_deleted")
    known = values_of(snapshot.policy, message.recipient, snapshot.load, message.stop)
    try:
        values = {**known, **message.variables}
        said = says(PutTemplate.model_validate(document), message.recipient.language, values)
    except ValueMissing as missing:
        return Leave("FAILED", "FAILED", f"no value for {missing.variable}")
    if isinstance(said, Skip):
        return Leave("SKIPPED", "SKIPPED", f"no value for {said.variable}")
    return said


def says(document: PutTemplate, language: str, values: Mapping[str, Value]) -> Said | Skip:
    """A template in a language. Raises ValueMissing where the template says that it must fail."""
    missing = missing_policy(document)
    variant = variant_for(document.variants, language)
    subject = None if variant.subject is None else rendered(variant.subject, values, missing)
    text = rendered(variant.text, values, missing)
    if isinstance(subject, Skip):
        return subject
    if isinstance(text, Skip):
        return text
    require_size(text)
    return Said(subject, text)


def missing_policy(document: PutTemplate) -> MissingPolicy:
    """What becomes of a message when a variable has no value."""
    return MissingPolicy(document.missing, document.missing_by_variable, document.defaults)

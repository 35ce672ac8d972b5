"""What a template must be before it is saved, and in which language it speaks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Protocol, TypeVar

from lambdas.messaging.segments import segmented
from lambdas.messaging.templates.catalogue import EXAMPLES, VARIABLES
from lambdas.messaging.templates.rendering import MissingPolicy, Skip, rendered, variables_in
from lambdas.shared.errors import RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PARTS = 10
MOST_CHARACTERS = 1_600
"""What AWS End User Messaging takes in one SMS."""

FALLBACK = "en"
V = TypeVar("V")


class Variant(Protocol):
    """A template in one language; the subject is e-mail's alone."""

    @property
    def subject(self) -> str | None: ...
    @property
    def text(self) -> str: ...


class UnknownVariable(RejectedError):
    """A template names variables that nothing can fill; `unknown` gives the near names of each."""

    def __init__(self, unknown: Mapping[str, tuple[str, ...]]) -> None:
        told = "; ".join(_told(name, near) for name, near in unknown.items())
        super().__init__(f"The template cannot be saved: {told}.")
        self.unknown = dict(unknown)


class DefaultMissing(RejectedError):
    """A variable is to have a default when it has no value, and none is given."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"Give a default for {{{{{variable}}}}}, or let the template fail or skip without it."
        )


class TextTooLong(RejectedError):
    """A text is longer than one message may be."""

    def __init__(self, characters: int, parts: int) -> None:
        super().__init__(
            f"The text has {characters} characters in {parts} parts; a message takes at most "
            f"{MOST_CHARACTERS} "
            f"in {MOST_PARTS}. Shorten it, or take characters outside of GSM-7 out."
        )


def check_template(variants: Mapping[str, Variant], policy: MissingPolicy) -> None:
    """Raise what keeps a template from being saved.

    TemplateMalformed, UnknownVariable, DefaultMissing, TextTooLong (with the examples as values).
    """
    named = {name for variant in variants.values() for name in variables_of(variant)}
    unknown = {
        name: near_names(name)
        for name in sorted(named | {*policy.by_variable, *policy.defaults})
        if name not in VARIABLES
    }
    if unknown:
        raise UnknownVariable(unknown)
    for name in sorted(named):
        if policy.of(name) == "default" and not policy.defaults.get(name):
            raise DefaultMissing(name)
    for variant in variants.values():
        text = rendered(variant.text, EXAMPLES, policy)
        assert not isinstance(text, Skip)
        require_size(text)


def variables_of(variant: Variant) -> tuple[str, ...]:
    """Return the variables of subject and text, each once."""
    return tuple(dict.fromkeys((*variables_in(variant.subject or ""), *variables_in(variant.text))))


def near_names(name: str) -> tuple[str, ...]:
    """Return up to three known variables that a mistyped name may have meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    last = name.rsplit(".", maxsplit=1)[-1]
    same_end = [known for known in VARIABLES if known.rsplit(".", maxsplit=1)[-1] == last]
    close = get_close_matches(name, VARIABLES, n=3, cutoff=0.6)
    return tuple(dict.fromkeys((*close, *same_end)))[:3]


def require_size(text: str) -> None:
    """Raise TextTooLong for what does not go out as one message."""
    parts = len(segmented(text).parts)
    if len(text) > MOST_CHARACTERS or parts > MOST_PARTS:
        raise TextTooLong(len(text), parts)


def variant_for(variants: Mapping[str, V], language: str) -> V:
    """Return the variant of a language, else of its base (es-MX: es), else English, else the first."""
    for wanted in (language, language.split("-", maxsplit=1)[0], FALLBACK):
        if wanted in variants:
            return variants[wanted]
    return next(iter(variants.values()))


def content_digest(variants: Mapping[str, Variant], policy: MissingPolicy, handling: object = None) -> str:
    """Return what tells two versions apart: saving the same again makes no new version."""
    content = {
        "variants": {language: [variant.subject, variant.text] for language, variant in variants.items()},
        "missing": [policy.otherwise, dict(policy.by_variable), dict(policy.defaults)],
        "handling": handling,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _told(name: str, near: tuple[str, ...]) -> str:
    wish = f" (did you mean {' or '.join(near)}?)" if near else ""
    return f"{{{{{name}}}}} is no known variable{wish}"

"""The rules' own refusals, as an API tells them: which field, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lambdas.messaging.phone_numbers import PhoneNumberRefused, text_recipient
from lambdas.shared.errors import RejectedError
from lambdas.shared.refusals import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.messaging.phone_numbers import PhoneNumber

Given = TypeVar("Given")


def checked(field: str, do: Callable[[], Given]) -> Given:
    """What `do` gives. Raises InvalidRequest for this field when a rule refuses it."""
    try:
        return do()
    except RejectedError as refusal:
        raise InvalidRequest(({"field": field, "reason": str(refusal)},)) from refusal


def checked_number(written: str) -> PhoneNumber:
    """A number that takes texts. Raises InvalidRequest with the reason for landlines, premium and others."""
    try:
        return text_recipient(written)
    except PhoneNumberRefused as refusal:
        raise InvalidRequest(({"field": "recipient.phone", "reason": str(refusal)},)) from refusal

"""Client of FMCSA's QCMobile (https://mobile.fmcsa.dot.gov/QCDevsite/docs/qcApi).

The web key travels in the URL, so nothing here logs, raises, or quotes an exception: every failure is an
`Unavailable` with a fixed reason. "Unavailable" and "not found" are different answers and never mixed.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

from lambdas.booking.bounded_http import Answer, Deadline, connect, get
from lambdas.booking.carrier_record import (
    CarrierRecord,
    Json,
    NotFound,
    SeveralCarriers,
    Unavailable,
    UnavailableReason,
    read_authority,
    read_carrier,
    read_dot_number,
)

LARGEST_BODY_BYTES = 512 * 1024
Lookup: TypeAlias = CarrierRecord | NotFound | Unavailable
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SERVER_ERRORS = 500


class _NoAnswerError(Exception):
    """Carries the reason from where it shows to the look-up, which returns it."""

    def __init__(self, reason: UnavailableReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class QCMobile:
    """FMCSA's register behind `base_url` (FMCSA's own: https://mobile.fmcsa.dot.gov/qc/services).

    A look-up is over after `deadline_seconds`, however many requests it takes. No method raises.
    """

    base_url: str
    web_key: str = field(repr=False)
    deadline_seconds: float = 8.0
    monotonic: Callable[[], float] = field(default=time.monotonic, repr=False)

    def look_up(self, dot_number: int) -> Lookup:
        """The carrier of a USDOT number, with its operating authorities and out-of-service orders."""
        try:
            with self._session() as session:
                return session.carrier(dot_number)
        except _NoAnswerError as error:
            return Unavailable(error.reason)

    def look_up_docket(self, number: int) -> Lookup | SeveralCarriers:
        """The carrier of an MC, MX or FF docket number; several may hold it, and then none is picked."""
        try:
            with self._session() as session:
                holders = session.holders(number)
                return session.carrier(*holders) if len(holders) == 1 else _none_or_several(holders)
        except _NoAnswerError as error:
            return Unavailable(error.reason)

    @contextmanager
    def _session(self) -> "Iterator[_Session]":
        base = _usable(self.base_url)
        if base is None or not self.web_key.strip():
            raise _NoAnswerError(UnavailableReason.NOT_CONFIGURED)
        try:
            with closing(connect(base, Deadline.after(self.deadline_seconds, self.monotonic))) as connection:
                yield _Session(connection, base.path.rstrip("/"), self.web_key.strip())
        except TimeoutError:
            raise _NoAnswerError(UnavailableReason.TIMEOUT) from None
        except (OSError, HTTPException, UnicodeError):
            raise _NoAnswerError(UnavailableReason.UNREACHABLE) from None


@dataclass(frozen=True)
class _Session:
    connection: HTTPConnection
    root: str
    web_key: str = field(repr=False)

    def carrier(self, dot_number: int) -> CarrierRecord | NotFound:
        rows = self._rows(f"/carriers/{dot_number:d}")
        if not rows:
            return NotFound()
        authorities = self._rows(f"/carriers/{dot_number:d}/authority")
        orders = self._rows(f"/carriers/{dot_number:d}/oos")
        record = read_carrier(
            _inner(rows[0], "carrier"),
            tuple(read_authority(_inner(row, "carrierAuthority")) for row in authorities),
            len(orders),
        )
        if record is None or record.dot_number != dot_number or len(rows) > 1:
            raise _NoAnswerError(UnavailableReason.UNREADABLE)
        return record

    def holders(self, docket_number: int) -> tuple[int, ...]:
        rows = self._rows(f"/carriers/docket-number/{docket_number:d}")
        dot_numbers = {read_dot_number(_inner(row, "carrier").get("dotNumber")) for row in rows}
        known = sorted(number for number in dot_numbers if number is not None)
        if len(known) < len(dot_numbers):
            raise _NoAnswerError(UnavailableReason.UNREADABLE)
        return tuple(known)

    def _rows(self, path: str) -> tuple[Json, ...]:
        target = f"{self.root}{path}?webKey={quote(self.web_key, safe='')}"
        return _rows_of(get(self.connection, target, LARGEST_BODY_BYTES))


def _usable(base_url: str) -> SplitResult | None:
    """The parts of an https URL, or an http one on this machine: the key crosses no network in the clear."""
    try:
        base = urlsplit(base_url.strip())
        base.port  # noqa: B018 - raises when it is not a number
    except ValueError:
        return None
    trusted = base.scheme == "https" or (base.scheme == "http" and base.hostname in _LOOPBACK)
    return base if trusted and base.hostname else None


def _rows_of(answer: Answer) -> tuple[Json, ...]:
    """The objects of `content`: one object, an array or null (nothing found); a string is an error."""
    _refuse_by_status(answer)
    content = _content(answer)
    if isinstance(content, str):
        return _nothing_found(answer.status, content)
    if content is None and answer.status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):
        return ()
    rows = content if isinstance(content, list) else [content]
    if answer.status != HTTPStatus.OK or not all(isinstance(row, dict) for row in rows):
        raise _NoAnswerError(UnavailableReason.UNREADABLE)
    return tuple(rows)


def _refuse_by_status(answer: Answer) -> None:
    if answer.status == HTTPStatus.FORBIDDEN:
        raise _NoAnswerError(UnavailableReason.REFUSED_AT_EDGE)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        raise _NoAnswerError(UnavailableReason.WEB_KEY_REFUSED)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= _SERVER_ERRORS:
        raise _NoAnswerError(UnavailableReason.OVERLOADED)
    if answer.truncated:
        raise _NoAnswerError(UnavailableReason.TOO_LARGE)


def _content(answer: Answer) -> object:
    try:
        envelope = json.loads(answer.body)
    except (ValueError, RecursionError):
        maintenance = b"maintenance" in answer.body.lower()
        reason = UnavailableReason.MAINTENANCE if maintenance else UnavailableReason.UNREADABLE
        raise _NoAnswerError(reason) from None
    if not isinstance(envelope, dict) or "content" not in envelope:
        raise _NoAnswerError(UnavailableReason.UNREADABLE)
    return envelope["content"]


def _nothing_found(status: int, message: str) -> tuple[Json, ...]:
    """No rows when the message says so. A refused key is a 404 that also says "not found"."""
    if "webkey" in message.lower().replace(" ", ""):
        raise _NoAnswerError(UnavailableReason.WEB_KEY_REFUSED)
    if status == HTTPStatus.NOT_FOUND and "not found" in message.lower():
        return ()
    raise _NoAnswerError(UnavailableReason.ERROR_MESSAGE)


def _inner(row: Json, name: str) -> Json:
    inner = row.get(name)
    if not isinstance(inner, dict):
        raise _NoAnswerError(UnavailableReason.UNREADABLE)
    return inner


def _none_or_several(holders: tuple[int, ...]) -> NotFound | SeveralCarriers:
    return SeveralCarriers(holders) if holders else NotFound()

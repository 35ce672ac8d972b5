"""The document that a carrier signs: what is hauled, from where to where, and for how much.

The same terms give the same bytes, so a retried task stores the same object. Terms hold nothing that a
carrier may not read: no ceiling rate and no customer's charge.
"""

import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from lambdas.booking.latin1 import printable
from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.errors import AwsUnavailable

CONTENT_TYPE = "application/pdf"
_LINE_MM = 6
_LABEL_MM = 38
_MOST_MINOR_DIGITS = {"JPY": 0, "KRW": 0}


@dataclass(frozen=True)
class StopTerms:
    """A stop in driving order; `earliest` and `latest` are aware and shown in `time_zone` (IANA)."""

    type: Literal["pickup", "delivery"]
    place: str
    city: str
    state: str
    postal_code: str | None
    earliest: datetime
    latest: datetime
    time_zone: str
    address: str | None = None
    notes: str | None = None


@dataclass(frozen=True)
class RateConfirmationTerms:
    """All that the document says. `amount` is in minor units of `currency`; `drawn_up_at` is aware."""

    load_number: str
    booking_id: UUID
    revision: int
    drawn_up_at: datetime
    broker: str
    carrier: str
    dot_number: int
    equipment: str
    amount: int
    currency: str
    stops: tuple[StopTerms, ...]
    sign_link: str
    commodity: str | None = None
    weight_lb: int | None = None
    temperature_f: float | None = None
    references: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def document_key(workspace_id: str, load_id: UUID, booking_id: UUID, revision: int) -> str:
    """Where a revision is kept in the documents bucket."""
    return f"{quote(workspace_id, safe='')}/{load_id}/{booking_id}/rate-confirmation-{revision}.pdf"


def store(s3: Any, bucket: str, key: str, pdf: bytes) -> None:
    """Put the document; again is the same. Raises AwsUnavailable."""
    try:
        s3.put_object(Bucket=bucket, Key=key, Body=pdf, ContentType=CONTENT_TYPE)
    except Exception as error:
        if not is_aws_error(error):
            raise
        raise AwsUnavailable(f"S3 did not take {key} ({aws_error_code(error)}). Try again.") from error


def render(terms: RateConfirmationTerms) -> bytes:
    """The PDF. Characters beyond Latin-1 are transliterated, or shown as `?` where that cannot be."""
    pdf = _letter()
    pdf.set_creation_date(terms.drawn_up_at)
    pdf.set_producer("Chain")
    pdf.set_title(f"Rate confirmation {printable(terms.load_number)} revision {terms.revision}")
    pdf.set_auto_page_break(auto=True, margin=15)
    pdf.add_page()
    page = _Page(pdf)
    _write_heading(page, terms)
    _write_load(page, terms)
    for number, stop in enumerate(terms.stops, start=1):
        _write_stop(page, number, stop)
    _write_conditions(page, terms)
    _write_signature(page, terms)
    return bytes(pdf.output())


def _letter() -> Any:
    with warnings.catch_warnings():
        # The deployed layer has no Pillow: no picture is drawn.
        warnings.filterwarnings("ignore", message="Pillow could not be imported")
        from fpdf import FPDF  # noqa: PLC0415 - takes longer to import than a task may
    return FPDF(format="letter")


@dataclass(frozen=True)
class _Page:
    pdf: Any

    def title(self, text: str) -> None:
        self._line(text, style="B", size=16, height=_LINE_MM + 4)

    def section(self, text: str) -> None:
        self.pdf.ln(_LINE_MM / 2)
        self._line(text, style="B", size=12)

    def paragraph(self, text: str) -> None:
        self._line(text)

    def row(self, label: str, value: str | None) -> None:
        """A label with its value; nothing when there is no value."""
        if not value:
            return
        self.pdf.set_font("Helvetica", "B", 10)
        self.pdf.cell(_LABEL_MM, _LINE_MM, printable(label))
        self._line(value)

    def link(self, text: str, address: str) -> None:
        self.pdf.set_font("Helvetica", "U", 10)
        self.pdf.multi_cell(0, _LINE_MM, printable(text), link=address, new_x="LMARGIN", new_y="NEXT")

    def _line(self, text: str, style: str = "", size: int = 10, height: float = _LINE_MM) -> None:
        self.pdf.set_font("Helvetica", style, size)
        self.pdf.multi_cell(0, height, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _write_heading(page: _Page, terms: RateConfirmationTerms) -> None:
    page.title(f"Rate confirmation, load {terms.load_number}")
    page.row("Revision", f"{terms.revision}, {terms.drawn_up_at:%Y-%m-%d %H:%M %Z}; earlier ones are void")
    page.row("Booking", str(terms.booking_id))
    page.row("Broker", terms.broker)
    page.row("Carrier", f"{terms.carrier}, USDOT {terms.dot_number}")


def _write_load(page: _Page, terms: RateConfirmationTerms) -> None:
    page.section("Load")
    page.row("Rate", money(terms.amount, terms.currency))
    page.row("Equipment", terms.equipment)
    page.row("Commodity", terms.commodity)
    page.row("Weight", None if terms.weight_lb is None else f"{terms.weight_lb:,} lb")
    page.row("Temperature", None if terms.temperature_f is None else f"{terms.temperature_f:g} F")
    page.row("References", ", ".join(terms.references))


def _write_stop(page: _Page, number: int, stop: StopTerms) -> None:
    page.section(f"Stop {number}: {stop.type}")
    city = " ".join(part for part in (f"{stop.city}, {stop.state}", stop.postal_code) if part)
    lines = [line for line in (stop.place, stop.address, city) if line]
    for label, line in zip(("Place", *[""] * len(lines)), lines, strict=False):
        page.row(label, line)
    page.row("Appointment", appointment(stop))
    page.row("Notes", stop.notes)


def _write_conditions(page: _Page, terms: RateConfirmationTerms) -> None:
    if terms.conditions:
        page.section("Conditions")
    for number, condition in enumerate(terms.conditions, start=1):
        page.paragraph(f"{number}. {condition}")


def _write_signature(page: _Page, terms: RateConfirmationTerms) -> None:
    page.section("Signature")
    page.paragraph("The carrier accepts the rate and the conditions above by signing here, once:")
    page.link(terms.sign_link, terms.sign_link)


def money(amount: int, currency: str) -> str:
    """Such as `1,234.50 USD`, from minor units."""
    digits = _MOST_MINOR_DIGITS.get(currency, 2)
    whole, rest = divmod(amount, 10**digits)
    fraction = f".{rest:0{digits}d}" if digits else ""
    return f"{whole:,}{fraction} {currency}"


def appointment(stop: StopTerms) -> str:
    """The stop's times on its own clocks, with offset and zone so that no one has to guess."""
    zone = ZoneInfo(stop.time_zone)
    earliest, latest = (at.astimezone(zone) for at in (stop.earliest, stop.latest))
    until = "" if latest == earliest else f" to {_local(latest)}"
    return f"{_local(earliest)}{until} ({stop.time_zone})"


def _local(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d %H:%M %Z}"

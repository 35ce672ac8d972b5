"""The document's bytes and text, and that it says nothing which a carrier may not read."""

import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from lambdas.booking.rate_confirmation import (
    RateConfirmationTerms,
    StopTerms,
    appointment,
    document_key,
    money,
    render,
    store,
)
from lambdas.shared.errors import AwsUnavailable

BUCKET = "chain-booking-documents"
ROOT = Path(__file__).parents[3]


def a_stop(**changes: Any) -> StopTerms:
    stop = StopTerms(
        type="pickup",
        place="Lakeside Foods",
        city="Indianapolis",
        state="IN",
        postal_code="46241",
        earliest=datetime(2027, 3, 10, 12, tzinfo=UTC),
        latest=datetime(2027, 3, 10, 14, 30, tzinfo=UTC),
        time_zone="America/Indiana/Indianapolis",
    )
    return replace(stop, **changes)


def terms(**changes: Any) -> RateConfirmationTerms:
    agreed = RateConfirmationTerms(
        load_number="48000",
        booking_id=UUID(int=7),
        revision=2,
        drawn_up_at=datetime(2027, 3, 8, 9, 5, tzinfo=UTC),
        broker="Acme Brokerage",
        carrier="Red Mesa Logistics LLC",
        dot_number=158_121,
        equipment="V",
        amount=123_450,
        currency="USD",
        stops=(a_stop(), a_stop(type="delivery", city="Columbus", state="OH", time_zone="America/New_York")),
        sign_link="https://broker.example/sign/abc-_123",
        commodity="Auto parts",
        weight_lb=31_500,
        references=("PO PO730000",),
        conditions=("Carrier may not re-broker the load.",),
    )
    return replace(agreed, **changes)


def text_of(pdf: bytes) -> str:
    """The text of a PDF with built-in fonts, one line for each piece that was written."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    pieces = [
        piece for stream in streams for piece in re.findall(rb"\((.*?)(?<!\\)\) Tj", zlib.decompress(stream))
    ]
    return "\n".join(re.sub(rb"\\([()\\])", rb"\1", piece).decode("latin-1") for piece in pieces)


def test_the_document_says_what_was_agreed() -> None:
    pdf = render(terms())
    text = text_of(pdf)

    for said in (
        "Rate confirmation, load 48000",
        "2, 2027-03-08 09:05 UTC; earlier ones are void",
        "Red Mesa Logistics LLC, USDOT 158121",
        "1,234.50 USD",
        "31,500 lb",
        "Indianapolis, IN 46241",
        "PO PO730000",
        "1. Carrier may not re-broker the load.",
        "https://broker.example/sign/abc-_123",
    ):
        assert said in text
    assert b"/URI (https://broker.example/sign/abc-_123)" in pdf


def test_times_are_the_stops_own_with_their_zone() -> None:
    assert appointment(a_stop()) == (
        "Wed 2027-03-10 07:00 EST to Wed 2027-03-10 09:30 EST (America/Indiana/Indianapolis)"
    )


def test_a_stop_on_the_day_that_clocks_change_shows_both_sides() -> None:
    spring = a_stop(
        earliest=datetime(2027, 3, 14, 6, 30, tzinfo=UTC), latest=datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
    )

    assert appointment(spring) == (
        "Sun 2027-03-14 01:30 EST to Sun 2027-03-14 03:30 EDT (America/Indiana/Indianapolis)"
    )


def test_an_appointment_at_one_moment_is_one_time() -> None:
    at = datetime(2027, 3, 10, 12, tzinfo=UTC)

    assert (
        appointment(a_stop(earliest=at, latest=at))
        == "Wed 2027-03-10 07:00 EST (America/Indiana/Indianapolis)"
    )


def test_terms_have_no_place_for_what_a_carrier_may_not_read() -> None:
    names = {field.name for field in fields(RateConfirmationTerms)} | {
        field.name for field in fields(StopTerms)
    }

    assert not [name for name in names if re.search("ceiling|target|charge|customer|margin|book_now", name)]


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=10**9 + 1, max_value=10**10))
@settings(max_examples=15, deadline=None)
def test_the_rate_is_the_only_money_in_the_text(amount: int, ceiling: int) -> None:
    text = text_of(render(terms(amount=amount)))

    assert re.findall(r"[\d,]+\.\d\d [A-Z]{3}", text) == [money(amount, "USD")]
    assert money(ceiling, "USD") not in text
    assert str(ceiling) not in text


def test_the_same_terms_give_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from tests.lambdas.booking.test_rate_confirmation import render, terms;"
        "print(hashlib.sha256(render(terms())).hexdigest())"
    )

    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(runs) == 1


def test_another_revision_gives_other_bytes() -> None:
    assert render(terms()) != render(terms(revision=3))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Łódź Trąnsport \u2013 “Żubr”", 'Lódz Transport - "Zubr"'),
        ("José Müller & Søn", "José Müller & Søn"),
        ("株式会社", "????"),
        ("Ivan 🚚 LLC", "Ivan ? LLC"),
        ("two\nlines\tand\x00\u202eodd", "two lines andodd"),
        ("brackets (a) \\ b", "brackets (a) \\ b"),
    ],
)
def test_names_of_any_script_are_written_in_latin_1(written: str, shown: str) -> None:
    assert f"{shown}, USDOT 158121" in text_of(render(terms(carrier=written)))


@given(st.text(max_size=200))
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_the_document(text: str) -> None:
    pdf = render(
        terms(
            load_number=text,
            broker=text,
            carrier=text,
            equipment=text,
            commodity=text,
            references=(text,),
            conditions=(text,),
            stops=(a_stop(place=text, city=text, postal_code=text, notes=text),),
        )
    )

    assert pdf.startswith(b"%PDF-")


def test_a_long_document_goes_on_to_further_pages() -> None:
    pdf = render(terms(stops=(a_stop(notes="unbroken" * 60),) * 30))

    assert pdf.count(b"/Type /Page\n") > 2
    assert "Stop 30: pickup" in text_of(pdf)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(5, "USD", "0.05 USD"), (100_000_000, "CAD", "1,000,000.00 CAD"), (1_500, "JPY", "1,500 JPY")],
)
def test_money_is_written_from_minor_units(amount: int, currency: str, written: str) -> None:
    assert money(amount, currency) == written


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client


def test_storing_again_leaves_the_same_document(s3: Any) -> None:
    key = document_key("acme", UUID(int=1), UUID(int=7), 2)
    for _ in range(2):
        store(s3, BUCKET, key, render(terms()))

    stored = s3.get_object(Bucket=BUCKET, Key=key)

    assert key == f"acme/{UUID(int=1)}/{UUID(int=7)}/rate-confirmation-2.pdf"
    assert stored["Body"].read() == render(terms())
    assert stored["ContentType"] == "application/pdf"
    assert s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 1


def test_a_workspace_cannot_name_its_way_into_anothers_folder() -> None:
    assert document_key("../acme/x", UUID(int=1), UUID(int=7), 1).startswith("..%2Facme%2Fx/")


def test_a_bucket_that_does_not_answer_is_retryable(s3: Any) -> None:
    with pytest.raises(AwsUnavailable):
        store(s3, "no-such-bucket", "key", b"%PDF-")


BANNED = ("fpdf", "boto3", "botocore", "sqlalchemy", "phonenumbers", "sentry_sdk", "aws_xray_sdk", "urllib3")
MODULES = ("bounded_http", "fmcsa", "links", "rate_confirmation", "vetting")


@pytest.mark.parametrize("module", MODULES)
def test_what_is_slow_to_import_is_not_imported_with_the_module(module: str) -> None:
    script = f"import sys, lambdas.booking.{module}; print(*set({BANNED}) & set(sys.modules))"

    imported = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)

    assert imported.stdout.split() == []

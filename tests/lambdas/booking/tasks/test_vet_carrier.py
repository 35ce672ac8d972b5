import json
from collections.abc import Iterator
from typing import Any

import pytest

from lambdas.booking.errors import VettingRefused, VettingWarned
from lambdas.booking.tasks import vet_carrier
from lambdas.booking.tasks.vet_carrier import authority_of
from lambdas.shared.wiring import use
from local.fmcsa.server import running
from tests.lambdas.booking.rows import ALFA, WORKSPACE
from tests.lambdas.booking.surroundings import good_record
from tests.lambdas.booking.tasks.stage import Stage
from tests.lambdas.shared.builders import settings
from tests.lambdas.shared.secret_store import secrets_hold

KNOWN, STRANGE = "+13175550123", "+12085550142"


def given_contact(stage: Stage, known_phones: list[str], **contact: Any) -> None:
    """The workspace knows these phones of the carrier; its offer holds the load with this contact."""
    stage.play_until("VETTING")
    stage.rows.run(
        """insert into booking.carriers (workspace_id, dot_number, legal_name, phones)
        values (%(workspace)s, %(dot)s, 'Alfa', %(phones)s)""",
        workspace=WORKSPACE,
        dot=ALFA,
        phones=known_phones,
    )
    stage.rows.run("update booking.offers set contact = %(contact)s", contact=json.dumps(contact))


@pytest.mark.parametrize("contact", [{"phone": STRANGE}, {"phone": KNOWN, "email": "who@gmail.example"}])
def test_an_unknown_sender_for_a_carrier_with_known_contacts_needs_an_override(
    stage: Stage, contact: dict[str, str]
) -> None:
    # given
    given_contact(stage, [KNOWN], **contact)

    # when
    with pytest.raises(VettingWarned, match="not a known contact's"):
        stage.enter("VETTING")

    # then
    said = f"{stage.details()} {stage.rows.run('select * from booking.vettings')}"
    assert not [value for value in contact.values() if value in said]


@pytest.mark.parametrize(
    ("known", "contact"), [([KNOWN], {"phone": KNOWN}), ([], {"phone": STRANGE}), ([KNOWN], {})]
)
def test_a_known_sender_or_a_carrier_without_known_contacts_passes(
    stage: Stage, known: list[str], contact: dict[str, str]
) -> None:
    given_contact(stage, known, **contact)

    assert stage.enter("VETTING")["outcome"] == "PASS"


def test_the_policy_says_how_long_before_its_end_insurance_is_a_warning(stage: Stage) -> None:
    # given
    stage.play_until("VETTING")
    stage.rows.run("""update booking.posts set policy = policy || '{"insurance_warning_days": 365}'::jsonb""")

    # when the insurance ends in ten months
    with pytest.raises(VettingWarned, match="Insurance expires"):
        stage.enter("VETTING")


def names(stage: Stage) -> list[Any]:
    sql = "select legal_name, phones from booking.carriers where dot_number = %(dot)s"
    return [(row["legal_name"], row["phones"]) for row in stage.rows.run(sql, dot=ALFA)]


def test_the_name_that_fmcsa_knows_is_kept_for_a_carrier_without_one(stage: Stage) -> None:
    stage.fmcsa.answers[ALFA] = good_record(ALFA, legal_name="RED MESA LOGISTICS LLC")
    stage.play_until("BOOKED")

    assert names(stage) == [("RED MESA LOGISTICS LLC", [])]


def test_the_name_that_the_workspace_gave_stays(stage: Stage) -> None:
    stage.fmcsa.answers[ALFA] = good_record(ALFA, legal_name="RED MESA LOGISTICS LLC")
    given_contact(stage, [KNOWN])

    stage.enter("VETTING")

    assert names(stage) == [("Alfa", [KNOWN])]


@pytest.fixture
def fmcsa_over_http(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """FMCSA as the environment names it, which knows the web key `known`."""
    monkeypatch.setattr(vet_carrier, "authority_of", authority_of)
    with running("known") as url, use(stage.dependencies._replace(settings=settings(fmcsa_base_url=url))):
        yield


@pytest.mark.usefixtures("fmcsa_over_http")
def test_fmcsa_is_asked_with_the_secrets_web_key(stage: Stage) -> None:
    stage.play_until("VETTING")

    with secrets_hold(web_key="known"):
        assert stage.enter("VETTING")["outcome"] == "PASS"


@pytest.mark.usefixtures("fmcsa_over_http")
def test_a_web_key_that_fmcsa_refuses_is_for_a_person(stage: Stage) -> None:
    stage.play_until("VETTING")

    with secrets_hold(web_key="revoked"), pytest.raises(VettingRefused):
        stage.enter("VETTING")

from tests.lambdas.booking.rows import ALFA, BRAVO
from tests.lambdas.booking.tasks.stage import Stage


def test_a_load_is_covered_carried_and_made_ready_to_invoice(stage: Stage) -> None:
    # when
    stage.play_until("end")

    # then
    load, [booking], [document] = stage.rows.load(), stage.rows.bookings(), stage.rows.documents()
    assert load["status"] == "READY_TO_INVOICE"
    assert load["held_offer_id"] is None
    assert load["wait_key"] is None
    assert booking["status"] == "CLOSED"
    assert booking["amount"] == 45_000
    assert document["status"] == "SIGNED"
    assert stage.rows.offers() == {ALFA: "CONFIRMED"}
    assert BRAVO not in stage.rows.offers()
    assert (
        stage.published()
        == stage.rows.events()
        == [
            "LoadPosted",
            "OfferSent",
            "CarrierVetted",
            "BookingConfirmed",
            "RateConfirmationSent",
            "LoadConfirmed",
            "LoadDispatched",
            "LoadReadyToInvoice",
        ]
    )

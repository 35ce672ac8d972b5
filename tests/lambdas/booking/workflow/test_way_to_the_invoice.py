from tests.lambdas.booking.rows import ALFA
from tests.lambdas.booking.workflow.run import BookingRun


def test_a_load_is_confirmed_in_five_states_and_five_invocations(run: BookingRun) -> None:
    # when
    run.start()
    run.act("hold", ALFA)
    run.act("sign")

    # then
    assert run.states() == ["SOURCING", "VETTING", "BOOKED", "RATECON_SENT", "CONFIRMED"]
    assert len(run.invoked) == 5
    assert run.rows.load()["status"] == "CONFIRMED"


def test_a_confirmed_load_is_driven_delivered_and_ready_to_invoice(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.act("sign")

    # when
    run.act("name_driver")
    run.act("deliver")
    run.act("accept_proof")

    # then
    assert run.execution()["status"] == "SUCCEEDED"
    assert run.states()[5:] == ["DISPATCHED", "DELIVERED", "POD_RECEIVED"]
    assert run.rows.load()["status"] == "READY_TO_INVOICE"

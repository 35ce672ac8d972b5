"""A carrier that loses the load before it signed: its link opens nothing any more."""

from collections.abc import Callable, Mapping

import pytest

from lambdas.booking.links import LinkRevoked, LinkTarget
from lambdas.booking.signing_links import links_of
from tests.lambdas.booking.desk import Desk
from tests.lambdas.booking.rows import WORKSPACE
from tests.lambdas.booking.tasks.stage import Stage


def sent_link(stage: Stage) -> LinkTarget:
    """The carrier was sent a rate confirmation, and has not answered it."""
    stage.play_until("sign")
    [booking] = stage.rows.bookings()
    return LinkTarget(WORKSPACE, booking["booking_id"], 1)


LOSSES: Mapping[str, tuple[Callable[[Desk], None] | None, dict[str, str]]] = {
    "RELEASED": (None, {"reason": "LoadReleased"}),
    "BOUNCED": (Desk.bounce, {}),
    "CANCELLED": (Desk.cancel, {}),
    "EXPIRED": (None, {"reason": "PostExpired"}),
}
"""By the state that takes the load away: what happened before, and what the state is told."""


@pytest.mark.parametrize("state", LOSSES)
def test_a_link_that_waits_for_its_signature_is_revoked(stage: Stage, state: str) -> None:
    # given
    target = sent_link(stage)
    links = links_of(stage.dependencies)
    token = links.derive(target).token
    assert links.peek(token, stage.clock()) == target

    # when
    happens, told = LOSSES[state]
    if happens is not None:
        happens(stage.desk)
    stage.enter(state, **told)

    # then
    with pytest.raises(LinkRevoked):
        links.peek(token, stage.clock())


def test_a_link_that_was_signed_is_left_as_it_is(stage: Stage) -> None:
    # given
    target = sent_link(stage)
    stage.desk.sign()
    stage.enter("CONFIRMED")

    # when
    stage.desk.bounce()
    stage.enter("BOUNCED")

    # then
    links = links_of(stage.dependencies)
    assert links.peek(links.derive(target).token, stage.clock()) == target

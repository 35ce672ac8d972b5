"""Why booking refuses a request, beside the reasons that every API has (`lambdas/shared/refusals.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.refusals import Late, RequestRefused

if TYPE_CHECKING:
    from lambdas.booking.negotiation import Change


class OfferLate(Late):
    def __init__(self) -> None:
        super().__init__("This offer has ended. Your answer is recorded, and was not applied.")


class PostClosed(Late):
    def __init__(self) -> None:
        super().__init__("This post is closed. Your answer is recorded, and was not applied.")


class LinkSpent(Late):
    """The link was used, was revoked or has expired; the detail says which."""


class OfferEnded(RequestRefused):
    def __init__(self, status: str) -> None:
        super().__init__(f"This offer is {status} and can no longer be answered.")


class NotYourTurn(RequestRefused):
    def __init__(self, turn: str) -> None:
        super().__init__(f"It is the {turn}'s turn to answer this offer. Wait for it.")


class RoundsUsed(RequestRefused):
    def __init__(self, rounds: int) -> None:
        super().__init__(f"All {rounds} rounds are used. Accept or decline the latest amount.")


class PriceNotAnAdvance(RequestRefused):
    def __init__(self, standing_amount: int) -> None:
        super().__init__(
            f"The carrier already asks {standing_amount} cents. Accept that, or counter with less.",
        )


class AboveCeiling(RequestRefused):
    """Told to staff only."""

    def __init__(self) -> None:
        super().__init__("This amount is above the post's ceiling. Counter with less, or decline.")


class BookNowNotOffered(RequestRefused):
    def __init__(self) -> None:
        super().__init__("This post has no book-now rate. Submit an offer instead.")


class PriceChanged(RequestRefused):
    def __init__(self, *, offered: int, current: int) -> None:
        change = {"field": "amount", "offered": offered, "current": current}
        super().__init__(
            "Only the latest amount can be accepted. Read it and answer again.", changes=[change]
        )


class TermsChanged(RequestRefused):
    def __init__(self, changes: tuple[Change, ...]) -> None:
        super().__init__(
            "The load's terms changed. Read `changes`, then agree to them by their `terms_version`.",
            changes=[change._asdict() for change in changes],
        )


class AlreadyHeld(RequestRefused):
    def __init__(self) -> None:
        super().__init__("Another carrier holds this load. Your offer stays open while the post does.")


class NotEligible(RequestRefused):
    status, title = 406, "Carrier not eligible"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("The carrier did not pass vetting. See `reasons`.", reasons=list(reasons))

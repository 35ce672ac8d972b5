"""Every error of booking that crosses a task's edge.

The class names are the `ErrorEquals` of `statemachines/booking.py`. None of the rejected family is retried.
"""

from uuid import UUID

from lambdas.shared.errors import RejectedError, RetryableError


class LoadChanged(RetryableError):
    """Another write changed the load between this task's read and its write."""

    def __init__(self, load_id: UUID) -> None:
        super().__init__(f"Load {load_id} changed between read and write. Nothing was written; try again.")


class VettingUnavailable(RetryableError):
    """FMCSA could not be asked; unavailable is never a PASS."""

    def __init__(self, dot_number: int, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"USDOT {dot_number} could not be vetted: {_listed(reasons)} Try again, then review."
        )


class VettingRefused(RejectedError):
    """FMCSA refuses to answer us, so that another try would be refused too."""

    def __init__(self, dot_number: int, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"FMCSA refuses to answer about USDOT {dot_number}: {_listed(reasons)} "
            "Check the web key in the secret chain/booking/fmcsa, and review the carrier by hand."
        )


class VettingWarned(RejectedError):
    """The carrier may be used if a person says so."""

    def __init__(self, dot_number: int, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"USDOT {dot_number} needs an override: {_listed(reasons)} Approve or release the load."
        )


class CarrierNotEligible(RejectedError):
    """The carrier may not haul this load."""

    def __init__(self, dot_number: int, reasons: tuple[str, ...]) -> None:
        super().__init__(f"USDOT {dot_number} is not eligible: {_listed(reasons)} Release the hold.")


class HoldLost(RejectedError):
    """The offer no longer holds the load."""

    def __init__(self, offer_id: UUID) -> None:
        super().__init__(
            f"Offer {offer_id} does not hold the load, or its hold ran out. Source the load again."
        )


class LoadCancelled(RejectedError):
    """Somebody asked for the load to be cancelled."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(f"Cancellation was requested: {reason or 'no reason given'}. Cancel the load.")


class LoadReleased(RejectedError):
    """A person decided to take the load from its carrier."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(f"Released by review: {reason or 'no reason given'}. Give the hold back.")


class AlreadyDelivered(RejectedError):
    """A delivered load is not taken from its carrier."""

    def __init__(self, booking_id: UUID) -> None:
        super().__init__(f"Booking {booking_id} is delivered and cannot be released. Approve the review.")


class OffersDeclined(RejectedError):
    """No offer of the current group is open any more."""

    def __init__(self, group: int) -> None:
        super().__init__(f"Every carrier of group {group} has declined. Offer the load to the next group.")


class OffersExhausted(RejectedError):
    """There is no further carrier to offer the load to."""

    def __init__(self, load_id: UUID) -> None:
        super().__init__(f"No carrier is left to offer load {load_id} to. Post it again with other carriers.")


class PostExpired(RejectedError):
    """The latest pickup passed before the load was covered."""

    def __init__(self, load_id: UUID) -> None:
        super().__init__(f"The latest pickup of load {load_id} has passed. Withdraw the post.")


class RateConfirmationOverdue(RejectedError):
    """Neither signed nor rejected after the reminder."""

    def __init__(self, booking_id: UUID) -> None:
        super().__init__(f"The rate confirmation of booking {booking_id} is not signed. Call the carrier.")


class RateConfirmationRejected(RejectedError):
    """The carrier refused to sign."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(f"The carrier rejected the rate confirmation: {reason or 'no reason given'}.")


class DriverOverdue(RejectedError):
    """No driver was named in time."""

    def __init__(self, booking_id: UUID) -> None:
        super().__init__(f"No driver is named for booking {booking_id}. Call the carrier.")


class PodOverdue(RejectedError):
    """No proof of delivery came, however often it was asked for."""

    def __init__(self, booking_id: UUID) -> None:
        super().__init__(f"The proof of delivery of booking {booking_id} is missing. Call the carrier.")


class CarrierBounced(RejectedError):
    """The carrier dropped the load."""

    def __init__(self, booking_id: UUID) -> None:
        super().__init__(f"The carrier dropped booking {booking_id}. Cover the load again.")


class ReviewAbandoned(RejectedError):
    """Nobody decided in the workspace's review rounds about a load that no carrier has."""

    def __init__(self, load_id: UUID, rounds: int) -> None:
        super().__init__(f"Nobody decided about load {load_id} in {rounds} rounds. Everything is given back.")


class AttemptOver(RejectedError):
    """A task of an attempt that has ended: late, or started twice."""

    def __init__(self, load_id: UUID, attempt: int, status: str) -> None:
        super().__init__(
            f"Attempt {attempt} of load {load_id} is over, the load is {status}. Nothing was written."
        )


class LoadMissing(RejectedError):
    """The run names a load that the workspace does not have."""

    def __init__(self, load_id: UUID) -> None:
        super().__init__(
            f"There is no load {load_id} in the workspace. Start the run with a load that exists."
        )


def _listed(reasons: tuple[str, ...]) -> str:
    return "; ".join(reasons).rstrip(".") + "."

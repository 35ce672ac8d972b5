"""POST /v1/loads/{load_id}/post, and what is read back of a post by staff and by a carrier."""

from collections import Counter
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from schemas.booking.loads import CarrierLoadView
from schemas.booking.offers import CarrierOfferView, OfferView
from schemas.booking.statuses import PostMode, PostStatus
from schemas.common import Contact, Count, DotNumber, FrozenModel, Instant, Money, Name, Seconds


class InvitedCarrier(FrozenModel):
    """A carrier that the post is offered to; the rest fills in what the workspace does not know yet."""

    dot_number: DotNumber
    legal_name: Name | None = None
    contacts: Annotated[tuple[Contact, ...], Field(max_length=10)] = ()


def _not_empty(carriers: tuple[InvitedCarrier, ...]) -> tuple[InvitedCarrier, ...]:
    # Field(min_length=1) would count the carriers that are valid, and blame the group for a wrong one.
    if not carriers:
        message = "must name at least one carrier"
        raise ValueError(message)
    return carriers


class CarrierGroup(FrozenModel):
    """Carriers that are offered the post at the same time."""

    carriers: Annotated[tuple[InvitedCarrier, ...], Field(max_length=500), AfterValidator(_not_empty)]


class PostLoad(FrozenModel):
    """How the load is offered. `ceiling_rate` is the most we would pay and is never shown to a carrier.

    waterfall offers group after group, sequential carrier after carrier, broadcast to all at once; only a
    broadcast may name nobody, and is then open to every carrier of the workspace.
    """

    mode: PostMode
    groups: Annotated[tuple[CarrierGroup, ...], Field(max_length=100, validate_default=True)] = ()
    target_rate: Money
    book_now_rate: Money | None = None
    ceiling_rate: Money | None = None
    offer_ttl_seconds: Seconds | None = None

    @field_validator("groups")
    @classmethod
    def _carriers_are_named_once(
        cls, groups: tuple[CarrierGroup, ...], info: ValidationInfo
    ) -> tuple[CarrierGroup, ...]:
        dot_numbers = [carrier.dot_number for group in groups for carrier in group.carriers]
        if not dot_numbers and info.data.get("mode") in ("waterfall", "sequential"):
            message = f"must name at least one carrier when mode is {info.data['mode']}"
            raise ValueError(message)
        repeated = sorted(number for number, times in Counter(dot_numbers).items() if times > 1)
        if repeated:
            message = f"must not name a USDOT number twice: {repeated}"
            raise ValueError(message)
        return groups

    @field_validator("target_rate", "book_now_rate", "ceiling_rate")
    @classmethod
    def _is_more_than_nothing(cls, rate: Money | None) -> Money | None:
        if rate is not None and rate.amount == 0:
            message = "must be more than nothing"
            raise ValueError(message)
        return rate

    @field_validator("book_now_rate", "ceiling_rate")
    @classmethod
    def _has_the_currency_of_the_target(cls, rate: Money | None, info: ValidationInfo) -> Money | None:
        target = info.data.get("target_rate")
        if rate is not None and target is not None and rate.currency != target.currency:
            message = f"must be in {target.currency}, as target_rate is"
            raise ValueError(message)
        return rate

    @field_validator("ceiling_rate")
    @classmethod
    def _is_not_below_what_we_offer(cls, ceiling: Money | None, info: ValidationInfo) -> Money | None:
        for name in ("target_rate", "book_now_rate"):
            rate = info.data.get(name)
            if ceiling is not None and rate is not None and ceiling.amount < rate.amount:
                message = f"must not be below {name}"
                raise ValueError(message)
        return ceiling

    @property
    def invited(self) -> tuple[InvitedCarrier, ...]:
        """Every carrier of every group, in order."""
        return tuple(carrier for group in self.groups for carrier in group.carriers)

    @property
    def rounds(self) -> tuple[tuple[int, ...], ...]:
        """USDOT numbers in the order in which they are offered: column `groups` of the post."""
        if self.mode == "sequential":
            return tuple((carrier.dot_number,) for carrier in self.invited)
        if self.mode == "broadcast":
            return (tuple(carrier.dot_number for carrier in self.invited),)
        return tuple(tuple(carrier.dot_number for carrier in group.carriers) for group in self.groups)


class PostView(FrozenModel):
    """GET /v1/posts/{post_id} for staff."""

    post_id: UUID
    load_id: UUID
    attempt: Count
    status: PostStatus
    mode: PostMode
    groups: tuple[tuple[DotNumber, ...], ...]
    current_group: int
    target_rate: Money
    book_now_rate: Money | None = None
    ceiling_rate: Money | None = None
    offer_ttl_seconds: Seconds
    run_name: str
    offers: tuple[OfferView, ...] = ()
    created_at: Instant


class CarrierPostView(FrozenModel):
    """GET /v1/posts/{post_id} for a carrier: its own offer only, and no ceiling."""

    post_id: UUID
    status: PostStatus
    target_rate: Money
    book_now_rate: Money | None = None
    load: CarrierLoadView
    offer: CarrierOfferView | None = None
    created_at: Instant


class PostAccepted(FrozenModel):
    """202 of POST /v1/loads/{load_id}/post: the run was asked to start."""

    post_id: UUID
    load_id: UUID
    attempt: Count
    run_name: str
    status: PostStatus

"""Reading posts and offers, by who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.actions.views import carrier_offer_view, carrier_post_view, offer_view, post_view
from lambdas.booking.repository import WantedOffers, read_offers, read_post
from lambdas.shared.refusals import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.shared.api.call import Call
    from schemas.booking.offers import CarrierOfferView, OfferView
    from schemas.booking.posts import CarrierPostView, PostView

OPEN_POSTS = frozenset({"OPEN", "HELD"})


def post_seen_by(call: Call, post_id: UUID) -> PostView | CarrierPostView:
    """All of a post for staff; for a carrier what concerns it. Raises NotFound."""
    database, dot_number = call.dependencies.database, call.caller.dot_number
    post = read_post(database, call.workspace_id, post_id, dot_number)
    if post is None:
        raise NotFound("post")
    offers = read_offers(
        database, call.workspace_id, WantedOffers(post_id=post_id, dot_number=dot_number), call.now
    )
    if dot_number is None:
        return post_view(post, offers)
    opened = post.open_to_all and post.status in OPEN_POSTS
    if post.barred or not (offers or opened):
        raise NotFound("post")
    return carrier_post_view(post, offers)


def offer_seen_by(call: Call, offer_id: UUID) -> OfferView | CarrierOfferView:
    """An offer with its price history; a carrier sees its own only. Raises NotFound."""
    dot_number = call.caller.dot_number
    wanted = WantedOffers(offer_id=offer_id, dot_number=dot_number)
    rows = read_offers(call.dependencies.database, call.workspace_id, wanted, call.now)
    if not rows:
        raise NotFound("offer")
    return offer_view(rows[0]) if dot_number is None else carrier_offer_view(rows[0])

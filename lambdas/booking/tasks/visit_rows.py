"""From the row of the statement `read_visit` to the snapshot that decisions look at."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lambdas.booking.snapshot import (
    Answered,
    Booking,
    Carrier,
    Contact,
    Load,
    Offer,
    Post,
    RateConfirmation,
    Snapshot,
)
from schemas.booking.policy import WorkspacePolicy

Json = Mapping[str, Any]


def snapshot_of(row: Json, task_key: str, retries_answer: bool) -> Snapshot:
    """`retries_answer`: an answer to the wait that just timed out counts for this one, too."""
    load = _load(row["load"], row["version"])
    return Snapshot(
        load=load,
        post=_post(row["post"]),
        offers=tuple(_offer(offer) for offer in row["offers"] or ()),
        unwanted=frozenset(row["unwanted"] or ()),
        contacts={known["dot_number"]: _contact_of(known) for known in row["contacts"] or ()},
        held=_offer(row["held"]) if row["held"] else None,
        booking=_booking(row["booking"], row["agreed_terms"]) if row["booking"] else None,
        rate_confirmation=_document(row["rate_confirmation"]) if row["rate_confirmation"] else None,
        carrier=_carrier(row, load),
        answered=_answered(row["answers"] or (), {task_key, load.wait_key} if retries_answer else {task_key}),
    )


def _load(row: Json, version: str) -> Load:
    return Load(
        version=version,
        load_id=UUID(row["load_id"]),
        workspace_id=row["workspace_id"],
        external_id=row["external_id"],
        load_number=row["load_number"],
        document=row["document"],
        terms_version=row["terms_version"],
        status=row["status"],
        attempt=row["attempt"],
        post_id=_uuid(row["post_id"]),
        wait_key=row["wait_key"],
        visits=row["visits"],
        held_offer_id=_uuid(row["held_offer_id"]),
        held_until=_instant(row["held_until"]),
        booking_id=_uuid(row["booking_id"]),
        cancel_requested_at=_instant(row["cancel_requested_at"]),
        cancel_reason=row["cancel_reason"],
        review_from=row["review_from"],
        excluded_dots=tuple(row["excluded_dots"]),
        first_pickup_at=datetime.fromisoformat(row["document"]["stops"][0]["appointment"]["start"]),
        latest_pickup_at=datetime.fromisoformat(row["latest_pickup_at"]),
        last_delivery_at=datetime.fromisoformat(row["last_delivery_at"]),
    )


def _post(row: Json) -> Post:
    return Post(
        post_id=UUID(row["post_id"]),
        attempt=row["attempt"],
        status=row["status"],
        mode=row["mode"],
        groups=tuple(tuple(group) for group in row["groups"]),
        current_group=row["current_group"],
        target_rate=row["target_rate"],
        book_now_rate=row["book_now_rate"],
        currency=row["currency"],
        offer_ttl_seconds=row["offer_ttl_seconds"],
        policy=WorkspacePolicy.model_validate(row["policy"]),
    )


def _offer(row: Json) -> Offer:
    return Offer(
        offer_id=UUID(row["offer_id"]),
        dot_number=row["dot_number"],
        group_number=row["group_number"],
        status=row["status"],
        amount=row["amount"],
        currency=row["currency"],
        contact=_contact(row.get("contact")),
        expires_at=_instant(row["expires_at"]),
    )


def _contact(row: Json | None) -> Contact | None:
    return None if row is None else Contact(row.get("phone"), row.get("email"))


def _contact_of(row: Json) -> Contact:
    return Contact(next(iter(row["phones"]), None), next(iter(row["emails"]), None))


def _booking(row: Json, terms: Json) -> Booking:
    return Booking(
        booking_id=UUID(row["booking_id"]),
        offer_id=UUID(row["offer_id"]),
        dot_number=row["dot_number"],
        amount=row["amount"],
        currency=row["currency"],
        status=row["status"],
        has_driver=row["driver"] is not None,
        terms=terms,
    )


def _document(row: Json) -> RateConfirmation:
    return RateConfirmation(row["revision"], row["status"], row["reminders"], row["reason"])


def _carrier(row: Json, load: Load) -> Carrier | None:
    hauling = row["booking"] or row["held"]
    if hauling is None:
        return None
    known, vetting = row["carrier"] or {}, row["vetting"] or {}
    return Carrier(
        dot_number=hauling["dot_number"],
        legal_name=known.get("legal_name"),
        phones=tuple(known.get("phones", ())),
        emails=tuple(known.get("emails", ())),
        do_not_use=known.get("do_not_use", False),
        do_not_use_reason=known.get("do_not_use_reason"),
        vetting=vetting.get("outcome"),
        vetting_reasons=tuple(vetting.get("reasons", ())),
        overridden=_overridden(row["answers"] or (), load),
    )


def _overridden(answers: Sequence[Json], load: Load) -> bool:
    """A person approved the review of this hold, which is the load's last wait."""
    return load.waiting_state == "HELD_FOR_REVIEW" and any(
        answer["wait_key"] == load.wait_key and (answer["output"] or {}).get("resume") == "BOOKED"
        for answer in answers
    )


def _answered(answers: Sequence[Json], wait_keys: set[str | None]) -> Answered | None:
    mine = [answer for answer in answers if answer["wait_key"] in wait_keys]
    if not mine:
        return None
    first = min(mine, key=lambda answer: answer["created_at"])
    return Answered(first["output"], first["error"], first["cause"])


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

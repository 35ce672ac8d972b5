from uuid import UUID

from lambdas.booking.identifiers import booking_id_of, load_id_of, offer_id_of, post_id_of, run_name_of
from lambdas.shared.ids import derived_id, event_id, new_id


def test_derived_ids_follow_their_parts() -> None:
    assert derived_id("a", 1) == derived_id("a", 1)
    assert derived_id("a", 1) != derived_id("a", 2)
    assert derived_id("a").version == 5


def test_several_events_of_one_name_differ() -> None:
    assert (
        len({event_id("k", "OfferSent", 0), event_id("k", "OfferSent", 1), event_id("k", "OfferExpired", 0)})
        == 3
    )


def test_new_ids_are_distinct_and_grow_with_time() -> None:
    made = [new_id() for _ in range(1_000)]

    assert len(set(made)) == 1_000
    assert {(identifier.version, identifier.variant) for identifier in made} == {(7, "specified in RFC 4122")}
    milliseconds = [identifier.int >> 80 for identifier in made]
    assert milliseconds == sorted(milliseconds)


def test_the_ids_of_one_load_never_change() -> None:
    """Rows and runs that exist are found by these: a change of the derivation would orphan them."""
    load_id = load_id_of("acme", "TMS-1")
    run = run_name_of(load_id, 1)

    assert load_id == UUID("84d00c2f-de16-5e04-bbe1-650157f2a50f")
    assert run == f"{load_id}-1"
    assert post_id_of(load_id, 1) == UUID("14089f5f-1b39-56f4-a6f7-6878119cf2bf")
    assert offer_id_of(post_id_of(load_id, 1), 1234) == UUID("391fea7c-110b-5cfa-bfc4-b04acdb03719")
    assert booking_id_of(run) == UUID("105931ad-0371-5bce-9473-b41cdec34121")
    assert load_id_of("other", "TMS-1") != load_id

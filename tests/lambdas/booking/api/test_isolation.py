"""Nothing of one workspace can be seen or touched from another, and no carrier ever reads the ceiling."""

import json
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lambdas.booking.api.bodies import CARRIERS, CEILING, TARGET, load_body, money, post_body
from tests.lambdas.booking.api.desk import Desk
from tests.lambdas.booking.api.people import Person, carrier
from tests.lambdas.booking.api.rest import rest_event

SIGN = {"signer": {"name": "Ann"}}
DRIVER = {"name": "Sam", "phone": "+13175550123", "truck_number": "T1"}
OF_LOADS = [
    ("GET", "", None),
    ("GET", "/events", None),
    ("POST", "/post", post_body()),
    ("POST", "/cancel", {"reason": "r"}),
    ("POST", "/review", {"decision": "approve", "reason": "r"}),
]
OF_POSTS = [
    ("GET", "", None),
    ("POST", "/offers", {"rate": money(TARGET), "dot_number": CARRIERS[0]}),
    ("POST", "/book-now", {"dot_number": CARRIERS[0]}),
]
OF_OFFERS = [
    ("GET", "", None),
    ("POST", "/accept", {}),
    ("POST", "/counter", {"rate": money(TARGET + 1)}),
    ("POST", "/decline", {}),
]
OF_BOOKINGS = [
    ("GET", "", None),
    ("POST", "/rate-confirmation/sign", SIGN),
    ("POST", "/rate-confirmation/reject", {"reason": "r"}),
    ("POST", "/driver", DRIVER),
    ("POST", "/bounce", {"reason": "r"}),
]
NOT_IDS = ["0", "null", "undefined", "%27", "'; drop table loads; --", "1001", "a" * 300]


@pytest.mark.parametrize(
    "who", [Person("owner", "other"), Person("member", "other"), carrier(CARRIERS[0], "other")]
)
def test_another_workspaces_things_do_not_exist(desk: Desk, who: Person) -> None:
    booking_id = desk.booked()
    ids = desk.sql("SELECT load_id, post_id FROM booking.loads")[0]
    offer_id = desk.offer_of(UUID(str(ids["post_id"])), CARRIERS[0])
    rows = desk.sql("SELECT xmin::text FROM booking.loads UNION ALL SELECT xmin::text FROM booking.offers")
    paths = [
        *((method, f"/v1/loads/{ids['load_id']}{rest}", body) for method, rest, body in OF_LOADS),
        *((method, f"/v1/posts/{ids['post_id']}{rest}", body) for method, rest, body in OF_POSTS),
        *((method, f"/v1/offers/{offer_id}{rest}", body) for method, rest, body in OF_OFFERS),
        *((method, f"/v1/bookings/{booking_id}{rest}", body) for method, rest, body in OF_BOOKINGS),
        ("GET", f"/v1/carriers/{CARRIERS[0]}", None),
    ]

    for method, path, body in paths:
        sent = (
            {k: v for k, v in (body or {}).items() if k != "dot_number" or who.dot_number is None}
            if body is not None
            else None
        )
        answered = desk.send(rest_event(method, path, sent, who))
        assert answered.status == 404, (method, path, answered.raw)

    assert rows == desk.sql(
        "SELECT xmin::text FROM booking.loads UNION ALL SELECT xmin::text FROM booking.offers"
    )
    assert (desk.events.names, desk.stepfunctions.succeeded, desk.stepfunctions.failed) == ([], [], [])


def test_the_same_external_id_of_two_workspaces_is_two_loads(desk: Desk) -> None:
    mine = desk.put("/v1/loads/L1", load_body()).body["load_id"]
    theirs = desk.put("/v1/loads/L1", load_body(), Person("member", "other")).body["load_id"]

    assert mine != theirs


@pytest.mark.parametrize("identifier", [*NOT_IDS, "11111111-2222-4333-8444-555555555555"])
def test_unknown_and_malformed_ids_are_404(desk: Desk, identifier: str) -> None:
    for collection, routes in (
        ("loads", OF_LOADS),
        ("posts", OF_POSTS),
        ("offers", OF_OFFERS),
        ("bookings", OF_BOOKINGS),
    ):
        for method, rest, body in routes:
            answered = desk.send(rest_event(method, f"/v1/{collection}/{identifier}{rest}", body))
            assert answered.status == 404, (collection, rest, answered.raw)


def test_carriers_find_no_route_of_staff(desk: Desk) -> None:
    desk.booked()
    load_id = desk.sql("SELECT load_id FROM booking.loads")[0]["load_id"]

    for method, rest, body in OF_LOADS:
        answered = desk.send(rest_event(method, f"/v1/loads/{load_id}{rest}", body, carrier(CARRIERS[0])))
        assert answered.status == 404, (rest, answered.raw)
    assert desk.put("/v1/loads/L1", load_body(), carrier(CARRIERS[0])).status == 404


numbers = count()
amounts = st.sampled_from([1, TARGET - 1, TARGET, TARGET + 1, CEILING - 1, CEILING + 1, 10**12])
moves = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "offers",
                "book-now",
                "accept",
                "counter",
                "decline",
                "staff-counter",
                "staff-accept",
                "staff-decline",
                "read",
                "terms",
            ]
        ),
        st.sampled_from(CARRIERS),
        amounts,
    ),
    min_size=6,
    max_size=16,
)


@given(moves=moves)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_carrier_can_read_or_probe_the_ceiling(desk: Desk, moves: list[tuple[str, int, int]]) -> None:
    """Whatever is done, no byte that a carrier or the bus gets holds it."""
    external_id = f"F{next(numbers)}"
    post_id = desk.sourcing(external_id, book_now_rate=None)

    post = Posted(desk, external_id, post_id)
    seen = "".join(played(post, *move) for move in moves)

    assert str(CEILING) not in seen
    assert "ceiling" not in seen.lower()
    assert str(CEILING) not in json.dumps(desk.events.entries)
    assert "987654321" not in seen
    outbox = desk.sql("SELECT detail::text AS detail FROM booking.outbox")
    assert not [row for row in outbox if str(CEILING) in row["detail"]]


@dataclass(frozen=True)
class Posted:
    desk: Desk
    external_id: str
    post_id: UUID


def played(posted: Posted, move: str, dot_number: int, amount: int) -> str:
    """Do one thing, and return the bytes that a carrier got."""
    desk, external_id, post_id = posted.desk, posted.external_id, posted.post_id
    who, offer = carrier(dot_number), f"/v1/offers/{desk.offer_of(post_id, dot_number)}"
    rate = {"rate": money(amount)}
    if move == "staff-counter":
        desk.post(f"{offer}/counter", rate)
    elif move == "staff-accept":
        desk.post(f"{offer}/accept", {})
    elif move == "staff-decline":
        desk.post(f"{offer}/decline", {})
    elif move == "terms":
        desk.put(f"/v1/loads/{external_id}", load_body(commodity=f"Freight {amount}"))
    elif move in ("offers", "book-now"):
        return desk.post(f"/v1/posts/{post_id}/{move}", rate if move == "offers" else {}, who).raw
    elif move in ("accept", "counter", "decline"):
        return desk.post(f"{offer}/{move}", rate if move == "counter" else {}, who).raw
    return desk.get(f"/v1/posts/{post_id}", who).raw + desk.get(offer, who).raw


@pytest.mark.parametrize(("one", "other"), [(CEILING - 1, CEILING + 1), (TARGET + 1, CEILING + 1)])
def test_prices_below_and_above_the_ceiling_are_answered_alike(desk: Desk, one: int, other: int) -> None:
    post_id = desk.sourcing()

    below = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(one)}, carrier(CARRIERS[0]))
    above = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(other)}, carrier(CARRIERS[1]))

    assert below.status == above.status == 202
    own = {"offer_id", "dot_number", "rate", "prices"}
    assert {k: v for k, v in below.body.items() if k not in own} == {
        k: v for k, v in above.body.items() if k not in own
    }


@pytest.mark.parametrize("dot_number", [0, 99_999_999_999])
def test_a_carriers_token_without_a_usdot_number_that_can_be_is_refused(desk: Desk, dot_number: int) -> None:
    post_id = desk.sourcing(groups=[])

    assert desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(dot_number)).status == 403
    assert desk.get(f"/v1/posts/{post_id}", carrier(dot_number)).status == 403

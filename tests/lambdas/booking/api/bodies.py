"""Bodies of requests, as a broker's system sends them."""

from typing import Any

TARGET, BOOK_NOW, CEILING = 200_000, 210_000, 7_654_321
CARRIERS = (1001, 1002, 1003)


def stop(sequence: int, kind: str, day: int, **fields: Any) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "type": kind,
        "city": "Indianapolis",
        "state": "IN",
        "time_zone": "America/Indiana/Indianapolis",
        "appointment": {
            "kind": "window",
            "start": f"2027-03-{day:02}T07:00:00-05:00",
            "end": f"2027-03-{day:02}T17:00:00-05:00",
        },
        **fields,
    }


def load_body(**fields: Any) -> dict[str, Any]:
    return {
        "load_number": "48000",
        "equipment": "V",
        "commodity": "Auto parts",
        "weight_lb": 31_500,
        "customer_charge": money(987_654_321),
        "stops": [stop(1, "pickup", 10), stop(2, "delivery", 11)],
        **fields,
    }


def post_body(**fields: Any) -> dict[str, Any]:
    return {
        "mode": "broadcast",
        "groups": [{"carriers": [{"dot_number": dot_number} for dot_number in CARRIERS]}],
        "target_rate": money(TARGET),
        "book_now_rate": money(BOOK_NOW),
        "ceiling_rate": money(CEILING),
        **fields,
    }


def money(amount: int, currency: str = "USD") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}

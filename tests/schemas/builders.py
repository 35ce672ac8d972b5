"""Bodies as a caller writes them: each builder takes only what the test cares about."""

from typing import Any

Body = dict[str, Any]


def money(amount: Any = 100_000, currency: Any = "USD") -> Body:
    return {"amount": amount, "currency": currency}


def stop(sequence: int, kind: str, day: int = 10, **changed: Any) -> Body:
    return {
        "sequence": sequence,
        "type": kind,
        "city": "Indianapolis",
        "state": "IN",
        "postal_code": "46241",
        "country": "US",
        "latitude": 39.7251,
        "longitude": -86.2819,
        "time_zone": "America/Indiana/Indianapolis",
        "appointment": {
            "kind": "window",
            "start": f"2027-03-{day}T07:00:00-05:00",
            "end": f"2027-03-{day}T09:00:00-05:00",
        },
        **changed,
    }


def load(**changed: Any) -> Body:
    return {
        "external_id": "TMS-1",
        "load_number": "1",
        "equipment": "R",
        "commodity": "Strawberries",
        "weight_lb": 31_500,
        "temperature_f": 34,
        "distance_miles": 210,
        "customer_charge": money(150_000),
        "target_rate": money(120_000),
        "references": [{"type": "PO", "value": "PO730000"}],
        "stops": [stop(1, "pickup"), stop(2, "delivery", day=11)],
        **changed,
    }


def post(**changed: Any) -> Body:
    return {
        "mode": "waterfall",
        "groups": [
            {"carriers": [{"dot_number": 111}, {"dot_number": 222}]},
            {"carriers": [{"dot_number": 333}]},
        ],
        "target_rate": money(120_000),
        "book_now_rate": money(125_000),
        "ceiling_rate": money(130_000),
        **changed,
    }

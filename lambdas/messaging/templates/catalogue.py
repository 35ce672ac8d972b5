"""The variables that templates may name, each with what it holds and an example for previews."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """`example` has the length that is usual, so that a preview's parts are too."""

    meaning: str
    example: str


def _place(what: str, examples: str) -> dict[str, Variable]:
    facility, city, state, day, hour = examples.split("; ")
    return {
        f"{what}.facility": Variable(f"name of the {what}'s facility", facility),
        f"{what}.address": Variable(f"street of the {what}", "1200 W Washington St"),
        f"{what}.city": Variable(f"city of the {what}", city),
        f"{what}.state": Variable(f"state of the {what}", state),
        f"{what}.date": Variable(f"date of the {what}'s appointment, local", day),
        f"{what}.time": Variable(f"time of the {what}'s appointment, local", hour),
        f"{what}.zone": Variable(f"abbreviation of the {what}'s time zone", "CST"),
    }


VARIABLES: dict[str, Variable] = {
    "company.name": Variable("the broker", "Acme Freight"),
    "company.phone": Variable("the broker's phone", "+13175550100"),
    "load.number": Variable("the load's number", "48213"),
    "load.equipment": Variable("the load's equipment code", "V"),
    "load.commodity": Variable("what is hauled", "Auto parts"),
    "load.reference": Variable("the reference that the facility asks for", "PO730000"),
    "load.miles": Variable("distance in miles", "210"),
    "load.origin": Variable("city and state of the first pickup", "Dallas, TX"),
    "load.destination": Variable("city and state of the last delivery", "Columbus, OH"),
    "carrier.name": Variable("the carrier", "Red Mesa Logistics"),
    "driver.name": Variable("the driver", "Sam Roe"),
    "driver.first_name": Variable("the driver's first name", "Sam"),
    "driver.truck": Variable("number of the truck", "12"),
    "dispatcher.name": Variable("the carrier's dispatcher", "Pat Doe"),
    "contact.name": Variable("whoever the message goes to", "Sam Roe"),
    **_place("pickup", "Lone Star Supply; Dallas; TX; Wed Mar 10; 7:00 AM"),
    **_place("delivery", "Buckeye Cold; Columbus; OH; Thu Mar 11; 1:00 PM"),
    **_place("stop", "Lone Star Supply; Dallas; TX; Wed Mar 10; 7:00 AM"),
    "stop.number": Variable("sequence of the stop that the message is about", "1"),
    "stop.type": Variable("pickup or delivery", "pickup"),
    "eta.time": Variable("expected arrival at the stop, local", "6:40 AM"),
    "eta.date": Variable("day of the expected arrival, local", "Wed Mar 10"),
    "offer.amount": Variable("the amount on the table", "$1,850"),
    "rate.amount": Variable("the agreed rate", "$1,850"),
    "link.tracking": Variable("link by which the driver shares the position", "https://go.example/t/8Hq2"),
    "link.documents": Variable("link to upload documents", "https://go.example/d/8Hq2"),
    "link.rate_confirmation": Variable("link to sign the rate confirmation", "https://go.example/s/8Hq2"),
}
EXAMPLES = {name: variable.example for name, variable in VARIABLES.items()}

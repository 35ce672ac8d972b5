"""A made-up carrier for every USDOT number, in the elements and the odd types of QCMobile's answers."""

from datetime import date, timedelta
from typing import TypeAlias

from local.fmcsa.conditions import Condition

Json: TypeAlias = dict[str, object]

_FIRST_WORDS = (
    "BLUE HERON",
    "CEDAR VALLEY",
    "GREAT BASIN",
    "IRON RANGE",
    "PRAIRIE WIND",
    "RED MESA",
    "TIDEWATER",
)
_SECOND_WORDS = ("CARRIERS", "EXPRESS", "FREIGHT LINES", "LOGISTICS", "TRANSPORT", "TRUCKING")
_FORMS = ("INC", "LLC")
_CITIES = (("BOISE", "ID"), ("JOLIET", "IL"), ("LAREDO", "TX"), ("MACON", "GA"), ("MARINETTE", "WI"))
_HREF = "https://mobile.fmcsa.dot.gov/qc/services/carriers"
_ORDER_DATE = "2024-06-28"

_CHANGES: dict[Condition, Json] = {
    Condition.OUT_OF_SERVICE: {"oosDate": _ORDER_DATE, "allowedToOperate": "N"},
    Condition.NOT_ALLOWED: {"allowedToOperate": "N"},
    Condition.INSURANCE_ZERO: {"bipdInsuranceOnFile": "0"},
    Condition.INSURANCE_INSUFFICIENT: {"bipdInsuranceOnFile": "500"},
    Condition.INSURANCE_REQUIREMENT_UNKNOWN: {"bipdInsuranceRequired": "u", "bipdRequiredAmount": None},
    Condition.CONDITIONAL: {"safetyRating": "C", "safetyRatingDate": "2023-04-19"},
    Condition.UNSATISFACTORY: {"safetyRating": "U", "safetyRatingDate": "2023-04-19"},
    Condition.NO_AUTHORITY: {"commonAuthorityStatus": "I", "contractAuthorityStatus": "N"},
    Condition.BROKER_ONLY: {
        "commonAuthorityStatus": "N",
        "contractAuthorityStatus": "N",
        "brokerAuthorityStatus": "A",
    },
    Condition.PASSENGERS_ONLY: {"isPassengerCarrier": "Y"},
    Condition.INACTIVE: {"statusCode": "I"},
}
_ORDERED = (Condition.OUT_OF_SERVICE, Condition.PAST_ORDER)


def carrier(number: int, condition: Condition, today: date) -> Json:
    """The object below `carrier` in an answer."""
    if condition is Condition.ALL_NULL:
        return {**dict.fromkeys(_healthy(number)), "dotNumber": number}
    elements = _healthy(number) | _CHANGES.get(condition, {})
    if condition is Condition.ALLOWED_MISSING:
        del elements["allowedToOperate"]
    if condition is Condition.INSURANCE_EXPIRING:
        elements["bipdInsuranceExpirationDate"] = (today + timedelta(days=10)).isoformat()
    if condition is Condition.OTHER_CARRIER:
        elements["dotNumber"] = number + 1
    return elements


def wrapped(elements: Json) -> Json:
    """A carrier as it stands in `content`, with its links."""
    href = f"{_HREF}/{elements['dotNumber']}"
    return {"_links": {"self": {"href": href}, "basics": {"href": f"{href}/basics"}}, "carrier": elements}


def authorities(elements: Json) -> list[Json]:
    """The rows of `/authority`; `authority` contradicts the statuses beside it, as in captured answers."""
    number, passengers = elements["dotNumber"], elements["isPassengerCarrier"] == "Y"
    row = {
        "applicantID": number,
        "authority": "N",
        "authorizedForBroker": "Y" if elements["brokerAuthorityStatus"] == "A" else "N",
        "authorizedForHouseholdGoods": "N",
        "authorizedForPassenger": "Y" if passengers else "N",
        "authorizedForProperty": "N" if passengers else "Y",
        "brokerAuthorityStatus": elements["brokerAuthorityStatus"],
        "commonAuthorityStatus": elements["commonAuthorityStatus"],
        "contractAuthorityStatus": elements["contractAuthorityStatus"],
        "docketNumber": number,
        "dotNumber": number,
        "prefix": "MC",
    }
    return [{"carrierAuthority": row, "_links": {"self": {"href": f"{_HREF}/{number}/authority/{number}"}}}]


def out_of_service_orders(number: int, condition: Condition) -> list[Json]:
    """The rows of `/oos`."""
    if condition not in _ORDERED:
        return []
    order = {
        "dotNumber": number,
        "id": number,
        "oosDate": _ORDER_DATE,
        "oosReason": "NOP",
        "oosReasonDescription": "90 day failure to pay fine",
    }
    return [{"oos": order, "_links": {"self": {"href": f"{_HREF}/{number}/oos/{number}"}}}]


def _healthy(number: int) -> Json:
    city, state = _CITIES[number % len(_CITIES)]
    return {
        "allowedToOperate": "Y",
        "bipdInsuranceOnFile": "1000",
        "bipdInsuranceRequired": "Y",
        "bipdRequiredAmount": "750",
        "bondInsuranceOnFile": "0",
        "bondInsuranceRequired": "u",
        "brokerAuthorityStatus": "N",
        "cargoInsuranceOnFile": "0",
        "cargoInsuranceRequired": "u",
        "carrierOperation": {"carrierOperationCode": "A", "carrierOperationDesc": "Interstate"},
        "censusTypeId": {"censusType": "C", "censusTypeDesc": "CARRIER", "censusTypeId": 1},
        "commonAuthorityStatus": "A",
        "contractAuthorityStatus": "A" if number % 2 else "N",
        "dbaName": None,
        "dotNumber": number,
        "driverOosRateNationalAverage": "5.51",
        "isPassengerCarrier": "N",
        "issScore": None,
        "legalName": _name(number),
        "mcs150Outdated": "N",
        "oosDate": None,
        "phyCity": city,
        "phyCountry": "US",
        "phyState": state,
        "phyStreet": f"{number % 9_000 + 100} INDUSTRIAL RD",
        "phyZipcode": f"{number % 90_000 + 10_000}",
        "safetyRating": "S" if number % 3 == 0 else None,
        "safetyRatingDate": "2019-04-30" if number % 3 == 0 else None,
        "snapshotDate": None,
        "statusCode": "A",
        "totalDrivers": number % 200 + 1,
        "totalPowerUnits": number % 180 + 1,
    }


def _name(number: int) -> str:
    first, second = _FIRST_WORDS[number % len(_FIRST_WORDS)], _SECOND_WORDS[number % len(_SECOND_WORDS)]
    return f"{first} {second} {_FORMS[number % len(_FORMS)]}"

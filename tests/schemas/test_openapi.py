"""The OpenAPI document is valid, is what the routes say, and describes every refusal."""

import json

from openapi_spec_validator import validate

from lambdas.booking.api import resolver
from schemas.openapi.generate import DOCUMENT, document, rendered


def test_the_written_document_is_what_the_routes_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == rendered(), "run python -m schemas.openapi.generate"


def test_the_document_is_valid_openapi() -> None:
    validate(json.loads(rendered()))


def test_every_route_is_described() -> None:
    described = sum(len(operations) for operations in document()["paths"].values())

    assert described == len(resolver.methods)


def test_every_operation_describes_its_problems_and_who_may_call_it() -> None:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            public = operation["tags"][0] in ("health", "signing")
            assert operation.get("security") == ([] if public else None), path
            assert "500" in operation["responses"], path
            problems = [code for code in operation["responses"] if code >= "400"]
            assert public or {"401", "403"} <= set(problems), path
            assert method == "get" or {"400", "409", "413", "415", "422"} <= set(problems), path
            for code in problems:
                assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


def test_no_answer_for_carriers_has_a_place_for_the_ceiling() -> None:
    schemas = document()["components"]["schemas"]

    for name in (
        "CarrierPostView",
        "CarrierOfferView",
        "CarrierLoadView",
        "CarrierBookingView",
        "HoldAnswer",
    ):
        assert "ceiling" not in json.dumps(schemas[name]["properties"])
        assert "customer_charge" not in json.dumps(schemas[name]["properties"])

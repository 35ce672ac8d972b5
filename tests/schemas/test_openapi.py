"""The OpenAPI documents are valid, are what the routes say, and describe every refusal."""

import json
from importlib import import_module

import pytest
from openapi_spec_validator import validate

from schemas.openapi.generate import SERVICES, document, path_of, rendered

every_service = pytest.mark.parametrize("service", SERVICES)


@every_service
def test_the_written_document_is_what_the_routes_say(service: str) -> None:
    written = path_of(service).read_text(encoding="utf-8")

    assert written == rendered(service), "run python -m schemas.openapi.generate"


@every_service
def test_the_document_is_valid_openapi(service: str) -> None:
    validate(json.loads(rendered(service)))


@every_service
def test_every_route_is_described(service: str) -> None:
    described = sum(len(operations) for operations in document(service)["paths"].values())

    assert described == len(import_module(f"lambdas.{service}.api").resolver.methods)


@every_service
def test_every_operation_describes_its_problems_and_who_may_call_it(service: str) -> None:
    for path, operations in document(service)["paths"].items():
        for method, operation in operations.items():
            public = operation["tags"][0] in ("health", "signing", "webhooks")
            assert operation.get("security") == ([] if public else None), path
            assert "500" in operation["responses"], path
            problems = [code for code in operation["responses"] if code >= "400"]
            assert public or {"401", "403"} <= set(problems), path
            assert method == "get" or {"400", "409", "413", "415", "422"} <= set(problems), path
            for code in problems:
                assert list(operation["responses"][code]["content"]) == ["application/problem+json"]


def test_no_answer_for_carriers_has_a_place_for_the_ceiling() -> None:
    schemas = document("booking")["components"]["schemas"]

    for name in (
        "CarrierPostView",
        "CarrierOfferView",
        "CarrierLoadView",
        "CarrierBookingView",
        "HoldAnswer",
    ):
        assert "ceiling" not in json.dumps(schemas[name]["properties"])
        assert "customer_charge" not in json.dumps(schemas[name]["properties"])

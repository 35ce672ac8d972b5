from __future__ import annotations

from random import Random
from typing import Any

import pytest

from local.engine.asl.errors import ExpressionSyntaxError, StateError
from local.engine.asl.path_parser import parse_path
from local.engine.asl.paths import PathNotFoundError
from local.engine.asl.reference_paths import parse_reference_path
from local.engine.asl.scope import Scope

SCOPE = Scope(lambda: {"Execution": {"Name": "load-1"}}, Random(1), {"rate": 5})
LOAD = {
    "id": "L1",
    "two words": {"a": 1},
    "stops": [
        {"city": "Reno", "miles": 10, "tags": ["x"]},
        {"city": "Elko", "miles": 290},
        {"city": "Ely", "miles": 190, "done": True},
    ],
}


def read(text: str, document: Any = LOAD) -> Any:
    return parse_path(text).read(document, SCOPE)


def test_a_backslash_in_a_quoted_name_is_part_of_the_name() -> None:
    assert read(r"""$['12\" rims'].count""", {r"""12\" rims""": {"count": 4}}) == 4
    assert read(r"$['it\'s']", {r"it\'s": 1}) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$", LOAD),
        ("$.id", "L1"),
        ("$['two words'].a", 1),
        ('$["two words"]["a"]', 1),
        ("$.stops[0].city", "Reno"),
        ("$.stops[(@.length-1)].city", "Ely"),
        ("$.stops[( @.length - 3 )].city", "Reno"),
        ("$..stops[(@.length-1)].city", ["Ely"]),
        ("$..stops[-1].city", []),
        ("$.stops[*].city", ["Reno", "Elko", "Ely"]),
        ("$.stops[0:2].miles", [10, 290]),
        ("$.stops[::2].miles", [10, 190]),
        ("$.stops[0,2].city", ["Reno", "Ely"]),
        ("$['id','missing']", ["L1"]),
        ("$..miles", [10, 290, 190]),
        ("$..[0]", [LOAD["stops"][0], "x"]),  # type: ignore[index]  # a list in a mixed document
        ("$.stops[?(@.miles > 100)].city", ["Elko", "Ely"]),
        ("$.stops[?(@.miles > 100 && @.done)].city", ["Ely"]),
        ("$.stops[?(!(@.done) && (@.city == 'Reno' || @.miles >= 290))].city", ["Reno", "Elko"]),
        ("$.stops[?(@.city == \"Elko\")]['miles']", [290]),
        ("$.stops[?(@.tags[0] == 'x')].city", ["Reno"]),
        ("$.stops[?(@.city =~ /E.*y/)].miles", [190]),
        ("$.stops[?(@.city =~ /e.*/i)].miles", [290, 190]),
        ("$.stops[?(@.city in ['Reno', \"Ely\"])].miles", [10, 190]),
        ("$.stops[?(@.miles NIN [10, 190])].city", ["Elko"]),
        ("$.stops[?(@.tags contains 'x')].city", ["Reno"]),
        ("$.stops[?(@.city contains 'lk')].miles", [290]),
        ("$.stops[?(@.tags size 1)].city", ["Reno"]),
        ("$.stops[?(@.tags empty false)].city", ["Reno"]),
        ("$.stops[?(@.tags subsetof ['x', 'y'])].city", ["Reno"]),
        ("$.stops[?(@.tags anyof ['y'] || @.tags noneof ['y'])].city", ["Reno"]),
        ("$.stops[?(@.done === true)].city", ["Ely"]),
        ("$.stops[?(@.done == 1)].city", []),
        ("$.stops[?(@.city > 5)]", []),
        ("$.stops.[1].city", "Elko"),
        ("$.stops.[?(@.miles < 100)].city", ["Reno"]),
        ("$.missing[*]", []),
        ("$.stops[7:]", []),
        ("$$.Execution.Name", "load-1"),
        ("$rate", 5),
    ],
)
def test_what_a_path_leads_to(text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text", ["$.missing", "$.id.deeper", "$.stops[3]", "$.stops.city", "$other", "$$.Map"]
)
def test_a_definite_path_must_lead_somewhere(text: str) -> None:
    with pytest.raises(PathNotFoundError):
        read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$['two words'].b", "No results for path: $['two words']['b']"),
        ("$.stops[3]", "No results for path: $['stops'][3]"),
        ("$.load.stops[0]", "Missing property in path $['load']"),
        ("$['two words'].b.c", "Missing property in path $['two words']['b']"),
        ("$['two words'][0].c", 'Filter: [0] can only be applied to arrays. Current context is: {"a":1}'),
        ("$$.Map", "No results for path: $['Map']"),
        ("$.stops[-1].city", "No results for path: $['stops'][-1]['city']"),
        ("$.stops[(@.length-4)]", "No results for path: $['stops'][(@.length-4)]"),
        ("$.stops.length()", "No results for path: $['stops']['length()']"),
    ],
)
def test_a_missing_place_is_named_as_the_service_names_it(text: str, why: str) -> None:
    with pytest.raises(PathNotFoundError) as missing:
        read(text)

    assert str(missing.value) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id",
        "$.",
        "$.a.",
        "$[",
        "$[0",
        "$['a]",
        "$.a b",
        "$[?(@.a ==)]",
        "$[?(@.a]",
        "$..",
        "$[x]",
        "$.a.max(1)",
        "$[(@.size-1)]",
        "$[?(@.a =~ 'x')]",
        "$[?(@.a == /x/)]",
        "$[?(@.a =~ /(/)]",
        "$[?(@.a in [x])]",
    ],
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        parse_path(text)


def test_a_result_is_written_beside_the_rest_and_the_input_stays_as_it_was() -> None:
    document = {"load": {"id": 1}, "stops": [1, 2]}

    assert parse_reference_path("$.load.offer.rate").write(document, 9) == {
        "load": {"id": 1, "offer": {"rate": 9}},
        "stops": [1, 2],
    }
    assert parse_reference_path("$.stops[1]").write(document, 9)["stops"] == [1, 9]
    assert document == {"load": {"id": 1}, "stops": [1, 2]}


@pytest.mark.parametrize(("text", "document"), [("$.a", [1]), ("$.a.b", {"a": 1}), ("$.a[2]", {"a": [1]})])
def test_a_result_cannot_be_written_into_something_else(text: str, document: Any) -> None:
    with pytest.raises(StateError, match="ResultPathMatchFailure"):
        parse_reference_path(text).write(document, 1)


@pytest.mark.parametrize(
    "text", ["$.a[*]", "$..a", "$$.a", "$var", "$.a[0:1]", "$.a.length()", "$.a[(@.length-1)]"]
)
def test_a_reference_path_names_one_place_of_the_document(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        parse_reference_path(text)

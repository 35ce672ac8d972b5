from pathlib import Path

import pytest

from lambdas.shared.statements import LAMBDAS, parse_statement, statement


def test_each_name_becomes_one_number() -> None:
    parsed = parse_statement("x", "select :b, :a, :b::jsonb")

    assert parsed.sql == "select $1, $2, $1::jsonb"
    assert parsed.names == ("b", "a")


@pytest.mark.parametrize(
    "untouched",
    [
        "select ':a', 'it''s :b'",
        'select 1 as ":a"',
        "select 1 -- it's :a\n",
        "select 1 /* :a\n :b */",
        "select $$ :a $$, $tag$ :b $$ $tag$",
        "select '1'::text",
        "select a[1:2] from t",
        "select f(x := 1)",
    ],
)
def test_strings_comments_casts_and_slices_stay(untouched: str) -> None:
    parsed = parse_statement("x", untouched)

    assert (parsed.sql, parsed.names) == (untouched, ())


def test_parameters_must_match_the_names() -> None:
    parsed = parse_statement("hold", "select :a, :b")

    assert parsed.values({"b": 2, "a": 1}) == (1, 2)
    with pytest.raises(KeyError, match=r"hold takes .*: c"):
        parsed.values({"a": 1, "b": 2, "c": 3})
    with pytest.raises(KeyError, match="unknown: b"):
        parsed.values({"a": 1})


ACROSS_WORKSPACES = {
    "count_refused_webhook": "a call that is refused is of no workspace",
    "mark_answers_delivered": "the relay marks what it sent, by the answers' ids",
    "read_undelivered_answers": "the relay serves every workspace",
    "read_undelivered_events": "the relay serves every workspace",
    "record_delivery": "the queue's consumer marks events of every workspace, by their ids",
}


@pytest.mark.parametrize("file", sorted(LAMBDAS.glob("*/sql/*.sql")), ids=lambda file: file.stem)
def test_every_statement_names_its_workspace(file: Path) -> None:
    parsed = statement(file.parts[-3], file.stem)

    assert "workspace_id" in parsed.sql or file.stem in ACROSS_WORKSPACES

import pytest

from local.simulator.aws.expressions import Item, Placeholders, UnknownExpressionError, holds, updated

IN_PROGRESS = (
    "attribute_not_exists(#id) OR #expiry < :now OR "
    "(#status = :inprogress AND attribute_exists(#until) AND #until < :now_in_millis)"
)
NAMES = {"#id": "id", "#expiry": "expiration", "#status": "status", "#until": "in_progress_expiration"}
VALUES = {":now": {"N": "100"}, ":now_in_millis": {"N": "100000"}, ":inprogress": {"S": "INPROGRESS"}}


def claim(status: str, expires: str, until: str) -> Item:
    return {
        "id": {"S": "1"},
        "status": {"S": status},
        "expiration": {"N": expires},
        "in_progress_expiration": {"N": until},
    }


@pytest.mark.parametrize(
    ("item", "free"),
    [
        ({}, True),
        (claim("COMPLETED", "101", "9"), False),
        (claim("COMPLETED", "99", "9"), True),
        (claim("INPROGRESS", "101", "100001"), False),
        (claim("INPROGRESS", "101", "99999"), True),
    ],
)
def test_powertools_claims_a_key(item: Item, free: bool) -> None:
    assert holds(IN_PROGRESS, item, Placeholders(NAMES, VALUES)) is free


def test_numbers_compare_as_numbers_and_missing_attributes_as_nothing() -> None:
    values = Placeholders({}, {":ten": {"N": "10"}})

    assert holds("size < :ten", {"size": {"N": "9"}}, values)
    assert not holds("size < :ten", {"size": {"S": "9"}}, values)
    assert not holds("size < :ten", {}, values)
    assert holds("NOT size < :ten AND attribute_not_exists(size)", {}, values)


def test_an_update_sets_and_keeps() -> None:
    item: Item = {"pk": {"S": "1"}, "used_at": {"N": "1"}}
    values = Placeholders({"#by": "used_by"}, {":by": {"S": "me"}, ":now": {"N": "2"}})

    after = updated("SET #by = :by, used_at = if_not_exists(used_at, :now)", item, values)

    assert after == {"pk": {"S": "1"}, "used_by": {"S": "me"}, "used_at": {"N": "1"}}
    assert "used_by" not in item


def test_what_the_model_cannot_read_is_refused() -> None:
    with pytest.raises(UnknownExpressionError):
        holds("begins_with(pk, :a)", {}, Placeholders({}, {":a": {"S": "a"}}))
    with pytest.raises(UnknownExpressionError):
        updated("REMOVE pk", {}, Placeholders({}, {}))

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.booking.posts import PostLoad
from tests.schemas.builders import money, post


def test_a_waterfall_keeps_its_groups() -> None:
    assert PostLoad.model_validate(post()).rounds == ((111, 222), (333,))


def test_sequential_asks_one_after_the_other() -> None:
    assert PostLoad.model_validate(post(mode="sequential")).rounds == ((111,), (222,), (333,))


def test_a_broadcast_asks_all_at_once() -> None:
    assert PostLoad.model_validate(post(mode="broadcast")).rounds == ((111, 222, 333),)
    assert PostLoad.model_validate(post(mode="broadcast", groups=[])).rounds == ((),)


def test_rates_may_be_equal() -> None:
    same = money(120_000)

    assert PostLoad.model_validate(post(target_rate=same, book_now_rate=same, ceiling_rate=same))


@pytest.mark.parametrize("absent", ["book_now_rate", "ceiling_rate"])
def test_book_now_and_ceiling_are_optional(absent: str) -> None:
    body = post()
    del body[absent]

    assert getattr(PostLoad.model_validate(body), absent) is None


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"target_rate": money(140_000)}, "ceiling_rate", "below target_rate"),
        ({"book_now_rate": money(130_001)}, "ceiling_rate", "below book_now_rate"),
        ({"book_now_rate": money(1, "CAD")}, "book_now_rate", "must be in USD"),
        ({"ceiling_rate": money(130_000, "MXN")}, "ceiling_rate", "must be in USD"),
        ({"groups": []}, "groups", "at least one carrier when mode is waterfall"),
        ({"groups": [{"carriers": []}]}, "groups.0.carriers", "at least one carrier"),
        ({"groups": [{"carriers": [{"dot_number": "7"}]}]}, "groups.0.carriers.0.dot_number", "integer"),
        ({"groups": [{"carriers": [{"dot_number": 1}, {"dot_number": 1}]}]}, "groups", "twice: [1]"),
        ({"mode": "auction"}, "mode", "waterfall"),
        ({"offer_ttl_seconds": 0}, "offer_ttl_seconds", "greater than or equal to 1"),
        ({"offer_ttl_seconds": 1.5}, "offer_ttl_seconds", "integer"),
        ({"target_rate": money(1.5)}, "target_rate.amount", "integer"),
        ({"ceiling": 1}, "ceiling", "not permitted"),
    ],
)
def test_posts_that_make_no_sense_are_refused(changed: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PostLoad.model_validate(post(**changed))

    [problem] = caught.value.errors()
    assert ".".join(map(str, problem["loc"])) == field
    assert reason in problem["msg"]


def test_a_waterfall_without_groups_names_them() -> None:
    body = post()
    del body["groups"]

    with pytest.raises(ValidationError, match="groups"):
        PostLoad.model_validate(body)

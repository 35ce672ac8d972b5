import pytest

from local.engine.driver.tokens import InvalidTaskTokenError, TaskTokens


def test_a_token_opens_to_what_it_names() -> None:
    tokens = TaskTokens(b"secret")

    assert tokens.open(tokens.sign(2**40, 7)) == (2**40, 7)
    assert tokens.open(tokens.sign(-3, 25_000)) == (-3, 25_000)


def test_the_same_task_has_the_same_token() -> None:
    assert TaskTokens(b"secret").sign(1, 2) == TaskTokens(b"secret").sign(1, 2)


@pytest.mark.parametrize("token", ["", "x", "AAAA", "ä", TaskTokens(b"other").sign(1, 2)])
def test_what_was_not_signed_here_is_refused(token: str) -> None:
    with pytest.raises(InvalidTaskTokenError):
        TaskTokens(b"secret").open(token)

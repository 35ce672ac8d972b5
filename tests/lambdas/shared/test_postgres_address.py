import pytest

from lambdas.shared.errors import SettingsInvalid
from lambdas.shared.postgres_address import Address, parse_address


def test_every_part_is_read() -> None:
    address = parse_address("postgresql://chain:p%40ss@db.example.com:6543/freight?sslrootcert=/opt/rds.pem")

    assert address == Address(
        "db.example.com", 6543, "chain", "p@ss", "freight", "verify-full", "/opt/rds.pem"
    )


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://chain@127.0.0.1/chain", "disable"),
        ("postgresql://chain@localhost/chain", "disable"),
        ("postgresql://chain@127.0.0.1/chain?sslmode=require", "require"),
        ("postgresql://chain@db.example.com/chain", "verify-full"),
        ("postgresql://chain@db.example.com/chain?sslmode=disable", "disable"),
        ("postgresql://chain@/chain?host=/run/postgresql", "disable"),
    ],
)
def test_tls_is_verified_unless_the_database_is_on_this_machine(url: str, mode: str) -> None:
    assert parse_address(url).ssl_mode == mode


@pytest.mark.parametrize(
    "url", ["mysql://a@b/c", "postgresql://127.0.0.1/chain", "postgresql://a@b/c?sslmode=maybe"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsInvalid):
        parse_address(url)


def test_a_token_of_iam_is_asked_for_by_the_address() -> None:
    address = parse_address(
        "postgresql://chain_booking@chain.proxy-x.us-east-1.rds.amazonaws.com/chain?sign_in=iam"
    )

    assert (address.sign_in, address.ssl_mode, address.password) == ("iam", "verify-full", None)


@pytest.mark.parametrize(
    ("url", "what_to_do"),
    [
        ("postgresql://a@db.example.com/c?sign_in=iam&sslmode=require", "use sslmode=verify-full"),
        ("postgresql://a@127.0.0.1/c?sign_in=iam", "use sslmode=verify-full"),
        ("postgresql://a@/c?sign_in=iam&host=/run/postgresql", "use sslmode=verify-full"),
        ("postgresql://a:b@db.example.com/c?sign_in=iam", "take it out"),
        ("postgresql://a@db.example.com/c?sign_in=kerberos", "use password or iam"),
    ],
)
def test_a_token_is_not_shown_to_whoever_listens(url: str, what_to_do: str) -> None:
    with pytest.raises(SettingsInvalid, match=what_to_do):
        parse_address(url)

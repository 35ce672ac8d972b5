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

"""Where a database is and how it is entered, read from its URL.

`postgresql://user:password@host:port/database?sslmode=…` enters by password;
`postgresql://user@host:port/database?sign_in=iam` by a token of IAM (RDS Proxy).
"""

from typing import Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from lambdas.shared.errors import SettingsInvalid

SslMode = Literal["disable", "require", "verify-full"]
SignIn = Literal["password", "iam"]
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SSL_MODES: dict[str, SslMode] = {
    "disable": "disable",
    "require": "require",
    "verify-ca": "verify-full",
    "verify-full": "verify-full",
}
SIGN_INS: dict[str, SignIn] = {"password": "password", "iam": "iam"}


class Address(NamedTuple):
    """`host` is a folder of sockets when it starts with `/`."""

    host: str
    port: int
    user: str
    password: str | None
    database: str
    ssl_mode: SslMode
    root_certificate: str | None
    sign_in: SignIn = "password"


def parse_address(url: str) -> Address:
    """Read a URL; without `sslmode` TLS is verified, but for loopback and sockets, which have none.

    SettingsInvalid when it is none, or would show a token of IAM to whoever listens.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = options.get("host", parts.hostname or "127.0.0.1")
    if not parts.scheme.startswith("postgres") or not parts.username:
        message = "the database's URL must be postgresql://user:password@host:port/database"
        raise SettingsInvalid(message)
    address = Address(
        host=host,
        port=parts.port or int(options.get("port", 5432)),
        user=unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        database=unquote(parts.path.lstrip("/")) or unquote(parts.username),
        ssl_mode=_ssl_mode(options.get("sslmode"), host),
        root_certificate=options.get("sslrootcert"),
        sign_in=_sign_in(options.get("sign_in", "password")),
    )
    _require_privacy(address)
    return address


def _sign_in(asked: str) -> SignIn:
    if asked not in SIGN_INS:
        message = f"sign_in={asked} is not supported: use {' or '.join(SIGN_INS)}"
        raise SettingsInvalid(message)
    return SIGN_INS[asked]


def _require_privacy(address: Address) -> None:
    if address.sign_in != "iam":
        return
    if address.ssl_mode != "verify-full":
        message = "sign_in=iam sends a token that opens the database: use sslmode=verify-full"
        raise SettingsInvalid(message)
    if address.password is not None:
        message = "sign_in=iam needs no password: take it out of the database's URL"
        raise SettingsInvalid(message)


def _ssl_mode(asked: str | None, host: str) -> SslMode:
    if host.startswith("/"):
        return "disable"
    if asked is None:
        return "disable" if host in LOOPBACK else "verify-full"
    if asked not in SSL_MODES:
        message = f"sslmode={asked} is not supported: use one of {', '.join(SSL_MODES)}"
        raise SettingsInvalid(message)
    return SSL_MODES[asked]

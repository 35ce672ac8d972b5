import ssl

from lambdas.shared.postgres_connection import _ssl_context


def test_certificates_are_verified_and_read_once() -> None:
    context = _ssl_context("verify-full", None)

    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert _ssl_context("verify-full", None) is context


def test_require_encrypts_without_verifying() -> None:
    context = _ssl_context("require", None)

    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_NONE, False)


def test_disable_is_plain() -> None:
    assert _ssl_context("disable", None) is False

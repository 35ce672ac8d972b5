from tests.lambdas.booking.api.conftest import desk

__all__ = ["desk"]

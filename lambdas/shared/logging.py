"""The structured log: one logger a function, with the business keys on every line and no personal data."""

from functools import cache

from aws_lambda_powertools import Logger


@cache
def logger() -> Logger:
    """Return the function's logger, made on first use from POWERTOOLS_SERVICE_NAME and LOG_LEVEL."""
    return Logger()


def bind(**keys: object) -> Logger:
    """Forget the last invocation's keys, and put these on every line of this one."""
    log = logger()
    log.thread_safe_clear_keys()
    log.clear_state()
    log.append_keys(**keys)
    return log

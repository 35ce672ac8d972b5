"""Why any API refuses a request: a class per reason, with its HTTP status and a message that says what to do.

None of these crosses a task's edge; the errors of tasks are in `errors.py`.
"""

from typing import ClassVar


class RequestRefused(Exception):
    """A request that this service will not do, as the caller will read it."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "The request conflicts with the present state"

    def __init__(self, detail: str, **members: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.members = members
        self.headers: dict[str, str] = {}


class NotFound(RequestRefused):
    status, title = 404, "Not found"

    def __init__(self, what: str = "resource") -> None:
        super().__init__(f"There is no such {what} in your workspace. Check the id.")


class MethodNotAllowed(RequestRefused):
    status, title = 405, "Method not allowed"

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(f"This resource answers {', '.join(allowed)} only.")
        self.headers = {"Allow": ", ".join(allowed)}


class Unauthenticated(RequestRefused):
    status, title = 401, "Not authenticated"

    def __init__(self) -> None:
        super().__init__("Send a valid JWT of your workspace: `Authorization: Bearer <token>`.")
        self.headers = {"WWW-Authenticate": "Bearer"}


class Forbidden(RequestRefused):
    status, title = 403, "Your role may not do this"

    def __init__(self, needed: str) -> None:
        super().__init__(f"This needs the role {needed}. Ask an owner of your workspace.")


class BodyTooLarge(RequestRefused):
    status, title = 413, "Body too large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"Send at most {limit_bytes} bytes.")


class BodyNotJson(RequestRefused):
    status, title = 400, "Body is not JSON"

    def __init__(self) -> None:
        super().__init__("Send one well-formed JSON object in UTF-8, without NUL, NaN or Infinity.")


class UnsupportedMediaType(RequestRefused):
    status, title = 415, "Unsupported media type"

    def __init__(self) -> None:
        super().__init__("Send `Content-Type: application/json`.")


class InvalidRequest(RequestRefused):
    status, title = 422, "Invalid request"

    def __init__(self, errors: tuple[dict[str, str], ...]) -> None:
        super().__init__("Correct the fields named in `errors`.", errors=list(errors))


class Late(RequestRefused):
    status, title = 410, "Too late"


class StateConflict(RequestRefused):
    """The resource is in a state in which this cannot be done."""


class TryAgain(RequestRefused):
    """What passes by itself: the same request may succeed in a moment."""

    def __init__(self, detail: str, retry_after_seconds: int = 1) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(retry_after_seconds)}


class KeyReused(RequestRefused):
    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with another body. Send a new key.")


class RequestInProgress(TryAgain):
    def __init__(self) -> None:
        super().__init__("A request with this Idempotency-Key is still running. Send it again in a moment.")


class Unavailable(RequestRefused):
    status, title = 503, "Temporarily unavailable"

    def __init__(self) -> None:
        super().__init__("The service could not reach its database. Send the request again in a moment.")
        self.headers = {"Retry-After": "1"}


class InternalFailure(RequestRefused):
    status, title = 500, "Internal error"

    def __init__(self) -> None:
        super().__init__("The service failed. Send the request again; tell the operator if it stays so.")

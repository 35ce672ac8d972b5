"""Task tokens: signed, stateless, the same for the same task however often it is asked for."""

import base64
import binascii
import hashlib
import hmac
import struct

_NAMES_TASK = struct.Struct(">qq")
_SIGNATURE_BYTES = 26  # with the two numbers a multiple of three bytes, so base64 needs no padding


class InvalidTaskTokenError(Exception):
    """The text is no token that this engine signed."""


class TaskTokens:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, execution_id: int, task_id: int) -> str:
        named = _NAMES_TASK.pack(execution_id, task_id)
        return base64.urlsafe_b64encode(named + self._signature(named)).decode()

    def open(self, token: str) -> tuple[int, int]:
        """The execution's id and the task's; raises `InvalidTaskTokenError`."""
        try:
            content = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise InvalidTaskTokenError(token) from error
        named, signature = content[: _NAMES_TASK.size], content[_NAMES_TASK.size :]
        if not hmac.compare_digest(signature, self._signature(named)):
            raise InvalidTaskTokenError(token)
        execution_id, task_id = _NAMES_TASK.unpack(named)
        return execution_id, task_id

    def _signature(self, named: bytes) -> bytes:
        return hmac.digest(self._secret, named, hashlib.sha256)[:_SIGNATURE_BYTES]

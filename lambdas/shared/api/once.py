"""Idempotency-Key: the key is claimed before anything is done, and its answer is kept for a day.

Same key and body: the kept answer. Same key, another body, or still running: 409. No 5xx is kept, and nothing
that asks to be sent again (`Retry-After`).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lambdas.shared.api.admission import header
from lambdas.shared.api.caller import Caller
from lambdas.shared.refusals import InvalidRequest, KeyReused, RequestInProgress
from lambdas.shared.wiring import Dependencies

KEPT_SECONDS = 24 * 3600
LONGEST_KEY = 255
FIRST_SERVER_ERROR = 500
HEADER = "idempotency-key"

Answer = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """Whose key it is and for what (`scope`), and what it was first sent with (`fingerprint`)."""

    scope: str
    fingerprint: str


class NotKeptError(Exception):
    """Carries an answer that is given but not kept."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("The answer is not final and is not kept.")
        self.answer = answer


def claim_of(event: Mapping[str, Any], caller: Caller) -> Claim | None:
    """The claim of a POST with an Idempotency-Key, else None. Raises InvalidRequest for an unusable key."""
    key = header(event, HEADER)
    if not key or event.get("httpMethod") != "POST":
        return None
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        reason = f"must be at most {LONGEST_KEY} printable ASCII characters"
        raise InvalidRequest(({"field": "Idempotency-Key", "reason": reason},))
    scope = (caller.workspace_id, caller.subject, str(event.get("path")), key)
    return Claim(_digest(json.dumps(scope)), _digest(_canonical(event.get("body"))))


def once(
    claim: Claim, dependencies: Dependencies, context: Any, answer_request: Callable[[], Answer]
) -> Answer:
    """Answer a claimed request, now or as before. Raises KeyReused or RequestInProgress."""
    from aws_lambda_powertools.utilities.idempotency import (  # noqa: PLC0415 - imports boto3
        DynamoDBPersistenceLayer,
        IdempotencyConfig,
        idempotent_function,
    )
    from aws_lambda_powertools.utilities.idempotency.exceptions import (  # noqa: PLC0415 - as above
        IdempotencyAlreadyInProgressError,
        IdempotencyValidationError,
    )

    config = IdempotencyConfig(
        event_key_jmespath="scope",
        payload_validation_jmespath="fingerprint",
        expires_after_seconds=KEPT_SECONDS,
        raise_on_no_idempotency_key=True,
        hash_function="sha256",
        lambda_context=context,
    )
    store = DynamoDBPersistenceLayer(
        table_name=dependencies.settings.idempotency_table, boto3_client=dependencies.clients.dynamodb
    )

    def answer(*, claimed: dict[str, str]) -> Answer:  # noqa: ARG001 - Powertools reads it
        given = answer_request()
        if not _is_final(given):
            raise NotKeptError(given)
        return given

    answer_once: Callable[..., Answer] = idempotent_function(
        answer,
        data_keyword_argument="claimed",
        persistence_store=store,
        config=config,
        key_prefix=f"{dependencies.settings.service}-api",
    )
    try:
        return answer_once(claimed={"scope": claim.scope, "fingerprint": claim.fingerprint})
    except NotKeptError as error:
        return error.answer
    except IdempotencyValidationError as error:
        raise KeyReused from error
    except IdempotencyAlreadyInProgressError as error:
        raise RequestInProgress from error


def _is_final(given: Answer) -> bool:
    headers = {**(given.get("headers") or {}), **(given.get("multiValueHeaders") or {})}
    passing = "retry-after" in {name.lower() for name in headers}
    return given["statusCode"] < FIRST_SERVER_ERROR and not passing


def _canonical(body: str | None) -> str:
    return json.dumps(json.loads(body or "null"), sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

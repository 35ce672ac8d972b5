import pytest

from lambdas.shared.api.admission import MOST_BODY_BYTES
from lambdas.shared.api.problems import problem_text
from lambdas.shared.refusals import BodyTooLarge, NotFound, RequestRefused, Unauthenticated
from local.provisioner.gateway_problems import gateway_problems
from schemas.problems import Problem


@pytest.mark.parametrize(
    ("response_type", "refusal"),
    [
        ("UNAUTHORIZED", Unauthenticated()),
        ("MISSING_AUTHENTICATION_TOKEN", NotFound()),
        ("REQUEST_TOO_LARGE", BodyTooLarge(MOST_BODY_BYTES)),
    ],
)
def test_a_call_that_the_gateway_refuses_reads_as_if_a_function_had(
    response_type: str, refusal: RequestRefused
) -> None:
    said = Problem.model_validate(gateway_problems()[response_type])

    as_function = Problem.model_validate_json(problem_text(refusal, ""))
    assert said == as_function.model_copy(update={"instance": None})

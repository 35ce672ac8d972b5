"""What API Gateway refuses by itself, such as a call without a token, as problem details (RFC 9457).

The file is read by Terraform, too (`terraform/modules/api`).
"""

import json
from typing import Any

from local.bootstrap.layout import ROOT
from local.provisioner.clients import Client

FILE = ROOT / "schemas" / "gateway_problems.json"
PROBLEM_JSON = "application/problem+json"
MESSAGE = "$context.error.messageString"
"""API Gateway puts its own message here, with its quotation marks."""


def gateway_problems() -> dict[str, dict[str, Any]]:
    """The problem of each response type of API Gateway."""
    return dict(json.loads(FILE.read_text()))


def put_gateway_problems(apigateway: Client, api: str) -> None:
    """What is put counts for the deployments that are made from now on."""
    for response_type, problem in gateway_problems().items():
        status = {"statusCode": str(problem["status"])} if "status" in problem else {}
        apigateway.put_gateway_response(
            restApiId=api,
            responseType=response_type,
            responseTemplates={"application/json": _template(problem)},
            responseParameters=_headers(response_type),
            **status,
        )


def _template(problem: dict[str, Any]) -> str:
    return json.dumps(problem).replace(f'"{MESSAGE}"', MESSAGE)


def _headers(response_type: str) -> dict[str, str]:
    headers = {"gatewayresponse.header.Content-Type": f"'{PROBLEM_JSON}'"}
    if response_type == "UNAUTHORIZED":
        headers["gatewayresponse.header.WWW-Authenticate"] = "'Bearer'"
    return headers

"""The APIs' routes, and what API Gateway refuses by itself."""

import json
from collections.abc import Iterator

from local.provisioner.clients import Clients
from local.provisioner.gateway_problems import MESSAGE
from local.terraform.inventory.reading import Facts, plain


def routes(clients: Clients) -> Iterator[tuple[str, Facts]]:
    apigateway = clients.of("apigateway")
    for api in apigateway.get_rest_apis(limit=500)["items"]:
        for resource in apigateway.get_resources(restApiId=api["id"], limit=500)["items"]:
            for method in resource.get("resourceMethods", {}):
                asked = {"restApiId": api["id"], "resourceId": resource["id"], "httpMethod": method}
                integration = apigateway.get_integration(**asked)
                yield (
                    f"{api['name']}: {method} {resource['path']}",
                    {
                        "authorization": apigateway.get_method(**asked)["authorizationType"],
                        "calls": plain(integration["uri"]),
                        "type": integration["type"],
                    },
                )


def refusals(clients: Clients) -> Iterator[tuple[str, Facts]]:
    """What API Gateway refuses by itself; Terraform writes some signs of a template as escapes."""
    apigateway = clients.of("apigateway")
    for api in apigateway.get_rest_apis(limit=500)["items"]:
        for response in apigateway.get_gateway_responses(restApiId=api["id"], limit=500)["items"]:
            if response["defaultResponse"]:
                continue
            template = response["responseTemplates"]["application/json"].replace(MESSAGE, f'"{MESSAGE}"')
            yield (
                f"{api['name']}: {response['responseType']}",
                {
                    "status": response.get("statusCode"),
                    "headers": response["responseParameters"],
                    "problem": json.loads(template),
                },
            )

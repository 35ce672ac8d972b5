"""The REST API: one method a route, each proxied to its function, behind the user pool's authorizer."""

import hashlib
import json
from typing import Any

from local.declaration.model import Declaration, Route
from local.declaration.naming import resource_name
from local.provisioner.clients import Client, Clients
from local.provisioner.gateway_problems import gateway_problems, put_gateway_problems
from local.provisioner.platform import ACCOUNT, REGION
from local.provisioner.site import STAGE, Site

AUTHORIZER = "users"


def ensure_rest_api(clients: Clients, declaration: Declaration) -> str:
    """The id of the service's REST API, whose routes `ensure_routes` makes; empty without any route."""
    if not declaration.routes:
        return ""
    apigateway = clients.of("apigateway")
    name = resource_name(declaration.service, "api")
    found = next((api for api in apigateway.get_rest_apis(limit=500)["items"] if api["name"] == name), None)
    if found:
        return str(found["id"])
    configuration = {"types": ["REGIONAL"]}
    return str(apigateway.create_rest_api(name=name, endpointConfiguration=configuration)["id"])


def ensure_routes(site: Site, user_pool: str) -> None:
    """Makes and deploys the declared routes, unless exactly these are deployed."""
    if not site.declaration.routes:
        return
    apigateway, api = site.clients.of("apigateway"), site.api
    wanted = _digest(site, user_pool)
    if _deployed(apigateway, api) == wanted:
        return
    authorizer = _ensure_authorizer(apigateway, api, user_pool)
    resources = {item["path"]: item for item in apigateway.get_resources(restApiId=api, limit=500)["items"]}
    for route in site.declaration.routes:
        resource = _ensure_resource(apigateway, api, resources, route.path)
        _put_method(apigateway, api, resource, route, authorizer)
        _put_integration(apigateway, api, resource, route, site)
    put_gateway_problems(apigateway, api)
    _allow_invocation(site, api)
    _deploy(apigateway, api, wanted)


def _digest(site: Site, user_pool: str) -> str:
    routes = [route.model_dump() for route in site.declaration.routes]
    return hashlib.sha256(json.dumps([routes, user_pool, gateway_problems()]).encode()).hexdigest()


def _deployed(apigateway: Client, api: str) -> str | None:
    """What the description of the stage's deployment says: the digest of its routes."""
    stages = apigateway.get_stages(restApiId=api)["item"]
    for stage in stages:
        if stage["stageName"] == STAGE:
            deployment = apigateway.get_deployment(restApiId=api, deploymentId=stage["deploymentId"])
            return str(deployment.get("description"))
    return None


def _ensure_authorizer(apigateway: Client, api: str, user_pool: str) -> str:
    arn = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{user_pool}"
    for found in apigateway.get_authorizers(restApiId=api).get("items", []):
        if found.get("providerARNs") == [arn]:
            return str(found["id"])
        apigateway.delete_authorizer(restApiId=api, authorizerId=found["id"])
    created = apigateway.create_authorizer(
        restApiId=api,
        name=AUTHORIZER,
        type="COGNITO_USER_POOLS",
        providerARNs=[arn],
        identitySource="method.request.header.Authorization",
    )
    return str(created["id"])


def _ensure_resource(apigateway: Client, api: str, resources: dict[str, Any], path: str) -> str:
    """The resource of a path, with those above it."""
    if path in resources:
        return str(resources[path]["id"])
    parent, _, part = path.rpartition("/")
    parent_id = _ensure_resource(apigateway, api, resources, parent or "/")
    resources[path] = apigateway.create_resource(restApiId=api, parentId=parent_id, pathPart=part)
    return str(resources[path]["id"])


def _put_method(apigateway: Client, api: str, resource: str, route: Route, authorizer: str) -> None:
    authorization: dict[str, str] = {"authorizationType": "NONE"}
    if route.authorizer == "cognito":
        authorization = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": authorizer}
    apigateway.put_method(restApiId=api, resourceId=resource, httpMethod=route.method, **authorization)


def _put_integration(apigateway: Client, api: str, resource: str, route: Route, site: Site) -> None:
    function = site.arns.of("function", route.function)
    apigateway.put_integration(
        restApiId=api,
        resourceId=resource,
        httpMethod=route.method,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations",
    )


def _allow_invocation(site: Site, api: str) -> None:
    functions = site.clients.of("lambda")
    for name in sorted({route.function for route in site.declaration.routes}):
        try:
            functions.add_permission(
                FunctionName=site.name(name),
                StatementId=f"api-{api}",
                Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
                SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*",
            )
        except functions.exceptions.ResourceConflictException:
            continue


def _deploy(apigateway: Client, api: str, digest: str) -> None:
    deployment = apigateway.create_deployment(restApiId=api, description=digest)["id"]
    stages = {stage["stageName"] for stage in apigateway.get_stages(restApiId=api)["item"]}
    if STAGE not in stages:
        apigateway.create_stage(restApiId=api, stageName=STAGE, deploymentId=deployment)
        return
    replace = {"op": "replace", "path": "/deploymentId", "value": deployment}
    apigateway.update_stage(restApiId=api, stageName=STAGE, patchOperations=[replace])

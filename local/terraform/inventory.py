"""What a platform is made of, read from its running emulator and engine: the same facts whoever made it.

Names and ARNs are compared without what only one maker adds: a bucket's account, a function's or machine's
version or alias, the ids that AWS draws.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import urlopen

from local.provisioner.clients import Clients
from local.provisioner.gateway_problems import MESSAGE
from local.provisioner.platform import ACCOUNT

Facts = dict[str, Any]
Inventory = dict[str, dict[str, Facts]]
QUALIFIER = re.compile(r"(:function:[\w-]+|:stateMachine:[\w-]+):[\w$]+")
SECRET_SUFFIX = re.compile(r"(:secret:[\w/-]+)-[\w?]{6}$")


def take(clients: Clients) -> Inventory:
    """By kind (`tables`, `queues` …) and name, what each resource is."""
    return {kind: dict(sorted(read(clients))) for kind, read in KINDS.items()}


def _plain(value: object) -> Any:
    """The value with its ARNs in the form that all makers share, and JSON in it read."""
    text = json.dumps(value, sort_keys=True, default=str).replace(f"-{ACCOUNT}", "")
    return json.loads(QUALIFIER.sub(r"\1", text))


def _pages(clients: Clients, service: str, operation: str, key: str, **asked: object) -> list[Any]:
    client = clients.of(service)
    if not client.can_paginate(operation):
        return list(getattr(client, operation)(**asked).get(key, []))
    return [item for page in client.get_paginator(operation).paginate(**asked) for item in page.get(key, [])]


def _tables(clients: Clients) -> Iterator[tuple[str, Facts]]:
    dynamodb = clients.of("dynamodb")
    for name in _pages(clients, "dynamodb", "list_tables", "TableNames"):
        table = dynamodb.describe_table(TableName=name)["Table"]
        backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        yield (
            name,
            {
                "attributes": table["AttributeDefinitions"],
                "keys": table["KeySchema"],
                "billing": table["BillingModeSummary"]["BillingMode"],
                "expires by": expiry.get("AttributeName"),
                "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
            },
        )


def _buckets(clients: Clients) -> Iterator[tuple[str, Facts]]:
    s3 = clients.of("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        yield (
            _plain(bucket["Name"]),
            {"versioning": s3.get_bucket_versioning(Bucket=bucket["Name"]).get("Status")},
        )


def _secrets(clients: Clients) -> Iterator[tuple[str, Facts]]:
    manager = clients.of("secretsmanager")
    for secret in _pages(clients, "secretsmanager", "list_secrets", "SecretList"):
        held = json.loads(manager.get_secret_value(SecretId=secret["Name"])["SecretString"])
        yield secret["Name"], {"fields": sorted(held)}


def _roles(clients: Clients) -> Iterator[tuple[str, Facts]]:
    iam = clients.of("iam")
    for role in _pages(clients, "iam", "list_roles", "Roles"):
        name = role["RoleName"]
        policies = iam.list_role_policies(RoleName=name)["PolicyNames"]
        documents = [
            iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in policies
        ]
        statements = [statement for each in documents for statement in _read(each)["Statement"]]
        yield name, {"may": sorted(grant for statement in statements for grant in _grants(statement))}


def _grants(statement: dict[str, Any]) -> Iterator[str]:
    """`action on resource`, one by one: a statement may be written in many ways."""
    for action in _listed(statement["Action"]):
        for resource in _listed(statement["Resource"]):
            plain = SECRET_SUFFIX.sub(r"\1", str(_plain(resource)))
            yield f"{action} on {plain}"


def _buses(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for bus in clients.of("events").list_event_buses()["EventBuses"]:
        yield bus["Name"], {}


def _rules(clients: Clients) -> Iterator[tuple[str, Facts]]:
    events = clients.of("events")
    for bus in events.list_event_buses()["EventBuses"]:
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            targets = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
            yield (
                rule["Name"],
                {
                    "bus": bus["Name"],
                    "pattern": _read(rule["EventPattern"]),
                    "targets": [target["Arn"] for target in targets],
                },
            )


def _topics(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for topic in _pages(clients, "sns", "list_topics", "Topics"):
        arn = topic["TopicArn"]
        found = _pages(clients, "sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
        yield arn.rsplit(":", 1)[1], {"to": sorted((each["Protocol"], each["Endpoint"]) for each in found)}


def _queues(clients: Clients) -> Iterator[tuple[str, Facts]]:
    sqs = clients.of("sqs")
    for url in _pages(clients, "sqs", "list_queues", "QueueUrls"):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        yield (
            url.rsplit("/", 1)[1],
            {
                "visibility": attributes["VisibilityTimeout"],
                "retention": attributes["MessageRetentionPeriod"],
                "redrive": _numbers_as_text(attributes.get("RedrivePolicy")),
                "policy": _read(attributes.get("Policy")),
            },
        )


def _streams(clients: Clients) -> Iterator[tuple[str, Facts]]:
    kinesis = clients.of("kinesis")
    for name in _pages(clients, "kinesis", "list_streams", "StreamNames"):
        found = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        yield name, {"hours": found["RetentionPeriodHours"], "mode": found["StreamModeDetails"]}


def _functions(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for function in _all_functions(clients):
        variables = function.get("Environment", {}).get("Variables", {})
        yield (
            function["FunctionName"],
            {
                "handler": function["Handler"],
                "runtime": function["Runtime"],
                "memory": function["MemorySize"],
                "timeout": function["Timeout"],
                "role": function.get("Role"),
                "variables": sorted(variables),
            },
        )


def _event_sources(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for mapping in _pages(clients, "lambda", "list_event_source_mappings", "EventSourceMappings"):
        yield (
            mapping["EventSourceArn"].rsplit(":", 1)[1],
            {
                "function": _plain(mapping["FunctionArn"]),
                "batch": mapping["BatchSize"],
                "answers": mapping.get("FunctionResponseTypes"),
                "starts": mapping.get("StartingPosition"),
                "gives up": [mapping.get(limit) for limit in ("MaximumRetryAttempts", "DestinationConfig")],
            },
        )


def _schedules(clients: Clients) -> Iterator[tuple[str, Facts]]:
    scheduler = clients.of("scheduler")
    for schedule in _pages(clients, "scheduler", "list_schedules", "Schedules"):
        found = scheduler.get_schedule(Name=schedule["Name"])
        target = found["Target"]
        yield (
            schedule["Name"],
            {
                "expression": found["ScheduleExpression"],
                "function": _plain(target["Arn"]),
                "role": target["RoleArn"],
            },
        )


def _state_machines(clients: Clients) -> Iterator[tuple[str, Facts]]:
    states = clients.of("stepfunctions")
    for machine in _pages(clients, "stepfunctions", "list_state_machines", "stateMachines"):
        arn = machine["stateMachineArn"]
        found = states.describe_state_machine(stateMachineArn=arn)
        aliases = states.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
        yield (
            machine["name"],
            {
                "type": machine["type"],
                "definition": _plain(_read(found["definition"])),
                "role": found["roleArn"],
                "logs": found["loggingConfiguration"],
                "traces": found["tracingConfiguration"],
                "aliases": sorted(alias["stateMachineAliasArn"].rsplit(":", 1)[1] for alias in aliases),
            },
        )


def _alarms(clients: Clients) -> Iterator[tuple[str, Facts]]:
    compared = (
        "AlarmDescription",
        "Namespace",
        "MetricName",
        "Dimensions",
        "Period",
        "EvaluationPeriods",
        "Threshold",
        "ComparisonOperator",
        "TreatMissingData",
    )
    for alarm in _pages(clients, "cloudwatch", "describe_alarms", "MetricAlarms"):
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic")
        yield alarm["AlarmName"], {"statistic": statistic, **{name: alarm[name] for name in compared}}


def _routes(clients: Clients) -> Iterator[tuple[str, Facts]]:
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
                        "calls": _plain(integration["uri"]),
                        "type": integration["type"],
                    },
                )


def _refusals(clients: Clients) -> Iterator[tuple[str, Facts]]:
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


def _sign_in(clients: Clients) -> Iterator[tuple[str, Facts]]:
    cognito = clients.of("cognito-idp")
    for pool in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        found = cognito.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
        groups = cognito.list_groups(UserPoolId=pool["Id"])["Groups"]
        clients_of = cognito.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)["UserPoolClients"]
        yield (
            pool["Name"],
            {
                "asks": _plain(found.get("LambdaConfig", {})),
                "groups": sorted(group["GroupName"] for group in groups),
                "clients": sorted(client["ClientName"] for client in clients_of),
                "claims": sorted(
                    each["Name"] for each in found["SchemaAttributes"] if "custom:" in each["Name"]
                ),
            },
        )


def _log_groups(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for group in _pages(clients, "logs", "describe_log_groups", "logGroups"):
        yield group["logGroupName"], {}


def _all_functions(clients: Clients) -> list[dict[str, Any]]:
    """The emulator's, and those that the function host alone has."""
    found = _pages(clients, "lambda", "list_functions", "Functions")
    with urlopen(f"{clients.endpoints.functions}/2015-03-31/functions", timeout=30) as answer:  # noqa: S310 - ours
        hosted = json.load(answer)["Functions"]
    names = {function["FunctionName"] for function in found}
    return [*found, *(function for function in hosted if function["FunctionName"] not in names)]


def _read(document: object) -> Any:
    return json.loads(document) if isinstance(document, str) else document


def _numbers_as_text(document: object) -> Any:
    return json.loads(document, parse_int=str) if isinstance(document, str) else document


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


KINDS: dict[str, Callable[[Clients], Iterator[tuple[str, Facts]]]] = {
    "tables": _tables,
    "buckets": _buckets,
    "secrets": _secrets,
    "roles": _roles,
    "buses": _buses,
    "rules": _rules,
    "topics": _topics,
    "queues": _queues,
    "streams": _streams,
    "functions": _functions,
    "event sources": _event_sources,
    "schedules": _schedules,
    "state machines": _state_machines,
    "alarms": _alarms,
    "routes": _routes,
    "refusals": _refusals,
    "sign-in": _sign_in,
    "log groups": _log_groups,
}

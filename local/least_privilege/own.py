"""What the modules give a role beside the declared actions, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Own:
    """`resource` is what a policy names, with the reason for a `*`; `of` says whose role."""

    actions: tuple[str, ...]
    of: str
    resource: str
    reason: str


OWN = (
    Own(
        ("logs:CreateLogStream", "logs:PutLogEvents"),
        "functions",
        "the function's log group",
        "Lambda writes a function's log with the function's role",
    ),
    Own(
        ("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
        "functions, machines",
        "`*`: X-Ray has no resources to name",
        "Lambda and Step Functions send traces with this role",
    ),
    Own(
        ("kms:Decrypt", "kms:GenerateDataKey"),
        "functions, machines, schedules",
        "the keys of the data it touches",
        "tables, secrets, queues, variables and runs are under keys of the account",
    ),
    Own(
        ("sqs:SendMessage",),
        "scheduled functions, schedules",
        "the queue of failed calls",
        "an asynchronous call that failed for good is left there with this role",
    ),
    Own(
        ("lambda:InvokeFunction",),
        "schedules",
        "the alias of its function",
        "the schedule starts it",
    ),
    Own(
        ("rds-db:connect",),
        "functions that read the database's address",
        "the service's own database user",
        "RDS Proxy lets in by IAM alone (on AWS; one machine has no proxy)",
    ),
    Own(
        (
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:UpdateLogDelivery",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
        ),
        "machines",
        "`*`: vended logs and X-Ray have no resources to name",
        "Step Functions sets up a machine's log and samples its traces with this role",
    ),
)

ACTIONS = frozenset(action for own in OWN for action in own.actions)
ANY_RESOURCE = frozenset(action for own in OWN if own.resource.startswith("`*`") for action in own.actions)

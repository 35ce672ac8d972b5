"""The model of `lambdas/<service>/service.yaml`, which the provisioner and Terraform both read."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from local.declaration.reference import Name, Reference

EnvironmentName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Action = Annotated[
    str, Field(pattern=r"^[a-z0-9-]+:[A-Za-z]+$", description="one IAM action, without a wildcard")
]
Seconds = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Permission(Part):
    """`source` restricts events:PutEvents to events of that source."""

    actions: Annotated[list[Action], Field(min_length=1)]
    resource: Reference
    source: str | None = None

    @model_validator(mode="after")
    def name_the_source_of_events(self) -> Self:
        if ("events:PutEvents" in self.actions) != (self.source is not None):
            raise ValueError("give `source` with events:PutEvents, and only there, for example chain.booking")
        return self


class Function(Part):
    """Memory in MB, timeout in seconds. Locally a `task` runs on the function host, the rest in ministack.

    A `trigger` is called by the user pool while somebody signs in, and has five seconds.
    `internet`: whether it calls a host outside of AWS; Terraform gives a way out to these functions alone.
    """

    kind: Literal["task", "api", "consumer", "scheduled", "trigger"]
    handler: Annotated[str, Field(pattern=r"^lambdas(\.[a-z_][a-z0-9_]*)+\.[a-z_][a-z0-9_]*$")]
    memory: Annotated[int, Field(ge=128, le=10240)]
    timeout: Annotated[int, Field(ge=1, le=900)]
    internet: bool = False
    environment: dict[EnvironmentName, Reference] = {}
    permissions: list[Permission]


class Route(Part):
    """One path of the REST API; `{proxy+}` takes everything that no other route takes."""

    path: Annotated[str, Field(pattern=r"^/")]
    method: Literal["ANY", "GET", "POST", "PUT", "DELETE"]
    function: Name
    authorizer: Literal["cognito", "none"]


class DeadLetters(Part):
    """Where a message goes after `max_receive` failed deliveries; kept for `retention` seconds."""

    max_receive: Annotated[int, Field(ge=1, le=1000)]
    retention: Annotated[int, Field(ge=60, le=1209600)] = 1209600


class Queue(Part):
    """`visibility`: seconds that a received message stays hidden; at least six times the timeout."""

    visibility: Annotated[int, Field(ge=1, le=43200)]
    dead_letters: DeadLetters


class EventPattern(Part):
    source: Annotated[list[str], Field(min_length=1)]
    detail_type: Annotated[list[str], Field(min_length=1)] | None = None


class Subscription(Part):
    """Events of `bus` that match `pattern`, or all of `topic` → queue → function.

    The function answers with partial batch failures.
    """

    bus: Name | None = None
    pattern: EventPattern | None = None
    topic: Name | None = None
    queue: Queue
    function: Name
    batch_size: Annotated[int, Field(ge=1, le=10)]

    @model_validator(mode="after")
    def listen_to_one_thing(self) -> Self:
        if (self.topic is None) == (self.bus is None) or (self.bus is None) != (self.pattern is None):
            raise ValueError("give either `bus` and `pattern`, or `topic`")
        return self


class Stream(Part):
    """A Kinesis stream that scales by itself; its records can be read again for `retention` hours."""

    retention: Annotated[int, Field(ge=24, le=8760)] = 72


class StreamMapping(Part):
    """Records of `stream` → function, each shard in order.

    A batch that fails is halved until what cannot be processed stands alone, tried `retries` times, and given
    up when `longest_age` seconds old; its place in the stream is then a dead letter for `retention` seconds.
    """

    stream: Name
    function: Name
    start: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON"
    batch_size: Annotated[int, Field(ge=1, le=10_000)]
    retries: Annotated[int, Field(ge=0, le=10_000)]
    longest_age: Annotated[int, Field(ge=60, le=604_800)]
    retention: Annotated[int, Field(ge=60, le=1_209_600)] = 1_209_600


class Schedule(Part):
    expression: Annotated[str, Field(pattern=r"^(rate|cron)\(.+\)$")]
    function: Name


class Attribute(Part):
    name: str
    type: Literal["S", "N", "B"]


class Table(Part):
    """A DynamoDB table, billed on demand. `ttl` names the attribute with the epoch second of expiry."""

    partition_key: Attribute
    sort_key: Attribute | None = None
    ttl: str | None = None
    point_in_time_recovery: bool


class Bucket(Part):
    versioning: bool


class Secret(Part):
    """`id` is the secret's name; `fields` are the keys of its JSON, filled from the platform's values."""

    id: Annotated[str, Field(pattern=r"^chain/[a-z0-9/_-]+$")]
    fields: dict[str, Reference]


class StateMachine(Part):
    """`definition`: the rendered ASL, from the repository's root, with `${placeholder}` where an ARN goes."""

    definition: str
    placeholders: dict[Name, Reference]
    permissions: list[Permission]


class Alarm(Part):
    """`every` makes one alarm for each function, dead-letter queue or state machine of the service."""

    every: Literal["function", "dead_letters", "state_machine"] | None = None
    resource: Reference | None = None
    metric: str
    statistic: Literal["Sum", "Average", "Maximum", "p99"]
    period: Seconds
    evaluation_periods: Annotated[int, Field(ge=1)]
    threshold: float
    description: str

    @model_validator(mode="after")
    def watch_one_thing(self) -> Self:
        if (self.every is None) == (self.resource is None):
            raise ValueError("give either `every` or `resource`")
        return self


class Declaration(Part):
    """One service. `environment` is given to each of its functions, together with the function's own."""

    service: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    buses: list[Name]
    environment: dict[EnvironmentName, Reference]
    functions: dict[Name, Function]
    routes: list[Route] = []
    subscriptions: dict[Name, Subscription] = {}
    streams: dict[Name, Stream] = {}
    stream_mappings: dict[Name, StreamMapping] = {}
    schedules: dict[Name, Schedule] = {}
    triggers: dict[Literal["pre_token_generation"], Name] = {}
    topics: list[Name] = []
    tables: dict[Name, Table] = {}
    buckets: dict[Name, Bucket] = {}
    secrets: dict[Name, Secret] = {}
    state_machines: dict[Name, StateMachine] = {}
    alarms: dict[Name, Alarm]

"""What must hold between the parts of a declaration; each finding says where it is and what to do."""

import re
from collections.abc import Iterator
from pathlib import Path

from local.declaration.model import Declaration, Function, StreamMapping, Subscription
from local.declaration.reference import Reference

API_TIMEOUT_SECONDS = 29
TRIGGER_TIMEOUT_SECONDS = 5
VISIBILITY_FACTOR = 6
STREAM_ACTIONS = (
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
PLACEHOLDER = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


def findings(declaration: Declaration, root: Path) -> list[str]:
    """Every broken rule as `path: what to do`; `root` is the folder in which ASL files are looked up."""
    return [
        *_dangling(declaration),
        *_functions(declaration),
        *_subscriptions(declaration),
        *_stream_mappings(declaration),
        *_routes(declaration),
        *_schedules(declaration),
        *_triggers(declaration),
        *_state_machines(declaration, root),
    ]


def known(declaration: Declaration) -> dict[str, set[str]]:
    """The names that a reference of each kind may hold."""
    return {
        "table": set(declaration.tables),
        "bucket": set(declaration.buckets),
        "secret": set(declaration.secrets),
        "bus": set(declaration.buses),
        "function": set(declaration.functions),
        "state_machine": set(declaration.state_machines),
        "queue": set(declaration.subscriptions),
        "dead_letters": {*declaration.subscriptions, *declaration.stream_mappings},
        "topic": set(declaration.topics),
        "stream": set(declaration.streams),
    }


def _dangling(declaration: Declaration) -> Iterator[str]:
    names = known(declaration)
    for path, reference in _references(declaration):
        if reference.kind in names and reference.name not in names[reference.kind]:
            yield _missing(path, reference.kind, reference.name, names[reference.kind])
        if reference.generated and not path.startswith("secrets."):
            yield f"{path}: only a secret's field can be generated; put it into a secret and name that"


def _missing(path: str, kind: str, name: str, names: set[str]) -> str:
    declared = ", ".join(sorted(names)) or "none"
    return f"{path}: there is no {kind} `{name}`; declare it or name one of: {declared}"


def _references(declaration: Declaration) -> Iterator[tuple[str, Reference]]:
    yield from _named("environment", declaration.environment)
    for name, function in declaration.functions.items():
        yield from _named(f"functions.{name}.environment", function.environment)
        for number, permission in enumerate(function.permissions):
            yield f"functions.{name}.permissions[{number}].resource", permission.resource
    for name, secret in declaration.secrets.items():
        yield from _named(f"secrets.{name}.fields", secret.fields)
    for name, machine in declaration.state_machines.items():
        yield from _named(f"state_machines.{name}.placeholders", machine.placeholders)
        for number, permission in enumerate(machine.permissions):
            yield f"state_machines.{name}.permissions[{number}].resource", permission.resource
    for name, alarm in declaration.alarms.items():
        if alarm.resource:
            yield f"alarms.{name}.resource", alarm.resource


def _named(path: str, references: dict[str, Reference]) -> Iterator[tuple[str, Reference]]:
    return ((f"{path}.{name}", reference) for name, reference in references.items())


def _functions(declaration: Declaration) -> Iterator[str]:
    for name, function in declaration.functions.items():
        path = f"functions.{name}"
        if function.kind == "api" and function.timeout > API_TIMEOUT_SECONDS:
            yield f"{path}.timeout: API Gateway gives up after {API_TIMEOUT_SECONDS} s; make it shorter"
        if function.kind == "trigger" and function.timeout > TRIGGER_TIMEOUT_SECONDS:
            yield f"{path}.timeout: Cognito gives up after {TRIGGER_TIMEOUT_SECONDS} s; make it shorter"
        if not _is_used(declaration, name, function):
            yield f"{path}.kind: nothing starts this {function.kind} function; {_starter(function.kind)}"


def _is_used(declaration: Declaration, name: str, function: Function) -> bool:
    users = {
        "api": {route.function for route in declaration.routes},
        "consumer": {
            *(subscription.function for subscription in declaration.subscriptions.values()),
            *(mapping.function for mapping in declaration.stream_mappings.values()),
        },
        "scheduled": {schedule.function for schedule in declaration.schedules.values()},
        "trigger": set(declaration.triggers.values()),
        "task": {
            placeholder.name
            for machine in declaration.state_machines.values()
            for placeholder in machine.placeholders.values()
            if placeholder.kind == "function"
        },
    }
    return name in users[function.kind]


def _starter(kind: str) -> str:
    return {
        "api": "add a route",
        "consumer": "add a subscription or a stream mapping",
        "scheduled": "add a schedule",
        "trigger": "add it to `triggers`",
        "task": "add a placeholder to a state machine",
    }[kind]


def _subscriptions(declaration: Declaration) -> Iterator[str]:
    for name, subscription in declaration.subscriptions.items():
        path = f"subscriptions.{name}"
        if subscription.bus and subscription.bus not in declaration.buses:
            yield _missing(f"{path}.bus", "bus", subscription.bus, set(declaration.buses))
        if subscription.topic and subscription.topic not in declaration.topics:
            yield _missing(f"{path}.topic", "topic", subscription.topic, set(declaration.topics))
        yield from _started(declaration, path, subscription.function, "consumer")
        yield from _visibility(declaration, path, subscription)


def _visibility(declaration: Declaration, path: str, subscription: Subscription) -> Iterator[str]:
    function = declaration.functions.get(subscription.function)
    needed = VISIBILITY_FACTOR * function.timeout if function else 0
    if subscription.queue.visibility < needed:
        yield (
            f"{path}.queue.visibility: {subscription.queue.visibility} s is too short; make it at least "
            f"{needed} s, {VISIBILITY_FACTOR} times the timeout of `{subscription.function}`"
        )


def _stream_mappings(declaration: Declaration) -> Iterator[str]:
    for name, mapping in declaration.stream_mappings.items():
        path = f"stream_mappings.{name}"
        if mapping.stream not in declaration.streams:
            yield _missing(f"{path}.stream", "stream", mapping.stream, set(declaration.streams))
        if name in declaration.subscriptions:
            yield f"{path}: a subscription has this name, and its dead letters too; choose another"
        yield from _started(declaration, path, mapping.function, "consumer")
        yield from _rights(declaration, path, name, mapping)


def _rights(declaration: Declaration, path: str, name: str, mapping: StreamMapping) -> Iterator[str]:
    """What Lambda does with a stream it does by the function's role."""
    function = declaration.functions.get(mapping.function)
    granted = {
        (action, permission.resource.kind, permission.resource.name)
        for permission in (function.permissions if function else ())
        for action in permission.actions
    }
    reads = {(action, "stream", mapping.stream) for action in STREAM_ACTIONS}
    missing = {*reads, ("sqs:SendMessage", "dead_letters", name)} - granted
    for action, kind, resource in sorted(missing):
        yield f"{path}.function: allow `{mapping.function}` {action} on {{{kind}: {resource}}}"


def _routes(declaration: Declaration) -> Iterator[str]:
    for number, route in enumerate(declaration.routes):
        yield from _started(declaration, f"routes[{number}]", route.function, "api")


def _schedules(declaration: Declaration) -> Iterator[str]:
    for name, schedule in declaration.schedules.items():
        yield from _started(declaration, f"schedules.{name}", schedule.function, "scheduled")


def _triggers(declaration: Declaration) -> Iterator[str]:
    for name, function in declaration.triggers.items():
        yield from _started(declaration, f"triggers.{name}", function, "trigger")


def _started(declaration: Declaration, path: str, name: str, kind: str) -> Iterator[str]:
    function = declaration.functions.get(name)
    if function is None:
        yield _missing(f"{path}.function", "function", name, set(declaration.functions))
    elif function.kind != kind:
        yield f"{path}.function: `{name}` is of kind {function.kind}; name a function of kind {kind}"


def _state_machines(declaration: Declaration, root: Path) -> Iterator[str]:
    for name, machine in declaration.state_machines.items():
        path = f"state_machines.{name}"
        definition = root / machine.definition
        if not definition.exists():
            yield f"{path}.definition: {machine.definition} does not exist; render it or correct the path"
            continue
        used, declared = set(PLACEHOLDER.findall(definition.read_text())), set(machine.placeholders)
        for placeholder in sorted(used - declared):
            yield f"{path}.placeholders: {machine.definition} uses ${{{placeholder}}}; declare it"
        for placeholder in sorted(declared - used):
            yield f"{path}.placeholders.{placeholder}: {machine.definition} does not use it; remove it"

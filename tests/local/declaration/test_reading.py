"""Wrong declarations are refused with the place and what to do; ours is correct."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from local.bootstrap.layout import ROOT
from local.declaration.reading import DeclarationError, read, read_all

ASL = '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${work_arn}", "End": true}}}'


def declaration() -> dict[str, Any]:
    """A small and correct declaration."""

    def function(kind: str, timeout: int) -> dict[str, Any]:
        return {
            "kind": kind,
            "handler": f"lambdas.sample.{kind}.handler",
            "memory": 128,
            "timeout": timeout,
            "permissions": [{"actions": ["dynamodb:GetItem"], "resource": {"table": "notes"}}],
        }

    return {
        "service": "sample",
        "buses": ["chain"],
        "environment": {"NOTES": {"table": "notes"}},
        "functions": {
            "work": function("task", 5),
            "api": function("api", 29),
            "note": function("consumer", 10),
            "tick": function("scheduled", 10),
        },
        "routes": [{"path": "/{proxy+}", "method": "ANY", "function": "api", "authorizer": "cognito"}],
        "subscriptions": {
            "wanted": {
                "bus": "chain",
                "pattern": {"source": ["chain.sample"]},
                "queue": {"visibility": 60, "dead_letters": {"max_receive": 3}},
                "function": "note",
                "batch_size": 10,
            }
        },
        "schedules": {"tick": {"expression": "rate(1 minute)", "function": "tick"}},
        "tables": {"notes": {"partition_key": {"name": "id", "type": "S"}, "point_in_time_recovery": True}},
        "state_machines": {
            "work": {
                "definition": "work.asl.json",
                "placeholders": {"work_arn": {"function": "work"}},
                "permissions": [],
            }
        },
        "alarms": {},
    }


def findings(tmp_path: Path, *path: str | int, to: object) -> list[str]:
    """What is said about the declaration with the value at `path` changed."""
    changed: Any = declaration()
    place = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    (tmp_path / "work.asl.json").write_text(ASL)
    file = tmp_path / "service.yaml"
    file.write_text(yaml.safe_dump(changed))
    with pytest.raises(DeclarationError) as refusal:
        read(file, tmp_path)
    return refusal.value.findings


def test_the_repositorys_own_declarations_are_correct() -> None:
    assert "booking" in [each.service for each in read_all(ROOT)]


def test_a_correct_declaration_is_read(tmp_path: Path) -> None:
    (tmp_path / "work.asl.json").write_text(ASL)
    file = tmp_path / "service.yaml"
    file.write_text(yaml.safe_dump(declaration()))

    assert read(file, tmp_path).functions["api"].timeout == 29


def test_a_service_that_reads_a_stream_is_correct() -> None:
    """The one that Terraform's tests plan."""
    declared = read(ROOT / "terraform" / "tests" / "declarations" / "stream.yaml", ROOT)

    assert declared.stream_mappings["record_positions"].retries == 3


def with_stream(tmp_path: Path, *path: str | int, to: object) -> list[str]:
    """What is said about the declaration that reads a stream, with the value at `path` changed."""
    changed: Any = yaml.safe_load((ROOT / "terraform/tests/declarations/stream.yaml").read_text())
    place = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = to
    file = tmp_path / "service.yaml"
    file.write_text(yaml.safe_dump(changed))
    with pytest.raises(DeclarationError) as refusal:
        read(file, tmp_path)
    return refusal.value.findings


MAPPING = ("stream_mappings", "record_positions")


@pytest.mark.parametrize(
    ("path", "to", "finding"),
    [
        ((*MAPPING, "stream"), "orders", "there is no stream `orders`; declare it or name one of: positions"),
        ((*MAPPING, "function"), "nobody", "there is no function `nobody`"),
        ((*MAPPING, "batch_size"), 0, "batch_size: Input should be greater than or equal to 1"),
        ((*MAPPING, "longest_age"), 5, "longest_age: Input should be greater than or equal to 60"),
        (("streams", "positions", "retention"), 1, "retention: Input should be greater than or equal to 24"),
        (("stream_mappings",), {}, "add a subscription or a stream mapping"),
        (
            ("functions", "record_positions", "permissions"),
            [],
            "allow `record_positions` kinesis:GetRecords on {stream: positions}",
        ),
        (
            ("functions", "record_positions", "permissions"),
            [],
            "allow `record_positions` sqs:SendMessage on {dead_letters: record_positions}",
        ),
    ],
)
def test_a_wrong_stream_mapping_is_refused(
    tmp_path: Path, path: tuple[str | int, ...], to: object, finding: str
) -> None:
    assert any(finding in said for said in with_stream(tmp_path, *path, to=to))


FUNCTIONS = "functions"
QUEUE = ("subscriptions", "wanted", "queue")

CASES: list[tuple[tuple[str | int, ...], object, str]] = [
    ((FUNCTIONS, "api", "timeout"), 30, "functions.api.timeout: API Gateway gives up after 29 s"),
    ((FUNCTIONS, "api", "memory"), 64, "functions.api.memory: Input should be greater than or equal to 128"),
    ((FUNCTIONS, "api", "kind"), "worker", "functions.api.kind: Input should be 'task'"),
    ((FUNCTIONS, "api", "colour"), "red", "functions.api.colour: Extra inputs are not permitted"),
    ((FUNCTIONS, "api", "handler"), "handler", "functions.api.handler: String should match"),
    (
        (*QUEUE, "visibility"),
        59,
        "subscriptions.wanted.queue.visibility: 59 s is too short; make it at least 60 s",
    ),
    (QUEUE, {"visibility": 60}, "subscriptions.wanted.queue.dead_letters: Field required"),
    (("subscriptions", "wanted", "function"), "api", "subscriptions.wanted.function: `api` is of kind api"),
    (("subscriptions", "wanted", "function"), "nobody", "there is no function `nobody`"),
    (("subscriptions", "wanted", "bus"), "other", "subscriptions.wanted.bus: there is no bus `other`"),
    (
        ("environment", "NOTES"),
        {"table": "note"},
        "environment.NOTES: there is no table `note`; declare it or",
    ),
    (("environment", "NOTES"), {"table": "notes", "bus": "chain"}, "name exactly one thing"),
    (
        ("environment", "NOTES"),
        {"generated": 32},
        "environment.NOTES: only a secret's field can be generated",
    ),
    (("schedules",), {}, "functions.tick.kind: nothing starts this scheduled function; add a schedule"),
    (("routes",), [], "functions.api.kind: nothing starts this api function; add a route"),
    (("routes", 0, "function"), "work", "routes[0].function: `work` is of kind task"),
    (
        ("state_machines", "work", "definition"),
        "gone.json",
        "state_machines.work.definition: gone.json does not",
    ),
    (
        ("state_machines", "work", "placeholders"),
        {"other_arn": {"function": "work"}},
        "state_machines.work.placeholders: work.asl.json uses ${work_arn}; declare it",
    ),
    (
        ("state_machines", "work", "placeholders", "more_arn"),
        {"function": "work"},
        "state_machines.work.placeholders.more_arn: work.asl.json does not use it; remove it",
    ),
    (("alarms", "errors"), {"metric": "Errors"}, "alarms.errors.statistic: Field required"),
]


@pytest.mark.parametrize(("path", "value", "expected"), CASES, ids=[case[2][:50] for case in CASES])
def test_a_mistake_is_named_with_what_to_do(
    tmp_path: Path, path: tuple[str | int, ...], value: object, expected: str
) -> None:
    said = findings(tmp_path, *path, to=value)

    assert any(expected in finding for finding in said), said


@pytest.mark.parametrize(
    ("permission", "expected"),
    [
        ({"actions": ["dynamodb:*"], "resource": {"table": "notes"}}, "String should match"),
        ({"actions": ["dynamodb:GetItem"], "resource": {"table": "*"}}, "String should match"),
        ({"actions": ["dynamodb:GetItem"], "resource": {"table": "other"}}, "there is no table `other`"),
        (
            {"actions": ["events:PutEvents"], "resource": {"bus": "chain"}},
            "give `source` with events:PutEvents",
        ),
    ],
)
def test_a_permission_has_no_wildcard_and_an_existing_resource(
    tmp_path: Path, permission: object, expected: str
) -> None:
    said = findings(tmp_path, "functions", "api", "permissions", to=[permission])

    assert any("functions.api.permissions[0]" in finding and expected in finding for finding in said), said


def test_text_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("functions: [")

    with pytest.raises(DeclarationError, match="not YAML"):
        read(file, tmp_path)

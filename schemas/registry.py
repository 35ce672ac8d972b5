"""What a service's models are, listed for the generators of its JSON Schemas and for tests."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from schemas.envelope import EventData


@dataclass(frozen=True)
class TaskModels:
    """`answer` is what the token is answered with, when the task waits for one."""

    input: type[BaseModel]
    output: type[BaseModel]
    answer: type[BaseModel] | None = None


@dataclass(frozen=True)
class Contents:
    """The models of one service: what it publishes, takes and answers."""

    events: Mapping[str, type[EventData]]
    tasks: Mapping[str, TaskModels]
    run: type[BaseModel]
    bodies: tuple[type[BaseModel], ...]
    views: tuple[type[BaseModel], ...]

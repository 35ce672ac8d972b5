"""A failure in a file, to be played again."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from local.simulator.setting import Setting
from local.simulator.world import Outcome


class RecordingError(Exception):
    """The file is no recording."""


class Recording(BaseModel):
    """What a world was made from, the invariant that it broke, and its trace."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    machine: str
    seed: int
    world: int
    runs: int
    faults: tuple[str, ...]
    kept: tuple[str, ...] | None
    invariant: str
    sentence: str
    trace: tuple[str, ...]

    @property
    def setting(self) -> Setting:
        kept = None if self.kept is None else frozenset(self.kept)
        return Setting(self.machine, self.seed, self.world, self.runs, frozenset(self.faults), kept)


@dataclass(frozen=True)
class Replayed:
    """`same`: the trace was the recorded one, to the last character."""

    outcome: Outcome
    same: bool


def recording_of(outcome: Outcome) -> Recording:
    setting, broken = outcome.setting, outcome.broken
    assert broken is not None
    return Recording(
        machine=setting.machine,
        seed=setting.seed,
        world=setting.number,
        runs=setting.runs,
        faults=tuple(sorted(setting.faults)),
        kept=None if setting.kept is None else tuple(sorted(setting.kept)),
        invariant=broken.invariant,
        sentence=broken.sentence,
        trace=tuple(outcome.trace.splitlines()),
    )


def write_recording(recording: Recording, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(recording.model_dump(), indent=1, ensure_ascii=False) + "\n")


def read_recording(file: Path) -> Recording:
    """Raises RecordingError."""
    try:
        return Recording.model_validate_json(file.read_text())
    except OSError as error:
        raise RecordingError(f"cannot read {file}: {error.strerror}") from error
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"])) or "the file"
        raise RecordingError(f"{file} is no recording of the simulator: {where}: {problem['msg']}") from None

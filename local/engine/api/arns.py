"""ARNs and names of Step Functions resources."""

import re
from dataclasses import dataclass

from local.engine.api.errors import ApiError, ErrorName

_MACHINE = re.compile(
    r"(?P<machine>arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:(?P<name>[^:/]{1,80}))(:(?P<qualifier>[^:/]{1,80}))?"
)
_LABELED = re.compile(r"arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[^:/]{1,80}/[^:/]{1,40}(:[^:/]{1,80})?")
# a distributed Map's children run a machine named `machine/label`
_EXECUTION = re.compile(
    r"arn:[\w-]+:states:[\w-]+:\d{12}:(execution|express):[^:/]{1,80}(/[^:/]{1,40})?:[^:]{1,80}(:[^:]+)?"
)
_MAP_RUN = re.compile(r"arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:[^:/]{1,80}/[^:/]{1,40}:[^:]{1,80}")
_ACTIVITY = re.compile(r"arn:[\w-]+:states:[\w-]+:\d{12}:activity:[^:/]{1,80}")
_EXPRESS = re.compile(r"(?:[^:]+:){5}express:[^:/]+:")
_RESOURCE = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:(?P<type>\w+):")
_NOT_IN_NAMES = re.compile(r'[\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class MachineReference:
    """A state machine's ARN and, after it, a version's number or an alias's name."""

    machine_arn: str
    name: str
    qualifier: str | None

    @property
    def version(self) -> int | None:
        return int(self.qualifier) if self.qualifier and self.qualifier.isdecimal() else None

    @property
    def alias(self) -> str | None:
        return self.qualifier if self.version is None else None

    @property
    def arn(self) -> str:
        return f"{self.machine_arn}:{self.qualifier}" if self.qualifier else self.machine_arn


@dataclass(frozen=True, slots=True)
class Account:
    """Where the engine's resources are said to be."""

    account_id: str = "000000000000"
    region: str = "us-east-1"

    def machine_arn(self, name: str) -> str:
        return f"{self._prefix}:stateMachine:{name}"

    def execution_arn(self, machine_name: str, name: str) -> str:
        return f"{self._prefix}:execution:{machine_name}:{name}"

    def express_arn(self, machine_name: str, name: str, unique: str | None = None) -> str:
        """Without `unique` as the context object of TestState has it."""
        ending = "" if unique is None else f":{unique}"
        return f"{self._prefix}:express:{machine_name}:{name}{ending}"

    def activity_arn(self, name: str) -> str:
        return f"{self._prefix}:activity:{name}"

    @property
    def _prefix(self) -> str:
        return f"arn:aws:states:{self.region}:{self.account_id}"


def is_activity_arn(arn: str) -> bool:
    return _ACTIVITY.fullmatch(arn) is not None


def checked_activity_arn(arn: str) -> str:
    """Raises InvalidArn."""
    if not is_activity_arn(arn):
        raise _invalid(arn, "activity")
    return arn


def machine_reference(arn: str) -> MachineReference:
    """Raises InvalidArn; ValidationException for one that names a distributed Map within a machine."""
    named = _MACHINE.fullmatch(arn)
    if named is None and _LABELED.fullmatch(arn):
        raise ApiError(ErrorName.VALIDATION, f"API does not support labelled state machine ARNs: '{arn}'")
    if named is None:
        raise _invalid(arn, "stateMachine")
    return MachineReference(named["machine"], named["name"], named["qualifier"])


def checked_execution_arn(arn: str) -> str:
    """Of a STANDARD execution: an EXPRESS one has no history to ask for. Raises InvalidArn."""
    if _EXECUTION.fullmatch(arn) is None or _EXPRESS.match(arn):
        raise _invalid(arn, "execution")
    return arn


def checked_map_run_arn(arn: str) -> str:
    """Raises InvalidArn."""
    if _MAP_RUN.fullmatch(arn) is None:
        raise _invalid(arn, "mapRun")
    return arn


def checked_name(name: str) -> str:
    """1 to 80 characters, none of those that AWS refuses; raises InvalidName."""
    if not 1 <= len(name) <= _LONGEST_NAME or _NOT_IN_NAMES.search(name):
        raise ApiError(ErrorName.INVALID_NAME, f"Invalid Name: '{name}'")
    return name


def _invalid(arn: str, wanted: str) -> ApiError:
    """Says whether it is no ARN of ours, or one of something else."""
    named = _RESOURCE.match(arn)
    if named is None or named["type"] == wanted:
        return ApiError(ErrorName.INVALID_ARN, f"Invalid Arn: 'Invalid ARN prefix: {arn}'")
    problem = f"Resource type not valid in this context: {named['type']}"
    return ApiError(ErrorName.INVALID_ARN, f"Invalid Arn: '{problem}'")

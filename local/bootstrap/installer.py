"""uv: the machine's own, or one from the package index in a private environment."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from local.bootstrap.environments import Plan, digest, lock_file, read_stamp, write_stamp
from local.bootstrap.failure import SetUpError, explain

OLDEST_UV = (0, 8)


def find_uv(home: Path) -> str | None:
    """A uv new enough, from PATH or from an earlier set-up."""
    for candidate in (shutil.which("uv"), str(_private_uv(home))):
        if candidate and _version(candidate) >= OLDEST_UV:
            return candidate
    return None


def install_uv(home: Path) -> str:
    """Puts the locked uv into `<home>/tools` with pip. Raises SetUpError."""
    tools = home / "tools"
    stamp = {"tools": digest(lock_file("tools"))}
    if read_stamp(tools) != stamp:
        _make_pip(tools)
        pip = [str(tools / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "--requirement", str(lock_file("tools"))], "uv", home)
        write_stamp(tools, stamp)
    return str(_private_uv(home))


def install(uv: str, plan: Plan, home: Path) -> None:
    """Makes the environment equal to its lock files; its stamp goes first and comes back last."""
    (plan.folder / "chain-stamp.json").unlink(missing_ok=True)
    if plan.afresh:
        run(
            [uv, "venv", "--clear", "--python", sys.executable, str(plan.folder)],
            plan.environment.label,
            home,
        )
    python = str(plan.folder / "bin" / "python")
    locks = [str(lock) for lock in plan.locks]
    run([uv, "pip", "sync", "--require-hashes", "--python", python, *locks], plan.environment.label, home)
    write_stamp(plan.folder, plan.stamp)


def run(command: list[str], label: str, home: Path) -> None:
    """Runs an installer, its words in `<home>/log/bootstrap.log`. Raises SetUpError with what to do."""
    log = home / "log" / "bootstrap.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    ran = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=_environment()
    )
    with log.open("a") as out:
        out.write(f"$ {' '.join(command)}\n{ran.stdout}{ran.stderr}\n")
    if ran.returncode:
        raise SetUpError(explain(label, ran.stdout + ran.stderr, log))


def _environment() -> dict[str, str]:
    """Ours, without an environment that happens to be active: it would be taken for the target."""
    dropped = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}


def _make_pip(tools: Path) -> None:
    try:
        venv.create(tools, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise SetUpError(
            f"{sys.executable} cannot make a virtual environment ({failure}): install its venv module "
            "(on Debian `apt-get install python3-venv`), or install uv"
        ) from failure


def _private_uv(home: Path) -> Path:
    return home / "tools" / "bin" / "uv"


def _version(uv: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - found above
        return tuple(int(part) for part in said.split()[1].split(".")[:2])
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return (0,)

"""PostgreSQL refuses to run as root: then another account runs it, on paths which that one can reach."""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

CANDIDATES = ("postgres", "nobody")
REACHABLE = Path("/var/tmp")  # noqa: S108 - sticky, survives a restart; our folder in it is made 0700 by its owner


class AccountMissingError(Exception):
    """Run as root on a machine without an account for PostgreSQL."""


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL; without ids it is whoever runs us."""

    user: int | None = None
    group: int | None = None

    def owns(self, path: Path) -> None:
        """Gives `path` to the account."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def account() -> Account:
    """Raises AccountMissingError when we are root and there is nobody to become."""
    if os.geteuid() != 0:
        return Account()
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise AccountMissingError(
        "PostgreSQL does not run as root and there is neither a user `postgres` nor `nobody`: "
        "run as an ordinary user, or set DATABASE_URL to a server of yours"
    )


def reachable(path: Path, who: Account) -> bool:
    """Whether the account may pass through every folder above `path`."""
    return who.user is None or all(_passable(folder, who) for folder in path.absolute().parents)


def _passable(folder: Path, who: Account) -> bool:
    facts = folder.stat()
    owned = facts.st_uid == who.user and facts.st_mode & stat.S_IXUSR
    return bool(owned or facts.st_mode & stat.S_IXOTH)


def reachable_installation(installed: Path, who: Account) -> Path:
    """The installation itself, or a copy of it that the account can reach (as under a closed `/root`)."""
    if reachable(installed / "bin", who):
        return installed
    copy = _copy_of(installed)
    if not copy.exists():
        _copy(installed, copy)
    if copy.stat().st_uid != os.geteuid():
        raise AccountMissingError(f"{copy} is not ours: remove it, or run as an ordinary user")
    return copy / installed.parent.name / installed.name


def _copy(installed: Path, copy: Path) -> None:
    """Also the libraries that the wheel keeps beside its package: programs find them by a relative path."""
    package = installed.parent
    libraries = package.with_name(f"{package.name}.libs")
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copytree(installed, draft / package.name / installed.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    draft.chmod(0o755)
    draft.replace(copy)


def reachable_folder(wanted: Path, who: Account) -> Path:
    """`wanted`, or a folder of the account's own standing in for it where `wanted` cannot be reached."""
    if reachable(wanted, who):
        return wanted
    return _stand_in_of(wanted)


def stand_ins(installed: Path, data: Path) -> list[Path]:
    """What was made outside the home because the account could not reach into it."""
    return [place for place in (_copy_of(installed), _stand_in_of(data)) if place.exists()]


def _copy_of(installed: Path) -> Path:
    return REACHABLE / f"chain-postgres-{_digest(installed)}"


def _stand_in_of(data: Path) -> Path:
    return REACHABLE / f"chain-data-{_digest(data)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]

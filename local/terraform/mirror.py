"""Where this machine keeps the AWS provider, for Terraform without a network."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

VARIABLE = "CHAIN_TERRAFORM_MIRROR"
PROVIDER = Path("registry.terraform.io") / "hashicorp" / "aws"
SHARED_FOLDERS = ("/usr/local/share", "/usr/share", "/var/lib", "/opt")


def usual_places(home: Path) -> tuple[Path, ...]:
    """Terraform's implied mirrors of a user, then every folder directly below those of the machine."""
    own = (home / ".terraform.d" / "plugins", home / ".local" / "share" / "terraform" / "plugins")
    return (*own, *_below(Path(folder) for folder in SHARED_FOLDERS))


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (place.parents[2] for place in sorted(folder.glob(f"*/{PROVIDER}")))
        yield from (place.parents[2] for place in sorted(folder.glob(f"*/*/{PROVIDER}")))


def find_mirror(places: Iterable[Path], environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that `$CHAIN_TERRAFORM_MIRROR` names, else the first place that holds the provider."""
    named = environment.get(VARIABLE)
    candidates = [Path(named)] if named else places
    return next((place for place in candidates if (place / PROVIDER).is_dir()), None)


def configuration(mirror: Path | None) -> str:
    """Terraform's CLI configuration: the mirror alone, or the registry where there is none."""
    if mirror is None:
        return "provider_installation {\n  direct {}\n}\n"
    return f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'

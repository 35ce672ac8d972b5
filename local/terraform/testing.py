"""`terraform test` over all files, one process a processor: each run waits most for its provider to start."""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.terraform.command import Terraform


def run_tests(terraform: Terraform, folder: Path, release: Path, processes: int | None = None) -> bool:
    """Whether all passed; what they print goes to the terminal, one process after the other."""
    files = sorted((folder / "tests").glob("*.tftest.hcl"))
    shares = shared_out(files, processes or os.cpu_count() or 1)

    def run(share: Iterable[Path]) -> bool:
        filters = (f"-filter={file.relative_to(folder)}" for file in share)
        ran = terraform.answer(folder, "test", "-no-color", *filters, "-var", f"release={release}")
        sys.stdout.write(ran.stdout + ran.stderr)
        return ran.returncode == 0

    with ThreadPoolExecutor(len(shares)) as pool:
        return all(list(pool.map(run, shares)))


def shared_out(files: Iterable[Path], processes: int) -> list[list[Path]]:
    """The files in shares with about as many runs each, the longest files first."""
    shares: list[list[Path]] = [[] for _ in range(processes)]
    weights = [0] * processes
    for weight, file in sorted(((_weight(file), file) for file in files), reverse=True):
        lightest = weights.index(min(weights))
        shares[lightest].append(file)
        weights[lightest] += weight
    return [share for share in shares if share]


def _weight(file: Path) -> int:
    return file.read_text().count('\nrun "')

"""`./chain`: sets up what is missing, then becomes the CLI. Standard library only."""

import os
import sys

from local.bootstrap import environments as known
from local.bootstrap.failure import SetUpError
from local.bootstrap.layout import ROOT, home
from local.bootstrap.set_up import ALWAYS, say, set_up

SET_UP = "set-up"
EXTRAS = {
    "--statemachines": known.STATE_MACHINES,
    "--checkov": known.CHECKOV,
    "--security": known.SECURITY,
    "--dast": known.DAST,
}
NO_OPERATION = 0


def main(arguments: list[str]) -> int:
    """`set-up [--tests] [--statemachines] …` only sets up; anything else is for the CLI."""
    try:
        if arguments[:1] == [SET_UP]:
            return _only_set_up(arguments[1:])
        set_up(home())
    except SetUpError as failure:
        say(f"chain: {failure}")
        return 1
    except KeyboardInterrupt:
        say("chain: stopped; the next run repairs what is half done")
        return 130
    _become_cli(arguments)
    return NO_OPERATION


def _only_set_up(options: list[str]) -> int:
    unknown = set(options) - {"--tests", *EXTRAS}
    if unknown:
        say(f"chain set-up: unknown option {min(unknown)}; there are --tests, {', '.join(EXTRAS)}")
        return 2
    extra = tuple(EXTRAS[option] for option in EXTRAS if option in options)
    set_up(home(), (*ALWAYS, *extra), for_tests="--tests" in options)
    return 0


def _become_cli(arguments: list[str]) -> None:
    python = str(home() / "venv" / "bin" / "python")
    os.environ["PYTHONPATH"] = str(ROOT)
    os.execv(python, [python, "-P", "-m", "local.cli", *arguments])  # noqa: S606 - our own interpreter


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

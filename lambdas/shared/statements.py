"""SQL statements: one a file, `lambdas/<service>/sql/<name>.sql`, with `:name` parameters."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

LAMBDAS = Path(__file__).resolve().parent.parent
TOKENS = re.compile(
    r"""
    '[^']*'                    # string, or the part of one up to a doubled quote
    | "[^"]*"                  # quoted identifier, or as above
    | \$(\w*)\$.*?\$\1\$        # dollar-quoted string
    | --[^\n]*                 # comment to the end of the line
    | /\*.*?\*/                # comment
    | ::|:=                    # cast, named argument
    | :(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Statement(NamedTuple):
    """SQL with `$1…` for the parameters named in `names`, in order."""

    name: str
    sql: str
    names: tuple[str, ...]

    def values(self, parameters: Mapping[str, object]) -> tuple[object, ...]:
        """Return the parameters in their order; KeyError names the missing or unknown ones."""
        missing = set(self.names) ^ set(parameters)
        if missing:
            message = f"statement {self.name} takes {sorted(self.names)}; these are missing or unknown: "
            raise KeyError(message + ", ".join(sorted(missing)))
        return tuple(parameters[name] for name in self.names)


def parse_statement(name: str, text: str) -> Statement:
    """Translate `:name` to `$n` once, outside of strings, comments and casts."""
    names: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        parameter = match["name"]
        if parameter is None:
            return match[0]
        if parameter not in names:
            names.append(parameter)
        return f"${names.index(parameter) + 1}"

    return Statement(name, TOKENS.sub(numbered, text), tuple(names))


@cache
def statement(service: str, name: str) -> Statement:
    """Return `lambdas/<service>/sql/<name>.sql`, read and translated on first use."""
    return parse_statement(name, (LAMBDAS / service / "sql" / f"{name}.sql").read_text(encoding="utf-8"))

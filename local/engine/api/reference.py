"""`python -m local.engine.api.reference` writes the table of actions into the engine's README."""

from pathlib import Path

from local.engine.api.actions import ACTIONS
from local.engine.api.model import service

_README = Path(__file__).parents[1] / "README.md"
_BEGIN, _END = "<!-- actions -->\n", "<!-- /actions -->"


def table() -> str:
    """Every action of botocore's model, with the errors it has, and whether the engine answers it."""
    rows = [
        "| action | answered | errors in AWS's model, besides `ValidationException` |",
        "| --- | --- | --- |",
    ]
    for action in service().operation_names:
        errors = [
            f"`{shape.name}`"
            for shape in service().operation_model(action).error_shapes
            if shape.name != "ValidationException" and not shape.name.startswith("Kms")
        ]
        rows.append(f"| `{action}` | {'yes' if action in ACTIONS else 'no'} | {', '.join(errors)} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    before, _, rest = _README.read_text().partition(_BEGIN)
    after = rest.partition(_END)[2]
    _README.write_text(f"{before}{_BEGIN}{table()}{_END}{after}")


if __name__ == "__main__":
    main()

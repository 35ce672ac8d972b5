"""Whether code of the former release still works once a migration has run; it does, while traffic moves.

Only statements that are known to be harmless pass: what is not understood is refused as well.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

INTEGERS = (exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT)
TEXTS = (exp.DType.VARCHAR, exp.DType.TEXT)
FILLED = (exp.DefaultColumnConstraint, exp.GeneratedAsIdentityColumnConstraint, exp.ComputedColumnConstraint)
LIMITING = (exp.CheckColumnConstraint, exp.UniqueColumnConstraint, exp.PrimaryKeyColumnConstraint)
NEW_OBJECTS = ("SCHEMA", "VIEW", "SEQUENCE")

CONTRACT = "once no code uses it, remove it by a migration of its own that is marked `contract`"


@dataclass
class Tables:
    """Types of the columns that exist, by table; `made` are the tables that this migration itself makes."""

    columns: dict[str, dict[str, exp.DataType]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)


def incompatibilities(sql: str, tables: Tables) -> list[str]:
    """One line for each statement that the former release would notice: `what: what to do instead`.

    `tables` are those before the migration, and those after it when this returns.
    """
    tables.made.clear()
    try:
        statements = sqlglot.parse(sql, read="postgres")
    except ParseError as error:
        return [f"it cannot be read as SQL of PostgreSQL ({error}): write it plainer"]
    return [complaint for statement in statements if statement for complaint in _judge(statement, tables)]


def _judge(statement: exp.Expr, tables: Tables) -> Iterable[str]:
    judge = JUDGES.get(type(statement), _not_understood)
    return judge(statement, tables)


def _harmless(_statement: exp.Expr, _tables: Tables) -> Iterator[str]:
    return iter(())


def _not_understood(statement: exp.Expr, _tables: Tables) -> Iterator[str]:
    yield f"{_text(statement)}: nobody can tell what the former release makes of it; {CONTRACT}"


def _create(statement: exp.Expr, tables: Tables) -> Iterator[str]:
    kind = statement.args["kind"]
    if statement.args.get("replace"):
        yield f"{_text(statement)}: replaces what the former release calls; make one of another name"
    elif kind == "TABLE":
        _remember(statement.this, tables)
    elif kind == "INDEX":
        table = _name(statement.this.args["table"])
        if statement.args.get("unique") and table not in tables.made:
            yield _limits(f"a unique index on {table}")
    elif kind not in NEW_OBJECTS:
        yield from _not_understood(statement, tables)


def _remember(schema: exp.Expr, tables: Tables) -> None:
    name = _name(schema.this)
    tables.made.add(name)
    tables.columns[name] = {column.name: column.args["kind"] for column in schema.find_all(exp.ColumnDef)}


def _drop(statement: exp.Expr, tables: Tables) -> Iterator[str]:
    kind = str(statement.args["kind"])
    for dropped in statement.args["tables"]:
        name = _name(dropped)
        if kind == "INDEX" or name in tables.made:
            continue
        yield f"drops the {kind.lower()} {name}, which the former release uses: {CONTRACT}"


def _alter(statement: exp.Expr, tables: Tables) -> Iterator[str]:
    table = _name(statement.this)
    for action in statement.args["actions"]:
        change = CHANGES.get(type(action), _other_change)
        if table not in tables.made:
            yield from change(action, table, tables)
        if isinstance(action, exp.ColumnDef):
            tables.columns.setdefault(table, {})[action.name] = action.args["kind"]


def _add_column(column: exp.Expr, table: str, _tables: Tables) -> Iterator[str]:
    kinds = [constraint.kind for constraint in column.args.get("constraints") or ()]
    required = any(
        isinstance(kind, exp.NotNullColumnConstraint) and not kind.args.get("allow_null") for kind in kinds
    )
    if required and not any(isinstance(kind, FILLED) for kind in kinds):
        yield f"adds {table}.{column.name} not null, and the former release inserts none: give it a default"
    if any(isinstance(kind, LIMITING) for kind in kinds) and any(isinstance(kind, FILLED) for kind in kinds):
        yield _limits(f"the constraint of {table}.{column.name}")


def _drop_from_table(drop: exp.Expr, table: str, _tables: Tables) -> Iterator[str]:
    if drop.args["kind"] == "CONSTRAINT":
        return
    names = ", ".join(f"{table}.{dropped.name}" for dropped in drop.args["tables"])
    yield f"drops {names}, which the former release reads: {CONTRACT}"


def _rename(action: exp.Expr, table: str, _tables: Tables) -> Iterator[str]:
    what = f"{table}.{action.this.name}" if isinstance(action, exp.RenameColumn) else table
    yield (
        f"renames {what}, which the former release knows by its name: add the new one beside it, "
        f"write both, and {CONTRACT}"
    )


def _alter_column(action: exp.Expr, table: str, tables: Tables) -> Iterator[str]:
    name, wanted, nullable = action.name, action.args.get("dtype"), action.args.get("allow_null")
    if wanted is not None:
        yield from _change_type(action, table, tables)
    elif nullable is False:
        yield f"{table}.{name} may no longer be null, and the former release may write none: {CONTRACT}"
    elif action.args.get("drop") and not nullable:
        yield f"drops the default of {table}.{name}, which the former release relies on: {CONTRACT}"


def _change_type(action: exp.Expr, table: str, tables: Tables) -> Iterator[str]:
    wanted, present = action.args["dtype"], tables.columns.get(table, {}).get(action.name)
    if present is None or action.args.get("using") or not _is_wider(wanted, present):
        was = "its type" if present is None else _text(present)
        yield (
            f"{table}.{action.name} changes from {was} to {_text(wanted)}, which does not hold all that the "
            f"former release reads and writes: add a column of the new type, write both, and {CONTRACT}"
        )
    else:
        tables.columns[table][action.name] = wanted


def _is_wider(wanted: exp.DataType, present: exp.DataType) -> bool:
    new, old = wanted.this, present.this
    if new in INTEGERS and old in INTEGERS:
        return INTEGERS.index(new) >= INTEGERS.index(old)
    if new in TEXTS and old in TEXTS:
        return _limit(wanted) >= _limit(present)
    if new == old == exp.DType.DECIMAL:
        return _scale(wanted) == _scale(present) and _limit(wanted) >= _limit(present)
    return wanted == present


def _limit(kind: exp.DataType) -> float:
    """The length of a text, the precision of a number; none is without end."""
    return float(kind.expressions[0].name) if kind.expressions else float("inf")


def _scale(kind: exp.DataType) -> str | None:
    return kind.expressions[1].name if len(kind.expressions) > 1 else None


def _add_constraint(action: exp.Expr, table: str, _tables: Tables) -> Iterator[str]:
    yield _limits(f"the constraint {_text(action)} on {table}")


def _other_change(action: exp.Expr, table: str, tables: Tables) -> Iterator[str]:
    yield from (f"{table}: {complaint}" for complaint in _not_understood(action, tables))


def _limits(what: str) -> str:
    return (
        f"{what} refuses rows that the former release may write: "
        "write only such rows in one release, and add it in the next by a migration marked `contract`"
    )


def _name(table: exp.Expr) -> str:
    return ".".join(filter(None, (table.text("db"), table.name)))


def _text(expression: exp.Expr) -> str:
    return " ".join(expression.sql("postgres").split())


JUDGES: dict[type[exp.Expr], Callable[[exp.Expr, Tables], Iterator[str]]] = {
    exp.Create: _create,
    exp.Drop: _drop,
    exp.Alter: _alter,
    exp.Comment: _harmless,
    exp.Grant: _harmless,
    exp.Insert: _harmless,
    exp.Update: _harmless,
}

CHANGES: dict[type[exp.Expr], Callable[[exp.Expr, str, Tables], Iterator[str]]] = {
    exp.ColumnDef: _add_column,
    exp.Drop: _drop_from_table,
    exp.RenameColumn: _rename,
    exp.AlterRename: _rename,
    exp.AlterColumn: _alter_column,
    exp.AddConstraint: _add_constraint,
}

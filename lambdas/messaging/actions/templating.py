"""Templates of a workspace: its own newest version, else the one that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.composing import missing_policy
from lambdas.messaging.repository import run
from lambdas.messaging.templates.checking import check_template
from lambdas.messaging.templates.shipped import shipped_templates
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import NotFound, TryAgain
from schemas.messaging.templates import PutTemplate, TemplateView

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.wiring import Dependencies

SHIPPED_VERSION = 0


class Template(NamedTuple):
    """A version of a template; 0 is the one that ships."""

    name: str
    version: int
    document: PutTemplate
    created_at: datetime | None = None


def template_of(dependencies: Dependencies, workspace_id: str, name: str) -> Template:
    """Raises NotFound."""
    rows = run(dependencies.database, "read_templates", workspace_id=workspace_id, template=name)
    if rows:
        return _template(rows[0])
    shipped = shipped_templates().get(name)
    if shipped is None:
        raise NotFound("template")
    return Template(name, SHIPPED_VERSION, PutTemplate.model_validate(shipped))


def templates_of(dependencies: Dependencies, workspace_id: str) -> list[Template]:
    """The workspace's own and those that ship, by name."""
    rows = run(dependencies.database, "read_templates", workspace_id=workspace_id, template=None)
    own = {row["name"]: _template(row) for row in rows}
    shipped = {
        name: Template(name, SHIPPED_VERSION, PutTemplate.model_validate(document))
        for name, document in shipped_templates().items()
    }
    return [template for _, template in sorted((shipped | own).items())]


def put_template(
    dependencies: Dependencies, workspace_id: str, name: str, document: PutTemplate, author: str
) -> Template:
    """Save a new version; the same content again makes none.

    Raises what `check_template` raises, and TryAgain when two people save at once.
    """
    check_template(document.variants, missing_policy(document))
    now = dependencies.clock()
    rows = run(
        dependencies.database,
        "put_template",
        workspace_id=workspace_id,
        template=name,
        document=Json(document),
        created_by=author,
        now=now,
    )
    if not rows:
        raise TryAgain("Somebody else saved this template. Read it and save again.")
    return _template(rows[0])


def template_view(template: Template) -> TemplateView:
    return TemplateView(
        name=template.name,
        version=template.version,
        created_at=template.created_at,
        **dict(template.document),
    )


def _template(row: dict[str, Any]) -> Template:
    document = PutTemplate.model_validate(row["document"])
    return Template(row["name"], row["version"], document, row["created_at"])

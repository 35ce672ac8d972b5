"""Who calls the API, by the claims of a verified token."""

from dataclasses import dataclass

WORKSPACE = "acme"


@dataclass(frozen=True)
class Person:
    """Who calls: claims of a verified token."""

    role: str
    workspace_id: str = WORKSPACE
    dot_number: int | None = None

    @property
    def claims(self) -> dict[str, str]:
        claims = {"sub": f"{self.role}-{self.dot_number}", "cognito:groups": self.role}
        claims["custom:workspace_id"] = self.workspace_id
        return claims if self.dot_number is None else {**claims, "custom:dot_number": str(self.dot_number)}


BROKER = Person("member")
VIEWER = Person("viewer")
OWNER = Person("owner")


def carrier(dot_number: int, workspace_id: str = WORKSPACE) -> Person:
    return Person("carrier", workspace_id, dot_number)

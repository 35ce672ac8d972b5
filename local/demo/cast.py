"""The people of the demonstration: the broker's staff, and three carriers with tokens of their own."""

from dataclasses import dataclass
from typing import Any

import httpx

from local.demo.caller import Caller
from local.provisioner.platform import Platform
from local.provisioner.tokens import token_for

STAFF_ROLE = "admin"
CARRIERS = (
    (1_204_711, "Blue Heron Transport LLC", "Dana Fields", "+13175550111"),
    (2_318_604, "Cedar Valley Freight Inc", "Lee Moreno", "+16155550122"),
    (873_215, "Iron Range Express LLC", "Kim Osei", "+12185550133"),
)


@dataclass(frozen=True)
class Carrier:
    """A carrier with whoever answers its phone."""

    dot_number: int
    legal_name: str
    person: str
    phone: str
    caller: Caller

    @property
    def email(self) -> str:
        return f"dispatch@carrier-{self.dot_number}.example"

    @property
    def contact(self) -> dict[str, Any]:
        return {"name": self.person, "phone": self.phone, "email": self.email}

    def record(self, *, texted: bool) -> dict[str, Any]:
        """The body of `PUT /v1/carriers/{dot_number}`; a carrier whose phone we know is texted its offers."""
        phones = [self.phone] if texted else []
        return {"legal_name": self.legal_name, "phones": phones}


@dataclass(frozen=True)
class Cast:
    """One carrier that always declines, one that asks for more, one that takes the load as offered."""

    staff: Caller
    decliner: Carrier
    haggler: Carrier
    taker: Carrier

    @classmethod
    def of(cls, platform: Platform, workspace_id: str, client: httpx.AsyncClient) -> "Cast":
        staff = Caller("staff", client, token_for(platform, STAFF_ROLE, workspace_id, None))
        carriers = [
            Carrier(
                dot,
                name,
                person,
                phone,
                Caller(name, client, token_for(platform, "carrier", workspace_id, dot)),
            )
            for dot, name, person, phone in CARRIERS
        ]
        return cls(staff, *carriers)

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return (self.decliner, self.haggler, self.taker)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The waterfall: first one carrier, then the other two at once."""
        waves = ([self.decliner], [self.haggler, self.taker])
        return [{"carriers": [{"dot_number": carrier.dot_number} for carrier in wave]} for wave in waves]

    def by_dot_number(self, dot_number: int) -> Carrier:
        return next(carrier for carrier in self.carriers if carrier.dot_number == dot_number)

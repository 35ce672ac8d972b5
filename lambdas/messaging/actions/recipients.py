"""To whom an action of a rule goes, as far as the load has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.messaging.recipients import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemas.messaging.autopilot import Action


def is_for_present_party(recipient: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a planned message still goes to the load's driver or dispatcher; other recipients stay."""
    party = facts.get(recipient["role"]) or {}
    if recipient["role"] not in ("driver", "dispatcher"):
        return True
    return any(party.get(name) and party[name] == recipient.get(name) for name in ("phone", "email"))


def recipients_of(action: Action, facts: Mapping[str, Any]) -> Iterable[Recipient]:
    """The parties, addresses and desks that an action names, as far as the load has them."""
    if action.kind == "message":
        yield from _party(action.recipient, facts)
    elif action.kind == "email":
        for address in (*action.to, *action.cc, *action.bcc):
            named = address in ("driver", "dispatcher")
            yield from _party(str(address), facts) if named else [Recipient(email=str(address))]
    else:
        yield from (Recipient(role="desk", name=user) for user in action.users)


def _party(role: str, facts: Mapping[str, Any]) -> Iterable[Recipient]:
    party = facts.get(role) or {}
    if party.get("phone") or party.get("email"):
        yield Recipient.model_validate(
            {"role": role, **{name: party.get(name) for name in ("name", "phone", "email")}}
        )

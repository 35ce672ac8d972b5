"""Who plays in a world: workspaces with their policies, carriers, and loads with how they are offered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lambdas.booking.identifiers import load_id_of
from local.simulator.decisions import Decisions

WORKSPACES = ("acme", "borealis", "corvus")
CARRIERS = tuple(range(1001, 1013))
MODES = {"waterfall": 45, "sequential": 15, "broadcast": 40}
LANES = (
    ("Indianapolis", "IN", "America/Indiana/Indianapolis"),
    ("Chicago", "IL", "America/Chicago"),
    ("Newark", "NJ", "America/New_York"),
    ("Phoenix", "AZ", "America/Phoenix"),
    ("Reno", "NV", "America/Los_Angeles"),
)
EQUIPMENT = ("V", "R", "F", "SD")
CURRENCY = "USD"
CHANCE_RUSHED, CHANCE_TAKES_NOW, CHANCE_OPEN_TO_ALL = 0.35, 0.6, 0.4
Json = dict[str, Any]


@dataclass(frozen=True)
class PlannedLoad:
    """A load as its broker has it. Amounts are cents; `groups` are USDOT numbers, empty when open to all.

    `rushed`: every carrier answers at once.
    """

    name: str
    workspace_id: str
    external_id: str
    mode: str
    groups: tuple[tuple[int, ...], ...]
    target: int
    book_now: int | None
    ceiling: int
    document: Json
    pickup_at: datetime
    delivery_at: datetime
    rushed: bool

    @property
    def load_id(self) -> UUID:
        return load_id_of(self.workspace_id, self.external_id)

    @property
    def post(self) -> Json:
        """Body of POST /v1/loads/{load_id}/post."""
        groups = [{"carriers": [{"dot_number": dot} for dot in group]} for group in self.groups]
        book_now = {} if self.book_now is None else {"book_now_rate": money(self.book_now)}
        return {
            "mode": self.mode,
            "groups": groups,
            "target_rate": money(self.target),
            "ceiling_rate": money(self.ceiling),
            **book_now,
        }


def money(cents: int) -> Json:
    return {"amount": cents, "currency": CURRENCY}


def policy_of(workspace_id: str, decisions: Decisions) -> Json:
    """Body of PUT /v1/policy: a workspace's own patience."""
    key = f"policy/{workspace_id}"
    return {
        "offer_ttl_seconds": decisions.between(10, 60, f"{key}/ttl") * 60,
        "negotiation_round_seconds": decisions.between(5, 30, f"{key}/round") * 60,
        "negotiation_rounds": decisions.between(1, 4, f"{key}/rounds"),
        "hold_seconds": decisions.between(10, 90, f"{key}/hold") * 60,
        "book_now_wait_seconds": decisions.between(0, 2, f"{key}/wait"),
        "tonu_notice_seconds": decisions.between(12, 48, f"{key}/notice") * 3_600,
        "tonu_fee": money(decisions.between(150, 400, f"{key}/fee") * 100),
        "review_rounds": decisions.between(2, 5, f"{key}/reviews"),
    }


def planned_load(number: int, began: datetime, decisions: Decisions) -> PlannedLoad:
    """Load `number` of a world that began at `began`."""
    name = f"load-{number}"
    target = decisions.between(500, 4_000, f"{name}/target") * 100
    book_now = target + decisions.between(0, 80, f"{name}/book-now") * 100
    ceiling = book_now + decisions.between(0, 600, f"{name}/ceiling") * 100
    mode = decisions.weighed(MODES, f"{name}/mode")
    document, pickup_at, delivery_at = _document(name, began, decisions)
    return PlannedLoad(
        name=name,
        workspace_id=decisions.one_of(WORKSPACES, f"{name}/workspace"),
        external_id=f"{name}-of-{decisions.seed.replace('/', '-')}",
        mode=mode,
        groups=_groups(name, mode, decisions),
        target=target,
        book_now=book_now if decisions.number(f"{name}/takes-now") < CHANCE_TAKES_NOW else None,
        ceiling=ceiling,
        document=document,
        pickup_at=pickup_at,
        delivery_at=delivery_at,
        rushed=decisions.number(f"{name}/rushed") < CHANCE_RUSHED,
    )


def _groups(name: str, mode: str, decisions: Decisions) -> tuple[tuple[int, ...], ...]:
    if mode == "broadcast" and decisions.number(f"{name}/open") < CHANCE_OPEN_TO_ALL:
        return ()
    ordered = sorted(CARRIERS, key=lambda dot: decisions.number(f"{name}/order/{dot}"))
    count = decisions.between(2, 5, f"{name}/carriers")
    if mode == "broadcast":
        return (tuple(ordered[:count]),)
    size = 1 if mode == "sequential" else decisions.between(1, 2, f"{name}/group")
    return tuple(tuple(ordered[start : start + size]) for start in range(0, count, size))


def _document(name: str, began: datetime, decisions: Decisions) -> tuple[Json, datetime, datetime]:
    origin = decisions.one_of(LANES, f"{name}/origin")
    target = decisions.one_of(LANES, f"{name}/destination")
    pickup_at = began + timedelta(minutes=decisions.between(24 * 60, 5 * 24 * 60, f"{name}/pickup"))
    delivery_at = pickup_at + timedelta(minutes=decisions.between(10 * 60, 60 * 60, f"{name}/transit"))
    document = {
        "load_number": name,
        "source_version": 1,
        "equipment": decisions.one_of(EQUIPMENT, f"{name}/equipment"),
        "commodity": "Auto parts",
        "weight_lb": decisions.between(10_000, 44_000, f"{name}/weight"),
        "stops": [_stop(1, "pickup", origin, pickup_at), _stop(2, "delivery", target, delivery_at)],
    }
    return document, pickup_at, delivery_at


def _stop(sequence: int, kind: str, place: tuple[str, str, str], at: datetime) -> Json:
    """A stop whose window is written in its own zone, so that it may span a change of the clocks."""
    city, state, zone = place
    start = at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    end = (at + timedelta(hours=4)).astimezone(ZoneInfo(zone)).replace(microsecond=0)
    window = {"kind": "window", "start": start.isoformat(), "end": end.isoformat()}
    return {
        "sequence": sequence,
        "type": kind,
        "city": city,
        "state": state,
        "time_zone": zone,
        "appointment": window,
    }

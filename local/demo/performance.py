"""The whole demonstration: the cast, the loads side by side, and the closing account."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console

from local.demo.acts import REDELIVERED_SECONDS, play
from local.demo.board import Board, Row
from local.demo.caller import client_of, until
from local.demo.cast import Cast
from local.demo.failures import DemoFailedError
from local.demo.history import Histories
from local.demo.loads import days_to_shift, repeated, shifted
from local.demo.reckoning import Told, show
from local.demo.rows import rows_per_table
from local.demo.scene import Scene, Stage
from local.demo.texting import Texting
from local.demo.tracking import Tracking
from local.provisioner.platform import Platform
from schemas.booking.loads import PutLoad

SIDE_BY_SIDE = 50


def perform(platform: Platform, file: Path, chosen: Sequence[PutLoad], count: int) -> None:
    """Plays `count` of the loads that are `chosen` from the file. Raises DemoFailedError with the reason."""
    console = Console(highlight=False)
    loads = _prepared(chosen, count, console)
    workspace_id = f"demo-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    console.print(f"{count} of the loads in {file}, as workspace {workspace_id}", soft_wrap=True)
    console.print(f"API {platform.api_url}", soft_wrap=True)
    told = asyncio.run(_play_all(platform, workspace_id, loads, console))
    show(console, told)


def _prepared(chosen: Sequence[PutLoad], count: int, console: Console) -> list[PutLoad]:
    loads = repeated(chosen, count)
    days = days_to_shift(loads, datetime.now(UTC))
    if days:
        console.print(
            f"Pickups lie in the past: all appointments are moved {days} days later, same local times."
        )
    return [shifted(load, days) for load in loads] if days else loads


async def _play_all(platform: Platform, workspace_id: str, loads: list[PutLoad], console: Console) -> Told:
    async with (
        client_of(platform.api_url) as client,
        client_of(platform.api_urls["messaging"]) as messaging,
        client_of(platform.phones_url) as phones,
    ):
        cast = await asyncio.to_thread(Cast.of, platform, workspace_id, client)
        board = Board(console)
        staff = replace(cast.staff, client=messaging)
        texting = Texting(staff, phones, board)
        stage = Stage(cast, Tracking.of(platform, workspace_id), Histories.of(platform), board, texting)
        scenes = [_scene(stage, number, load) for number, load in enumerate(loads)]
        board.rows = [scene.row for scene in scenes]
        began = time.monotonic()
        await _introduce(cast)
        await texting.prepare()
        with board.shown():
            await _side_by_side(scenes)
        seconds = time.monotonic() - began
        events = await asyncio.gather(*(_events_of(scene) for scene in scenes))
    runs = [stage.histories.run(scene.run_name) for scene in scenes]
    return Told(runs, list(events), rows_per_table(platform.database_url, workspace_id), seconds)


async def _introduce(cast: Cast) -> None:
    """Tells the workspace who its carriers are."""
    for carrier in cast.carriers:
        record = carrier.record(texted=carrier is cast.haggler)
        await cast.staff.put(f"/v1/carriers/{carrier.dot_number}", record)


async def _side_by_side(scenes: list[Scene]) -> None:
    """Plays all to their ends, then raises DemoFailedError with every failure."""
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(scene: Scene) -> DemoFailedError | None:
        async with places:
            return await _played(scene)

    failures = [failure for failure in await asyncio.gather(*(one(scene) for scene in scenes)) if failure]
    if failures:
        first = "; ".join(str(failure) for failure in failures[:3])
        raise DemoFailedError(f"{len(failures)} of {len(scenes)} loads failed: {first}. See `./chain logs`")


async def _played(scene: Scene) -> DemoFailedError | None:
    scene.row.began = time.monotonic()
    try:
        await play(scene)
    except (DemoFailedError, httpx.HTTPError) as failure:
        scene.stage.board.tell(scene.row, "failed")
        scene.row.failed = True
        return failure if isinstance(failure, DemoFailedError) else DemoFailedError(repr(failure))
    return None


async def _events_of(scene: Scene) -> list[str]:
    """The load's events, once the bus, a rule, a queue and a consumer have carried every one of them."""
    answer = await until(
        lambda: scene.cast.staff.get(f"/v1/loads/{scene.load_id}/events"),
        lambda seen: all(event["delivered_at"] for event in seen["events"]),
        f"the delivery of every event of load {scene.load.external_id}",
        REDELIVERED_SECONDS,
    )
    return [str(event["detail_type"]) for event in answer["events"]]


def _scene(stage: Stage, number: int, load: PutLoad) -> Scene:
    lane = f"{load.stops[0].city} → {load.stops[-1].city}"
    row = Row(str(load.external_id), lane)
    return Scene(stage, load, row, haggles=number % 2 == 0, number=number)

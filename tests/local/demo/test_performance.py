import asyncio
from typing import Any

import pytest

from local.demo import performance
from local.demo.scene import Scene

LONGEST_SECONDS = 10


def test_fifty_loads_are_played_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a load that ends when fifty are on the way
    together = asyncio.Barrier(50)
    scenes: list[Any] = [object()] * 50

    async def played(_scene: Scene) -> None:
        await together.wait()

    monkeypatch.setattr(performance, "_played", played)

    # when
    async def play_all() -> None:
        async with asyncio.timeout(LONGEST_SECONDS):
            await performance._side_by_side(scenes)

    # then it ends
    asyncio.run(play_all())

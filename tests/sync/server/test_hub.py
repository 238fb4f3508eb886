"""Who waits is woken by a hint, found by the look without one, and let go at the end."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from sync.server import hub as hubs
from sync.server.asked import Wait
from sync.server.hub import Hub
from sync.server.store import Place

HOUR_MS = 3_600_000


def play(scene: Callable[[Hub, dict[str, Place]], Awaitable[None]]) -> None:
    async def run() -> None:
        heads: dict[str, Place] = {}

        async def look(scopes: list[str]) -> dict[str, Place]:
            return {scope: heads[scope] for scope in scopes if scope in heads}

        await scene(Hub(asyncio.get_running_loop(), look), heads)

    asyncio.run(asyncio.wait_for(run(), 30))


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def waiting(hub: Hub, ms: int = HOUR_MS, **seqs: int) -> "asyncio.Task[None]":
    return asyncio.create_task(hub.moved(Wait(seqs, ms), hub.mark()))


def test_a_hint_wakes_those_who_wait_for_that_scope() -> None:
    async def scene(hub: Hub, _heads: dict[str, Place]) -> None:
        one, both, other = waiting(hub, a=0), waiting(hub, a=0, b=0), waiting(hub, b=0)
        await settled()
        assert hub.waiting == 3
        await asyncio.to_thread(hub.hint, ["a"])
        await asyncio.gather(one, both)
        assert not other.done()
        hub.hint(["b"])
        await other
        assert (hub.waiting, hub._by_scope) == (0, {})

    play(scene)


def test_a_hint_between_reading_and_waiting_is_not_lost() -> None:
    async def scene(hub: Hub, _heads: dict[str, Place]) -> None:
        mark = hub.mark()
        hub.hint(["a"])
        await settled()
        await hub.moved(Wait({"a": 0}, HOUR_MS), mark)
        later = waiting(hub, a=0)
        await settled()
        assert not later.done(), "what was hinted before is known"
        hub.close()
        await later

    play(scene)


def test_without_any_hint_the_look_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "LOOK_S", 0.001)

    async def scene(hub: Hub, heads: dict[str, Place]) -> None:
        watch = asyncio.create_task(hub.watch())
        heads["a"] = Place(5)
        same, moved, back = waiting(hub, a=5), waiting(hub, a=4), waiting(hub, a=9)
        await asyncio.gather(moved, back)
        assert not same.done()
        del heads["a"]  # the server was emptied
        await same
        hub.close()
        await watch

    play(scene)


def test_its_time_is_over() -> None:
    async def scene(hub: Hub, _heads: dict[str, Place]) -> None:
        await hub.moved(Wait({"a": 0}, 5), hub.mark())
        assert hub.waiting == 0

    play(scene)


def test_the_end_lets_everybody_go_and_nobody_waits_any_more() -> None:
    async def scene(hub: Hub, _heads: dict[str, Place]) -> None:
        tasks = [waiting(hub, a=n) for n in range(5)]
        await settled()
        await asyncio.to_thread(hub.release)
        await asyncio.gather(*tasks)
        await hub.moved(Wait({"a": 0}, HOUR_MS), hub.mark())

    play(scene)


def test_who_goes_away_is_forgotten() -> None:
    async def scene(hub: Hub, _heads: dict[str, Place]) -> None:
        task = waiting(hub, a=0)
        await settled()
        task.cancel()
        await settled()
        assert (hub.waiting, hub._by_scope) == (0, {})

    play(scene)

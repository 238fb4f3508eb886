"""Before the pool: one at a time a scope, small ones first, nobody for ever behind, nobody's turn lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from sync.server.problems import Busy
from sync.server.queues import LONGEST_QUEUE, MOST_SMALL, Queues

Play = Callable[[Queues, list[str]], Awaitable[None]]


def play(scene: Play, patience: float = 60.0) -> list[str]:
    """Run a scene on a loop of its own; returns what was noted in it."""
    noted: list[str] = []
    asyncio.run(scene(Queues(patience), noted))
    return noted


async def take(queues: Queues, noted: list[str], name: str, scope: str = "e/1", small: bool = False) -> None:
    async with queues.turn(scope, small):
        noted.append(name)
        await asyncio.sleep(0)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_one_at_a_time_and_small_ones_first() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            others = [asyncio.create_task(take(queues, noted, f"long {n}")) for n in range(2)]
            others += [asyncio.create_task(take(queues, noted, f"small {n}", small=True)) for n in range(2)]
            await settled()
            assert queues.waiting == 4
            assert noted == []
        await asyncio.gather(*others)
        assert queues.waiting == 0

    assert play(scene) == ["small 0", "small 1", "long 0", "long 1"]


def test_scopes_do_not_wait_for_one_another() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            await take(queues, noted, "another", "e/2")

    assert play(scene) == ["another"]


def test_a_long_one_has_its_turn_however_many_small_ones_come() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            others = [asyncio.create_task(take(queues, noted, "long"))]
            others += [asyncio.create_task(take(queues, noted, "small", small=True)) for _ in range(3 * MOST_SMALL)]
            await settled()
        await asyncio.gather(*others)

    assert play(scene).index("long") == MOST_SMALL


def test_who_comes_while_a_turn_is_handed_on_stands_behind() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            first = asyncio.create_task(take(queues, noted, "first"))
            await settled()
        late = asyncio.create_task(take(queues, noted, "late", small=True))
        await asyncio.gather(first, late)

    assert play(scene) == ["first", "late"]


def test_who_goes_away_leaves_no_hole() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            gone = asyncio.create_task(take(queues, noted, "gone"))
            there = asyncio.create_task(take(queues, noted, "there"))
            await settled()
            gone.cancel()
            await settled()
        await there
        assert gone.cancelled()

    assert play(scene) == ["there"]


def test_who_goes_away_in_the_moment_of_its_turn_hands_it_on() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            gone = asyncio.create_task(take(queues, noted, "gone"))
            there = asyncio.create_task(take(queues, noted, "there"))
            await settled()
        gone.cancel()  # its turn was given, it has not run yet
        await asyncio.wait_for(there, 5)

    assert play(scene) == ["there"]


def test_a_turn_whose_work_fails_is_handed_on() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        with pytest.raises(ZeroDivisionError):
            async with queues.turn("e/1", False):
                _ = 1 // 0
        await take(queues, noted, "next")

    assert play(scene) == ["next"]


def test_who_waits_too_long_is_told_so() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            with pytest.raises(Busy):
                await take(queues, noted, "never")
        assert queues.waiting == 0
        await take(queues, noted, "after")

    assert play(scene, patience=0.01) == ["after"]


def test_a_queue_that_is_too_long_takes_nobody_more() -> None:
    async def scene(queues: Queues, noted: list[str]) -> None:
        async with queues.turn("e/1", False):
            others = [asyncio.create_task(take(queues, noted, "x")) for _ in range(LONGEST_QUEUE)]
            await settled()
            with pytest.raises(Busy):
                await take(queues, noted, "one too many")
        await asyncio.gather(*others)

    assert play(scene) == ["x"] * LONGEST_QUEUE

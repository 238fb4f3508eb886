"""Writers of one process come one after the other, in the order they asked."""

from threading import Event, Thread

import pytest

from desk.store import database as module
from desk.store.database import Database, Turns


def test_in_the_order_they_came() -> None:
    turns, order, threads = Turns(), list[int](), list[Thread]()
    begun = [Event() for _ in range(5)]

    def writer(number: int) -> None:
        begun[number].set()
        with turns.one():
            order.append(number)

    with turns.one():
        for number in range(5):
            thread = Thread(target=writer, args=(number,))
            threads.append(thread)
            last = turns._last
            thread.start()
            begun[number].wait(5)
            while turns._last is last:  # it stands in the queue
                pass
        assert order == []
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]


def test_whoever_writes_again_and_again_lets_others_in() -> None:
    turns, seen = Turns(), list[str]()
    waiting = Event()

    def clerk() -> None:
        waiting.set()
        with turns.one():
            seen.append("clerk")

    thread = Thread(target=clerk)
    with turns.one():
        assert not turns.is_wanted
        last = turns._last
        thread.start()
        while turns._last is last:
            pass
        assert turns.is_wanted, "a long page ends its transaction here"
    with turns.one():
        seen.append("pages")
    thread.join(5)
    assert seen == ["clerk", "pages"]


def test_a_turn_that_never_ends_keeps_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_MS", 1)
    turns = Turns()
    held = turns.one()
    held.__enter__()
    with turns.one():
        assert True  # now the lock of the file decides
    held.__exit__(None, None, None)
    with turns.one():
        assert True


def test_a_failure_gives_the_turn_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write():
        raise ZeroDivisionError
    with database.write() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with database.trial():
        pass
    with database.write() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1

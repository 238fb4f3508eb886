"""Work off the GUI thread: order, owners that die, errors in two kinds, stopping, progress."""

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from desk.domain.errors import DeskError
from desk.ui.tasks import InlineTasks, Tasks, Token


@pytest.fixture
def db(qapp: QObject) -> Tasks:
    return Tasks(1)


def test_work_runs_elsewhere_and_its_result_comes_back_here(db: Tasks, qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    db.run(owner, threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert there != here == threading.get_ident()


def test_one_thread_keeps_the_order(db: Tasks, qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    for number in range(50):
        db.run(owner, lambda number=number: number, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_a_result_whose_owner_died_is_dropped(db: Tasks, qtbot: QtBot) -> None:
    owner, other, gate, seen = QObject(), QObject(), threading.Event(), []
    db.run(owner, gate.wait, lambda _: seen.append("dead"))
    db.run(other, lambda: None, lambda _: seen.append("alive"))
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["alive"]


def test_an_owner_is_never_destroyed_on_the_lane(db: Tasks, qtbot: QtBot) -> None:
    """The lane must not hold the last reference: a widget destroyed there takes the program along."""
    died_on: list[int] = []

    class Owner(QObject):
        def __del__(self) -> None:
            died_on.append(threading.get_ident())

        def work(self) -> None:
            pass

    gate = threading.Event()
    owner = Owner()
    db.run(owner, gate.wait)
    db.run(owner, owner.work, None)
    del owner
    gate.set()
    qtbot.waitUntil(lambda: bool(died_on))
    assert died_on == [threading.get_ident()]


def test_an_error_to_show_goes_to_the_page_that_asked(db: Tasks, qtbot: QtBot) -> None:
    owner, seen, window = QObject(), [], []
    db.failed.connect(window.append)
    db.run(owner, _refuse, None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert (seen[0].message, window) == ("打印机没有纸", [])


def test_an_error_nobody_takes_goes_to_the_window(db: Tasks, qtbot: QtBot) -> None:
    owner, window = QObject(), []
    db.failed.connect(window.append)
    db.run(owner, _refuse)
    qtbot.waitUntil(lambda: bool(window))
    assert isinstance(window[0], DeskError)


def test_a_bug_is_reported_and_the_page_can_leave_its_waiting_state(db: Tasks, qtbot: QtBot) -> None:
    owner, seen, window = QObject(), [], []
    db.failed.connect(window.append)
    db.run(owner, lambda: 1 // 0, None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(window[0], ZeroDivisionError)
    assert seen[0].message == "程序出错了"


def test_an_error_survives_its_owner(db: Tasks, qtbot: QtBot) -> None:
    """A write that failed is told to the window even when the page is gone; a bug is never lost."""
    owner, gate, window = QObject(), threading.Event(), []

    def work() -> None:
        gate.wait()
        raise KeyError("x")

    db.failed.connect(window.append)
    db.run(owner, work)
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(window))
    assert isinstance(window[0], KeyError)


def test_stopped_work_says_nothing(db: Tasks, qtbot: QtBot) -> None:
    owner, token, seen = QObject(), Token(), []
    started = threading.Event()

    def work() -> None:
        started.set()
        while True:
            token.check()

    db.failed.connect(lambda error: seen.append("window"))
    db.run(owner, work, lambda _: seen.append("done"), lambda _: seen.append("failed"))
    started.wait(5)
    token.cancel()
    db.run(owner, lambda: None, lambda _: seen.append("next"))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["next"]


def test_progress_is_told_on_this_thread_until_the_owner_dies(db: Tasks, qtbot: QtBot) -> None:
    owner, other, told, seen = QObject(), QObject(), [], []
    report = db.report(owner, lambda done, total: told.append((done, total, threading.get_ident())))
    db.run(other, lambda: report(3, 10), lambda _: seen.append(1))
    qtbot.waitUntil(lambda: bool(seen) and bool(told))
    assert told == [(3, 10, threading.get_ident())]
    delete(owner)
    db.run(other, lambda: report(4, 10), lambda _: seen.append(2))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert len(told) == 1


def test_lanes_end_with_the_work_done(db: Tasks, qtbot: QtBot) -> None:
    owner, done = QObject(), []
    db.run(owner, lambda: done.append(1))
    db.wait()
    assert done == [1]
    delete(db)
    assert not isValid(db)


def test_the_lane_of_tests_behaves_alike(qtbot: QtBot) -> None:
    lane, owner, seen, failed = InlineTasks(), QObject(), [], []
    lane.failed.connect(failed.append)
    lane.run(owner, lambda: 7, seen.append)
    lane.run(owner, _refuse, None, seen.append)
    lane.run(owner, lambda: 1 // 0)
    assert seen[0] == 7
    assert isinstance(seen[1], DeskError)
    assert isinstance(failed[0], ZeroDivisionError)


def _refuse() -> None:
    raise DeskError("打印机没有纸", "放好纸再按一次")


def test_two_threads_of_a_lane_work_through_the_same_items(qapp: QObject, qtbot: QtBot) -> None:
    lane, owner, seen = Tasks(2), QObject(), []
    both = threading.Barrier(2, timeout=5)  # neither goes on before the other is there

    def work(number: int) -> tuple[int, int]:
        if number < 2:
            both.wait()
        return number * number, threading.get_ident()

    lane.run(owner, lambda: lane.at_once(work, range(20)), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert [square for square, _ in seen[0]] == [n * n for n in range(20)]
    assert len({thread for _, thread in seen[0]}) == 2


def test_whoever_finds_the_lane_full_works_alone(qapp: QObject, qtbot: QtBot) -> None:
    """Two at a time on a lane of two: neither may wait for a thread the other has."""
    lane, owner, seen, both = Tasks(2), QObject(), [], threading.Barrier(2, timeout=5)

    def begun() -> list[int]:
        both.wait()
        return lane.at_once(abs, [-1, -2, -3])

    lane.run(owner, begun, seen.append)
    lane.run(owner, begun, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [[1, 2, 3]] * 2


def test_what_one_of_two_raises_ends_both(qapp: QObject, qtbot: QtBot) -> None:
    lane, owner, refused, done = Tasks(2), QObject(), [], []

    def work(number: int) -> None:
        done.append(number)
        if number == 3:
            raise DeskError("停")

    lane.run(owner, lambda: lane.at_once(work, range(10_000)), None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].message == "停"
    assert 3 in done
    assert len(done) < 10_000
    assert lane.at_once(abs, []) == InlineTasks().at_once(abs, []) == []
    assert InlineTasks().at_once(abs, [-1, 1]) == [1, 1]

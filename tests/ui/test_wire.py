"""Two desks and their server over real sockets: what one does the other shows, at once, and closing never hangs."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.app.confiding import Waiting
from desk.app.wire import ASK, SEND, Heard, Wire
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import load_catalogue
from desk.store.database import Database
from desk.store.office import Office
from desk.ui.confidential import ConfidentialFile
from desk.ui.counter import Counter
from desk.ui.sync_state import Mode
from desk.ui.tasks import Tasks
from sync.client import kept, office
from sync.client.joining import join, receive
from sync.client.lines import Lines, client
from sync.client.outcomes import Fault, What
from sync.client.session import Outcome
from sync.client.tokens import Bearer, token
from sync.server.building import build_server
from sync.server.devices.codes import first_code
from sync.server.serving import Server
from tests.confidential import CANARY, PINS, WORDS, Safe, says
from tests.sync.server.running import Running, running
from tests.world import KEY, World, copy_of, own_lists

VERSION = "0.1.0"


@dataclass
class Sitting:
    """A desk with its wire; `bugs` are what no job expected."""

    world: World
    counter: Counter
    wire: Wire
    lanes: dict[str, Tasks]
    bugs: list[object] = field(default_factory=list)

    def take(self, role: Role, kind: str, ent: str | None = None, /, **values: object) -> None:
        """As a page does it: on the db lane, told to everybody."""
        self.counter.actor = self.world.people[role]
        self.counter.take(self.wire, [self.world.request(kind, ent, **values)])

    def waiting(self) -> int:
        return int(self.world.database.read("SELECT COUNT(*) FROM outbox")[0][0])

    def orders(self) -> int:
        return int(self.world.database.read("SELECT COUNT(*) FROM work_order")[0][0])

    def close(self) -> None:
        self.wire.end()
        for lane in self.lanes.values():
            lane.wait()
        self.world.database.close()


def sitting(world: World) -> Sitting:
    lanes = {"db": Tasks(1), "work": Tasks(1), SEND: Tasks(1), ASK: Tasks(1)}
    catalogue = load_catalogue(RESOURCES / "catalogue")
    counter = Counter(world.database, world.rules, world.steps, world.office, world.clock, lanes, catalogue)
    one = Sitting(world, counter, Wire(counter, lanes), lanes)
    for lane in lanes.values():
        lane.failed.connect(one.bugs.append)
    return one


@dataclass
class Town:
    server: Server
    running: Running
    first: Sitting
    second: Sitting


@pytest.fixture
def town(built_world: World, prepared_server: Path, empty_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Town]:
    """The first desk has founded the company and brought its data; the second has received all of it."""
    world = copy_of(built_world, tmp_path / "one.db")
    shutil.copytree(prepared_server, tmp_path / "server")
    server = build_server(tmp_path / "server", clock=world.clock, calendar=world.office.calendar)
    with running(server) as served:
        http = client(served.url, Lines())
        code = first_code(server)
        assert code is not None
        join(http, world.database, code, "前台1", world.clock, VERSION)
        first = sitting(world)
        first.wire.start()
        qtbot.waitUntil(lambda: first.waiting() == 0, timeout=20_000)
        by = world.people[Role.HEAD_OFFICE].id
        told = token(http, world.database, Bearer(), world.clock())
        made = office.make_code(http, told, by, [world.scope], "前台2")
        second = sitting(received(world, empty_file, tmp_path / "two.db", served.url, made.code))
        second.wire.start()
        asking = second.wire._lines[ASK]
        qtbot.waitUntil(lambda: asking._session is not None and ASK in second.wire._busy, timeout=20_000)
        qtbot.waitUntil(lambda: second.counter.sync.synced_at is not None, timeout=20_000)
        yield Town(server, served, first, second)
        for one in (first, second):
            one.close()
            assert one.bugs == []
        http.close()
    server.close()


def test_a_complaint_taken_at_one_desk_is_read_at_the_other_by_its_reader_alone(town: Town, qtbot: QtBot) -> None:
    safes = [Safe(one.world) for one in (town.first, town.second)]
    for one, safe in zip((town.first, town.second), safes, strict=True):
        one.counter._steps = safe.steps
        one.counter.own_file = ConfidentialFile(one.counter, safe.file)
        one.counter.own_file.opened.connect(one.wire._opened)
    head = town.first.world.people[Role.HEAD_OFFICE]
    town.first.counter.actor = head
    assert town.first.counter.own_file is not None
    town.first.counter.own_file.open(head.id, PINS[Role.HEAD_OFFICE])
    qtbot.waitUntil(lambda: town.first.counter.confidential is not None, timeout=20_000)
    told = {"kind": "complaint", "type": "01", "want": "apology", "content": CANARY, "handler": "张敏"}
    told["handler_id"] = town.second.world.people[Role.SUPERVISOR].id
    town.second.take(Role.CLERK, "complaint.receive", **told)
    qtbot.waitUntil(
        lambda: town.second.world.database.read("SELECT state FROM sealed") == [("lodged",)], timeout=20_000
    )

    def came() -> bool:
        own = town.first.counter.confidential
        if own is not None and not own.read("SELECT 1 FROM complaint"):
            town.first.wire.wake()
        return own is not None and own.read("SELECT content FROM complaint") == [(CANARY,)]

    qtbot.waitUntil(came, timeout=20_000)
    assert says(town.second.world.database, *WORDS) == []
    town.first.counter.own_file.close()


def received(world: World, empty_file: Path, path: Path, url: str, code: str) -> World:
    """A new PC that joins with empty data."""
    shutil.copyfile(empty_file, path)
    database = Database(path, KEY)
    http = client(url, Lines())
    join(http, database, code, "前台2", world.clock, VERSION)
    receive(http, database, world.rules, world.office.context, world.clock, lambda _done, _total: None)
    http.close()
    return World(
        database, world.rules, world.clock, Office(world.company, world.office.calendar, own_lists), world.scope,
        world.people, world.crew, world.homes, world.resident, world.place,
    )  # fmt: skip


def intake(one: Sitting, where: str) -> None:
    one.take(
        Role.CLERK, "work_order.intake", where=where, home_id=one.world.homes[0], reporter="王秀英",
        reporter_phone="13800006621", matter="厨房水龙头一直滴水", charge="free",
    )  # fmt: skip


def seen(qtbot: QtBot, holds: Callable[[], bool]) -> float:
    """Milliseconds until it is so."""
    begun = time.perf_counter()
    qtbot.waitUntil(holds, timeout=10_000)
    return (time.perf_counter() - begun) * 1000


def test_what_one_desk_does_the_other_shows_at_once(town: Town, qtbot: QtBot) -> None:
    heard: list[object] = []
    town.second.counter.changed.connect(heard.append)
    took: list[float] = []
    for number in range(5):
        intake(town.first, f"1-1-10{number}")
        took.append(seen(qtbot, lambda number=number: len(heard) > number))  # type: ignore[misc]
    assert town.second.orders() == town.first.orders() == 5
    qtbot.waitUntil(lambda: town.first.counter.sync.waiting == 0 and town.first.waiting() == 0)
    assert sorted(took)[2] < 1_000, took
    print("A to B, ms:", [round(one) for one in took])


def test_both_ways_and_the_state_says_so(town: Town, qtbot: QtBot) -> None:
    intake(town.second, "2-2-202")
    qtbot.waitUntil(lambda: town.first.orders() == 1, timeout=10_000)
    qtbot.waitUntil(lambda: town.second.counter.sync.synced_at == town.second.world.clock(), timeout=10_000)
    state = town.second.counter.sync
    assert (state.mode, state.waiting, state.problem) == (Mode.ONLINE, 0, "")


def test_without_a_server_work_goes_on_and_is_sent_when_it_is_back(town: Town, qtbot: QtBot) -> None:
    port = town.running.url
    town.running.stop()
    qtbot.waitUntil(lambda: town.first.counter.sync.mode is Mode.OFFLINE, timeout=20_000)
    intake(town.first, "3-3-303")
    qtbot.waitUntil(lambda: town.first.counter.sync.waiting == 1, timeout=10_000)
    with running(town.server) as again:
        for one in (town.first, town.second):
            for line in one.wire._lines.values():
                line.session.http.base_url = again.url
            one.wire.wake()
        assert again.url != port
        qtbot.waitUntil(lambda: town.second.orders() == 1, timeout=20_000)
        qtbot.waitUntil(lambda: town.first.counter.sync.mode is Mode.ONLINE, timeout=20_000)
        for one in (town.first, town.second):
            one.wire.end()
            one.lanes[ASK].wait()


def test_what_waits_is_sent_when_the_other_line_holds_again(town: Town, qtbot: QtBot) -> None:
    """Each step taken without a line is a try that fails; the next one may be a minute off when news come again."""
    town.running.stop()
    one = town.first
    qtbot.waitUntil(lambda: one.counter.sync.mode is Mode.OFFLINE, timeout=20_000)
    one.wire._lines[SEND].session.tries = 10
    intake(one, "3-3-304")
    qtbot.waitUntil(lambda: one.wire._later[SEND].remainingTime() > 25_000, timeout=10_000)
    with running(town.server) as again:
        for line in one.wire._lines.values():
            line.session.http.base_url = again.url
        one.wire._run(ASK)
        qtbot.waitUntil(lambda: one.waiting() == 0, timeout=10_000)
        qtbot.waitUntil(lambda: one.counter.sync.mode is Mode.ONLINE and ASK in one.wire._busy, timeout=10_000)
        for each in (town.first, town.second):
            each.wire.end()
            each.lanes[ASK].wait()


@pytest.mark.parametrize(
    ("fault", "next_ms"), [(Fault(What.BUSY, retry_ms=60_000), 60_000), (Fault(What.UNREACHABLE), 1_000), (None, None)]
)
def test_news_let_go_what_waits_unless_the_server_has_put_it_off(
    town: Town, qtbot: QtBot, fault: Fault | None, next_ms: int | None
) -> None:
    """Busy: not before it wants it. No answer: soon, and not with each of the news. None: what it waited for came."""
    one = town.first
    one.wire._lines[SEND].session.scopes = dict  # nothing is sent
    intake(one, "3-3-305")
    qtbot.waitUntil(lambda: one.counter.sync.waiting == 1 and SEND not in one.wire._busy, timeout=10_000)
    begun: list[str] = []
    one.lanes[SEND].run = lambda *_job: begun.append(SEND)  # type: ignore[method-assign, assignment]
    one.wire._done(SEND, Heard(Outcome(fault=fault, retry_ms=60_000, answers=1), Waiting(1)), False)
    for _ in range(2):
        one.wire._done(ASK, Heard(Outcome(answers=1), Waiting(1)), False)
    later = one.wire._later[SEND]
    assert (begun, later.interval() if later.isActive() else None) == ([] if fault else [SEND], next_ms)


def test_a_desk_that_may_read_nothing_does_not_ask_without_end(town: Town, qtbot: QtBot) -> None:
    line = town.second.wire._lines[ASK]
    line.session.scopes = dict
    intake(town.first, "4-4-404")  # ends the question that waits
    qtbot.waitUntil(lambda: town.second.wire._later[ASK].remainingTime() > 1_000, timeout=10_000)
    assert ASK not in town.second.wire._busy


def test_an_hour_later_it_says_hello_again(town: Town, qtbot: QtBot) -> None:
    one = town.second
    assert one.wire._greeted_at == one.world.clock()
    one.world.clock.forward(hours=2)
    intake(town.first, "5-5-505")
    qtbot.waitUntil(lambda: one.wire._greeted_at == one.world.clock(), timeout=20_000)


def test_a_wrong_clock_is_told_by_the_hello_and_gone_with_the_next_right_one(town: Town, qtbot: QtBot) -> None:
    one, wrong = town.second, 3 * 60_000
    for line in one.wire._lines.values():
        line.session.clock = lambda: one.world.clock() - wrong
    one.world.clock.forward(hours=2)
    one.wire.wake()
    qtbot.waitUntil(lambda: one.counter.sync.clock == "本机时间慢 3 分", timeout=10_000)
    intake(one, "5-5-506")  # what is sent meanwhile leaves it as it stands
    qtbot.waitUntil(lambda: one.counter.sync.waiting == 0 and one.waiting() == 0, timeout=10_000)
    assert one.counter.sync.clock == "本机时间慢 3 分"
    wrong = 0
    one.wire.wake()  # F5; without it, a minute later
    qtbot.waitUntil(lambda: one.counter.sync.clock == "", timeout=10_000)


def test_closing_does_not_wait_for_news(town: Town, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: ASK in town.second.wire._busy, timeout=10_000)
    qtbot.wait(300)  # the question has arrived there
    begun = time.perf_counter()
    town.second.wire.end()
    town.second.lanes[ASK].wait()
    town.second.lanes[SEND].wait()
    assert time.perf_counter() - begun < 5


def test_a_desk_that_is_not_enrolled_starts_nothing(world: World, qtbot: QtBot) -> None:
    one = sitting(world)
    one.wire.start()
    intake(one, "1-1-101")
    qtbot.waitUntil(lambda: one.orders() == 1)
    assert one.wire._lines == {}
    assert one.counter.sync.mode is Mode.ALONE
    assert kept.identity(world.database) is None
    one.close()

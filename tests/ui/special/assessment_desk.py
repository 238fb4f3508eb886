"""An office whose year is the awkward one of three estates, and the page 年度考核 in a window of its own."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import schema
from desk.store.database import Database
from desk.ui.drill_list import DrillList
from desk.ui.drill_reading import AT_ONCE
from desk.ui.special.assessment.page import AssessmentPage
from tests.services.assessment.awkward import FULL, NINETEEN, NOW, PLAIN, Year
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.world import KEY, World, copy_of

NAMES = {FULL: "翠湖花园国际社区三期高层组团", NINETEEN: "明珠苑", PLAIN: "梧桐里"}
HERE = (Role.CLERK, Role.SUPERVISOR, Role.SQUAD_LEADER, Role.FOREMAN, Role.BUTLER, Role.MANAGER, Role.ACCOUNTANT)
NAMED = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Up": Qt.Key.Key_Up, "Down": Qt.Key.Key_Down,
         "Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right, "Tab": Qt.Key.Key_Tab,
         **{f"F{n}": Qt.Key(Qt.Key.Key_F1.value + n - 1) for n in range(1, 13)}}  # fmt: skip


class OpenFile(QObject):
    """The complaints' file as it is for a reader; `database` None for anybody else."""

    database: Database | None = None


@dataclass
class Town:
    """The manager and the others work in FULL, head office everywhere."""

    world: World
    complaints: Database

    def grant(self, role: Role, scope: str) -> None:
        with self.world.database.write() as connection:
            connection.exec_driver_sql(
                'INSERT INTO "grant" (scope, id, staff_id, estate_id, role, shift, status) VALUES (?,?,?,?,?,?,?)',
                (self.world.office.company, f"g-{role}-{scope}", self.world.people[role].id, scope[2:], str(role),
                 "day", "active"),
            )  # fmt: skip

    def close(self) -> None:
        self.world.database.close()
        self.complaints.close()

    def again(self, folder: Path) -> "Town":
        """The same in files of its own; this one must be closed."""
        world = copy_of(self.world, folder / "town.db")
        world.clock.now = NOW
        shutil.copyfile(self.complaints.path, folder / "complaints.db")
        return Town(world, Database(folder / "complaints.db", KEY))


def build(built: World, folder: Path, rules: Rulebook, calendar: Calendar) -> Town:
    """Closed, to be opened by `again`."""
    world = copy_of(built, folder / "town.db")
    complaints = Database(folder / "complaints.db", KEY)
    schema.make_like(complaints, world.database)
    town = Town(world, complaints)
    Year(1, rules, calendar).write(world.database, complaints)
    with world.database.write() as connection:
        for scope, name in NAMES.items():
            connection.exec_driver_sql(
                "INSERT INTO estate (scope, id, name, company, status) VALUES (?, ?, ?, '安和物业', 'active')",
                (world.office.company, scope[2:], name),
            )
        _whose(world, connection)
        gone = ", ".join(f"'{role}'" for role in HERE)
        connection.exec_driver_sql(f"UPDATE \"grant\" SET status = 'ended' WHERE role IN ({gone})")
    for role in HERE:
        town.grant(role, FULL)
    for scope in NAMES:
        town.grant(Role.HEAD_OFFICE, scope)
    town.close()
    return town


def _whose(world: World, connection: Any) -> None:
    """Whose work it was: two technicians, two clerks, two shops; some goods were exchanged."""
    one, two = world.people[Role.FOREMAN].id, world.people[Role.BUTLER].id
    clerk, other = world.people[Role.CLERK].id, world.people[Role.SUPERVISOR].id
    number = "CAST(substr(id, 5) AS INTEGER)"
    said = connection.exec_driver_sql
    said(f"UPDATE work_order SET technician_id = CASE WHEN {number} % 3 THEN ? ELSE ? END", (one, two))
    said(f"UPDATE work_order SET taken_by_id = CASE WHEN {number} % 4 THEN ? ELSE ? END", (clerk, other))
    said("UPDATE work_order SET accepted_at = reported_at, dispatched_at = reported_at + 300000,"
         " reported_recorded_at = reported_at + 60000")  # fmt: skip
    said(f"UPDATE fresh_order SET shop = CASE WHEN {number} % 4 THEN '淘鲜果' ELSE '菜篮子' END")
    said(f"UPDATE revisit SET seconds = 10 + {number} % 30, attempts = '[{{\"by\": \"' || ? || '\"}}]'", (clerk,))
    said("UPDATE compensation SET shop = '淘鲜果', resident_agreed_at = reported_at, amount_fen = 500")
    rows = said("SELECT id, placed_at FROM fresh_order WHERE scope = ? ORDER BY id LIMIT 12", (FULL,)).fetchall()
    for place, (order, at) in enumerate(rows):
        for n in range(1 + place % 2):
            said(
                "INSERT INTO exchange (scope, id, order_id, n, shop, reason, opened_at, status)"
                " VALUES (?, ?, ?, ?, '淘鲜果', ?, ?, 'opened')",
                (FULL, f"exc-{place:03d}{n}", order, n + 1, ("short", "rotten")[n], at),
            )  # fmt: skip


@dataclass
class Sitting:
    """The page in its window, and whoever sits there."""

    town: Town
    size: tuple[int, int] = SIZES[0]
    wanted: list[tuple[Any, ...]] = field(default_factory=list)
    back: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counter = counter_at(self.town.world, Role.MANAGER)
        self.file = OpenFile(self.counter)
        self.counter.own_file = self.file  # type: ignore[assignment]
        self.page = AssessmentPage(self.counter)
        self.desk = Desk(self.page, self.size)
        self.desk.setUpdatesEnabled(False)  # eyes read widgets here; pixels cost a third of the time
        self.desk.listen(self.counter)
        ways = self.counter.ways
        for name in ("order_wanted", "fresh_wanted", "matter_wanted", "resident_wanted", "review_wanted",
                     "print_wanted"):  # fmt: skip
            getattr(ways, name).connect(lambda *told, way=name: self.wanted.append((way, *told)))
        ways.undoable.connect(lambda words, _request: self.desk.said.append(words))
        ways.undoable.connect(lambda _words, request: self.back.append(request))
        self.sit(Role.MANAGER)
        self.desk.open()
        settle()

    def sit(self, role: Role, estate: str = FULL, reader: bool | None = None) -> None:
        """This person signs in; managers and head office read the complaints."""
        opens = role in (Role.MANAGER, Role.HEAD_OFFICE) if reader is None else reader
        if self.desk.isVisible() and not self.desk.isActiveWindow():  # another window was in front
            self.desk.activateWindow()
            assert QTest.qWaitForWindowActive(self.desk, 3_000)
        self.page.over.shut()
        self.file.database = self.town.complaints if opens else None
        self.counter.sign_in(self.town.world.people[role].id, estate[2:])
        settle()

    def press(self, *keys: str) -> int:
        for key in keys:
            control = key.startswith("Ctrl+")
            name: Any = NAMED.get(key.removeprefix("Ctrl+"), key.removeprefix("Ctrl+"))
            at = QApplication.focusWidget() or self.desk
            modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(at, name, modifier)
            settle()
        return len(keys)

    def tab(self, part: str) -> None:
        self.page.tabs.choose(part)
        settle()

    def choose(self, code: str) -> None:
        self.page.sheet.list.choose(code)
        settle()

    @property
    def pane(self) -> DrillList:
        assert isinstance(self.page.over.panel, DrillList)
        return self.page.over.panel

    @property
    def said(self) -> str:
        return self.desk.said[-1] if self.desk.said else ""

    def reason(self, name: str) -> str:
        return self.page.foot.buttons[name].reason

    @property
    def status(self) -> str:
        """Of the sheet in front."""
        assert self.page.seen is not None
        return self.page.seen.status

    def take_back(self) -> None:
        """Ctrl+Z of the window."""
        self.counter.take(self.page, [self.back.pop()])
        settle()

    def close(self) -> None:
        self.desk.hide()
        delete(self.desk)
        settle()


def decided(desk: Sitting) -> None:
    """Nothing waits for anybody."""
    for database in (desk.town.world.database, desk.town.complaints):
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM branch")


def fill(desk: Sitting) -> None:
    """The first figure of the open panel that has records."""
    for _ in desk.pane.figures:
        if desk.pane.cases:
            return
        desk.press("Right")
    raise AssertionError(desk.pane.title.text())


def settle() -> None:
    """Until events are quiet, also the late deaths of panels."""
    for _ in range(2):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def walk(desk: Sitting) -> int:
    """Every figure of the open panel: the list is as long as it says."""
    pane = desk.pane
    assert pane.figures
    for place, one in enumerate(pane.figures):
        pane.tabs.choose(str(place))
        settle()
        assert len(pane.cases) == one.count, (pane.title.text(), one.label)
        assert pane.count.text() == f"{one.label} {one.count:,} 条"
        if one.count:
            assert pane.table.model().rowCount() == min(one.count, AT_ONCE), one.label
    return len(pane.figures)

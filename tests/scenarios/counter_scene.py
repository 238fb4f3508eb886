"""One morning at the real counter: the whole window on a copy of the sample office, a clerk's hands and eyes."""

import re
import shutil
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from desk.app import Desk, compose
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services import rulebook
from desk.store.database import Database
from desk.store.rows import columns_of
from desk.store.steps import StepRequest
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import ChoiceBox, Choices
from desk.ui.kit.rows import RowList
from desk.ui.kit.toast import Toast
from desk.ui.special.today import TodayPage
from desk.ui.tasks import InlineTasks, Tasks
from desk.ui.tour.player import Player
from tests.scenarios.paper_tray import PaperTray
from tests.world import KEY, Clock

W = TypeVar("W", bound=QWidget)
SIZE = QSize(1366, 768)
STATUS = ("待上传", "已同步", "正在连接", "离线")  # alone, or beside a server
TAG = re.compile(r"<[^>]+>")


def last_of(rows: list[Values], moment: str) -> Values:
    """The newest by this moment, then by its number, which alone orders nothing: it begins with what its desk drew."""
    return max(rows, key=lambda row: (row[moment], str(row["no"])))


class Scene:
    """What a person can do and see: keys, words, the screen. The database only for what no screen shows."""

    def __init__(self, application: QApplication, sample: Path, folder: Path, clock: Clock) -> None:
        self.clock, self.folder = clock, folder
        self._application = application
        self.bugs: list[Exception] = []
        self.said: list[str] = []  # every word that passed
        self.noted: dict[str, str] = {}  # orders by what the scenario calls them
        self.current = ""  # the order that was opened last
        self._last_no = ""  # the number of the newest order before anything was done here
        self.lines_before: set[object] = set()  # the neutral lines that stood there
        self.tray: PaperTray | None = None
        self.desk: Desk
        self.hands: Player
        shutil.copyfile(sample, folder / "desk.db")
        shutil.copyfile(sample.with_suffix(".complaints.db"), folder / "desk.complaints.db")
        self.open()
        self.count_new_orders_from_here()

    def count_new_orders_from_here(self) -> None:
        self._last_no = str(self._column("SELECT MAX(no) FROM work_order")[0])
        self.lines_before = set(self._column("SELECT id FROM in_hand"))

    def take(self, *requests: StepRequest, by: Actor | None = None) -> str:
        """Steps as somebody took them before this scene's own hands, told to everybody; says of what."""
        assert self.desk.counter is not None
        changed = self.desk.counter.steps.take(by or self.desk.counter.actor, *requests)
        self.desk.counter.changed.emit(changed)
        return changed.ents[0]

    # the window

    def open(self) -> None:
        """Open the desk on the folder's file, as after the PC was switched on."""
        lanes: dict[str, Tasks] = {"db": InlineTasks(), "work": InlineTasks()}
        for lane in lanes.values():
            lane.failed.connect(self.bugs.append)
        database = Database(self.folder / "desk.db", KEY)
        self.desk = compose(self._application, database, self.clock, lanes, sample=True)
        self.desk.window.resize(SIZE)
        # Eyes read widgets here; pixels are the tour's and the window tests' business, and a third of the time.
        self.desk.window.setUpdatesEnabled(False)
        self.desk.window.show()
        self.desk.window.activateWindow()
        self.hands = Player(self.desk.window)
        self.hands.settle()

    def answer_all_well(self, order: str) -> None:
        """1 to every question of every matter of this call, 满意, F9, until this order's is answered."""
        for _ in range(3):
            while isinstance(self.focus, Choices) and not self.sees("还没有评价"):
                rating = self.focus.accessibleName() == "评价"
                self.hands.press("1")
                if rating:
                    break
            self.hands.press("F9")
            if self.revisits_of(order)[-1]["status"] != "waiting":
                return

    def cut_the_power(self) -> None:
        """What the disk holds now is all that is left, the file and its log, unclosed. Then the PC starts again."""
        left = self.folder / "after"
        left.mkdir()
        for one in self.folder.glob("desk.db*"):
            shutil.copyfile(one, left / one.name)
        self.close()
        self.folder = left
        self.said.clear()
        self.open()

    def close(self) -> None:
        self.desk.window.close()
        self.desk.close()
        self.desk.window.deleteLater()
        self.desk.deleteLater()
        self.hands.settle()

    def sign_in(self, name: str, pin: str = "") -> None:
        """Choose a person at the door by the figure shown, and type the secret shown beside (or `pin`)."""
        page = self.desk.window.lock_page if self.desk.window.is_locked else self.desk.window.sign_in
        assert page is not None
        place = next(n for n, one in enumerate(page.door.persons) if one.name == name)
        person = page.door.persons[place]
        page.card.persons.setFocus()
        if place < 9:
            self.hands.press(str(place + 1))
        else:
            away = place - page.card.persons.index
            self.hands.press(*["Down" if away > 0 else "Up"] * abs(away), "Enter")
        shown = re.search(r"密码 (\d+)", person.shift)
        assert pin or shown, person
        self.hands.figures(pin or (shown.group(1) if shown else ""))
        self.hands.press("Enter")
        frame = self.desk.frame
        if self.desk.window.page is frame and not self.desk.window.is_hidden:
            self.hands.wait(lambda: any(self.sees(words) for words in STATUS), "the status line")
            if isinstance(today := frame.page, TodayPage):
                self.hands.wait(lambda: today._more is not None, "the rest of 今日")  # rows come with it
        if frame is not None and not self.said:
            frame._counter.ways.said.connect(self.said.append)
            frame._counter.ways.warned.connect(self.said.append)
            frame._counter.ways.undoable.connect(lambda words, _back: self.said.append(words))
        self.hands.keys = 0

    def pass_time(self, ms: int, awake: bool = False) -> None:
        """The clock on the wall moves on, and the window's second hand with it. `awake`: somebody was at the desk."""
        self.clock.now += ms
        if awake and self.desk.idle is not None:
            self.desk.idle.touch()
        frame = self.desk.frame
        if frame is not None:
            frame.around.second()
            frame.around.minute()
        self.hands.settle()

    def click(self, words: str) -> None:
        """Press the button that says so, or what 更多 offers under this name."""
        button = self._button(words)
        if button is None:
            more = self._button("更多")
            assert more is not None, (words, self.texts())
            more.click()
            self.hands.settle()
            menu = next(one for one in self.desk.window.findChildren(QMenu) if one.isVisible())
            action = next((one for one in menu.actions() if one.text() == words), None)
            assert action is not None, [one.text() for one in menu.actions()]
            menu.close()
            action.trigger()
        elif isinstance(button, KeyButton):
            button.click_or_say()
        else:
            button.click()
        self.hands.settle()

    def _button(self, words: str) -> QAbstractButton | None:
        found = [
            one
            for one in self.desk.window.findChildren(QAbstractButton)
            if one.isVisible()
            and (words in (one.text(), one.accessibleName()) or one.accessibleName().startswith(f"{words} "))
        ]
        return found[-1] if found else None

    def choose_box(self, words: str) -> None:
        """Click the box that begins with these words, as the mouse would."""
        boxes = [one for one in self.desk.window.findChildren(ChoiceBox) if one.isVisible()]
        box = next((one for one in boxes if words in (one.choice.words, one.choice.aside)), None)
        assert box is not None, [(one.choice.words, one.choice.aside) for one in boxes]
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        self.hands.settle()

    def visible(self, kind: type[W]) -> list[W]:
        return [one for one in self.desk.window.findChildren(kind) if one.isVisible()]

    def field(self, name: str) -> QLineEdit:
        found = [one for one in self.desk.window.findChildren(QLineEdit) if one.isVisible()]
        return next(one for one in found if one.accessibleName() == name)

    def open_order(self, no: str) -> None:
        """Through the find box, as one opens an order whose number somebody reads out."""
        self.hands.press("F3", *no[-4:], "Enter")
        assert any(no in text for text in self.texts()), no
        self.current = str(self._column("SELECT id FROM work_order WHERE no=?", no)[0])

    def choose_row(self, words: str) -> None:
        """↑ to the top, then ↓ to the row that says this."""
        focus = self.focus
        assert isinstance(focus, RowList), focus
        model = focus.rows
        for _ in range(model.rowCount()):
            self.hands.press("Up")
        for _ in range(model.rowCount()):
            if words in str(focus.currentIndex().data()):
                return
            self.hands.press("Down")
        raise AssertionError("\n".join(self.rows()))

    # eyes

    def texts(self, root: QWidget | None = None) -> list[str]:
        """Everything that can be read, as a screen reader would: words of labels, buttons, fields, boxes and rows."""
        top = root or self.desk.window
        found: list[str] = []
        for one in (top, *top.findChildren(QWidget)):
            if one.isVisible():
                found += _words(one)
        return [text for text in found if text]

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def rows(self, name: str = "") -> list[str]:
        """The rows of the visible lists (of one list, by its name)."""
        found: list[str] = []
        for one in self.desk.window.findChildren(RowList):
            if one.isVisible() and (not name or one.accessibleName() == name):
                model = one.rows
                found += [str(model.index(n).data()) for n in range(model.rowCount())]
        return found

    @property
    def toast(self) -> str:
        found = [one.words for one in self.desk.window.findChildren(Toast) if one.isVisible()]
        return found[0] if found else ""

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    # what only the file can tell

    def new_orders(self) -> list[Values]:
        """What was taken in since the scene began, the newest first."""
        return self._all("work_order", "no>? ORDER BY no DESC", self._last_no)

    def find_order(self, where: str, *values: object) -> Values:
        """The first order by number of the estate at hand for which the SQL condition holds."""
        assert self.desk.counter is not None
        found = self._all("work_order", f"scope=? AND {where} ORDER BY no LIMIT 1", self.desk.counter.scope, *values)
        assert found, f"the sample has none: {where} {values}"
        return found[0]

    def order(self, no: str = "") -> Values:
        """The order opened, else the newest of this scene; 新单 is the newest; else the one noted so."""
        ent = self.current if no in ("", "这一单") else self.noted.get(no)
        if ent:
            return self._all("work_order", "id=?", ent)[0]
        assert no in ("", "这一单", "新单"), no
        new = self.new_orders()
        assert new, "no order was taken in"
        return new[0]

    def revisits_of(self, order: str) -> list[Values]:
        return self._all("revisit", "about_id=? ORDER BY id", order)

    def knows(self, name: str) -> bool:
        return bool(self._column("SELECT 1 FROM resident WHERE name=?", name))

    def room_in_arrears(self) -> str:
        """A home of the estate at hand that owes its fee and has somebody in it."""
        assert self.desk.counter is not None
        lived_in = "id IN (SELECT home_id FROM residence WHERE status='active')"
        sql = f"SELECT room FROM home WHERE scope=? AND arrears_fen>0 AND {lived_in} ORDER BY room LIMIT 1"
        return str(self._column(sql, self.desk.counter.scope)[0])

    def order_of_revisit(self, ent: str) -> str:
        return str(self._all("revisit", "id=?", ent)[0]["about_id"])

    def slips_of(self, order: str) -> list[Values]:
        return self._all("slip", "order_id=? ORDER BY copy_no", order)

    def _column(self, sql: str, *values: object) -> list[Any]:
        database = self.desk.database
        assert database is not None
        return [row[0] for row in database.read(sql, values)]

    def _all(self, record: str, where: str, *values: Any) -> list[Values]:
        database = self.desk.database
        assert database is not None
        columns = columns_of(rulebook().known(record).record)
        return [columns.decode(row) for row in database.read(columns.select(where), values)]


def _words(one: QWidget) -> list[str]:
    found = [one.accessibleName()]
    if isinstance(one, QLabel):
        text = one.text()
        found.append(TAG.sub("", text) if one.textFormat() == Qt.TextFormat.RichText else text)
    elif isinstance(one, QAbstractButton | QLineEdit):
        secret = isinstance(one, QLineEdit) and one.echoMode() != QLineEdit.EchoMode.Normal
        found.append("" if secret else one.text())
    elif isinstance(one, QPlainTextEdit):
        found.append(one.toPlainText())
    elif isinstance(one, ChoiceBox):
        found.append(f"{one.accessibleName()} {one.accessibleDescription()}")
    elif isinstance(one, QAbstractItemView) and (model := one.model()) is not None:
        columns = 1 if isinstance(one, QListView) else model.columnCount()
        for row in range(model.rowCount()):
            cells = (model.index(row, column).data() for column in range(columns))
            found.append(" ".join(str(cell) for cell in cells if cell))
    return found

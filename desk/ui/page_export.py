"""导出: what the list shows, as a workbook, on the work lane; a strip over the list says where to and how far."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.page import PageSpec
from desk.domain.words_of_time import clock_word
from desk.store.query import Cursor, ListQuery, count, page
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.notice import Progress
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.domain.roles import Actor
    from desk.store.database import Database

ALL = 10_000_000
ENDING = ".xlsx"
BOOK_KEY = "Ctrl+E"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the list: its query and its words."""

    query: ListQuery
    title: str


def documents() -> Path:
    """Where people look for their files."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()


def file_name(title: str, now: int) -> str:
    """报修-在外-20261121-1402.xlsx"""
    return f"{title}-{day_of(now).replace('-', '')}-{clock_word(now).replace(':', '')}{ENDING}"


def target(typed: str) -> Path:
    """The file that a typed path means; a DeskError says what is wrong with it."""
    path = Path(typed.strip()).expanduser()
    if not typed.strip() or not path.name:
        raise DeskError("还没有写文件名", "例如 报修.xlsx")
    if path.suffix.lower() != ENDING:
        path = path.with_name(path.name + ENDING)
    if not path.is_absolute():
        path = documents() / path
    if not path.parent.is_dir():
        raise DeskError(f"没有文件夹“{path.parent}”", "请换一个已有的文件夹")
    return path


def write(
    database: "Database",
    actor: "Actor",
    spec: PageSpec,
    shown: Shown,
    path: Path,
    told: Callable[[int, int], None],
    token: Token,
) -> int:
    """The rows of the list as a workbook; says how many. Runs on the work lane."""
    from reports import workbook

    fields = [shown.query.record.field(name) for name in spec.export]
    total = count(database, actor, shown.query, ALL)

    def rows() -> Iterator[list[object]]:
        after: Cursor | None = None
        while True:
            part = page(database, actor, shown.query, after)
            for values in part.rows:
                yield [values.get(field.name) for field in fields]
            if part.next is None:
                return
            after = part.next

    columns = [workbook.Column.of(field) for field in fields]
    try:
        workbook.write_workbook(
            path, shown.title, columns, rows(), total,
            progress=lambda done: told(done, total), cancelled=lambda: token.cancelled,
        )  # fmt: skip
    except workbook.Cancelled:
        raise Cancelled from None
    return total


class ExportStrip(QFrame):
    """Where the file goes, then how far it is. Enter begins, Esc stops; nothing is modal."""

    closed = Signal()

    def __init__(self, counter: Counter, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._counter, self._spec = counter, spec
        self._shown: Shown | None = None
        self._token: Token | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.path = TextField("导出到", hint="文件名")
        self.field = Field("导出到", self.path)
        self.path.finished.connect(self._begin)
        self.begin_button = KeyButton("导出", "Enter", PRIMARY, "file-down")
        self.begin_button.clicked.connect(self._begin)
        self.stop_button = KeyButton("不导出", "Esc")
        self.stop_button.clicked.connect(self.shut)
        self.book_button = KeyButton("登记簿", BOOK_KEY, icon="clipboard-check")
        self.book_button.hide()
        row.addWidget(self.field, 1)
        for button in (self.begin_button, self.stop_button, self.book_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.progress = Progress()
        self.progress.cancelled.connect(self.shut)
        column.addWidget(self.progress)
        self.hide()

    def offer_book(self, name: str) -> None:
        """Beside the list as it is shown: the register of it, for whole days."""
        self.book_button.setVisible(bool(name))
        self.book_button.clicked.connect(lambda: self._counter.ways.register_wanted.emit(name))

    def open(self, shown: Shown) -> None:
        """Ask where to, with a name that says what it is."""
        self._shown = shown
        self.field.accept()
        self.path.setText(str(documents() / file_name(shown.title, self._counter.now())))
        self.show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Stop what runs and go away."""
        if self._token is not None:
            self._token.cancel()
        self._end()

    def _begin(self) -> None:
        if self._shown is None or self._token is not None:
            return
        try:
            path = target(self.path.text())
        except DeskError as error:
            self.field.refuse(error)
            return
        self.field.accept()
        token = self._token = Token()
        shown, counter, spec = self._shown, self._counter, self._spec
        self.progress.begin("正在导出")
        told = counter.work.report(self, self.progress.advance)
        database, actor = counter.database, counter.actor
        counter.work.run(
            self,
            lambda: write(database, actor, spec, shown, path, told, token),
            lambda total: self._done(path, total),
            self._failed,
        )

    def _done(self, path: Path, total: int) -> None:
        self._end()
        self._counter.ways.said.emit(f"已导出 {total} 行: {path}")

    def _failed(self, error: DeskError) -> None:
        self._token = None
        self.progress.end()
        self.field.refuse(error)

    def _end(self) -> None:
        self._token = None
        self._shown = None
        self.progress.end()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
            return
        super().keyPressEvent(event)

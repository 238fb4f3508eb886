"""导入导出: all settings and lists as one workbook; a changed one is looked through before anything is written."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.lists import Level
from desk.services.residents.importing.reading import BookReader
from desk.services.residents.importing.refusals import CancelledError
from desk.services.settings.crews import said_crews
from desk.services.settings.exchange.bad_rows import bad_sheets
from desk.services.settings.exchange.plan import Bad, Good, Held, Plan, SheetIn, State, plan
from desk.services.settings.exchange.sheets import workbook
from desk.services.settings.exchange.write import write_book
from desk.services.settings.keeping import said_rows, said_settings
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.file_choice import FileChoice, files_of
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice, Progress
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.page_export import documents
from desk.ui.page_tabs import Tabs
from desk.ui.special.free_path import free_path
from desk.ui.special.settings_rules import HEAD_OFFICE
from desk.ui.tasks import Token
from desk.ui.theme import theme

FILES = "表格 (*.xlsx *.xlsm *.xls *.ods *.csv);;所有文件 (*)"
TABS = (("good", "要改的"), ("same", "一样的"), ("bad", "有问题"))
COLUMNS = {"state": 68, "where": 200, "urgent": 0, "note": 0, "who": 0, "clock": 132, "next": 0}
MARKS = {State.NEW: "arrived", State.CHANGED: "acknowledged", State.SAME: ""}
MOST = 2_000


class ExchangeSection(QWidget):
    """F6 writes all of it out; Ctrl+O reads a changed one; F9 keeps what the preview says, as one group of steps."""

    WHOLE = True

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._plan: Plan | None = None
        self._token: Token | None = None
        self._files = FileChoice(self, "选改好的设置表", FILES)
        self._files.taken.connect(self._take)
        self.setAcceptDrops(True)
        self.level = Choices("改谁的", columns=2)
        self.level.show_choices([Choice(str(one), one.label) for one in (Level.ESTATE, Level.COMPANY)], Level.ESTATE)
        self.path = TextField("设置表", words=False, hint="把改好的表格拖到这里, 或选文件")
        self.field = Field("", self.path)
        self.choose = KeyButton("选文件", "Ctrl+O", PRIMARY, "upload")
        self.export = KeyButton("导出全部设置", "F6", icon="file-down")
        self.progress = Progress()
        self.counts = label("", "title", wrap=True)
        self.notes = label("", "quiet", wrap=True)
        self.tabs = Tabs("预览", TABS)
        self.list = RowList(COLUMNS, "预览", opens=False)
        self.whole = label("", "matter", wrap=True)
        self.notice = Notice()
        self.save_bad = KeyButton("坏行存成表格", "F7", icon="file-down")
        self.confirm = KeyButton("确认导入", "F9", PRIMARY)
        self._lay()
        self.path.finished.connect(self.read)
        self.choose.clicked.connect(self._choose)
        self.export.clicked.connect(self.save_all)
        self.progress.cancelled.connect(self.cancel)
        self.level.chosen.connect(lambda name: self._again())
        self.tabs.chosen.connect(lambda name: self._show_lines())
        self.list.row_chosen.connect(lambda ent: self._show_whole())
        self.save_bad.clicked.connect(self._save_bad)
        self.confirm.clicked.connect(self.write)
        self.confirm.blocked.connect(counter.ways.said)
        counter.estate_changed.connect(self._begin_anew)

    def _lay(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(20), look.px(10), look.px(16), look.px(10))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.addWidget(label("导入导出", "who"))
        head.addStretch()
        self.level.setFixedWidth(look.px(250))
        head.addWidget(self.level)
        head.addWidget(self.export)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.progress)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.notice)
        preview = QFrame()
        inside = QVBoxLayout(preview)
        inside.setContentsMargins(0, 0, 0, 0)
        for one in (self.counts, self.notes, self.tabs):
            inside.addWidget(one)
        inside.addWidget(self.list, 1)
        self.whole.setMinimumHeight(look.px(44))
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.whole)
        self.pages.addWidget(preview)
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.save_bad)
        foot.addStretch()
        foot.addWidget(self.confirm)
        column.addLayout(foot)
        self._begin_anew()

    def enter(self) -> None:
        counter = self._counter
        may = counter.may("setting", "edit")
        head = counter.actor.may(HEAD_OFFICE)
        self.level.setVisible(head)
        if not head:
            self.level.choose(Level.ESTATE, tell=False)
        for one in (self.path, self.choose):
            one.setEnabled(may)
        self.confirm.setVisible(may)
        self.path.setPlaceholderText(
            "把改好的表格拖到这里, 或选文件" if may else "项目经理或总部可以导入; 您可以导出来看"
        )

    def begin(self) -> None:
        (self.path if self.path.isEnabled() else self.export).setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("F6", "导出"), ("Ctrl+O", "选文件"), ("F9", "确认导入"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key == "Esc" and self._token is not None:
            self.cancel()
            return True
        return False

    def cancel(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._token = None
            self.progress.end()
            self._counter.ways.said.emit("已停下, 没有写入任何东西")

    def _begin_anew(self) -> None:
        self._plan = None
        self.pages.setCurrentWidget(self.notice)
        self.notice.show_notice(
            "file-down", "先导出, 在 Excel 里改, 再导入",
            "导出的就是模板: 一张规则, 每个表一张。导入先看预览, 确认后才写入; 没有写在文件里的不动。",
        )  # fmt: skip
        self.save_bad.hide()
        self.confirm.setEnabled(False)
        self.choose.set_kind(PRIMARY)

    # out

    def save_all(self) -> None:
        """Into the documents, never over a file that is there."""
        counter = self._counter
        database, actor, company, scope = counter.database, counter.actor, counter.office.company, counter.scope
        path = free_path(documents(), f"设置 {counter.estate_name} {day_of(counter.now())}")

        def work() -> None:
            lists = counter.lists()
            sheets = workbook(
                counter.office.settings(database, scope),
                said_settings(database, actor, company),
                said_settings(database, actor, scope),
                lists,
                said_crews(database, actor, scope, lists),
            )
            write_book(path, sheets)

        counter.work.run(self, work, lambda _: self._saved(path), self.field.refuse)

    def _saved(self, path: Path) -> None:
        self.path.setText(str(path))
        self._counter.ways.said.emit(f"已存到 {path}")

    def _save_bad(self) -> None:
        found = self._plan
        if found is not None:
            path = free_path(documents(), f"{Path(self.path.text()).stem}-有问题的行")
            said = self._counter.ways.said
            self._counter.work.run(
                self, lambda: write_book(path, bad_sheets(found)), lambda _: said.emit(f"已存到 {path}"),
                self.field.refuse,
            )  # fmt: skip

    # in

    def _choose(self) -> None:
        if self._token is None:
            self._files.ask(str(documents()))

    def _take(self, paths: list[Path]) -> None:
        """What was chosen or dropped."""
        self.take(str(paths[0]))

    def take(self, path: str) -> None:
        self.path.setText(path)
        self.read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.path.isEnabled() and files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := files_of(event.mimeData()):
            event.acceptProposedAction()
            self._take(paths)

    def _again(self) -> None:
        """For the company another preview than for the estate."""
        if self._plan is not None:
            self.read()

    def read(self) -> None:
        """Read by a process of its own and compared; nothing is written."""
        typed, counter = self.path.text().strip().strip('"'), self._counter
        self.field.accept()
        if not counter.may("setting", "edit") or self._token is not None:
            return
        if not typed:
            self.field.refuse("还没有选文件: 按“选文件”, 或把文件拖到这里")
            return
        self._begin_anew()
        self.progress.begin("正在读表格")
        token = self._token = Token()
        told = counter.work.report(self, lambda done, total: self.progress.advance(done, total))
        work = self._reading(Path(typed), told, token)
        counter.work.run(self, work, self._show_plan, self._refused)

    def _reading(self, path: Path, told: Callable[[int, int], None], token: Token) -> Callable[[], Plan]:
        counter = self._counter
        database, actor, company, scope = counter.database, counter.actor, counter.office.company, counter.scope
        level = Level(self.level.value or Level.ESTATE)  # type: ignore[call-arg]

        def work() -> Plan:
            with BookReader() as reader:
                book = reader.read(path, lambda rows: told(rows, 0), lambda: token.cancelled)
            sheets = [
                SheetIn(sheet.name, [(row.number, row.cells) for row in sheet.rows])
                for sheet in book.sheets
                if not sheet.hidden
            ]
            here = scope if level is Level.ESTATE else company
            lists = counter.office.lists(database, here)
            crews = said_crews(database, actor, scope, lists) if level is Level.ESTATE else {}
            held = Held(
                level, here,
                said_settings(database, actor, company), said_settings(database, actor, scope),
                said_rows(database, actor, company), said_rows(database, actor, scope),
                crews, lists,
            )  # fmt: skip
            return plan(sheets, held)

        return work

    def _refused(self, error: DeskError) -> None:
        self._token = None
        self.progress.end()
        if not isinstance(error, CancelledError):
            self.field.refuse(error)

    def _show_plan(self, found: Plan) -> None:
        if self._token is not None and self._token.cancelled:
            return
        self._token, self._plan = None, found
        self.progress.end()
        changed = [one for one in found.good if one.state is not State.SAME]
        same = len(found.good) - len(changed)
        new = sum(one.state is State.NEW for one in changed)
        parts = [f"更新 {len(changed) - new} 行", f"新增 {new} 行", f"一样 {same} 行"]
        self.counts.setText(" · ".join([*parts, f"有问题 {len(found.bad)} 行"] if found.bad else parts))
        self.notes.setText("; ".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self.tabs.show_counts({"good": len(changed), "same": same, "bad": len(found.bad)})
        self.pages.setCurrentIndex(1)
        self.save_bad.setVisible(bool(found.bad))
        self.confirm.setEnabled(True)
        self.choose.set_kind(PLAIN)
        self.confirm.block("" if found.steps else "没有要改的, 不用导入")
        self.tabs.choose("good" if changed or not found.bad else "bad")
        self._show_lines()
        self.list.setFocus()

    def _show_lines(self) -> None:
        found = self._plan
        if found is None:
            return
        self.list.show_lines([])
        if self.tabs.value == "bad":
            self.list.show_lines(_bad_lines(found.bad))
        else:
            same = self.tabs.value == "same"
            self.list.show_lines(_good_lines([one for one in found.good if (one.state is State.SAME) is same]))
        self._show_whole()

    def _show_whole(self) -> None:
        one = self.list.chosen()
        self.whole.setText("  ".join(part for part in (one.clock, one.where, one.what) if part) if one else "")

    def write(self) -> None:
        """F9: all of it in one transaction, or nothing."""
        found, counter = self._plan, self._counter
        if found is None or not found.steps:
            return
        self.confirm.setEnabled(False)
        count = sum(one.state is not State.SAME for one in found.good)

        def done(_changed: Changed) -> None:
            self._plan = None
            self.pages.setCurrentWidget(self.notice)
            left = (
                f"还有 {len(found.bad)} 行有问题, 存成表格改好后再导入一次" if found.bad else "马上就用; 没有有问题的行"
            )
            self.notice.show_notice("circle-check", f"已导入 {count} 行设置", left)
            self._plan = Plan(bad=found.bad, titles=found.titles)  # what is left, to be mended
            counter.ways.said.emit("设置已导入")

        counter.take(self, found.steps, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.confirm.setEnabled(True)
        self.field.refuse(error if isinstance(error, DeskError) else str(error))


def _good_lines(rows: Sequence[Good]) -> list[Line]:
    lines: list[Line] = []
    for sheet in dict.fromkeys(one.sheet for one in rows):
        inside = [one for one in rows if one.sheet == sheet]
        lines.append(Heading(sheet, len(inside)))
        lines += [
            Row(
                f"{sheet}/{one.row}",
                one.state.label,
                one.what,
                one.words,
                clock=f"第 {one.row} 行",
                mark=MARKS[one.state],
            )
            for one in inside[:MOST]
        ]
    return lines or [Heading("没有")]


def _bad_lines(rows: Sequence[Bad]) -> list[Line]:
    lines: list[Line] = [Heading("这些行先不导入", len(rows), "warn", "triangle")] if rows else [Heading("没有")]
    return lines + [
        Row(f"{one.sheet}/{one.row}", f"第 {one.row} 行", f"{one.sheet} {one.column} 列", one.reason)
        for one in rows[:MOST]
    ]

"""业主名单从 Excel 导入: choose, look through what would happen, confirm; nothing is written before that."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.residents.importing import confirm
from desk.services.residents.importing.bad_rows import write_bad_rows
from desk.services.residents.importing.compare import Planned
from desk.services.residents.importing.plan import ImportPlan
from desk.services.residents.importing.template import write_template
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.file_choice import FileChoice, files_of
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice, Progress
from desk.ui.kit.rows import Row, RowList
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_export import documents
from desk.ui.page_tabs import Tabs
from desk.ui.special import import_rows
from desk.ui.special.free_path import free_path
from desk.ui.special.import_reading import read_plan
from desk.ui.tasks import Token
from desk.ui.theme import theme

WIDTH = 1080
COLUMNS = {"state": 68, "where": 128, "urgent": 0, "note": 190, "who": 0, "clock": 150, "next": 0}
FILES = "表格 (*.xlsx *.xlsm *.xls *.csv *.txt *.xlsb *.ods *.html);;所有文件 (*)"
NONE = {"good": "没有可以导入的行", "bad": "没有有问题的行, 都可以导入", "notes": "没有要说明的"}
TABS = (("good", "可导入"), ("bad", "有问题"), ("notes", "说明"))


class ImportPage(PanelFrame):
    """First a file, then the preview, then what was done. Esc stops what runs, then goes back."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("从 Excel 导入业主名单", parent=parent)
        self._counter = counter
        self._plan: ImportPlan | None = None
        self._token: Token | None = None
        self._files = FileChoice(self, "选业主名单", FILES)
        self._files.taken.connect(self._take_files)
        self._writing = False
        self._stop = False
        self.setAcceptDrops(True)
        self.path = TextField("文件", words=False, hint="把文件拖到这里, 或选文件, 或粘贴文件的位置")
        self.field = Field("", self.path)
        self.choose = KeyButton("选文件", "Ctrl+O", PRIMARY, "upload")
        self.template = KeyButton("下载空白模板", "", icon="file-down")
        self.progress = Progress()
        self.progress.cancelled.connect(self.cancel)
        self.counts = label("", "title", wrap=True)
        self.records = label("", "quiet", wrap=True)
        self.tabs = Tabs("预览", TABS)
        self.list = RowList(COLUMNS, "预览", opens=False)
        self.whole = label("", "matter", wrap=True)
        self.none = label("", "quiet")
        self.notice = Notice()
        self.save_bad = KeyButton("坏行存成表格", "", icon="file-down")
        self.confirm = KeyButton("确认导入", "F9", PRIMARY)
        self._lay()
        self.path.finished.connect(self.read)
        self.choose.clicked.connect(self._choose)
        self.template.clicked.connect(self._save_template)
        self.tabs.chosen.connect(lambda name: self._show_lines())
        self.list.row_chosen.connect(lambda ent: self._show_whole())
        self.save_bad.clicked.connect(self._save_bad)
        self.confirm.clicked.connect(self.write)
        self.confirm.blocked.connect(counter.ways.warned)

    def _lay(self) -> None:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.template, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.notice)
        preview = QFrame()
        column = QVBoxLayout(preview)
        column.setContentsMargins(0, 0, 0, 0)
        for one in (self.counts, self.records, self.tabs):
            column.addWidget(one)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        self.whole.setMinimumHeight(look.px(44))
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.whole)
        self.pages.addWidget(preview)
        self.body.addWidget(self.pages, 1)
        self.foot.addWidget(self.save_bad)
        self.foot.addStretch()
        self.foot.addWidget(self.confirm)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._plan = None
        self.pages.setCurrentWidget(self.notice)
        self.notice.show_notice(
            "upload",
            "选一个业主名单",
            "公司现有的表格就可以: 有楼栋、房号、姓名、电话的列会自己认出来。先看预览, 确认后才写入。",
        )
        self.save_bad.hide()
        self.choose.set_kind(PRIMARY)
        self.confirm.setEnabled(False)

    # Place

    def enter(self) -> None:
        self.path.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Ctrl+O", "选文件"), ("F9", "确认导入"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.confirm.click_or_say()
            return True
        if key == "Ctrl+O":
            self._choose()
            return True
        if key == "Esc" and self._busy:
            self.cancel()
            return True
        return False

    @property
    def _busy(self) -> bool:
        return self._token is not None or self._writing

    def cancel(self) -> None:
        """Stop reading at once; writing after the part that is under way."""
        if self._token is not None:
            self._token.cancel()
            self._token = None
            self.progress.end()
            self._begin_anew()
            self._counter.ways.said.emit("已停下, 没有写入任何东西")
        self._stop = self._writing

    # choosing

    def _choose(self) -> None:
        if not self._busy:
            self._files.ask(str(documents()))

    def _take_files(self, paths: list[Path]) -> None:
        """What was chosen or dropped."""
        self.take(str(paths[0]))

    def take(self, path: str) -> None:
        self.path.setText(path)
        self.read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := files_of(event.mimeData()):
            event.acceptProposedAction()
            self._take_files(paths)

    # reading

    def read(self) -> None:
        """Understand the file; the bar shows itself when that takes longer."""
        typed = self.path.text().strip().strip('"')
        if self._busy:
            return
        self.field.accept()
        if not typed:
            self.field.refuse("还没有选文件: 按“选文件”, 或把文件拖到这里")
            return
        self._begin_anew()
        self.progress.begin("正在读表格")
        self._token = read_plan(
            self._counter, self, Path(typed), self._show_rows, self._show_plan, self._refused
        )  # fmt: skip
        if self._plan is not None or self.field.error:  # a lane without threads is done already
            self._token = None

    def _show_rows(self, done: int, total: int) -> None:
        self.progress.advance(done, total)

    def _refused(self, error: DeskError) -> None:
        self._token = None
        self.progress.end()
        self.field.refuse(error)

    def _show_plan(self, plan: ImportPlan) -> None:
        counter = self._counter
        self._token, self._plan = None, plan
        self.progress.end()
        said = import_rows.summary(plan, counter.rules)
        bad = f" · 有问题 {said.bad} 行" if said.bad else ""
        self.counts.setText(said.words + bad)
        self.records.setText(f"确认后写入: {said.records}" if said.records else "和已有的一样, 没有要写入的")
        self.tabs.show_counts(
            {"good": len(plan.good), "bad": len(plan.bad), "notes": len(import_rows.note_lines(plan))}
        )
        self.pages.setCurrentIndex(1)
        self.save_bad.setVisible(bool(plan.bad))
        self.confirm.setEnabled(True)
        self.choose.set_kind(PLAIN)  # the next step is to confirm
        refused = confirm.not_allowed(plan, counter.rules, counter.actor)
        self.confirm.block(
            f"您的岗位不能写“{refused}”, 请客服主管或项目经理来导入" if refused
            else "" if plan.to_write else "没有新的内容, 不用导入"
        )  # fmt: skip
        self.tabs.choose("good" if plan.good or not plan.bad else "bad")
        self._show_lines()
        self.list.setFocus()

    def _show_lines(self) -> None:
        if self._plan is None:
            return
        rules = self._counter.rules
        shown = {
            "good": lambda plan: import_rows.good_lines(plan, rules),
            "bad": import_rows.bad_lines,
            "notes": import_rows.note_lines,
        }[self.tabs.value]
        found = shown(self._plan)
        self.list.show_lines(found)
        self.none.setText(NONE[self.tabs.value])
        self.none.setVisible(not found)
        self._show_whole()

    def _show_whole(self) -> None:
        """A long reason does not fit into a row; the chosen one is written out."""
        one = self.list.chosen()
        self.whole.setText(_whole(one) if one is not None else "")

    # writing

    def write(self) -> None:
        """F9: some hundred steps a transaction, each whole or not at all; what is written stays written."""
        plan = self._plan
        if plan is None or self._busy or not plan.to_write:
            return
        self._writing, self._stop = True, False
        self.confirm.setEnabled(False)
        self.progress.begin("正在写入")
        self._write_part(plan, list(confirm.parts(plan)), 0)

    def _write_part(self, plan: ImportPlan, parts: list[Sequence[Planned]], place: int) -> None:
        counter = self._counter
        done = sum(len(part) for part in parts[:place])
        self.progress.advance(done, len(plan.to_write))
        if place == len(parts) or self._stop:
            self._written(plan, done)
            return
        database, scope, part = counter.database, counter.scope, parts[place]

        def go_on() -> None:
            self._write_part(plan, parts, place + 1)

        counter.read(
            self, lambda: confirm.requests(database, scope, part), lambda told: self._take(plan, told, done, go_on),
            lambda error: self._failed(plan, done, error),
        )  # fmt: skip

    def _take(self, plan: ImportPlan, told: list[StepRequest], done: int, go_on: Callable[[], None]) -> None:
        if not told:
            go_on()
            return

        def landed(changed: Changed) -> None:
            go_on()

        self._counter.take(self, told, landed, lambda error: self._failed(plan, done, error))

    def _failed(self, plan: ImportPlan, done: int, error: Exception) -> None:
        self._written(plan, done)
        self._counter.ways.refused.emit(error)

    def _written(self, plan: ImportPlan, done: int) -> None:
        """What was done, and what is still to be done by hand."""
        whole = done == len(plan.to_write)
        self._writing = False
        self.progress.end()
        self._plan = plan
        said = import_rows.summary(plan, self._counter.rules)
        self.pages.setCurrentWidget(self.notice)
        left = f"还有 {len(plan.bad)} 行有问题, 存成表格改好后再导入一次" if plan.bad else "没有有问题的行"
        if whole:
            self.notice.show_notice("circle-check", f"已导入: {said.records}", left)
        else:
            words = f"写了 {done} 条, 还有 {len(plan.to_write) - done} 条没有写"
            self.notice.show_notice("triangle-alert", words, "再选一次这个文件就从停下的地方接着写, 不会重复")
        self.confirm.setEnabled(False)
        self.save_bad.setVisible(bool(plan.bad))
        self.path.setFocus()
        self._counter.ways.said.emit("业主名单已导入" if whole else "导入停下了")

    # files

    def _save_template(self) -> None:
        self._save("业主名单模板", write_template)

    def _save_bad(self) -> None:
        plan = self._plan
        if plan is not None:
            self._save(f"{Path(self.path.text()).stem}-有问题的行", lambda path: write_bad_rows(plan, path))

    def _save(self, name: str, write: Callable[[Path], None]) -> None:
        """Into the documents, never over a file that is there."""
        path = free_path(documents(), name)
        said = self._counter.ways.said

        def failed(error: Exception) -> None:
            self._counter.ways.refused.emit(error)

        self._counter.work.run(self, lambda: write(path), lambda _: said.emit(f"已存到 {path}"), failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F9 and self.press("F9"):
            return
        super().keyPressEvent(event)


def _whole(one: Row) -> str:
    where = "" if one.what.startswith(one.where) else one.where
    return "  ".join(part for part in (one.clock, one.state, where, one.what, one.note) if part)

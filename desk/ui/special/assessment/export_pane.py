"""导出: this estate's sheet or all of them, as a workbook with live formulas or a PDF; F8 looks at it first."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Progress
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_export import documents
from desk.ui.page_layout import scrolled
from desk.ui.papers import DocumentPapers
from desk.ui.special.assessment import papers
from desk.ui.special.assessment.asked import Estate
from desk.ui.special.assessment.papers import PDF, XLSX, Made, Wanted
from desk.ui.special.assessment.reading import Desk, Read
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme

WIDTH = 720
ONE, ALL = "one", "all"


class ExportPane(PanelFrame):
    """`closed` after a file was written."""

    closed = Signal()

    def __init__(self, counter: Counter, read: Read, several: bool, parent: QWidget | None = None) -> None:
        """`several`: begin with all estates."""
        super().__init__("导出年度考核", parent=parent)
        self._counter, self._read = counter, read
        self._token: Token | None = None
        asked = read.asked
        self.whose = Choices("哪些小区", columns=2, digit_goes_on=True)
        own = [Choice(ONE, asked.estate.name)] if asked.estate in asked.ranked else []
        more = [Choice(ALL, f"全部 {len(asked.ranked)} 个小区和排名")] if len(asked.ranked) > 1 else []
        self.whose.show_choices([*own, *more], ALL if several and more else ONE)
        self.kind = Choices("存成", columns=2, digit_goes_on=True)
        self.kind.show_choices([Choice(XLSX, "Excel 工作簿 (公式是活的)"), Choice(PDF, "PDF, A4")], XLSX)
        self.path = TextField("存到", hint="文件名")
        self.path_field = Field("存到", self.path)
        self.progress = Progress()
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("预览打印", "F8", icon="printer")
        self.save_button = KeyButton("存文件", "F9", PRIMARY, "file-down")
        self._lay()
        self._name_file()

    def _lay(self) -> None:
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(4), look.px(4), look.px(8), look.px(4))
        column.setSpacing(look.px(12))
        column.addWidget(label(self._read.asked.days.words, "heading"))
        for part in (Field("哪些小区", self.whose), Field("存成", self.kind), self.path_field):
            column.addWidget(part)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.body.addWidget(self.progress)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)
        self.foot.addWidget(self.save_button)
        self.whose.chosen.connect(lambda _value: self._name_file())
        self.kind.chosen.connect(lambda _value: self._name_file())
        self.whose.finished.connect(self.kind.setFocus)
        self.kind.finished.connect(self.path.setFocus)
        self.path.finished.connect(self._save)
        self.print_button.clicked.connect(self.look)
        self.save_button.clicked.connect(self._save)
        self.progress.cancelled.connect(self._stop)
        self.close_wanted.connect(self._stop)

    def begin(self) -> None:
        first = self.whose if len(self.whose.choices) > 1 else self.kind
        QTimer.singleShot(0, first, lambda: first.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("Enter", "下一项"), ("F9", "存文件"), ("F8", "预览打印"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save_button.click_or_say()
        elif key == "F8":
            self.print_button.click_or_say()
        elif key == "Esc" and self._token is not None:
            self._stop()
        else:
            return False
        return True

    @property
    def estates(self) -> Sequence[Estate]:
        asked = self._read.asked
        return asked.ranked if self.whose.value == ALL else (asked.estate,)

    def _name_file(self) -> None:
        asked = self._read.asked
        own = f"-{asked.estate.name}" if self.whose.value != ALL else ""
        days = asked.days.words.replace(" ", "").removesuffix("年")
        folder = Path(self.path.text()).parent if self.path.text().strip() else documents()
        self.path.setText(str(folder / f"年度考核{own}-{days}.{self.kind.value or XLSX}"))

    def _save(self) -> None:
        typed = self.path.text().strip()
        if self._token is not None:
            return
        if not typed or not Path(typed).name:
            self.path_field.refuse("还没有写文件名")
            return
        self.path_field.accept()
        path, ending = Path(typed).expanduser(), f".{self.kind.value}"
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        path = path if path.is_absolute() else documents() / path
        if not path.parent.is_dir():
            self.path_field.refuse(DeskError(f"没有文件夹“{path.parent}”", "请换一个已有的文件夹"))
            return

        def done(made: Made) -> None:
            self._end()
            more = f", 依据 {made.records:,} 条" if made.records else ""
            self._counter.ways.said.emit(f"年度考核 {len(self.estates)} 个小区{more}, 存在 {path}")
            self.closed.emit()

        self._run(Wanted(self._read, self.estates, self.kind.value, path), done)

    def look(self) -> None:
        """The PDF in the preview."""

        def done(made: Made) -> None:
            self._end()
            asked = self._read.asked
            name = f"年度考核 {asked.estate.name if len(self.estates) == 1 else ''} {asked.days.words}"
            self._counter.ways.print_wanted.emit(DocumentPapers(name=" ".join(name.split()), pdf=made.pdf))

        if self._token is None:
            self._run(Wanted(self._read, self.estates), done)

    def _run(self, wanted: Wanted, done: object) -> None:
        counter, token = self._counter, Token()
        self._token = token
        desk = Desk.of(counter)
        tell = counter.work.report(self, self.progress.advance)
        self.progress.begin("正在整理年度考核")
        for button in (self.save_button, self.print_button):
            button.block("正在整理")

        def told(count: int, of: int) -> None:
            token.check()
            tell(count, of)

        def work() -> Made:
            made = papers.make(desk, wanted, told, lambda: token.cancelled)
            if token.cancelled and wanted.path is None:
                raise Cancelled
            return made

        def finished(made: Made) -> None:
            if token is self._token and callable(done):
                done(made)
            elif wanted.path is not None:
                self._say(f"停得晚了一点: 文件已经存在 {wanted.path}", "warn")

        counter.work.run(self, work, finished, self._failed)

    def _stop(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._end()
            self._say("已停止, 没有留下文件", "warn")

    def _failed(self, error: DeskError) -> None:
        self._end()
        self.path_field.refuse(error)

    def _end(self) -> None:
        self._token = None
        self.progress.end()
        for button in (self.save_button, self.print_button):
            button.block("")

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

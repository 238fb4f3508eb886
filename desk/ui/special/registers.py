"""登记簿: the book of repairs or of revisits for some days, as a workbook, as a PDF, or straight to the preview."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import add_days, at, day_of
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.paths import RESOURCES
from desk.services.complaints.readers import OVER_ALL
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Progress
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_export import documents
from desk.ui.page_layout import scrolled
from desk.ui.papers import DocumentPapers
from desk.ui.printing import A4_ACROSS
from desk.ui.special.complaints.keeping import file_of
from desk.ui.special.save_pdf import write
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme
from reports import workbook
from reports.fonts import PaperFonts
from reports.registers import making
from reports.registers.definition import Asked
from reports.registers.reading import REGISTERS, is_confidential

THIS_MONTH, LAST_MONTH, TODAY, OWN = "month", "last", "today", "own"
MASKED, WHOLE = "masked", "whole"
XLSX, PDF = "xlsx", "pdf"
ESTATES = """SELECT e.id, e.name FROM estate e WHERE e.id IN
             (SELECT g.estate_id FROM "grant" g WHERE g.staff_id = ? AND g.status = 'active')
             OR e.id = ? ORDER BY e.name"""


def days_of(word: str, today: str) -> tuple[str, str]:
    """From and to of a word, both included; a month that runs ends today."""
    if word == LAST_MONTH:
        end = add_days(f"{today[:7]}-01", -1)
        return f"{end[:7]}-01", end
    return (today, today) if word == TODAY else (f"{today[:7]}-01", today)


def day_typed(text: str, today: str) -> str:
    """2026-11-03, 20261103, 11-3 or 1103 of this year; a DeskError where it is no day."""
    parts = text.strip().replace("。", "-").replace(".", "-").replace("/", "-").split("-")
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (4, 8):
        plain = parts[0]
        parts = [plain[:4], plain[4:6], plain[6:]] if len(plain) == 8 else [plain[:2], plain[2:]]
    if len(parts) == 2:
        parts = [today[:4], *parts]
    try:
        day = "-".join(f"{int(part):0{width}d}" for part, width in zip(parts, (4, 2, 2), strict=True))
        at(day, "0:00")
    except ValueError as error:
        raise DeskError(f"看不懂日期“{text.strip()}”", "请写成 11-03 或 2026-11-03") from error
    return day


class RegistersPane(PanelFrame):
    """Digits choose, F9 saves a file, F8 goes to the preview; what takes over a second can be stopped."""

    closed = Signal()
    WIDTH = 760

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("登记簿", parent=parent)
        self._counter = counter
        self._fonts: PaperFonts | None = None
        self._token: Token | None = None
        self.book = Choices("哪一本", columns=2, digit_goes_on=True)
        self.days = Choices("哪些天", columns=4, digit_goes_on=True)
        self.since, self.until = FigureField("从哪天", "11-01"), FigureField("到哪天", "11-30")
        self.estate = Choices("小区", columns=2, digit_goes_on=True)
        self.phones = Choices("电话", columns=2, digit_goes_on=True)
        self.kind = Choices("存成", columns=2, digit_goes_on=True)
        self.path = TextField("存到", hint="文件名")
        self.estate_field, self.path_field = Field("小区", self.estate), Field("存到", self.path)
        self.since_field, self.until_field = Field("从哪天", self.since), Field("到哪天 (含当天)", self.until)
        self.progress = Progress()
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("预览打印", "F8", icon="printer")
        self.save_button = KeyButton("存文件", "F9", PRIMARY, "file-down")
        self._lay()
        self._join()

    def _lay(self) -> None:
        look = theme()
        inside = QWidget()
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.since_field, 1)
        row.addWidget(self.until_field, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(4), look.px(4), look.px(8), look.px(4))
        column.setSpacing(look.px(12))
        for part in (Field("哪一本", self.book), Field("哪些天", self.days)):
            column.addWidget(part)
        column.addLayout(row)
        for part in (self.estate_field, Field("电话", self.phones), Field("存成", self.kind), self.path_field):
            column.addWidget(part)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.body.addWidget(self.progress)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)
        self.foot.addWidget(self.save_button)
        self.days.show_choices(
            [Choice(THIS_MONTH, "本月"), Choice(LAST_MONTH, "上月"), Choice(TODAY, "今天"), Choice(OWN, "自己写")]
        )
        self.phones.show_choices([Choice(MASKED, "遮住中间四位"), Choice(WHOLE, "完整号码 (记入日志)")], MASKED)
        self.kind.show_choices([Choice(XLSX, "Excel 工作簿"), Choice(PDF, "PDF, A4 横向")], XLSX)

    def _join(self) -> None:
        self.close_wanted.connect(self._leave)
        self.book.chosen.connect(lambda _value: self._name_file())
        self.kind.chosen.connect(lambda _value: self._name_file())
        self.estate.chosen.connect(lambda _value: self._name_file())
        self.days.chosen.connect(self._choose_days)
        self.book.finished.connect(self.days.setFocus)
        self.days.finished.connect(lambda: (self.since if self.days.value == OWN else self._after_days()).setFocus())
        self.since.finished.connect(self.until.setFocus)
        self.until.finished.connect(lambda: self._after_days().setFocus())
        for field in (self.since, self.until):
            field.textEdited.connect(lambda _text: self._own_days())
        self.estate.finished.connect(self.phones.setFocus)
        self.phones.finished.connect(self.kind.setFocus)
        self.kind.finished.connect(self.path.setFocus)
        self.path.finished.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.progress.cancelled.connect(self._stop)

    # Place

    def begin(self, name: str) -> None:
        """The books this person may have; that of complaints only for who reads some."""
        handles = self._counter.actor.may(OVER_ALL) or self._counter.confidential is not None
        books = [one for one in REGISTERS.values() if handles or not is_confidential(one)]
        self.book.show_choices([Choice(one.name, one.title) for one in books])
        offered = [one.name for one in books]
        self.book.choose(name if name in offered else offered[0], tell=False)

    def enter(self) -> None:
        if self._token is not None:
            return
        counter = self._counter
        rows = counter.database.read(ESTATES, (counter.actor.id, counter.estate_id))
        self.estate.show_choices([Choice(str(ent), str(name)) for ent, name in rows], counter.estate_id)
        self.estate_field.setVisible(len(rows) > 1)
        if not self.days.value:
            self.days.choose(THIS_MONTH, tell=False)
        if self.days.value != OWN:
            self._choose_days(self.days.value)
        self._say("")
        self._name_file()
        QTimer.singleShot(0, self.book, lambda: self.book.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("Enter", "下一项"), ("F9", "存文件"), ("F8", "预览打印"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save_button.click_or_say()
        elif key == "F8":
            self.print_button.click_or_say()
        elif key == "Esc" and self._token is not None:
            self._stop()
        elif key == "Esc":
            self._leave()
        else:
            return False
        return True

    # what is asked for

    def _after_days(self) -> Choices:
        return self.estate if self.estate_field.isVisible() else self.phones

    def _choose_days(self, word: str) -> None:
        if word != OWN:
            since, until = days_of(word, day_of(self._counter.now()))
            self.since.setText(since)
            self.until.setText(until)
            self.since_field.accept()
            self.until_field.accept()
        self._name_file()

    def _own_days(self) -> None:
        self.since_field.accept()
        self.until_field.accept()
        if self.days.value != OWN:
            self.days.choose(OWN, tell=False)
        self._name_file()

    def _asked(self) -> Asked | None:
        """What stands in the form; None where a field says what is wrong with it."""
        today, days = day_of(self._counter.now()), []
        for field, frame in ((self.since, self.since_field), (self.until, self.until_field)):
            try:
                days.append(day_typed(field.text(), today))
            except DeskError as error:
                frame.refuse(error)
                field.setFocus()
                return None
        scope = f"e/{self.estate.value or self._counter.estate_id}"
        try:
            return Asked(REGISTERS[self.book.value], scope, days[0], days[1], self.phones.value == WHOLE)
        except DeskError as error:
            self.since_field.refuse(error)
            self.since.setFocus()
            return None

    def _name_file(self) -> None:
        """The file is named after what is in it, in the folder that was used last."""
        today = day_of(self._counter.now())
        try:
            days = day_typed(self.since.text(), today), day_typed(self.until.text(), today)
            name = Asked(REGISTERS[self.book.value], "", *days).file_name
        except (DeskError, KeyError):
            return
        folder = Path(self.path.text()).parent if self.path.text().strip() else documents()
        self.path.setText(str(folder / f"{name}.{self.kind.value or XLSX}"))

    def _actor(self, scope: str) -> Actor:
        """The person with the roles held in that estate."""
        counter = self._counter
        return counter.office.actor(counter.database, scope, counter.actor.id)

    # making it

    def _save(self) -> None:
        asked, typed = self._asked(), self.path.text().strip()
        if asked is None or self._token is not None:
            return
        if not typed:
            self.path_field.refuse("还没有写文件名")
            self.path.setFocus()
            return
        self.path_field.accept()
        path = Path(typed).expanduser()
        ending = f".{self.kind.value}"
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        path = path if path.is_absolute() else documents() / path

        def done(told: tuple[bytes, int]) -> None:
            self._end()
            self._counter.ways.said.emit(f"{asked.register.title} {told[1]} 行, 存在 {path}")
            self.closed.emit()

        self._run(asked, path, done)

    def _print(self) -> None:
        asked = self._asked()
        if asked is None or self._token is not None:
            return

        def done(told: tuple[bytes, int]) -> None:
            self._end()
            name = f"{asked.register.title} {asked.range_words}"
            self._counter.ways.print_wanted.emit(DocumentPapers(name=name, pdf=told[0], kind=A4_ACROSS))

        self._run(asked, None, done)

    def _run(self, asked: Asked, path: Path | None, done: Callable[[tuple[bytes, int]], None]) -> None:
        """On the work lane. Without a path the PDF is only made."""
        counter, token = self._counter, Token()
        self._token = token
        database, actor, now = counter.database, self._actor(asked.scope), counter.now()
        file = file_of(counter)[0] if is_confidential(asked.register) else None
        told = counter.work.report(self, self.progress.advance)
        self.progress.begin(f"正在整理{asked.register.title}")
        for button in (self.save_button, self.print_button):
            button.block("正在整理")

        def stopped() -> bool:
            return token.cancelled

        def work() -> tuple[bytes, int]:
            try:
                if path is not None and path.suffix.lower() == f".{XLSX}":
                    return b"", making.workbook(database, actor, asked, path, now, told, stopped, file)
                self._fonts = self._fonts or PaperFonts.load(RESOURCES / "fonts")
                pdf, count = making.paper(database, actor, asked, self._fonts, now, told, stopped, file)
            except workbook.Cancelled:
                raise Cancelled from None
            if path is not None:
                write(path, pdf)
            return pdf, count

        def finished(made: tuple[bytes, int]) -> None:
            if token is self._token:
                done(made)
            elif path is not None:
                self._say(f"停得晚了一点: 文件已经存在 {path}", "warn")

        counter.work.run(self, work, finished, self._failed)

    def _stop(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._end()
            self._say("已停止, 没有留下文件", "warn")

    def _failed(self, error: DeskError) -> None:
        self._end()
        self.path_field.refuse(error)
        self._say(str(error), "bad")

    def _end(self) -> None:
        self._token = None
        self.progress.end()
        for button in (self.save_button, self.print_button):
            button.block("")

    def _leave(self) -> None:
        self._stop()
        self.closed.emit()

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

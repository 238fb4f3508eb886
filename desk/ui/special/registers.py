"""登记簿: any book of some days, or a month's analysis, as a workbook, as a PDF, or straight to the preview."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.paths import RESOURCES
from desk.services.assessment.reads import may_see
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
from desk.ui.special.register_days import LAST_MONTH, OWN, THIS_MONTH, TODAY, day_typed, days_of, month_typed
from desk.ui.special.register_jobs import Job, MonthJob, RegisterJob
from desk.ui.special.save_pdf import write
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme
from reports import workbook
from reports.fonts import PaperFonts
from reports.registers.definition import Asked, Register, Shelf
from reports.registers.reading import REGISTERS, is_confidential
from reports.source import Estate

MASKED, WHOLE = "masked", "whole"
XLSX, PDF = "xlsx", "pdf"
MONTHLY, EVERY = "monthly", "every"  # not a register: the month's analysis; of all estates that one may see
ESTATES = """SELECT e.id, e.name, e.company FROM estate e WHERE e.id IN
             (SELECT g.estate_id FROM "grant" g WHERE g.staff_id = ? AND g.status = 'active')
             OR e.id = ? ORDER BY e.name"""


class RegistersPane(PanelFrame):
    """Digits choose, F9 saves a file, F8 goes to the preview; what takes over a second can be stopped."""

    closed = Signal()
    WIDTH = 760

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("登记簿", parent=parent)
        self._counter = counter
        self._fonts: PaperFonts | None = None
        self._token: Token | None = None
        self._estates: list[Estate] = []
        self.shelf = Choices("哪一类", columns=3, digit_goes_on=True)
        self.book = Choices("哪一本", columns=3, digit_goes_on=True)
        self.book_field = Field("哪一本", self.book)
        self.days = Choices("哪些天", columns=4, digit_goes_on=True)
        self.days_field = Field("哪些天", self.days)
        self.month = FigureField("哪个月", "2026-11")
        self.month_field = Field("哪个月", self.month)
        self.since, self.until = FigureField("从哪天", "11-01"), FigureField("到哪天", "11-30")
        self.estate = Choices("小区", columns=2, digit_goes_on=True)
        self.phones = Choices("电话", columns=2, digit_goes_on=True)
        self.kind = Choices("存成", columns=2, digit_goes_on=True)
        self.path = TextField("存到", hint="文件名")
        self.phones_field = Field("电话", self.phones)
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
        for part in (self.since_field, self.until_field, self.month_field):
            row.addWidget(part, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(4), look.px(4), look.px(8), look.px(4))
        column.setSpacing(look.px(9))
        for part in (Field("哪一类", self.shelf), self.book_field, self.days_field):
            column.addWidget(part)
        column.addLayout(row)
        for part in (self.estate_field, self.phones_field, Field("存成", self.kind), self.path_field):
            column.addWidget(part)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.body.addWidget(self.progress)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)
        self.foot.addWidget(self.save_button)
        self.phones.show_choices([Choice(MASKED, "遮住中间四位"), Choice(WHOLE, "完整号码 (记入日志)")], MASKED)
        self.kind.show_choices([Choice(XLSX, "Excel 工作簿"), Choice(PDF, "PDF, A4")], XLSX)

    def _join(self) -> None:
        self.close_wanted.connect(self._leave)
        self.book.chosen.connect(lambda _value: self._show_book())
        self.kind.chosen.connect(lambda _value: self._name_file())
        self.estate.chosen.connect(lambda _value: self._name_file())
        self.days.chosen.connect(self._choose_days)
        self.shelf.chosen.connect(lambda _value: self._show_shelf())
        self.shelf.finished.connect(lambda: (self.days if self._is_month else self.book).setFocus())
        self.book.finished.connect(self.days.setFocus)
        self.days.finished.connect(self._leave_days)
        self.month.finished.connect(lambda: self._after_days().setFocus())
        self.since.finished.connect(self.until.setFocus)
        self.until.finished.connect(lambda: self._after_days().setFocus())
        for field in (self.since, self.until, self.month):
            field.textEdited.connect(lambda _text: self._own_days())
        self.estate.finished.connect(lambda: (self.phones if self._has_phones else self.kind).setFocus())
        self.phones.finished.connect(self.kind.setFocus)
        self.kind.finished.connect(self.path.setFocus)
        self.path.finished.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.progress.cancelled.connect(self._stop)

    # Place

    def begin(self, name: str) -> None:
        """The books this person may have, by what they are of; that of complaints only for who reads some."""
        shelves = [one for one in Shelf if self._books(one)]
        choices = [Choice(str(one), one.label) for one in shelves]
        if may_see(self._counter.actor):
            choices.append(Choice(MONTHLY, MonthJob.title))
        known = REGISTERS.get(name)
        wanted = str(known.shelf) if known is not None and known in self._books(known.shelf) else name
        self.shelf.show_choices(choices, wanted if wanted in [one.value for one in choices] else choices[0].value)
        self._show_shelf(name)

    def _books(self, shelf: str) -> list[Register]:
        counter = self._counter
        handles = counter.actor.may(OVER_ALL) or counter.confidential is not None
        return [
            one
            for one in REGISTERS.values()
            if one.shelf == shelf and counter.actor.may(one.readers) and (handles or not is_confidential(one))
        ]

    @property
    def _is_month(self) -> bool:
        return self.shelf.value == MONTHLY

    def _show_shelf(self, name: str = "") -> None:
        """Its books and, for a month, its months; what does not belong is not there."""
        is_month = self._is_month
        days = [Choice(THIS_MONTH, "本月"), Choice(LAST_MONTH, "上月"), Choice(TODAY, "今天"), Choice(OWN, "自己写")]
        self.days.show_choices([one for one in days if not (is_month and one.value == TODAY)])
        books = [] if is_month else self._books(self.shelf.value)
        offered = [one.name for one in books]
        self.book.show_choices([Choice(one.name, one.title) for one in books])
        if offered:
            self.book.choose(name if name in offered else offered[0], tell=False)
        for part in (self.book_field, self.since_field, self.until_field):
            part.setVisible(not is_month)
        self.month_field.setVisible(is_month)
        if not self.days.value:
            self.days.choose(THIS_MONTH, tell=False)
        self._show_estates()
        self._choose_days(self.days.value)
        self._show_book()

    @property
    def _has_phones(self) -> bool:
        return not self._is_month and REGISTERS[self.book.value].has_phones

    def _show_book(self) -> None:
        """Telephones are asked about where a book has some."""
        self.phones_field.setVisible(self._has_phones)
        self._name_file()

    def _show_estates(self) -> None:
        """One's own estates; of a month those of which one sees the figures, and all of them together."""
        counter = self._counter
        rows = counter.database.read(ESTATES, (counter.actor.id, counter.estate_id))
        self._estates = [Estate(f"e/{ent}", str(name), str(company or "")) for ent, name, company in rows]
        if self._is_month:
            self._estates = [one for one in self._estates if may_see(self._actor(one.scope))]
        choices = [Choice(one.scope.removeprefix("e/"), one.name) for one in self._estates]
        if self._is_month and len(choices) > 1:
            choices.append(Choice(EVERY, "全部小区"))
        value, known = self.estate.value or counter.estate_id, [one.value for one in choices]
        self.estate.show_choices(choices, value if value in known else (known or [""])[0])
        self.estate_field.setVisible(len(choices) > 1)

    def enter(self) -> None:
        if self._token is not None:
            return
        self._show_estates()
        if self.days.value != OWN:
            self._choose_days(self.days.value)
        self._say("")
        self._name_file()
        first = self.days if self._is_month else self.book
        QTimer.singleShot(0, first, lambda: first.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("1-9", "选"),
            ("Shift+Tab", "换一类"),
            ("Enter", "下一项"),
            ("F9", "存文件"),
            ("F8", "预览打印"),
            ("Esc", "返回"),
        )

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
        if self.estate_field.isVisible():
            return self.estate
        return self.phones if self._has_phones else self.kind

    def _leave_days(self) -> None:
        own = self.month if self._is_month else self.since
        (own if self.days.value == OWN else self._after_days()).setFocus()

    def _choose_days(self, word: str) -> None:
        if word != OWN:
            since, until = days_of(word, day_of(self._counter.now()))
            self.since.setText(since)
            self.until.setText(until)
            self.month.setText(since[:7])
            self._accept()
        self._name_file()

    def _accept(self) -> None:
        for field in (self.since_field, self.until_field, self.month_field):
            field.accept()

    def _own_days(self) -> None:
        self._accept()
        if self.days.value != OWN:
            self.days.choose(OWN, tell=False)
        self._name_file()

    def _job(self) -> Job | None:
        """What stands in the form; None where a field says what is wrong with it."""
        today, told = day_of(self._counter.now()), []
        fields = [(self.since, self.since_field, day_typed), (self.until, self.until_field, day_typed)]
        if self._is_month:
            fields = [(self.month, self.month_field, month_typed)]
        for field, frame, read in fields:
            try:
                told.append(read(field.text(), today))
            except DeskError as error:
                frame.refuse(error)
                field.setFocus()
                return None
        if self._is_month:
            chosen = [one for one in self._estates if self.estate.value in (EVERY, one.scope.removeprefix("e/"))]
            return MonthJob.of(self._counter, chosen, told[0])
        scope = f"e/{self.estate.value or self._counter.estate_id}"
        try:
            asked = Asked(
                REGISTERS[self.book.value], scope, told[0], told[1], self._has_phones and self.phones.value == WHOLE
            )
        except DeskError as error:
            self.since_field.refuse(error)
            self.since.setFocus()
            return None
        return RegisterJob.of(self._counter, asked)

    def _name_file(self) -> None:
        """The file is named after what is in it, in the folder that was used last."""
        today = day_of(self._counter.now())
        try:
            if self._is_month:
                name = f"{MonthJob.title}-{month_typed(self.month.text(), today).replace('-', '')}"
            else:
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
        job, typed = self._job(), self.path.text().strip()
        if job is None or self._token is not None:
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

        def done(told: tuple[bytes, str]) -> None:
            self._end()
            self._counter.ways.said.emit(f"{told[1]}, 存在 {path}")
            self.closed.emit()

        self._run(job, path, done)

    def _print(self) -> None:
        job = self._job()
        if job is None or self._token is not None:
            return

        def done(told: tuple[bytes, str]) -> None:
            self._end()
            self._counter.ways.print_wanted.emit(DocumentPapers(name=job.print_name, pdf=told[0], kind=job.kind))

        self._run(job, None, done)

    def _run(self, job: Job, path: Path | None, done: Callable[[tuple[bytes, str]], None]) -> None:
        """On the work lane. Without a path the PDF is only made."""
        counter, token = self._counter, Token()
        self._token = token
        told = counter.work.report(self, self.progress.advance)
        self.progress.begin(f"正在整理{job.title}")
        for button in (self.save_button, self.print_button):
            button.block("正在整理")

        def stopped() -> bool:
            return token.cancelled

        def work() -> tuple[bytes, str]:
            try:
                if path is not None and path.suffix.lower() == f".{XLSX}":
                    return b"", job.workbook(path, told, stopped)
                self._fonts = self._fonts or PaperFonts.load(RESOURCES / "fonts")
                pdf, said = job.paper(self._fonts, told, stopped)
            except workbook.Cancelled:
                raise Cancelled from None
            if path is not None:
                write(path, pdf)
            return pdf, said

        def finished(made: tuple[bytes, str]) -> None:
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

"""打印: the slips as they will look, which printer and paper, and what the ledger is told once paper is out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.paths import RESOURCES
from desk.services.slips.record import SlipFormat
from desk.store.steps import Changed
from desk.ui import printing
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Notice, Progress
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.print_jobs import Job, issue, jobs, printed
from desk.ui.printing import FILE, PaintRun, Printers, Profile, SystemPrinters, page_image
from desk.ui.remembered import recall
from desk.ui.special.paper_question import PaperQuestion
from desk.ui.special.print_options import PrintOptions
from desk.ui.special.save_pdf import SaveStrip
from desk.ui.theme import theme
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.calibration import render_calibration
from reports.slips.render import render_slips

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SHOWN_DPI = 110
MOST_SHOWN = 12  # pages painted for the eye; the rest is printed all the same


class PreviewPane(PanelFrame):
    """`closed` when the work with paper is over. Nothing is 已打印 before the paper is out."""

    closed = Signal()
    WIDTH = 1120

    def __init__(self, counter: Counter, printers: Printers | None = None, parent: QWidget | None = None) -> None:
        super().__init__("打印派工单", parent=parent)
        self._counter = counter
        self._printers = printers or SystemPrinters()
        self._fonts: PaperFonts | None = None
        self._ids: list[str] = []
        self.jobs: list[Job] = []
        self._pdf, self._pages = b"", 0
        self._load: object = None
        self._run: PaintRun | None = None
        self._calibrating = False
        self._at_once = False
        self.options = PrintOptions()
        self.notice = Notice()
        self.question = PaperQuestion()
        self.save = SaveStrip(counter)
        self.progress = Progress()
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("打印", "F8", PRIMARY, "printer")
        self._lay()
        self.close_wanted.connect(self._leave)
        self.options.chosen.connect(self._choose)
        self.options.printer_chosen.connect(self._choose_printer)
        self.options.calibrate.connect(self._calibrate)
        self.print_button.clicked.connect(self.print)
        self.question.answered.connect(self._answered)
        self.progress.cancelled.connect(self._stop)
        self.save.saved.connect(self._saved)

    def _lay(self) -> None:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self._sheets = QWidget()
        self._column = QVBoxLayout(self._sheets)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._column.setSpacing(look.px(16))
        self._area = scrolled(self._sheets)
        self._area.setAccessibleName("预览")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.notice)
        row.addWidget(self._stack, 1)
        side = scrolled(self.options)
        side.setFixedWidth(look.px(320))
        row.addWidget(side)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.save)
        self.body.addWidget(self.question)
        self.body.addWidget(self.progress)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)

    # Place

    def begin(self, ids: Sequence[str], at_once: bool = False) -> None:
        """Other slips: these orders, in this order. `at_once`: on the printer used last, without another key."""
        self._ids = [str(one) for one in ids]
        self._at_once = at_once
        self.jobs = []
        self._calibrating = not self._ids  # without slips there is the page that measures a printer

    def enter(self) -> None:
        if self._run is not None or not self.question.isHidden():
            return
        names = list(self._printers.names())
        database = self._counter.database
        last = recall(database, printing.LAST)
        name = last if last in names else names[0] if names else FILE
        self.options.show_printers([*names, FILE], printing.recall_profile(database, name))
        self._say("没有找到打印机, 可以存成 PDF 文件" if not names else "")
        self.save.hide()
        self.question.hide()
        self._read()
        self.options.settle()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("F8", "打印"), ("PgUp PgDn", "翻页"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F8", "Ctrl+Return"):
            self.print_button.click_or_say()
            return True
        if key in ("PgDown", "PgUp"):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + (1 if key == "PgDown" else -1) * bar.pageStep())
            return True
        if key == "Esc":
            self._leave()
            return True
        return False

    @property
    def profile(self) -> Profile:
        return self.options.profile

    # what will be printed

    def _read(self) -> None:
        counter, ids = self._counter, self._ids
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        self._show_notice(self.notice.loading)
        self.options.show_calibrating(self._calibrating)
        self.options.calibration.setVisible(bool(ids))
        if not ids:
            self.title.setText("打印机与校准页")
            self._render()
            return
        counter.read(self, lambda: jobs(database, actor, scope, ids, actor.name, now), self._found, self._failed)

    def _found(self, found: list[Job]) -> None:
        self.jobs = found
        first = found[0]
        second = f" 第 {first.copy_no} 次打印" if first.copy_no > 1 else ""
        words = f"{first.no}{second}" if len(found) == 1 else f"{len(found)} 单"
        self.title.setText(f"{'补打' if first.copy_no > 1 and len(found) == 1 else '打印'}派工单 {words}")
        self._render()

    def _render(self) -> None:
        """The PDF of what is shown, on the work lane; a choice made meanwhile makes the older one void."""
        profile, found, now = self.profile, list(self.jobs), self._counter.now()
        calibrating = self._calibrating
        if not found and not calibrating:
            return
        company = found[0].sheet.company if found else ""
        self._load = load = object()
        self.print_button.block("正在排版")

        def work() -> tuple[bytes, int, list[QImage]]:
            fonts = self._fonts or PaperFonts.load(RESOURCES / "fonts")
            if calibrating:
                pdf = render_calibration(fonts, profile.format, company=company, made_at=now, offset=profile.offset)
            else:
                pdf = render_slips(
                    fonts, [job.sheet for job in found], profile.format,
                    made_at=now, offset=profile.offset, copies=profile.copy_names,
                )  # fmt: skip
            self._fonts = fonts
            with Pages(pdf) as pages:
                count = len(pages)
            return pdf, count, [page_image(pdf, number, SHOWN_DPI, True) for number in range(min(count, MOST_SHOWN))]

        def done(made: tuple[bytes, int, list[QImage]]) -> None:
            if load is self._load:
                self._show(*made)

        self._counter.work.run(self, work, done, self._failed)

    def _show(self, pdf: bytes, pages: int, images: list[QImage]) -> None:
        self._pdf, self._pages = pdf, pages
        self.print_button.block("")
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        room = self._area.viewport().width() - theme().px(24)
        for number, image in enumerate(images, 1):
            sheet = QLabel()
            sheet.setAccessibleName(f"第 {number} 页, 共 {pages} 页")
            sheet.setStyleSheet(f"border: 1px solid {theme().colour('edge').name()}; background: white")
            pixmap = QPixmap.fromImage(image)
            smooth = Qt.TransformationMode.SmoothTransformation
            sheet.setPixmap(pixmap.scaledToWidth(room, smooth) if pixmap.width() > room > 0 else pixmap)
            self._column.addWidget(sheet)
        if pages > len(images):
            self._column.addWidget(label(f"还有 {pages - len(images)} 页, 打印时都会打出来", "quiet"))
        self._stack.setCurrentWidget(self._area)
        at_once, self._at_once = self._at_once, False
        if at_once and self.profile.name != FILE and recall(self._counter.database, printing.LAST) == self.profile.name:
            self.print()

    def _choose(self) -> None:
        printing.remember_profile(self._counter, self, self.profile)
        self._render()

    def _choose_printer(self, name: str) -> None:
        self.options.show_profile(printing.recall_profile(self._counter.database, name))
        self._choose()

    def _calibrate(self) -> None:
        """The page that shows how far this printer is off; the slips again on the second press."""
        self._calibrating = not self._calibrating or not self._ids
        self.options.show_calibrating(self._calibrating)
        self._render()

    # printing

    def print(self) -> None:
        """Enter the sheets in the ledger, then give the pages to the printer."""
        if self._run is not None or not self._pdf:
            return
        if not self.question.isHidden():
            self._say("请先回答出纸了没有", "warn")
            return
        if self._calibrating:
            self._send()
            return
        counter = self._counter
        requests = issue(counter.scope, self.jobs, self.profile.format, counter.now())
        if not requests:
            self._send()
            return
        counter.take(self, requests, self._issued, self._failed_step)

    def _issued(self, changed: Changed) -> None:
        ids = iter(changed.ents)
        self.jobs = [job if job.slip_id else replace(job, slip_id=next(ids)) for job in self.jobs]
        self._send()

    def _send(self) -> None:
        profile = self.profile
        if profile.name == FILE:
            name = "校准页" if self._calibrating else f"派工单-{self.jobs[0].no}"
            self.save.open(self._pdf, name)
            return
        try:
            printer = self._printers.open(profile.name)
        except DeskError as error:
            self._stopped(error)
            return
        self.progress.begin("正在打印")
        self.print_button.block("正在打印")
        self._run = PaintRun(
            self._counter, printer, self._pdf, self._pages, profile.format,
            self.progress.advance, lambda: self._handed_over(printer), self._stopped, self,
        )  # fmt: skip
        self._run.begin()

    def _handed_over(self, printer: "QPrinter") -> None:
        self._forget_run()
        self.progress.end()
        self.print_button.block("")
        trouble = self._printers.trouble(printer)
        if trouble:
            self._stopped(DeskError(trouble, "这些单子仍算未打印, 修好后再按 F8"))
        elif self._calibrating:
            self._say("校准页已送出: 量好后填上新的偏移")
        elif self.profile.ask:
            self.question.ask(f"出纸了吗? {self._count_words()}")
        else:
            self._mark_printed()

    def _count_words(self) -> str:
        profile = self.profile
        plies = "" if profile.format is SlipFormat.PLIES else f", 每单 {profile.copies} 联"
        return f"{len(self.jobs)} 单{plies}"

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self._forget_run()
            self.progress.end()
            self.print_button.block("")
            self._say("已停止: 这些单子仍算未打印, 编号不变", "warn")

    def _forget_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.deleteLater()

    def _stopped(self, error: DeskError) -> None:
        self._forget_run()
        self.progress.end()
        self.print_button.block("")
        self._say(f"{error.message}: {error.advice}. 仍算未打印, 编号不变", "bad")

    def _saved(self, path: Path) -> None:
        if self._calibrating:
            self._say(f"校准页已存到 {path}")
            return
        self.question.ask(f"PDF 已存到 {path}. 打出来了吗?")

    def _answered(self, out: bool) -> None:
        if out:
            self._mark_printed()
            return
        self._say("仍算未打印, 编号不变: 弄好打印机后再按 F8", "warn")
        self.options.settle()
        self._read()

    def _mark_printed(self) -> None:
        counter, profile = self._counter, self.profile
        ids = [job.slip_id for job in self.jobs if job.slip_id is not None]
        requests = printed(counter.scope, ids, profile.words, counter.actor.name, profile.format)
        counter.take(self, requests, lambda _changed: self._over(), self._failed_step)

    def _over(self) -> None:
        first = self.jobs[0]
        plies = "" if self.profile.format is SlipFormat.PLIES else f" {self.profile.copies} 联"
        what = first.no if len(self.jobs) == 1 else f"{len(self.jobs)} 单"
        to = f", 交 {first.carrier}" if len(self.jobs) == 1 and first.carrier else ""
        self._counter.ways.said.emit(f"{what} 已打印{plies}{to}")
        self.closed.emit()

    # what else

    def _leave(self) -> None:
        """Back: what was entered in the ledger and has no paper stays 未打印."""
        self._stop()
        self.question.hide()
        self.save.hide()
        self._calibrating = False
        self.options.show_calibrating(False)
        self.closed.emit()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("打印没有准备好", "请再试一次")
        self.print_button.block(told.message)
        self._show_notice(lambda: self.notice.empty(told.message, told.advice))

    def _failed_step(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._say(str(error), "bad")
        else:
            self._counter.ways.refused.emit(error)

    def _show_notice(self, say: object) -> None:
        if callable(say):
            say()
        self._stack.setCurrentWidget(self.notice)

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

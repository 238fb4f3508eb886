"""打印: the paper as it will look, which printer and paper, and what the ledger is told once each sheet is out."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.paths import RESOURCES
from desk.store.steps import Changed
from desk.ui import printing
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Progress
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.papers import BlankPapers, CalibrationPapers, Papers, SlipPapers, Where
from desk.ui.print_jobs import Job
from desk.ui.printing import FILE, PaintRun, Printers, Profile, SystemPrinters, page_image
from desk.ui.remembered import recall
from desk.ui.special.paper_question import PaperQuestion
from desk.ui.special.preview_sheets import SheetsView
from desk.ui.special.print_options import PrintOptions
from desk.ui.special.save_pdf import SaveStrip
from desk.ui.special.which_question import WhichQuestion
from desk.ui.theme import theme
from reports.fonts import PaperFonts
from reports.preview import Pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SHOWN_DPI = 110
MOST_SHOWN = 12  # pages painted for the eye; the rest is printed all the same
Made = tuple[bytes, int, list[QImage]]


class PreviewPane(PanelFrame):
    """`closed` when the work with paper is over. Nothing is 已打印 before the paper is out."""

    closed = Signal()
    WIDTH = 1120

    def __init__(self, counter: Counter, printers: Printers | None = None, parent: QWidget | None = None) -> None:
        super().__init__("打印", parent=parent)
        self._counter = counter
        self._printers = printers or SystemPrinters()
        self._fonts: PaperFonts | None = None
        self._wanted: Papers = SlipPapers()  # as they were asked for
        self.papers: Papers | None = None  # as they were read
        self._pdf, self._pages = b"", 0
        self._load: object = None
        self._run: PaintRun | None = None
        self._put_by: Papers | None = None  # while the printer is measured
        self._at_once = False
        self.options = PrintOptions()
        self.question = PaperQuestion()
        self.which = WhichQuestion()
        self.save = SaveStrip(counter)
        self.progress = Progress()
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("打印", "F8", PRIMARY, "printer")
        self._lay()
        self.close_wanted.connect(self._leave)
        self.options.chosen.connect(self._choose)
        self.options.printer_chosen.connect(self._choose_printer)
        self.options.count_chosen.connect(self._choose_count)
        self.options.calibrate.connect(self._calibrate)
        self.print_button.clicked.connect(self.print)
        self.question.answered.connect(self._answered)
        self.which.answered.connect(self._told_which)
        self.progress.cancelled.connect(self._stop)
        self.save.saved.connect(self._saved)

    def _lay(self) -> None:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        self._sheets = SheetsView()
        self.notice = self._sheets.notice
        row.addWidget(self._sheets, 1)
        side = scrolled(self.options)
        side.setFixedWidth(look.px(320))
        row.addWidget(side)
        self.body.addLayout(row, 1)
        for part in (self.save, self.question, self.which, self.progress):
            self.body.addWidget(part)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)

    # Place

    def begin(self, wanted: Papers | Sequence[str], at_once: bool = False) -> None:
        """Other papers, or the slips of these orders. `at_once`: on the printer used last, without another key."""
        ids = () if isinstance(wanted, Papers) else tuple(map(str, wanted))
        # Without slips there is the page that measures a printer.
        self._wanted = wanted if isinstance(wanted, Papers) else SlipPapers(ids=ids) if ids else CalibrationPapers()
        self._at_once = at_once
        self.papers = self._put_by = None
        self._pdf = b""

    def enter(self) -> None:
        if self._run is not None or self._is_asking():
            return
        names = list(self._printers.names())
        database = self._counter.database
        last = recall(database, printing.LAST)
        name = last if last in names else names[0] if names else FILE
        self._show_kind()
        self.options.show_printers([*names, FILE], printing.recall_profile(database, name))
        self._say("没有找到打印机, 可以存成 PDF 文件" if not names else "")
        self.save.hide()
        self.question.hide()
        self.which.hide()
        self._read()
        self.options.settle()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("F8", "打印"), ("PgUp PgDn", "翻页"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F8", "Ctrl+Return"):
            self.print_button.click_or_say()
        elif key in ("PgDown", "PgUp"):
            self._sheets.turn(1 if key == "PgDown" else -1)
        elif key == "Esc":
            self._leave()
        else:
            return False
        return True

    @property
    def profile(self) -> Profile:
        return self.options.profile

    @property
    def jobs(self) -> Sequence[Job]:
        """The slips to print; none where it is another paper."""
        return self.papers.jobs if isinstance(self.papers, SlipPapers) else ()

    def _show_kind(self) -> None:
        """What there is to choose for these papers."""
        one = self._wanted
        count = one.count if isinstance(one, BlankPapers) else 0
        measured = isinstance(one, CalibrationPapers)
        self.options.show_kind(one.sized, one.noted, count, one.sized and (not measured or self._put_by is not None))
        self.options.show_calibrating(measured)

    def _is_asking(self) -> bool:
        return not (self.question.isHidden() and self.which.isHidden())

    # what will be printed

    def _read(self, send: bool = False) -> None:
        """Read what stands on it and lay it out; `send`: the sheets are in the ledger, the printer waits."""
        counter, wanted = self._counter, self._wanted
        at = Where(counter.database, counter.actor, counter.scope, counter.settings(), counter.now())
        self._sheets.say(self.notice.loading)
        counter.read(self, lambda: wanted.read(at), lambda found: self._found(found, send), self._failed)

    def _found(self, found: Papers, send: bool) -> None:
        self.papers = found
        self.title.setText(found.heading)
        if found.aside:
            self._say(found.aside, "warn")
        self._render(send)

    def _render(self, send: bool = False) -> None:
        """The PDF of what is shown, on the work lane; a choice made meanwhile makes the older one void."""
        profile, papers, now = self.profile, self.papers, self._counter.now()
        if papers is None:
            return
        self._load = load = object()
        self.print_button.block("正在排版")

        def work() -> Made:
            fonts = self._fonts or PaperFonts.load(RESOURCES / "fonts")
            pdf = papers.render(fonts, profile, now)
            self._fonts = fonts
            with Pages(pdf) as pages:
                count = len(pages)
            return pdf, count, [page_image(pdf, number, SHOWN_DPI, True) for number in range(min(count, MOST_SHOWN))]

        def done(made: Made) -> None:
            if load is self._load:
                self._show(*made, send)

        self._counter.work.run(self, work, done, self._failed)

    def _show(self, pdf: bytes, pages: int, images: list[QImage], send: bool) -> None:
        self._pdf, self._pages = pdf, pages
        self.print_button.block("")
        self._sheets.show_pages(images, pages)
        at_once, self._at_once = self._at_once, False
        last = recall(self._counter.database, printing.LAST)
        if send:
            self._send()
        elif at_once and self.profile.name != FILE and last == self.profile.name:
            self.print()

    def _choose(self) -> None:
        printing.remember_profile(self._counter, self, self.profile)
        self._render()

    def _choose_printer(self, name: str) -> None:
        self.options.show_profile(printing.recall_profile(self._counter.database, name))
        self._choose()

    def _choose_count(self, count: int) -> None:
        if isinstance(self._wanted, BlankPapers) and count != self._wanted.count:
            self._wanted = BlankPapers(count=count)
            self._read()

    def _calibrate(self) -> None:
        """The page that shows how far this printer is off; the papers again on the second press."""
        if self._put_by is not None:
            self._wanted, self._put_by = self._put_by, None
        elif not isinstance(self._wanted, CalibrationPapers):
            self._wanted, self._put_by = CalibrationPapers(), self._wanted
        self._show_kind()
        self._read()

    # printing

    def print(self) -> None:
        """Enter the sheets in the ledger, then give the pages to the printer."""
        papers = self.papers
        if self._run is not None or not self._pdf or papers is None:
            return
        if self._is_asking():
            self._say("请先回答出纸了没有", "warn")
            return
        counter = self._counter
        requests = papers.issue(counter.scope, self.profile.format, counter.now())
        if requests:
            counter.take(self, requests, self._issued, self._failed_step)
        else:
            self._send()

    def _issued(self, changed: Changed) -> None:
        assert self.papers is not None
        if self.papers.renumbered:
            self._read(send=True)
            return
        self.papers = self.papers.issued(changed.ents)
        self._send()

    def _send(self) -> None:
        profile, papers = self.profile, self.papers
        assert papers is not None
        if profile.name == FILE:
            self.save.open(self._pdf, papers.file_name)
            return
        try:
            printer = self._printers.open(profile.name)
        except DeskError as error:
            self._stopped(error)
            return
        self.progress.begin("正在打印")
        self.print_button.block("正在打印")
        self._run = PaintRun(
            self._counter, printer, self._pdf, self._pages, papers.page(profile),
            self.progress.advance, lambda: self._handed_over(printer), self._stopped, self,
        )  # fmt: skip
        self._run.begin()

    def _handed_over(self, printer: "QPrinter") -> None:
        papers, trouble = self.papers, self._printers.trouble(printer)
        assert papers is not None
        if trouble:
            self._stopped(DeskError(trouble, "修好后再按 F8"))
            return
        self._forget_run()
        if not papers.in_ledger:
            self._over(papers, 0)
        elif self.profile.ask:
            self.question.ask(f"出纸了吗? {papers.count_words(self.profile)}", len(papers.sheets) > 1)
        else:
            self._mark_printed(range(len(papers.sheets)))

    def _stop(self) -> None:
        if self._run is None:
            return
        begun = self._run.painted > 0
        self._run.stop()
        self._forget_run()
        if begun:
            self._ask_which("已停止, 有的可能已经出纸")
        self._say("已停止: 这些单子仍算未打印, 编号不变", "warn")

    def _ask_which(self, words: str) -> bool:
        """After a batch that went wrong: some of it may lie in the tray; a single sheet counts as not printed."""
        papers = self.papers
        if papers is None or not papers.in_ledger or len(papers.sheets) < 2:
            return False
        self.which.ask(f"{words}: 哪几张没出来?", papers.sheets)
        return True

    def _forget_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.deleteLater()
        self.progress.end()
        self.print_button.block("")

    def _stopped(self, error: DeskError) -> None:
        begun = self._run is not None
        self._forget_run()
        words = f"{error.message}: {error.advice}"
        if begun and self._ask_which(error.message):
            self._say(words, "bad")
            return
        if self.papers is not None and self.papers.in_ledger:
            words += ". 仍算未打印, 编号不变"
        self._say(words, "bad")

    def _saved(self, path: Path) -> None:
        papers = self.papers
        if papers is None or not papers.in_ledger:
            self._say(f"已存到 {path}")
            return
        self.question.ask(f"PDF 已存到 {path}. 打出来了吗?", len(papers.sheets) > 1)

    def _answered(self, out: bool) -> None:
        assert self.papers is not None
        if out:
            self._mark_printed(range(len(self.papers.sheets)))
        elif not self._ask_which("没有全出来"):
            self._none_came()

    def _told_which(self, missing: frozenset[int]) -> None:
        assert self.papers is not None
        came = [place for place in range(len(self.papers.sheets)) if place not in missing]
        if came:
            self._mark_printed(came)
        else:
            self._none_came()

    def _none_came(self) -> None:
        self._say("仍算未打印, 编号不变: 弄好打印机后再按 F8", "warn")
        self.options.settle()
        self._read()

    def _mark_printed(self, came: Collection[int]) -> None:
        """Those that are out; with the others it goes on."""
        counter, papers = self._counter, self.papers
        assert papers is not None
        left = [place for place in range(len(papers.sheets)) if place not in came]
        requests = papers.out(counter.scope, came, self.profile, counter.actor.name)
        counter.take(self, requests, lambda _changed: self._marked(papers, len(came), left), self._failed_step)

    def _marked(self, papers: Papers, came: int, left: Sequence[int]) -> None:
        if not left:
            self._over(papers, came)
            return
        self._wanted = papers.rest(left)
        self._show_kind()
        self._say(f"{came} 张已登记打印; 剩下 {len(left)} 张仍算未打印, 编号不变: 弄好打印机后再按 F8", "warn")
        self.options.settle()
        self._read()

    def _over(self, papers: Papers, count: int) -> None:
        words = papers.done_words(count, self.profile)
        if papers.stays:
            self._say(words)
            return
        self._counter.ways.said.emit(words)
        self.closed.emit()

    # what else

    def _leave(self) -> None:
        """Back: what was entered in the ledger and has no paper stays 未打印."""
        self._stop()
        self.question.hide()
        self.which.hide()
        self.save.hide()
        self.closed.emit()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("打印没有准备好", "请再试一次")
        self.print_button.block(told.message)
        self._sheets.say(lambda: self.notice.empty(told.message, told.advice))

    def _failed_step(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._say(str(error), "bad")
        else:
            self._counter.ways.refused.emit(error)

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

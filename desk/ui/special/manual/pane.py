"""手册: tasks left, text right, the keys of where one is on top; F8 prints all of it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.paths import RESOURCES
from desk.ui.counter import Counter
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import label, line, retone
from desk.ui.kit.notice import Progress
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.papers import DocumentPapers
from desk.ui.places import refusal
from desk.ui.print_jobs import office_of
from desk.ui.special.manual.contents import Contents
from desk.ui.special.manual.reader import Reader
from desk.ui.special.manual.rich_text import keys_text
from desk.ui.special.save_pdf import SaveStrip
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme
from reports.manual.book import Book, load

FOLDER = RESOURCES / "manual"
FILE_NAME = "物业前台使用手册"
Keys = Sequence[tuple[str, str]]


class ManualPane(PanelFrame):
    """Opens over a page or a panel and gives it back as it was: Esc or F1 closes it."""

    WIDTH = 1180
    closed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("手册", parent=parent)
        self._counter = counter
        self.book: Book = load(FOLDER)
        self._token: Token | None = None
        look = theme()
        self.contents = Contents(self.book)
        self.reader = Reader(FOLDER)
        self.here = label("", wrap=True)
        self.here.setTextFormat(Qt.TextFormat.RichText)
        self.here.setContentsMargins(look.px(16), 0, look.px(8), 0)
        self.progress = Progress()
        self.save = SaveStrip(counter)
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("打印整本", "F8", icon="printer")
        self._lay()
        self.close_wanted.connect(self._leave)
        self.contents.page_chosen.connect(self._show)
        self.contents.entered.connect(self.reader.setFocus)
        self.reader.page_wanted.connect(self.contents.choose)
        self.reader.back.connect(self.contents.field.setFocus)
        self.print_button.clicked.connect(self.print)
        self.print_button.blocked.connect(self._say)
        self.progress.cancelled.connect(self._stop)
        self.save.saved.connect(self._saved)

    def _lay(self) -> None:
        look = theme()
        self.body.setContentsMargins(look.px(16), look.px(12), look.px(8), look.px(12))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.contents)
        row.addWidget(line(vertical=True))
        right = QVBoxLayout()
        right.setSpacing(look.px(8))
        right.addWidget(self.here)
        right.addWidget(self.reader, 1)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.save)
        self.body.addWidget(self.progress)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)

    # Place

    def begin(self, places: Sequence[str] = (), keys: Keys = ()) -> None:
        """Asked for from a place: its page, and its keys on top. The first of `places` that has a page counts."""
        self.contents.field.clear()
        self._show_keys(keys)
        page = self.book.page_for(*places)
        self.contents.choose(page.file)
        self._show(page.file)

    def enter(self) -> None:
        self._say("")
        if self._token is None and self.save.isHidden():
            self.contents.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Keys:
        return (("↑↓", "选"), ("Enter", "读"), ("PgUp PgDn", "翻页"), ("F8", "打印整本"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key == "Esc" and not self.save.isHidden():
            self.save.hide()
            self.contents.field.setFocus()
            return True
        if key in ("Esc", "F1"):
            self._leave()
            return True
        if key == "F8":
            self.print_button.click_or_say()
            return True
        if key in ("PgDown", "PgUp"):
            self.reader.turn(1 if key == "PgDown" else -1)
            return True
        return False

    def _leave(self) -> None:
        self._stop()
        self.save.hide()
        self.closed.emit()

    # reading

    def _show(self, file: str) -> None:
        self.reader.show_page(self.book.by_file[file], self.contents.typed)

    def _show_keys(self, keys: Keys) -> None:
        """The keys of where one was when one asked: what a person most often wants to know."""
        self.here.setVisible(bool(keys))
        self.here.setText(f"这里的按键 &nbsp; {keys_text(keys)}")
        self.here.setAccessibleName("这里的按键 " + ", ".join(f"{key} {words}" for key, words in keys))

    # on paper

    def print(self) -> None:
        """All pages as one PDF, made on the work lane; a second press while it is made does nothing."""
        if self._token is not None:
            return
        counter, token = self._counter, Token()
        self._token = token
        self.print_button.block("正在排版, 请稍等")
        self.progress.begin("正在排版手册")
        told = counter.work.report(self, self.progress.advance)
        now, database, scope = counter.now(), counter.database, counter.scope

        def work() -> bytes:
            from reports.fonts import PaperFonts
            from reports.manual.pdf import render_manual

            def still(done: int, total: int) -> bool:
                told(done, total)
                return not token.cancelled

            company = office_of(database, scope).company
            pdf = render_manual(
                PaperFonts.load(RESOURCES / "fonts"), load(FOLDER), made_at=now, company=company, told=still
            )
            if not pdf:
                raise Cancelled
            return pdf

        counter.work.run(self, work, partial(self._made, token), partial(self._failed, token))

    def _made(self, token: Token, pdf: bytes) -> None:
        """On to the preview; who may not print there takes it as a file."""
        if token is not self._token:
            return
        self._over()
        if refusal(self._counter, "preview"):
            self.save.open(pdf, FILE_NAME)
        else:
            self._counter.ways.print_wanted.emit(DocumentPapers(FILE_NAME, pdf))

    def _failed(self, token: Token, error: Exception) -> None:
        if token is self._token:
            self._over()
            self._say(str(error) if isinstance(error, DeskError) else "手册没有排出来, 请再试一次", "bad")

    def _stop(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._over()

    def _over(self) -> None:
        self._token = None
        self.progress.end()
        self.print_button.block("")

    def _saved(self, path: Path) -> None:
        self._say(f"已存到 {path}, 打开它就能打印")
        self.contents.field.setFocus()

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

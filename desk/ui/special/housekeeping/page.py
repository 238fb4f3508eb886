"""家政: whose turn it is at the left, one booking at the right; what the company says on the telephone is one key."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.flow import Values
from desk.services.housekeeping import matters, reads
from desk.services.housekeeping.page import PAGE
from desk.services.housekeeping.record import AgreedBy, BookingState
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.keys import BARRIER
from desk.ui.kit.labels import label, retone
from desk.ui.kit.slide_over import SlideOver
from desk.ui.page_body import ListBody
from desk.ui.page_detail import Detail
from desk.ui.page_export import BOOK_KEY
from desk.ui.page_rows import RowsBody
from desk.ui.page_view import PageView
from desk.ui.special.housekeeping.detail import COMPLAINT, COMPLAINT_KEY, PRINT, RECORD, SLIP, SLIPPED, BookingDetail
from desk.ui.special.housekeeping.lines import REVIEW, WHOLE, View, day_words, lines
from desk.ui.special.housekeeping.papers import BookingPapers
from desk.ui.special.housekeeping.slip_form import SlipForm
from desk.ui.theme import theme

S = BookingState
COLUMNS = {"state": 64, "where": 104, "urgent": 0, "note": 88, "who": 80, "clock": 132, "next": 0}
NEW_KEY = "2"
KEYS = {
    " ": "arrive", "9": "finish", "8": "no_show", "7": "nobody_home", "4": "again", "5": "reassign", "+": "urge",
    "-": "decline", "*": "trouble", NEW_KEY: "book",
}  # fmt: skip
SLIP_WIDTH = 560


class HousekeepingPage(PageView):
    BOOK = "housekeeping"

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(counter, PAGE, parent)
        self._slip: SlideOver | None = None
        assert isinstance(self.body, RowsBody)
        self.body.radio.connect(lambda values, name: self.want(name, values))
        self.columns_button.hide()  # a row says what it says
        counter.lists_changed.connect(self._lists_changed)

    def make_body(self) -> ListBody:
        return RowsBody(
            self.counter, "家政预约", COLUMNS, KEYS, WHOLE, lambda pile, rows: lines(pile, rows, self._view())
        )

    def make_detail(self) -> Detail:
        return BookingDetail(self.counter, self, self.want)

    def above_list(self) -> QWidget:
        """How the day stands, and the key that books."""
        look = theme()
        self.day = label("", "body", wrap=True)
        self.new_button = KeyButton("登记家政", NEW_KEY, PRIMARY, "plus")
        self.new_button.clicked.connect(lambda: self.want("book", {}))
        above = QWidget()
        row = QHBoxLayout(above)
        row.setContentsMargins(look.px(16), look.px(2), look.px(8), look.px(2))
        row.addWidget(self.day, 1)
        row.addWidget(self.new_button)
        return above

    def reload(self) -> None:
        super().reload()
        self._count_day()

    def on_changed(self, changed: Changed) -> None:
        super().on_changed(changed)
        if self.isVisible() and changed.any_of(RECORD):
            self._count_day()

    def _count_day(self) -> None:
        """Visits of today, and what the companies are late with."""
        counter = self.counter
        if not counter.roles:
            return
        database, actor, scope, view = counter.database, counter.actor, counter.scope, self._view()

        def found(bookings: list[Values]) -> None:
            words, late = day_words(bookings, view)
            self.day.setText(words)
            retone(self.day, "bad" if late else "quiet")

        counter.read(self, lambda: reads.at_work(database, actor, scope), found)

    def _view(self) -> View:
        counter = self.counter
        return View(counter.settings(), counter.lists(), counter.calendar, counter.now())

    # Place

    def list_keys(self) -> Sequence[tuple[str, str]]:
        return (
            (NEW_KEY, "登记"), ("Enter", "下一步"), ("F4", "约定"), ("F6", "回单"), ("F8", "打印"),
            ("空格", "到场"), ("9", "做完"), ("8", "公司没到"), ("7", "业主不在"), ("4", "改约"), ("5", "改派"),
            ("+", "催公司"), ("-", "接不了"), ("*", "问题"), (BOOK_KEY, "登记簿"),
        )  # fmt: skip

    def press(self, key: str) -> bool:
        if self._slip is not None:
            return self._press_slip(key)
        values = self._chosen()
        wanted = {"F4": "agree", "F6": SLIP, "F8": PRINT, COMPLAINT_KEY: COMPLAINT}.get(key)
        if wanted is not None and values and self.detail.taker.spoken is None:
            self.want(wanted, values)
            return True
        return super().press(key)

    def _press_slip(self, key: str) -> bool:
        assert self._slip is not None
        form = self._slip.panel
        assert isinstance(form, SlipForm)
        if key in ("F9", "Ctrl+Return"):
            form.save()
        elif key == "Esc":
            self._shut_slip()
        return key in ("F9", "Ctrl+Return", "Esc")

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("F9", "保存"), ("Esc", "返回")) if self._slip is not None else super().keys()

    def follows(self) -> tuple[str, ...]:
        return ("branch", "revisit")

    def total_words(self, rows: int, complete: bool) -> str:
        urgent = ", 最急在上" if self.pile.name in WHOLE and rows > 1 else ""
        return f"共 {rows} 单{urgent}" if complete else f"已显示 {rows} 单"

    def show_step(self, ent: str, name: str) -> None:
        """Show a booking; what is asked of it begins when it is read."""
        self.show_record(ent)

    # steps

    def _chosen(self) -> Values:
        assert isinstance(self.body, RowsBody)
        assert isinstance(self.detail, BookingDetail)
        return self.detail.values or self.body.values_of(self.body.chosen_id()) or {}

    def want(self, name: str, values: Values) -> None:
        """From a key, a button or a row: booked, printed, handed in, complained of, or a step."""
        ways = self.counter.ways
        if name == "book":
            ways.booking_wanted.emit("", "")
        elif not values:
            return
        elif name == REVIEW:
            ways.review_wanted.emit(str(values["id"]))
        elif name == PRINT:
            self._print(values)
        elif name == SLIP:
            self._open_slip(values)
        elif name == COMPLAINT:
            self._complain(values)
        else:
            self._step(name, values)

    def _step(self, name: str, values: Values) -> None:
        step = self.counter.rules.known(RECORD).step(name)
        if step is None:
            return
        if values.get("status") not in step.frm:
            now = S.label_of(values.get("status"))
            self.counter.ways.warned.emit(f"{values.get('where', '')} 现在是“{now}”, 不能{step.label}")
            return
        # Nearly always the company rings and says what it agreed.
        told = {"agreed_by": str(AgreedBy.COMPANY)} if name == "agree" else {}
        self.detail.taker.want(RECORD, {**values, **told}, name)

    def _print(self, values: Values) -> None:
        state = matters.state_of(values)
        if state in (S.CANCELLED, S.DECLINED):
            self.counter.ways.warned.emit(f"{values.get('where', '')} 现在是“{state.label}”, 不用打印")
            return
        self.counter.ways.print_wanted.emit(BookingPapers(ids=(str(values["id"]),)))

    def _complain(self, values: Values) -> None:
        """The complaints room takes it from here: who, where, and the number of the booking."""
        from desk.services.complaints.receiving import Draft

        def told(name: str) -> str:
            return str(values.get(name) or "")

        draft = Draft(
            home_id=told("home_id"), resident_id=told("resident_id"), where=told("where"), who=told("customer"),
            phone=told("customer_phone"), source_no=told("no"),
        )  # fmt: skip
        self.counter.ways.complaint_wanted.emit(draft)

    # the slip

    def _open_slip(self, values: Values) -> None:
        state = matters.state_of(values)
        if state not in SLIPPED:
            self.counter.ways.warned.emit(f"{values.get('where', '')} 现在是“{state.label}”, 不能回单")
            return
        self._shut_slip()
        form = SlipForm(self.counter, values)
        slide = SlideOver(form, self, SLIP_WIDTH)
        slide.setProperty(BARRIER, True)
        slide.close_wanted.connect(self._shut_slip)
        form.close_wanted.connect(self._shut_slip)
        form.done.connect(self._slip_done)
        self._slip = slide
        slide.open()
        form.begin()
        self.keys_changed.emit()

    def _slip_done(self, words: str) -> None:
        self._shut_slip()
        self.counter.ways.said.emit(words)

    def _shut_slip(self) -> None:
        slide, self._slip = self._slip, None
        if slide is not None:
            slide.shut()
            slide.deleteLater()
            self.body.settle()
            self.keys_changed.emit()

    def _lists_changed(self) -> None:
        if self.isVisible():
            self.body.refresh()

"""派工: who goes, when, for how much, and whether the resident knows; one key writes it all and prints the slip."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.deciding import Did, Is
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.slips.record import SlipFormat
from desk.services.work_orders.reads import Window
from desk.services.work_orders.staffing import CrewOnDuty
from desk.services.work_orders.wishing import full_words
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.keys import key_name
from desk.ui.messages import words_of
from desk.ui.special.dispatch import reading, sending
from desk.ui.special.dispatch.form import DispatchForm
from desk.ui.special.dispatch.reading import Matter
from desk.ui.special.dispatch.sending import FORMS, Sending
from desk.ui.special.dispatch.showing import FOREMAN, Showing

PAID_FORMS = tuple(FORMS)
WITH_AMOUNTS = ("list", "range")


class DispatchPane(QWidget):
    """One order. `closed` when it is sent or left as it was."""

    closed = Signal()
    WIDTH = 900

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._matter: Matter | None = None
        self._turn = 0
        self._ent = ""
        self._windows: tuple[Window, ...] = ()
        self._busy = False
        self._ready = False
        self._outside = False  # the companies outside are listed, not the own crews
        self._asked: StepRequest | None = None
        self._pressed = ""  # a key that came before everything was read
        self.paper = str(SlipFormat.A5)
        self.form = DispatchForm(self)
        self.showing = Showing(self.form, counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._join()

    def _join(self) -> None:
        form = self.form
        form.crew_button.clicked.connect(self._open_crews)
        form.crews.chosen.connect(self._crew_chosen)
        form.crews.finished.connect(self._after_crews)
        form.people.chosen.connect(self._person_chosen)
        form.people.finished.connect(form.times.setFocus)
        form.second.chosen.connect(self._changed)
        form.second.finished.connect(form.times.setFocus)
        form.company.finished.connect(form.company_phone.setFocus)
        form.company_phone.finished.connect(form.company_no.setFocus)
        form.company_no.finished.connect(form.times.setFocus)
        for field in (form.company, form.company_phone, form.company_no):
            field.textEdited.connect(self._changed)
            field.command.connect(self._command)
        form.times.chosen.connect(self._changed)
        form.times.finished.connect(self._after_times)
        form.price.chosen.connect(self._price_chosen)
        form.price.finished.connect(self._after_price)
        form.low.textEdited.connect(self._changed)
        form.high.textEdited.connect(self._changed)
        form.low.finished.connect(self._after_low)
        form.high.finished.connect(form.told.setFocus)
        form.tools.textEdited.connect(self._changed)
        form.precautions.textEdited.connect(self._changed)
        form.tools.finished.connect(form.precautions.setFocus)
        form.precautions.finished.connect(form.told.setFocus)
        form.told.chosen.connect(self._changed)
        form.told.finished.connect(form.print.setFocus)
        for one in (form.crews, form.people, form.second, form.times, form.price, form.told):
            one.command.connect(self._command)
        form.close_button.clicked.connect(self.closed)
        form.send.clicked.connect(lambda: self._write(printing=False))
        form.print.clicked.connect(lambda: self._write(printing=True))
        form.send.blocked.connect(self._say_why)
        form.print.blocked.connect(self._say_why)
        form.notice.step_wanted.connect(lambda: self.begin(self._ent))

    # --- what the window asks -----------------------------------------------------------------------------------

    def begin(self, ent: str) -> None:
        """This order is to go out."""
        self._ent, self._matter = ent, None
        self._busy = self._ready = False
        self._pressed = ""
        self._turn += 1
        turn = self._turn
        self.showing.waiting()

        def done(found: Matter) -> None:
            if turn == self._turn:
                self._known(found)

        self._counter.read(self, reading.matter(self._counter, ent), done, self._failed)

    def enter(self) -> None:
        if self._matter is not None and self._sending().crew is None:
            self.form.crews.setFocus()
        else:
            self._after_crews()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("0", "工程班长分派"), ("/", "换班组·外单位"), ("+", "加一人"), ("F9", "派工"), ("F8", "派工并打印"),
            ("Esc", "返回"),
        )  # fmt: skip

    def press(self, key: str) -> bool:
        form = self.form
        if key in ("F8", "F9", "F4", "Ctrl+Return"):
            if not self._ready:
                self._pressed = key
            elif key == "F8":
                form.print.click_or_say()
            else:
                form.send.click_or_say()
        elif key == "Esc":
            self.closed.emit()
        else:
            return False
        return True

    # --- choosing -----------------------------------------------------------------------------------------------

    def _known(self, found: Matter) -> None:
        self._matter, self._windows = found, found.windows
        self.showing.fill(found, self._counter.now())
        crew = found.staffing.crew(found.staffing.crew_id)
        self._outside = crew is not None and crew.outside
        if self.isVisible():
            self.enter()
        self._changed()

    def _failed(self, error: Exception) -> None:
        self.showing.failed(error if isinstance(error, DeskError) else DeskError("没有读到这张单", "请再试一次"))

    def _sending(self) -> Sending:
        """What is chosen now."""
        matter, form = self._matter, self.form
        assert matter is not None
        crew = matter.staffing.crew(form.crews.value)
        people = crew.people if crew else ()
        window = next((one for one in self._windows_offered() if str(one.from_at) == form.times.value), None)
        price = form.price.value
        amounts = price in WITH_AMOUNTS or (price == "on_site" and matter.order.get("price_from_fen") is not None)
        low = form.low.fen() if amounts else None
        second = form.second.value if form.body.is_shown("second") else ""
        return Sending(
            crew,
            next((one for one in people if one.id == form.people.value), None),
            window.from_at if window else 0,
            window.to_at if window else 0,
            price,
            low,
            low if price == "list" else form.high.fen() if amounts else None,
            form.tools.text().strip(),
            form.precautions.text().strip(),
            form.told.value,
            next((one for one in people if one.id == second), None),
            form.company.text().strip(),
            form.company_phone.text().strip(),
            form.company_no.text().strip(),
        )

    def _windows_offered(self) -> list[Window]:
        assert self._matter is not None
        return reading.offered(self._matter.order, self._windows, self._counter.now())

    def _command(self, sign: str) -> None:
        if sign == "+":
            self._add_second()
        else:
            self._open_crews()

    def _add_second(self) -> None:
        """One more goes along, asked for or not."""
        matter, form = self._matter, self.form
        if matter is not None:
            self.showing.show_second(matter.staffing.crew(form.crews.value), form.second.value, wanted=True)
            if form.body.is_shown("second"):
                form.second.setFocus()
            self._changed()

    def _person_chosen(self, _ent: str) -> None:
        assert self._matter is not None
        form, wanted = self.form, bool(self._matter.for_two) or self.form.body.is_shown("second")
        self.showing.show_second(self._matter.staffing.crew(form.crews.value), form.second.value, wanted)
        self._changed()

    def _after_crews(self) -> None:
        """To the people of the crew; of a company one asks its own number, and its name where nobody knows it."""
        form = self.form
        if form.body.is_shown("people"):
            form.people.setFocus()
        else:
            (form.company_no if form.company.text() else form.company).setFocus()

    def _open_crews(self) -> None:
        """The crews; asked for again, the companies outside, and back."""
        form = self.form
        if form.crews.isVisible() and self._matter is not None:
            self._outside = not self._outside
            self.showing.show_crews(self._matter.staffing, self._outside, form.crews.value)
        form.crews.show()
        form.crews.setFocus()

    def _crew_chosen(self, ent: str) -> None:
        assert self._matter is not None
        crew = self._matter.staffing.crew(ent)
        self.showing.show_people(crew, "")
        self.showing.show_second(crew, "", bool(self._matter.for_two))
        turn = self._turn

        def done(found: tuple[Window, ...]) -> None:
            if turn == self._turn and self.form.crews.value == ent:
                self._windows = found
                order, now = self._known_order(), self._counter.now()
                chosen, offered = self.form.times.value, self._windows_offered()
                if crew is not None and crew.outside and not reading.is_agreed(order, now):
                    chosen = ""
                self.showing.show_times(offered, crew, chosen, now, order.get("window_from_at"))
                self._changed()

        self._counter.read(self, reading.windows(self._counter, crew.name if crew else "", self._ent), done)
        self._changed()

    def _known_order(self) -> Values:
        assert self._matter is not None
        return self._matter.order

    def _price_chosen(self, price: str) -> None:
        if self._matter is not None:
            self.showing.show_reference(self._matter, price)
        self.showing.show_amounts(price)
        self._changed()

    def _after_times(self) -> None:
        """Paid work stops at its price, anything else goes on to whether the resident knows."""
        price, form = self.form.price.value, self.form
        asked = form.body.is_shown("price") and (not price or price in PAID_FORMS)
        (form.price if asked else form.told).setFocus()

    def _after_price(self) -> None:
        form = self.form
        asked = form.price.value in WITH_AMOUNTS and not form.low.text().strip()
        (form.low if asked else form.told).setFocus()

    def _after_low(self) -> None:
        (self.form.high if self.form.price.value == "range" else self.form.told).setFocus()

    # --- allowed or not, written ----------------------------------------------------------------------------------

    def _changed(self, _value: str = "") -> None:
        """After every choice: the sentence, and whether the rules would let it go."""
        if self._matter is None or self._busy:
            return
        self.form.low_field.accept()
        self.form.high_field.accept()
        try:
            chosen = self._sending()
        except DeskError as error:
            self._block(words_of(error))
            return
        self.showing.show_choice(self._matter, chosen, self._counter.now())
        if chosen.crew is None:
            self._block("还没有选班组: 请选谁去")
            return
        if chosen.is_outside and not chosen.company:
            self._block("还没有写外单位的名字: 请写是哪家")
            return
        self._ask(sending.send(self._counter.scope, self._matter.order, chosen))

    def _ask(self, request: StepRequest) -> None:
        counter, turn = self._counter, self._turn
        actor = counter.actor
        self._asked = request

        def done(did: Did) -> None:
            if turn != self._turn or request is not self._asked:
                return
            refusal = did.refusal
            reason = "" if did.verdict is Is.OK else "现在不能派工"
            self._block(words_of(DeskError(refusal.message, refusal.advice)) if refusal else reason)

        counter.read(self, lambda: counter.steps.forecast(actor, request), done)

    def _block(self, reason: str) -> None:
        self._ready = True
        self.showing.block(reason, self._warning())
        pressed, self._pressed = self._pressed, ""
        if pressed:
            self.press(pressed)

    def _warning(self) -> str:
        """What a person may do all the same, but not unawares."""
        matter, now = self._matter, self._counter.now()
        if matter is None:
            return ""
        crew = matter.staffing.crew(self.form.crews.value)
        window = next((one for one in self._windows_offered() if str(one.from_at) == self.form.times.value), None)
        if window is not None and window.full and crew is not None and not crew.outside:
            return full_words(crew.name, window, now)
        if reading.gone_by(matter.order, now):
            return "原来约的时间已经过了: 请和业主另约"
        return ""

    def _say_why(self, reason: str) -> None:
        self.showing.hint(reason, "bad")
        self._go_to_what_lacks(reason)

    def _go_to_what_lacks(self, reason: str) -> None:
        """The focus goes to what unblocks the button."""
        form = self.form
        if self._matter is None:
            return
        if not form.crews.value:
            self._open_crews()
        elif "外单位" in reason:
            form.company.setFocus()
        elif "价" in reason or "金额" in reason:
            (form.low if form.price.value in WITH_AMOUNTS else form.price).setFocus()

    def _write(self, printing: bool) -> None:
        matter = self._matter
        if self._busy or matter is None:
            return
        counter, chosen = self._counter, self._sending()
        requests = sending.group(counter.scope, matter.order, chosen, matter.slips, self.paper, counter.now())
        outside, warning = chosen.is_outside, self._warning()
        self._busy = True
        self.showing.hint("正在保存…")

        def done(changed: Changed) -> None:
            self._busy = False
            self._ready = False
            no = matter.order.get("no", "")
            words = f"{no} 已转{chosen.to}" if outside else f"{no} 已派工, 交 {self._to(chosen)}"
            counter.ways.said.emit(f"{words} · {warning}" if warning else words)
            self.closed.emit()
            if printing and not outside:
                counter.ways.print_now.emit([matter.order["id"]])

        def failed(error: Exception) -> None:
            self._busy = False
            words = words_of(error) if isinstance(error, DeskError) else "没有保存, 请再按一次"
            self.showing.hint(words, "bad")
            self._go_to_what_lacks(words)

        counter.take(self, requests, done, failed)

    @staticmethod
    def _to(chosen: Sending) -> str:
        crew: CrewOnDuty | None = chosen.crew
        name = crew.name if crew else ""
        return f"{name} {chosen.names}" if chosen.technician else f"{name} ({FOREMAN})"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(key_name(event)):
            super().keyPressEvent(event)

"""受理: the intake card. It follows the caller's words, never stands in the way, and loses nothing."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import MINUTE
from desk.domain.errors import DeskError
from desk.domain.words_of_time import stopwatch
from desk.services.work_orders import drafting
from desk.services.work_orders.drafting import Draft
from desk.store.parked import ParkedDraft
from desk.ui.counter import Counter
from desk.ui.kit.keys import key_name
from desk.ui.messages import words_of
from desk.ui.special.complaints.from_elsewhere import complaint_of
from desk.ui.special.intake.call import Call
from desk.ui.special.intake.form import IntakeForm
from desk.ui.special.intake.parking import Parking
from desk.ui.special.intake.saving import Job, Saved, Saving

TICK_MS = 1_000
LONG_CALL = 3 * 60 * 1000  # with somebody at the counter a call stays under three minutes


class IntakeCard(QWidget):
    """One call after the other. `closed` when nothing more is to be said here and the panel may shut."""

    closed = Signal()
    keys_changed = Signal()
    WIDTH = 900

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._parked_id = ""
        self.form = IntakeForm(counter, self)
        self.parking = Parking(counter, self)
        self.saving = Saving(counter, self)
        self.call = Call(counter, self.form, self.saving, self)
        counter.lists_changed.connect(self._use_lists)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._join()

    def _join(self) -> None:
        form = self.form
        form.side.revisit_wanted.connect(self._counter.ways.revisit_wanted)
        form.close_button.clicked.connect(self.put_aside)
        form.save.clicked.connect(lambda: self._write(send=False))
        form.send.clicked.connect(self._save_and_send)
        form.print.clicked.connect(self.saving.print_slip)
        form.told.clicked.connect(self.saving.tell)
        form.passed_on.clicked.connect(self.saving.pass_on)
        form.extras.unclear.connect(self._call_back)
        form.extras.complaint.connect(self._complain)
        self.call.announced.logged.connect(self._logged)
        self.saving.saved.connect(self._show_saved)
        self.saving.refused.connect(self.call.refused)
        self.saving.saved_late.connect(self._saved_late)
        self.saving.refused_late.connect(self._refused_late)
        self.parking.came_back.connect(self._came_back)
        self.call.asking.parked_known.connect(self._parked_known)

    def _use_lists(self) -> None:
        """The office has changed its tree, or the digits of the times."""
        self.form.strip.use(self._counter.catalogue)
        self.form.times.use(self._counter.catalogue.wishes)

    # --- what the window asks -----------------------------------------------------------------------------------

    def begin(self, start: object = None) -> None:
        """A new call, a Draft to start from, or a ParkedDraft to go on with. What was being said is put aside."""
        self._put_aside()
        self.saving.forget()
        wanted = 0
        draft = start if isinstance(start, Draft) else Draft()
        if isinstance(start, ParkedDraft):
            self._parked_id, draft = start.id, drafting.of_json(start.draft)
            wanted, draft = draft.call_back_at, replace(draft, call_back_at=0)
        if not draft.began_at:
            draft = replace(draft, began_at=self._counter.now())
        self.call.start(draft)
        self._ticking.start()
        self._tick()
        if self._parked_id:
            self.call.asking.parked(self._parked_id)
        self.enter()
        if wanted:
            self.call.showing.hint(f"说好的回拨: {draft.reporter_phone or draft.reporter}, 接通了接着问", "warn")
        self.keys_changed.emit()

    def enter(self) -> None:
        """The focus stands where the next word belongs."""
        if self.saving.order is not None:
            self.setFocus()
        else:
            self.call.focus()

    def keys(self) -> Sequence[tuple[str, str]]:
        saved = self.saving.order
        if saved is not None and saved.co_report:
            return (("1", "要回电"), ("2", "不用回电"), ("F2", "接下一个"), ("Esc", "返回"))
        if saved is not None:
            return (("F2", "接下一个"), ("F4", "派工"), ("F7", "顺便回访"), ("Esc", "返回"))
        return (
            ("/", "换类别"),
            ("*", "紧急"),
            ("+", "催单·同报"),
            ("-", "部位"),
            (".", "咨询·问公告"),
            ("F9", "保存受理"),
            ("F4", "保存并派工"),
        )

    def press(self, key: str) -> bool:
        """A function key, wherever the focus is; whether it meant something here."""
        form = self.form
        if key in ("F9", "Ctrl+Return"):
            form.save.click_or_say()
        elif key == "F4":
            form.send.click_or_say()
        elif key == "F2":
            self.begin()
        elif key == "F7" and form.side.revisit_button is not None:
            form.side.revisit_button.click_or_say()
        elif key == "F8" and form.print.isVisible():
            form.print.click_or_say()
        elif key == "Esc":
            self.put_aside()
        elif self.saving.order is not None and form.side.radar.press(key):
            return True
        elif key == "1" and form.told.isVisible():
            form.told.click_or_say()
        elif key == "1" and form.passed_on.isVisible():
            form.passed_on.click_or_say()
        elif key == "Return" and self.saving.order is not None:
            self.closed.emit()
        else:
            return False
        return True

    @property
    def draft(self) -> Draft:
        return self.call.draft

    def put_aside(self) -> None:
        """Esc: the call is parked, or the finished card goes."""
        if self.call.close_inner():
            return
        self._put_aside()
        self.call.stop()
        self._ticking.stop()
        self.closed.emit()

    def _call_back(self) -> None:
        """没说清: the line is dead, or nothing can be understood. Kept with its number, to be rung in some minutes."""
        draft, counter = self.draft, self._counter
        if not (draft.reporter_phone or draft.resident_id):
            self.call.showing.hint("还没有号码, 没法回拨: 请先在第一格记下来电号码", "warn")
            return
        minutes = counter.settings().number("desk.parked_minutes")
        self.call.draft = replace(draft, call_back_at=counter.now() + minutes * MINUTE)
        self.put_aside()
        counter.ways.said.emit(f"已记下, {minutes} 分钟后提醒回拨")

    def _complain(self) -> None:
        """转投诉: the caller complains. Who and what was said goes on there, and nothing of it stays here."""
        draft, saved, counter = self.draft, self.saving.order, self._counter
        begun = complaint_of(draft, saved.id if saved is not None else "")
        self._parked_id = ""
        self.call.stop()
        self._ticking.stop()
        self.closed.emit()
        counter.ways.complaint_wanted.emit(begun)

    def _logged(self) -> None:
        """He only wanted to know when the water comes back: that is written down, and the call is over."""
        if self._parked_id:
            self.parking.discard(self._parked_id)
            self._parked_id = ""
        self.call.stop()
        self._ticking.stop()
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """What the document camera brings while a call is open belongs to the call."""
        super().showEvent(event)
        self._counter.camera.open(self.form.extras.photos.drop)

    def hideEvent(self, event: QHideEvent) -> None:
        self._counter.camera.shut(self.form.extras.photos.drop)
        super().hideEvent(event)

    def _put_aside(self) -> None:
        """A call that is saved, or just being saved, needs no other place."""
        if self.saving.order is None and not self.saving.busy:
            self.parking.put_aside(self.draft, self._parked_id)
        self._parked_id = ""

    # --- saving -------------------------------------------------------------------------------------------------

    def _save_and_send(self) -> None:
        if self.saving.order is not None:
            self._counter.ways.dispatch_wanted.emit(self.saving.order.id)
            self.closed.emit()
            return
        self._write(send=True)

    def _write(self, send: bool) -> None:
        if self.saving.busy or self.saving.order is not None:
            return
        call = self.call
        try:
            requests = call.requests()
        except DeskError as error:
            call.refused(error)
            return
        call.showing.hint("正在保存…")
        self.saving.save(requests, Job(call.draft, self._parked_id, call.found, send, call.urgent))

    def _show_saved(self, saved: Saved) -> None:
        """The order is there: the sentence stays to be read, the bar offers what comes next."""
        self._ticking.stop()
        if self._parked_id and saved.taken_in:
            self.parking.discard(self._parked_id)
            self._parked_id = ""
        if saved.go_on:
            self._counter.ways.dispatch_wanted.emit(saved.id)
            self.closed.emit()
            return
        if not saved.taken_in:
            # Urged: the call is over, what was typed of it was only who is calling.
            self.form.aloud.show_sentence(saved.sentence)
        self._counter.ways.said.emit(saved.words)
        self.call.show()
        self.setFocus()
        self.keys_changed.emit()

    def _saved_late(self, saved: Saved, parked_id: str) -> None:
        """The next call was begun while the last was being written: it only says that it stands."""
        if parked_id:
            self.parking.discard(parked_id)
        self._counter.ways.said.emit(saved.words)

    def _refused_late(self, draft: Draft, parked_id: str, error: DeskError) -> None:
        """It could not be written, and another call is on the card: it waits among the parked ones."""
        self.parking.put_aside(draft, parked_id)
        self._counter.ways.refused.emit(DeskError(f"{error.message}, 上一个来电已暂存", error.advice))

    def _came_back(self, draft: Draft, ent: str, error: DeskError) -> None:
        """What could not be put aside stands here again, if nothing else does."""
        if self.draft.is_empty and self.saving.order is None:
            self._parked_id = ent
            self.call.start(draft)
            self.call.showing.hint(words_of(error), "bad")

    def _parked_known(self, found: ParkedDraft) -> None:
        """The strip showed it a moment ago; if it has changed since, the newer words count."""
        kept = drafting.of_json(found.draft)
        if found.id == self._parked_id and kept != self.draft and self.call.untouched:
            self.call.start(kept)

    def _tick(self) -> None:
        """The call's own clock."""
        spent = max(self._counter.now() - self.draft.began_at, 0)
        self.form.clock.setText(stopwatch(spent))
        self.form.ring.show_clock("ring", min(1000, spent * 1000 // LONG_CALL), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(key_name(event)):
            super().keyPressEvent(event)

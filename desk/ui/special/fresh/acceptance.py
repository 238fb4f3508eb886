"""验收 by keys: three ticks, weight Enter, `-` and a digit for what is wrong; F9, the resident's word, F8: it goes."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.services.fresh_orders.record import Choice as Wish
from desk.services.fresh_orders.record import RefuseReason
from desk.services.fresh_orders.requests import Carrier
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.remembered import recall, remember
from desk.ui.special.fresh.draft import Draft, is_label
from desk.ui.special.fresh.papers import DeliveryPapers
from desk.ui.special.fresh.sheet_photos import SheetPhotos
from desk.ui.special.fresh.sheet_reading import Sheet, reading
from desk.ui.special.fresh.sheet_view import ASK_FIRST, EACH, SheetView
from desk.ui.special.fresh.subject import ORDER, Subject

KEEP_MS = 500


class AcceptanceView(SheetView):
    """Stays what it was left as: Esc parks, what was typed is kept on this PC until the sheet is finished."""

    left = Signal(str)  # back to the board, at this order
    each_wanted = Signal(object)  # the subject: the resident wants this of one item and that of another
    label_shot = Signal(str)  # another bag's label while a cell waits for a weight

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(counter, parent)
        self._busy = False
        self._photos = SheetPhotos(counter, self, lambda: None if self._locked() else self._draft)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self._keep)
        self._join()

    def _join(self) -> None:
        table, end = self.table, self.end
        self.head.checks.told.connect(self._matched)
        self.head.checks.finished.connect(self._settle)
        table.weighed.connect(self._weigh)
        table.warmed.connect(self._warm)
        table.spoiled.connect(self._spoil)
        table.opened.connect(lambda n: self.table.open(n))
        table.failed.connect(self._fail)
        table.cleared.connect(self._clear)
        table.passed.connect(self._pass)
        table.arrow.connect(self._step)
        table.moved.connect(lambda _n: self.show_side())
        self._photos.edited.connect(self._edited)
        end.choices.finished.connect(self._chosen)
        end.choices.command.connect(lambda _sign: self._dial())
        end.call.clicked.connect(self._dial)
        end.signed.toggled.connect(self._sign)
        end.go_on.clicked.connect(self._go_on)
        end.go_on.blocked.connect(self._why_not)
        end.also.clicked.connect(self._also)

    # beginning

    def begin(self, record: str, ent: str) -> None:
        """Open the sheet; an inspection that nobody began begins now, by this person - or the refusal says who can."""
        self._keep()
        self._counter.read(self, reading(self._counter, record, ent), partial(self._opened, True), self._failed)

    def _opened(self, may_begin: bool, sheet: Sheet | None) -> None:
        if sheet is None:
            self._counter.ways.warned.emit("本小区没有这一单, 请核对袋签")
            self.left.emit("")
            return
        subject, actor = sheet.subject, self._counter.actor
        mine = subject.inspecting and subject.values.get("inspector_id") == actor.id
        if may_begin and not mine and subject.may_begin:
            self._counter.take(self, [subject.begin(self._counter.scope)], partial(self._begun, subject), self._refused)
            return
        self._take_up(sheet)

    def _begun(self, subject: Subject, _changed: Changed) -> None:
        self._counter.read(
            self, reading(self._counter, subject.record, subject.id), partial(self._opened, False), self._failed
        )

    def _refused(self, error: Exception) -> None:
        """Somebody else accepts now: the words say who, the board stays."""
        self._counter.ways.warned.emit(str(error))
        self.left.emit("")

    def _take_up(self, sheet: Sheet) -> None:
        subject = sheet.subject
        again = self.subject is not None and self.subject.id == subject.id and self._draft is not None
        if not subject.inspecting and not subject.inspected:
            self._closed(f"{subject.values.get('where') or ''} 已是“{subject.state_words}”")
            return
        self._sheet, self._guard = sheet, self._guard or sheet.last_guard
        if not again or subject.inspected:
            self._draft = Draft(subject.items, sheet.goods, self._counter.settings(), subject.is_order)
            self._draft.take_up(
                subject.finished_sheet() if subject.inspected else recall(self._counter.database, self._key())
            )
            if not subject.is_order:
                self._draft.matched = {name: True for name in ("address", "kinds", "quantity")}
            self._photos.load(self._draft)
        self.end.signed.setChecked(self._draft is not None and self._draft.signed)
        self._show()
        QTimer.singleShot(0, self, self._settle)

    # Place

    def enter(self) -> None:
        self._settle()

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return", "F8"):
            wanted = "F9" if key == "Ctrl+Return" else key
            button = next((one for one in (self.end.go_on, self.end.also) if one.key == wanted), None)
            if button is not None and button.isVisible():
                button.click_or_say()
            elif self.subject is not None and self.subject.asks_choice:
                self.end.fail(ASK_FIRST)
            return True
        if key == "Esc":
            self._leave()
            return True
        return False

    def _leave(self) -> None:
        self._keep()
        self.left.emit(self.subject.id if self.subject else "")

    def _settle(self) -> None:
        """The keyboard where this sheet goes on."""
        subject, draft = self.subject, self._draft
        if subject is None or draft is None:
            return
        if subject.inspected:
            self.table.leave()
            (self.end.choices if self.end.choices.isVisible() else self.end.go_on).setFocus()
        elif len(draft.matched) < len(self.head.checks.values | {"address": 0, "kinds": 0, "quantity": 0}):
            self.head.checks.setFocus()
        elif (n := draft.next_open()) and n:
            self.table.settle(n, temp=draft.needs_temp(n) and draft.looked[n].got is not None)
        else:
            self._to_end()

    def _to_end(self) -> None:
        self.table.leave()
        self.end.go_on.setFocus()

    # filling in

    def _matched(self, values: dict[str, bool]) -> None:
        if self._draft is not None:
            self._draft.matched = values
            self._edited()

    def _weigh(self, n: int, text: str) -> None:
        if is_label(text):
            self.table.rows[n].show_item(self._draft.shown(n) if self._draft else self.table.rows[n].shown)
            self.label_shot.emit(text)
            return
        self._tell(n, lambda draft: draft.weigh(n, text))

    def _warm(self, n: int, text: str) -> None:
        self._tell(n, lambda draft: draft.warm(n, text))

    def _spoil(self, n: int, text: str) -> None:
        self._tell(n, lambda draft: draft.spoil(n, text))
        self._pass(n)

    def _tell(self, n: int, tell: Callable[[Draft], None]) -> None:
        draft = self._draft
        if draft is None or self._locked():
            return
        try:
            tell(draft)
        except DeskError as error:
            draft.looked[n].error = str(error)
            self._show_items()
            return
        judged = draft.judged(n)
        for field in (self.table.rows[n].got, self.table.rows[n].temp):
            field.setModified(False)
        self._edited()
        if draft.needs_temp(n):
            self.table.settle(n, temp=True)
        elif judged is not None and not judged.passed:
            self.table.settle(n)
        else:
            self._next(n)

    def _fail(self, n: int, digit: str) -> None:
        if self._draft is not None and not self._locked():
            self._draft.fail(n, digit)
            self._edited()
            self.table.settle(n)

    def _clear(self, n: int) -> None:
        if self._draft is not None and not self._locked():
            self._draft.clear(n)
            self._edited()
            self.table.settle(n)

    def _pass(self, n: int) -> None:
        """Enter on what is wrong with an item: it is said, on to the next."""
        draft = self._draft
        if draft is not None and draft.looked[n].seen and not draft.looked[n].error:
            self._next(n)

    def _next(self, n: int) -> None:
        to = self._draft.next_open(n) if self._draft is not None else 0
        if to:
            self.table.settle(to)
        else:
            self._to_end()

    def _step(self, n: int, by: int) -> None:
        to = self._draft.beside(n, by) if self._draft is not None else 0
        if to:
            self.table.settle(to)
        elif by < 0 and self.subject is not None and self.subject.is_order:
            self.table.leave()
            self.head.checks.setFocus()
        elif by > 0:
            self._to_end()

    def _sign(self, on: bool) -> None:
        if self._draft is not None:
            self._draft.signed = on
            self._timer.start()

    def _locked(self) -> bool:
        """What is finished is not typed over."""
        return self.subject is None or self.subject.inspected or self._busy

    def _edited(self) -> None:
        self._show()
        self._timer.start()

    # going on

    def _go_on(self) -> None:
        if self.end.go_on.key == "F8":
            self._hand_out()
        elif self._draft is not None and self._draft.matched.get("address") is False:
            self._refuse_whole()
        else:
            self._finish()

    def _why_not(self, reason: str) -> None:
        """The button is grey: to the item that lacks something, or the words why nothing can be done now."""
        if self.subject is not None and self.subject.inspecting:
            self._finish()
        else:
            self.end.fail(reason)

    def _finish(self) -> None:
        subject, draft = self.subject, self._draft
        if subject is None or draft is None or self._locked():
            return
        row = self.table.rows.get(self.table.here)
        if row is not None and row.got.hasFocus() and row.got.text() and row.got.isModified():
            self._weigh(self.table.here, row.got.text().strip())
        wrong = draft.lacking()
        if wrong is not None:
            self._point_at(wrong)
            return
        self._take(subject.inspect(self._counter.scope, draft), self._finished)

    def _finished(self, _changed: Changed) -> None:
        subject = self.subject
        if subject is None:
            return
        remember(self._counter, self, self._key(), None)
        self._counter.ways.said.emit(f"{subject.values.get('where') or ''} 验收完成")
        self.reload()

    def _point_at(self, error: DeskError) -> None:
        """Beside what lacks something, and the keyboard there."""
        draft = self._draft
        assert draft is not None
        if error.field == "matched":
            self.head.checks.setFocus()
        elif error.field:
            n = int(error.field)
            draft.looked[n].error = str(error)
            self.table.settle(n, temp=draft.needs_temp(n) and draft.looked[n].got is not None)
            self._show_items()
        self.end.fail(f"{error.message}: {error.advice}")

    def _refuse_whole(self) -> None:
        """地址不符: these goods are somebody else's."""
        subject = self.subject
        if subject is None or not subject.is_order:
            return
        body = {"refuse_reason": str(RefuseReason.WRONG_ADDRESS)}
        request = StepRequest(self._counter.scope, ORDER, "refuse", body, subject.id)
        self._take([request], lambda _changed: self._closed("整单拒收, 已告知门店"))

    def _chosen(self) -> None:
        """A digit, or Enter on the lit one: the resident's word, or who carries it up."""
        subject, value = self.subject, self.end.choices.value
        if subject is None or not value:
            return
        if not subject.asks_choice:
            self._guard = value
            self.end.go_on.setFocus()
            self._show_end()
            return
        if value == EACH:
            self.each_wanted.emit(subject)
            return
        request = StepRequest(self._counter.scope, ORDER, "choose", {"choice": value}, subject.id)
        self._take([request], lambda _changed: self.reload())

    def _hand_out(self) -> None:
        subject, sheet = self.subject, self._sheet
        if subject is None or sheet is None or not subject.ready:
            return
        guard = next((one for one in sheet.guards if one.name == self._guard), None)
        if guard is None:
            self.end.fail("还没有选谁送: 按数字选秩序员")
            return
        walk = subject.id
        carrier = Carrier(guard.name, guard.id, walk)
        self._take(subject.hand_out(self._counter.scope, carrier), partial(self._handed, subject))

    def _handed(self, subject: Subject, _changed: Changed) -> None:
        self._closed(f"{subject.values.get('where') or ''} 交 {self._guard}")
        self._counter.ways.print_now.emit(DeliveryPapers(ids=(str(subject.order["id"]),)))

    def _also(self) -> None:
        """等齐一起送, and the resident would rather have what is good."""
        subject = self.subject
        if subject is not None:
            body = {"choice": str(Wish.FIRST_GOOD)}
            request = StepRequest(self._counter.scope, ORDER, "choose", body, subject.id)
            self._take([request], lambda _changed: self.reload())

    def _closed(self, words: str) -> None:
        self._counter.ways.said.emit(words)
        ent = self.subject.id if self.subject else ""
        self._sheet = self._draft = None
        self.left.emit(ent)

    def _take(self, requests: Sequence[StepRequest], done: Callable[[Changed], None]) -> None:
        if self._busy:
            return
        self._busy = True
        self.end.fail("")

        def landed(changed: Changed) -> None:
            self._busy = False
            done(changed)

        def failed(error: Exception) -> None:
            self._busy = False
            if isinstance(error, DeskError):
                self.end.fail(str(error))
            else:
                self._counter.ways.refused.emit(error)

        self._counter.take(self, requests, landed, failed)

    def reload(self) -> None:
        subject = self.subject
        if subject is not None:
            again = reading(self._counter, subject.record, subject.id)
            self._counter.read(self, again, partial(self._opened, False), self._failed)

    def _failed(self, error: Exception) -> None:
        self._counter.ways.refused.emit(error)
        self.left.emit("")

    def forget(self) -> None:
        """Another person: what was typed is kept under its order, nothing of it stays on the screen."""
        self._keep()
        self._sheet = self._draft = None
        self._guard = ""

    # keeping

    def _key(self) -> str:
        return f"fresh_sheet/{self.subject.id if self.subject else ''}"

    def _keep(self) -> None:
        """What was typed outlives Esc and a power cut."""
        self._timer.stop()
        if self.subject is not None and self._draft is not None and self.subject.inspecting:
            remember(self._counter, self, self._key(), self._draft.kept() or None)

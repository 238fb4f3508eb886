"""五点的成批回单: a row per slip, gun and Enter; a saved row shows ✓ and can be taken back, others are kept."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.money import fen_text
from desk.services.slips import ledger
from desk.services.slips.ledger import Candidate, Tally
from desk.services.takings import reads as money
from desk.services.takings.receipts import next_in_book
from desk.services.work_orders.find import number_in
from desk.services.work_orders.record import Payment, Result
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.labels import label, line, retone
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.remembered import recall, remember
from desk.ui.special.slip_return.cell import Cell, heads, hint_of
from desk.ui.special.slip_return.grid_row import GridRow, State
from desk.ui.special.slip_return.grid_undo import Saved, undoing
from desk.ui.special.slip_return.reading import Found, read_slip
from desk.ui.special.slip_return.returned import DONE, Purse, Returned, refusal, requests
from desk.ui.special.slip_return.row_draft import COLUMN_OF
from desk.ui.theme import theme

KEEP_MS = 700


class SlipGridPane(PanelFrame):
    """Stays as it was left. Nothing typed is lost: unsaved rows are kept on this PC until they are saved."""

    closed = Signal()
    WIDTH = 1294

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("成批回单", parent=parent)
        self._counter = counter
        self.rows: list[GridRow] = []
        self._saved: list[tuple[GridRow, Saved]] = []
        self._next_receipt = ""
        self._estate = ""
        self.tally = label("", "body")
        self.head.insertWidget(2, self.tally)
        self.head.insertSpacing(3, theme().px(16))
        self.one_button = KeyButton("一张一张录", "F6", QUIET)
        self.head.insertWidget(4, self.one_button)
        self.hint = label("", "body")
        self.told = label("", "body")
        self.undo_button = KeyButton("撤销上一行", "Ctrl+Z", icon="undo-2")
        self.drop_button = KeyButton("去掉这行", "Ctrl+Del", icon="x")
        self.save_button = KeyButton("保存这行", "F9", PRIMARY, "clipboard-check")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._lay()
        self._join()

    def _lay(self) -> None:
        look = theme()
        self.body.setSpacing(look.px(4))
        self.body.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        self.body.addLayout(heads())
        self.body.addWidget(line())
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))
        self._column.addStretch()
        self.area = scrolled(inside)
        self.area.setAccessibleName("今天的派工单")
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.hint)
        self.foot.addWidget(self.told, 1)
        for button in (self.drop_button, self.undo_button, self.save_button):
            self.foot.addWidget(button)

    def _join(self) -> None:
        counter = self._counter
        self.close_wanted.connect(self._leave)
        self.one_button.clicked.connect(self._to_one)
        self.save_button.clicked.connect(self._save_here)
        self.undo_button.clicked.connect(self.undo)
        self.undo_button.blocked.connect(lambda reason: self._say(reason, "warn"))
        self.drop_button.clicked.connect(self._drop)
        self._timer.timeout.connect(self._keep)
        counter.changed.connect(self._changed)
        counter.estate_changed.connect(self._forget)

    # Place

    def enter(self) -> None:
        if self._estate != self._counter.estate_id:
            self._forget()
            self._estate = self._counter.estate_id
            self._recall()
        self._read_tally()
        row = next((row for row in self.rows if row.state is State.OPEN), None) or self._last()
        QTimer.singleShot(0, row, row.settle)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一格"), ("F9", "保存这行"), ("↑↓", "换行"), ("Ctrl+Z", "撤销上一行"), ("F6", "一张一张"),
                ("Esc", "返回"))  # fmt: skip

    def press(self, key: str) -> bool:
        acts = {
            "F9": self._save_here, "Ctrl+Return": self._save_here, "F6": self._to_one, "Esc": self._leave,
            "Ctrl+Z": self.undo_button.click_or_say, "Ctrl+Del": self._drop,
        }  # fmt: skip
        if key not in acts:
            return False
        acts[key]()
        return True

    def _leave(self) -> None:
        self._keep()
        self.closed.emit()

    def _to_one(self) -> None:
        self._leave()
        self._counter.ways.slip_return_wanted.emit("")

    # rows

    def _add(self) -> GridRow:
        row = GridRow(self._counter.now())
        row.number_told.connect(partial(self._find, row))
        row.picked.connect(partial(self._take, row))
        row.ready.connect(partial(self._save, row))
        row.edited.connect(partial(self._edited, row))
        row.arrow.connect(partial(self._step, row))
        row.focused.connect(partial(self._focused, row))
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    def _last(self) -> GridRow:
        """The empty row at the end, where the next slip goes."""
        return self.rows[-1] if self.rows and self.rows[-1].is_blank else self._add()

    @property
    def here(self) -> GridRow | None:
        """The row that has the focus."""
        focus = self.focusWidget()
        return next((row for row in self.rows if focus is not None and row.isAncestorOf(focus)), None)

    def _step(self, row: GridRow, by: int) -> None:
        if row.candidates.isVisible():
            row.candidates.step(by)
            return
        places = [one for one in self.rows if one.state not in (State.SAVED, State.BUSY)]
        to = places.index(row) + by if row in places else -1
        if 0 <= to < len(places):
            places[to].settle()
        elif by > 0:
            self._last().settle()

    def _focused(self, row: GridRow, cell: Cell) -> None:
        QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, theme().px(40)))
        self.hint.setText(hint_of(cell))

    def _edited(self, row: GridRow) -> None:
        receipt = row.cells["receipt"].value
        if receipt and row.cells["payment"].value not in ("", Payment.WAIVED):
            self._next_receipt = next_in_book(receipt) or self._next_receipt
        self._timer.start()

    # finding

    def _find(self, row: GridRow, typed: str) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        number = number_in(typed) or typed
        counter.read(
            self,
            lambda: ledger.find(database, actor, scope, number),
            partial(self._show_candidates, row, typed),
            partial(self._failed, row),
        )

    def _show_candidates(self, row: GridRow, typed: str, found: list[Candidate]) -> None:
        row.accept()
        if not found:
            row.refuse(DeskError(f"没有单号是“{typed}”的派工单", "请核对号码, 改好按 Enter"), "number")
            row.number.selectAll()
        elif len(found) == 1:
            self._take(row, found[0].id)
        else:
            row.offer(found)

    def _take(self, row: GridRow, ent: str) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        twin = next((one for one in self.rows if one is not row and one.found and one.found.id == ent), None)
        if twin is not None and twin.state is not State.SAVED:
            row.candidates.hide()
            row.number.clear()
            self._say(f"{twin.number.text()} 就在上面那一行", "warn")
            twin.settle()
            return
        counter.read(
            self,
            lambda: read_slip(database, actor, scope, ent),
            partial(self._show, row, None),
            partial(self._failed, row),
        )

    def _show(self, row: GridRow, cells: dict[str, str] | None, found: Found | None) -> None:
        if found is None:
            return
        wrong = refusal(found.values)
        if wrong is not None:
            row.candidates.hide()
            row.number.setText(found.no)
            row.refuse(wrong, "number")
            row.number.selectAll()
            return
        row.now = self._counter.now()
        row.next_receipt = self._next_receipt or found.next_receipt
        row.show_slip(found, cells)
        row.settle()
        self._say("")
        self._timer.start()

    # saving

    def _save_here(self) -> None:
        row = self.here
        if row is not None and row.found is not None and row.state in (State.OPEN, State.WRONG):
            row.fill()
            self._save(row)

    def _save(self, row: GridRow) -> None:
        """All that the slip says as one group; the next row begins at once, whatever becomes of this one."""
        found = row.found
        if found is None or row.state not in (State.OPEN, State.WRONG):
            return
        try:
            told = row.read()
        except DeskError as error:
            self._refuse(row, error)
            return
        row.wait()
        self._last().settle()
        self._edited(row)
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def purse() -> Purse:
            takings = money.of_order(database, actor, scope, found.id)
            return Purse(takings, money.by_numbers(database, actor, scope, [told.receipt_no]), actor.name)

        counter.read(self, purse, partial(self._write, row, found, told), partial(self._failed, row))

    def _write(self, row: GridRow, found: Found, told: Returned, purse: Purse) -> None:
        counter = self._counter
        try:
            wanted = requests(counter.scope, found.values, found.slips, told, (), purse)
        except DeskError as error:
            self._refuse(row, error)
            return
        counter.take(
            self, wanted, partial(self._filed, row, found, told, wanted), lambda error: self._failed(row, error)
        )

    def _filed(self, row: GridRow, found: Found, told: Returned, wanted: list[StepRequest], changed: Changed) -> None:
        result = Result.label_of(told.result) if told.result else ""
        paid = f"{Payment.label_of(told.payment)} {fen_text(told.received_fen or 0)}" if told.payment else ""
        receipt = f"收据 {told.receipt_no}" if told.receipt_no else ""
        row.file(" · ".join(part for part in (found.address, result, paid, receipt) if part))
        self._saved.append((row, Saved(found.id, tuple(wanted), changed, self._counter.now())))
        self._say(f"{found.no} 已回单", "good")
        self._show_undo()
        self._keep()

    def _refuse(self, row: GridRow, error: DeskError) -> None:
        """The row stays red with its words; the gun goes on in the next one."""
        row.refuse(error, COLUMN_OF.get(error.field or "", error.field or ""))
        self._say(f"{row.number.text()} 没有保存: 按 ↑ 回去改, 别的单照常录", "bad")
        self._last().settle()
        self._keep()

    def _failed(self, row: GridRow, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._refuse(row, error)
        else:
            row.refuse(DeskError("没有保存", "请再按一次 F9"))
            self._counter.ways.refused.emit(error)

    def _drop(self) -> None:
        """A row that was begun by mistake goes; what is written down stays written down."""
        row = self.here
        if row is None or row.state in (State.BUSY, State.SAVED) or row.is_blank:
            return
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._last().settle()
        self._keep()

    # taking back

    def undo(self) -> None:
        """The row saved last goes back, step by step, its receipt's number free for this slip again."""
        if not self._saved:
            return
        row, saved = self._saved[-1]
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> list[StepRequest]:
            return undoing(saved, money.last_count(database, actor, scope))

        def back(_changed: Changed) -> None:
            self._saved.pop()
            cells = row.texts()
            row.reopen()
            counter.read(
                self, lambda: read_slip(database, actor, scope, saved.order_id), partial(self._show, row, cells)
            )
            self._show_undo()
            self._say("已撤销, 改好再存", "good")

        failed = self._not_undone
        counter.read(self, work, lambda wanted: counter.take(self, wanted, back, failed), failed)

    def _not_undone(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._say(str(error), "bad")
        else:
            self._counter.ways.refused.emit(error)

    def _show_undo(self) -> None:
        self.undo_button.block("" if self._saved else "还没有保存过的行")

    # keeping

    def _key(self) -> str:
        return f"slip_grid/{self._estate}"

    def _keep(self) -> None:
        """Rows that are not saved outlive a power cut."""
        self._timer.stop()
        if not self._estate:
            return
        left = [row.draft() for row in self.rows if row.state in (State.OPEN, State.WRONG) and not row.is_blank]
        remember(self._counter, self, self._key(), left)

    def _recall(self) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        kept = recall(database, self._key())
        for told in kept if isinstance(kept, list) else []:
            row = self._add()
            row.number.setText(str(told.get("no") or ""))
            if told.get("id"):
                found = read_slip(database, actor, scope, str(told["id"]))
                if found is None or found.values.get("status") in DONE:
                    row.file("已经回过了")
                else:
                    self._show(row, {name: str(value) for name, value in told.get("cells", {}).items()}, found)
        self._show_undo()

    def _forget(self) -> None:
        """Another estate: its own rows are kept, they are not these."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows, self._saved, self._estate, self._next_receipt = [], [], "", ""
        self._show_undo()

    # what else

    def _changed(self, changed: Changed) -> None:
        if changed.any_of("work_order", "slip") and self.isVisible():
            self._read_tally()

    def _read_tally(self) -> None:
        counter = self._counter
        if not counter.roles:
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        counter.read(self, lambda: ledger.tally(database, actor, scope, now), self._show_tally)

    def _show_tally(self, found: Tally) -> None:
        wrong = sum(row.state is State.WRONG for row in self.rows)
        red = f" · 有错 {wrong} 行" if wrong else ""
        self.tally.setText(f"今天已回 {found.back_today} · 待回单 {found.finished_out} · 在外 {found.out} 张{red}")

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

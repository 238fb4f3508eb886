"""One slip as a row of the grid: Enter runs through what it can say; an error stands under it, and blocks no other."""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.slips.ledger import Candidate
from desk.services.work_orders.record import Payment, Result, Signature, Status
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.labels import Elided, Picture, label, retone
from desk.ui.special.slip_return import row_draft
from desk.ui.special.slip_return.cell import GAP, NAMES, Cell
from desk.ui.special.slip_return.reading import Found
from desk.ui.special.slip_return.returned import Returned
from desk.ui.special.slip_return.row_draft import COLUMNS
from desk.ui.theme import theme

NO_RECEIPT = "-"  # paid without a receipt


class State(Enum):
    EMPTY, OPEN, BUSY, WRONG, SAVED = range(5)


class GridRow(QWidget):
    """`number_told` and `picked` ask for the slip, `ready` for the next row and this one's saving."""

    number_told = Signal(str)
    picked = Signal(str)
    ready = Signal()
    edited = Signal()
    focused = Signal(object)  # the Cell
    arrow = Signal(int)

    def __init__(self, now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = State.EMPTY
        self.found: Found | None = None
        self.now = now
        self.next_receipt = ""
        self._candidates: list[Candidate] = []
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(2), 0, look.px(2))
        column.setSpacing(look.px(2))
        row = QHBoxLayout()
        row.setSpacing(look.px(GAP))
        self.mark = Picture("", "good", 18)
        row.addWidget(self.mark)
        self.number = Cell("number")
        self.cells = {name: Cell(name) for name in COLUMNS}
        for cell in (self.number, *self.cells.values()):
            row.addWidget(cell)
            cell.installEventFilter(self)
            cell.arrow.connect(self.arrow)
        row.addStretch()
        column.addLayout(row)
        self.about = Elided("", "quiet")
        self.candidates = PickList("可能的派工单", columns=3)
        self.candidates.hide()
        self.error = label("", "body", "bad", wrap=True)
        self.error.hide()
        for under in (self.about, self.candidates, self.error):
            inset = QHBoxLayout()
            inset.setContentsMargins(look.px(24), 0, 0, 0)
            inset.addWidget(under)
            column.addLayout(inset)
        self.number.setPlaceholderText("尾号 4 位")
        self.number.finished.connect(self._number_done)
        self.number.textEdited.connect(lambda _text: self.edited.emit())
        self.candidates.taken.connect(self.picked)
        for name, cell in self.cells.items():
            cell.finished.connect(lambda name=name: self._leave(name))
            cell.goes.connect(lambda by, name=name: self._sideways(name, by))
            cell.chosen.connect(lambda name=name: self._rechoose(name))
            cell.textEdited.connect(lambda _text: self.edited.emit())
        self._fit()

    # what it says

    def texts(self) -> dict[str, str]:
        return {name: cell.value for name, cell in self.cells.items()}

    def draft(self) -> dict[str, object]:
        """What is kept through a power cut: the slip by its id, the cells as they stand."""
        return {"id": self.found.id if self.found else "", "no": self.number.text().strip(), "cells": self.texts()}

    @property
    def is_blank(self) -> bool:
        return self.state is State.EMPTY and not self.number.text().strip()

    def show_slip(self, found: Found, cells: dict[str, str] | None = None) -> None:
        """The slip of this row, with what the desk knows of it or what was typed before."""
        self.found, self.state = found, State.OPEN
        self.candidates.hide()
        self.number.setText(found.no)
        self.number.setReadOnly(True)
        values = found.values
        who = str(values.get("technician") or values.get("crew") or "")
        parts = (found.address, str(values.get("reporter") or ""), str(values.get("matter") or ""), who)
        self.about.setText(" · ".join(part for part in parts if part))
        told = {**row_draft.first(values), **(cells or {})}
        for name, cell in self.cells.items():
            cell.show_value(told.get(name, ""), row_draft.choices(name, told))
        self.accept()
        self._fit()

    def offer(self, candidates: list[Candidate]) -> None:
        """Several slips end in these figures: a digit takes one."""
        self._candidates = candidates[:9]
        self.candidates.show_choices(
            [Choice(one.id, f"{one.no} {one.where}", one.what, Status.label_of(one.status)) for one in self._candidates]
        )

    def read(self) -> Returned:
        assert self.found is not None
        told = row_draft.read(self.found.values, self._without_dash(), self.now)
        return told

    def _without_dash(self) -> dict[str, str]:
        texts = self.texts()
        return texts | ({"receipt": ""} if texts["receipt"] == NO_RECEIPT else {})

    def fill(self) -> None:
        """F9 before the end: the empty cells take what is offered."""
        for name in COLUMNS:
            if self._is_asked(name):
                self._take_offered(name)

    # going through

    def settle(self) -> None:
        """The focus where this row goes on: at what is wrong, else at the first cell that still says nothing."""
        if self.found is None:
            self.settle_on("number")
            return
        texts = self.texts()
        open_ = [one for one in COLUMNS if self._is_asked(one)]
        going = [one for one in open_ if not row_draft.passed(self.found.values, texts, one)]
        empty = (one for one in going if not texts[one])
        wrong = next((one for one in open_ if self.cells[one].property("wrong")), "")
        self.settle_on(wrong or next(empty, going[0] if going else "number"))

    def settle_on(self, name: str) -> None:
        cell = self.cells.get(name, self.number)
        cell.setFocus(Qt.FocusReason.OtherFocusReason)
        cell.selectAll()

    def _number_done(self) -> None:
        if self.candidates.isVisible() and self.candidates.take():
            return
        text = self.number.text().strip()
        if self.found is None and text:
            self.number_told.emit(text)
        elif self.found is not None:
            self._go(-1, 1)

    def _leave(self, name: str) -> None:
        """Enter in a cell: what is offered is taken, what cannot be read is said here; then on."""
        if self.found is None or self.state is State.SAVED:
            return
        self._take_offered(name)
        try:
            row_draft.check(self.found.values, self._without_dash(), name, self.now)
        except DeskError as error:
            self.refuse(error, name)
            self.settle_on(name)
            return
        self.accept()
        self._follow(name)
        self.edited.emit()
        self._go(COLUMNS.index(name), 1)

    def _take_offered(self, name: str) -> None:
        cell = self.cells[name]
        if self.found is not None and not cell.value:
            given = row_draft.offered(self.found.values, self.texts(), name, self.now, self.next_receipt)
            if given:
                cell.setText(given)

    def _follow(self, name: str) -> None:
        """What is due follows from the work; what a choice asks or rules out follows from the choice."""
        if name == "work" and self.cells["result"].value == Result.REPAIRED:
            due = row_draft.due_of(self.cells["work"].text())
            if due and due != self.cells["due"].text():
                self.cells["due"].setText(due)
        self._fit()

    def _rechoose(self, name: str) -> None:
        if name == "signature":
            self.cells["whom"].show_value("", row_draft.choices("whom", self.texts()))
        if name == "payment" and self.cells["payment"].value in (Payment.WAIVED, Payment.ON_ACCOUNT):
            self.cells["received"].setText("0")
        self._fit()

    def _is_asked(self, name: str) -> bool:
        return self.found is not None and row_draft.asked(self.found.values, self.texts(), name)

    def _go(self, place: int, by: int) -> None:
        names = list(COLUMNS)
        place += by
        while 0 <= place < len(names):
            name = names[place]
            over = by > 0 and self.found is not None and row_draft.passed(self.found.values, self.texts(), name)
            if self._is_asked(name) and not over:
                self.settle_on(name)
                return
            place += by
        if by > 0:
            self.ready.emit()

    def _sideways(self, name: str, by: int) -> None:
        """The arrows reach every cell that can be filled, also those which Enter runs over."""
        places = [one for one in COLUMNS if self._is_asked(one)]
        to = places.index(name) + by if name in places else -1
        if 0 <= to < len(places):
            self.settle_on(places[to])

    def _fit(self) -> None:
        """Cells that this slip says nothing in are grey; what Enter would take stands there in grey."""
        texts = self.texts()
        open_ = self.found is not None and self.state is not State.SAVED and self.state is not State.BUSY
        self.number.setEnabled(self.state is not State.SAVED)
        for name, cell in self.cells.items():
            cell.setEnabled(open_ and self._is_asked(name))
            given = ""
            if self.found is not None and cell.isEnabled():
                given = row_draft.offered(self.found.values, texts, name, self.now, self.next_receipt)
            cell.setPlaceholderText(given)
        result, payment = texts.get("result"), texts.get("payment")
        waived = payment == Payment.WAIVED
        whom = self.cells["whom"]
        whom.use_words(texts.get("signature") == Signature.BY_OTHER)
        receipt, work = self.cells["receipt"], self.cells["work"]
        receipt.use_words(waived)
        receipt.setAccessibleName("免收批准人" if waived else NAMES["receipt"])
        work.setAccessibleName("未修复原因" if result == Result.NOT_REPAIRED else NAMES["work"])
        if waived:
            receipt.setPlaceholderText("谁批准")
        if result == Result.NOT_REPAIRED:
            work.setPlaceholderText("未修复原因")
        elif work.isEnabled():
            work.setPlaceholderText("阀芯 1 15、工30")

    # how it stands

    def refuse(self, error: DeskError, name: str = "") -> None:
        """Red with words; the row waits, the others go on."""
        self.state = State.WRONG
        self.error.setText(str(error))
        self.error.show()
        self.mark.show_icon("triangle-alert", "bad")
        self.mark.setAccessibleName("有错")
        for one, cell in (("number", self.number), *self.cells.items()):
            _wrong(cell, one == name)
        self._fit()

    def accept(self) -> None:
        if self.state is State.WRONG:
            self.state = State.OPEN if self.found is not None else State.EMPTY
        if not self.error.isHidden():
            self.error.hide()
            self.error.setText("")
            self.mark.show_icon("", "good")
            for cell in (self.number, *self.cells.values()):
                _wrong(cell, False)

    def wait(self) -> None:
        """It is being written."""
        self.accept()
        self.state = State.BUSY
        self._fit()

    def file(self, words: str) -> None:
        self.state = State.SAVED
        self.mark.show_icon("check", "good")
        self.mark.setAccessibleName("已回单")
        self.about.setText(words)
        retone(self.about, "")
        self._fit()

    def reopen(self) -> None:
        """What was saved was taken back: the row can be filled in again."""
        self.state = State.OPEN
        self.mark.show_icon("", "good")
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Cell):
            self.focused.emit(watched)
        if watched is self.number and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit = event.text()
            if digit.isdigit() and self.candidates.isVisible() and 0 < int(digit) <= len(self._candidates):
                self.picked.emit(self._candidates[int(digit) - 1].id)
                return True
        return super().eventFilter(watched, event)


def _wrong(cell: Cell, wrong: bool) -> None:
    if bool(cell.property("wrong")) != wrong:
        cell.setProperty("wrong", wrong)
        cell.style().unpolish(cell)
        cell.style().polish(cell)

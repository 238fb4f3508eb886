"""同报 of one repair: who urged and when, who else reported it, who wants to be told and who was."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import when
from desk.services.work_orders.co_report import CoReportState
from desk.services.work_orders.co_reports import OVER
from desk.services.work_orders.record import Informed
from desk.store.log import Entry
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.special.order_reads import OrderFacts
from desk.ui.theme import theme

WAITS = str(CoReportState.WAITING)
MAY_VOID = (WAITS, str(CoReportState.NO_REPLY))
COLUMNS = (("房号", 3), ("报修人", 3), ("电话", 4), ("来电", 3), ("答复", 4), ("", 0))


class OrderReporters(QWidget):
    """`call_wanted`: ring those who wait; `void_wanted` carries who was written down by mistake."""

    call_wanted = Signal()
    void_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(8), 0, 0)
        column.setSpacing(look.px(8))
        row = QHBoxLayout()
        self.urges = label("", "body", wrap=True)
        self.call = KeyButton("打电话告知", "", icon="phone-outgoing")
        self.call.clicked.connect(self.call_wanted)
        row.addWidget(self.urges, 1)
        row.addWidget(self.call)
        column.addLayout(row)
        self._rows = QWidget()
        column.addWidget(self._rows)
        column.addStretch()
        self._shown: tuple[object, ...] = ()

    def show_reporters(self, found: OrderFacts, now: int) -> None:
        told = urge_words(found.entries, found.names, now)
        shows = (
            tuple(tuple(sorted(one.items(), key=str)) for one in found.reporters),
            told,
            found.values.get("status"),
        )
        if shows == self._shown:
            return
        self._shown = shows
        self.urges.setText("; ".join((f"催单 {len(told)} 次", *told)) if told else "没有人催过")
        waits = [one for one in found.reporters if one.get("status") == WAITS]
        self.call.setVisible(bool(waits) and found.values.get("status") in OVER)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme().px(6))
        grid.setHorizontalSpacing(theme().px(10))
        if found.reporters:
            for number, (words, share) in enumerate(COLUMNS):
                grid.addWidget(label(words, "quiet"), 0, number)
                grid.setColumnStretch(number, share)
        else:
            grid.addWidget(label("还没有别人报同一件事; 再有人来电, 受理时按 + 就并到这里", "quiet", wrap=True), 0, 0)
        for number, one in enumerate(found.reporters, start=1):
            self._row(grid, number, one, now)
        old = self._rows
        column = self.layout()
        assert column is not None
        column.replaceWidget(old, fresh)
        old.deleteLater()
        self._rows = fresh

    def _row(self, grid: QGridLayout, number: int, one: Values, now: int) -> None:
        phone = str(one.get("reporter_phone") or "")
        who = " ".join(str(part) for part in (one.get("reporter"), one.get("reporter_relation")) if part)
        cells = (
            str(one.get("where") or ""), who or "不在册", mask(phone) if phone else "没有留",
            when(one["reported_at"], now) if one.get("reported_at") else "", reply_words(one, now),
        )  # fmt: skip
        for column, words in enumerate(cells):
            kind = "strong" if column == 0 else "body"
            # A long name takes two lines: who is rung must be read.
            shown = label(words, kind, wrap=True) if column == 1 else Elided(words, kind)
            shown.setAccessibleName(words)
            grid.addWidget(shown, number, column)
        if one.get("status") in MAY_VOID:
            button = KeyButton("误报", "", QUIET)
            button.setAccessibleName(f"误报 {cells[0]}")
            button.clicked.connect(partial(self.void_wanted.emit, str(one["id"])))
            grid.addWidget(button, number, len(COLUMNS) - 1)


def reply_words(one: Values, now: int) -> str:
    """等答复; 不用回; 已答复 今天 15:20 回电告知."""
    state = CoReportState.label_of(one.get("status"))
    if not one.get("replied_at"):
        return state
    return f"{state} {when(one['replied_at'], now)} {Informed.label_of(one.get('replied_how'))}".strip()


def urge_words(entries: Sequence[Entry], names: Mapping[str, str], now: int) -> list[str]:
    """今天 14:20 李敏: one for each time it was urged, oldest first."""
    urged = [entry for entry in entries if entry.step == "urge"]
    return [f"{when(entry.did.eff, now)} {names.get(entry.head.by, '')}".strip() for entry in urged]

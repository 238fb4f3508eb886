"""派工单: the ledger of paper, as its PageSpec says; its steps are those of printing and of the slip's return."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.flow import Step, Values
from desk.services.slips import PAGE
from desk.services.slips.record import SlipState
from desk.store.query import all_of
from desk.ui import page_reads
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.page_detail import Detail, RecordDetail
from desk.ui.page_view import PageView

S = SlipState
# Paper comes out of a printer and back over the counter: its own panes take these steps.
PANES = {"print": "打印", "back_signed": "回单"}
KEYS = {"print": "F8", "back_signed": "F6"}
HIDDEN = ("back_unsigned",)
UNPRINTED = "unprinted"


class SlipDetail(RecordDetail):
    def possible(self) -> list[Step]:
        return [step for step in super().possible() if step.name not in HIDDEN]

    def extras(self) -> Sequence[tuple[str, str, str, str]]:
        again = self.values.get("status") in (S.OUT, S.MISSING)
        return (("print", "补打", "F8", "printer"),) if again else ()

    def words(self, step: Step) -> str:
        return PANES.get(step.name, step.label)

    def key(self, step: Step) -> str:
        return KEYS.get(step.name, step.key)

    def want(self, name: str) -> None:
        order, ways = str(self.values.get("order_id") or ""), self._counter.ways
        if name == "print":
            ways.print_wanted.emit([order])
        elif name == "back_signed":
            ways.slip_return_wanted.emit(order)
        else:
            super().want(name)

    def press(self, key: str) -> bool:
        step = next((name for name, one in KEYS.items() if one == key), None)
        if step is None or not self.values:
            return False
        self.want(step)
        return True


class SlipsPage(PageView):
    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(counter, PAGE, parent)

    def head_buttons(self) -> Sequence[KeyButton]:
        self.all_button = KeyButton("全部打印", "", QUIET, "printer")
        self.all_button.clicked.connect(self._print_all)
        self.all_button.hide()
        self.body.loaded.connect(lambda rows, _all: self.all_button.setVisible(bool(rows) and self._unprinted()))
        return (self.all_button,)

    def _unprinted(self) -> bool:
        return self.tabs.value == UNPRINTED

    def _print_all(self) -> None:
        """Every sheet that waits for a printer, the longest waiting first."""
        counter, record = self.counter, self.record
        database, actor = counter.database, counter.actor
        query = page_reads.query_of(counter.scope, record, self.pile, self.filters.chosen, counter.now())

        def found(rows: list[Values]) -> None:
            ids = list(dict.fromkeys(str(row["order_id"]) for row in rows))
            if ids:
                counter.ways.print_wanted.emit(ids)
            else:
                counter.ways.warned.emit("没有未打印的派工单")

        counter.read(self, lambda: all_of(database, actor, query), found)

    def make_detail(self) -> Detail:
        return SlipDetail(self.counter, self.spec, self)

    def list_keys(self) -> Sequence[tuple[str, str]]:
        return (("F6", "回单"), ("F8", "打印"), ("↑↓", "换行"), ("←→", "换栏"))

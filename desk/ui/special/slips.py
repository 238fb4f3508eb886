"""派工单: the ledger of paper, as its PageSpec says; its steps are those of printing and of the slip's return."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.flow import Step
from desk.services.slips import PAGE, ledger
from desk.services.slips.record import SlipState
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.labels import label, retone
from desk.ui.page_body import TableBody
from desk.ui.page_detail import Detail, RecordDetail
from desk.ui.page_view import PageView
from desk.ui.papers import BlankPapers
from desk.ui.special.missing import MissingButton
from desk.ui.special.whole_shift import ALL_KEY, print_shift
from desk.ui.theme import theme

S = SlipState
# Paper comes out of a printer and back over the counter: its own panes take these steps.
PANES = {"print": "打印", "back_signed": "回单", "bind": "绑定报修单"}
KEYS = {"print": "F8", "back_signed": "F6", "bind": "F4"}
HIDDEN = ("back_unsigned",)
BLANK_KEY = "Ctrl+B"


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
        if name == "print" and order:
            ways.print_wanted.emit([order])
        elif name == "print":  # a blank one that has its number and no paper
            ways.print_wanted.emit(BlankPapers(count=1))
        elif name == "back_signed":
            ways.slip_return_wanted.emit(order)
        elif name == "bind":
            ways.bind_wanted.emit(str(self.values["id"]), "")
        else:
            super().want(name)

    def press(self, key: str) -> bool:
        step = next((name for name, one in KEYS.items() if one == key), None)
        possible = {one.name for one in self.possible()} | {name for name, *_ in self.extras()}
        if step is None or not self.values or (step == "bind" and step not in possible):
            return False
        self.want(step)
        return True


class SlipsPage(PageView):
    """Several rows chosen (Shift+↓) are printed together; the shift's paper and the drawer have keys of their own."""

    BOOK = "slips"

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        self.drawer = label("", "body", wrap=True)
        super().__init__(counter, PAGE, parent)
        assert isinstance(self.body, TableBody)
        self.body.choose_several()
        self.body.loaded.connect(lambda _rows, _all: self._count_paper())

    def above_list(self) -> QWidget | None:
        """The paper of the shift and of the drawer: how much there is, and the keys for it."""
        look = theme()
        self.all_button = KeyButton("全部打印", ALL_KEY, QUIET, "printer")
        self.all_button.clicked.connect(self._print_all)
        self.all_button.hide()
        self.blank_button = KeyButton("印空白单", BLANK_KEY, QUIET, "plus")
        self.blank_button.clicked.connect(lambda: self.counter.ways.print_wanted.emit(BlankPapers()))
        above = QWidget()
        row = QHBoxLayout(above)
        row.setContentsMargins(look.px(16), 0, look.px(8), 0)
        row.addWidget(self.drawer, 1)
        row.addWidget(MissingButton(self.counter))
        row.addWidget(self.all_button)
        row.addWidget(self.blank_button)
        return above

    def press(self, key: str) -> bool:
        if key == "F8" and self._print_chosen():
            return True
        if key == ALL_KEY:
            self._print_all()
            return True
        return super().press(key)

    def _print_chosen(self) -> bool:
        """Several sheets at once: those of the rows that are chosen."""
        assert isinstance(self.body, TableBody)
        rows = self.body.chosen_rows()
        orders = list(dict.fromkeys(str(row["order_id"]) for row in rows if row.get("order_id")))
        if len(rows) < 2 or not orders:
            return False
        self.counter.ways.print_wanted.emit(orders)
        return True

    def _count_paper(self) -> None:
        """How many sheets wait for a printer, and how many blank ones lie ready."""
        counter = self.counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        least = counter.settings().number("slip.blank_low")

        def work() -> tuple[int, int]:
            return len(ledger.to_print(database, actor, scope)), ledger.drawer(database, actor, scope)

        def found(told: tuple[int, int]) -> None:
            waiting, ready = told
            self.all_button.setText(f"全部打印 {waiting}")
            self.all_button.setVisible(waiting > 0)
            low = f", 少于 {least} 张: 请补印" if ready < least else ""
            self.drawer.setText(f"抽屉里有空白派工单 {ready} 张{low}")
            retone(self.drawer, "warn" if low else "quiet")

        counter.read(self, work, found)

    def _print_all(self) -> None:
        print_shift(self.counter, self, str(self.filters.chosen.get("crew") or ""))

    def follows(self) -> tuple[str, ...]:
        return ("work_order",)

    def make_detail(self) -> Detail:
        return SlipDetail(self.counter, self.spec, self)

    def list_keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("F6", "回单"), ("F8", "打印"), (ALL_KEY, "全部打印"), (BLANK_KEY, "印空白单"), ("↑↓", "换行"),
            ("Shift+↓", "多选"), ("←→", "换栏"),
        )  # fmt: skip

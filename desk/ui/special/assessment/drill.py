"""The records behind a figure: its parts side by side with their counts, the list of one, Enter opens the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.words_of_time import full_moment
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Case
from desk.services.assessment.evidence import of_record
from desk.ui.counter import Counter
from desk.ui.field_words import words_of
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import Elided, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.kit.table_model import TableModel
from desk.ui.page_tabs import Tabs
from desk.ui.special.assessment.drill_columns import columns_of
from desk.ui.special.assessment.figures import Counted
from desk.ui.special.assessment.grid import Grid
from desk.ui.tasks import Cancelled, Token

WIDTH = 1080
AT_ONCE = 200
SEALED = "投诉档案没有打开, 这里不列名单: 请能看投诉的人登录后再看"


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel is opened with. `figures` is read on the lane; `first` is the label of the one shown first."""

    title: str
    words: str
    figures: Callable[[], Sequence[Counted]]
    first: str = ""
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    rows: Sequence[dict[str, Any]]
    next: object | None


class DrillPane(PanelFrame):
    """`opened` carries record, id and scope of what Enter was pressed on."""

    opened = Signal(str, str, str)

    def __init__(self, counter: Counter, books: Books, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(told.title, parent=parent)
        self._counter, self._books, self._told = counter, books, told
        self.figures: list[Counted] = []
        self.cases: Sequence[Case] = ()
        self._token: Token | None = None
        self.words = Elided(told.words, "body")
        self.tabs = Tabs("哪些记录", [("0", "正在读取…")], "body", wraps=True)
        self.said = label("", "quiet", wrap=True)
        self.table = Grid("记录", [])
        self.notice = Notice()
        self._model: TableModel | None = None
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.notice)
        self._stack.addWidget(self.table)
        if told.words:
            self.body.addWidget(self.words)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.said)
        self.body.addWidget(line())
        self.body.addWidget(holder, 1)
        self.count = label("", "strong")
        self.open_button = KeyButton("打开这一条", "Enter", icon="external-link")
        self.foot.addWidget(self.count)
        self.foot.addStretch()
        self.foot.addWidget(self.open_button)
        self.open_button.clicked.connect(lambda: self._open(self.table.currentIndex().row()))
        self.tabs.chosen.connect(lambda place: self._list(int(place)))
        self.table.sideways.connect(self.tabs.step)
        self.table.entered.connect(self._open)

    def begin(self) -> None:
        self.notice.loading()
        self.said.hide()
        self._counter.work.run(self, lambda: list(self._told.figures()), self._offer, self._failed)
        QTimer.singleShot(0, self.table, lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("←→", "换一个数"), ("↑↓", "换行"), ("Enter", "打开这一条"), ("Esc", "返回"))

    @property
    def figure(self) -> Counted | None:
        place = int(self.tabs.value)
        return self.figures[place] if place < len(self.figures) else None

    def _offer(self, found: list[Counted]) -> None:
        self.figures = found
        if not found:
            self.tabs.hide()
            self.notice.empty(SEALED if not self._books.complaints else "没有记录", "")
            return
        self.tabs.offer([(str(place), one.words) for place, one in enumerate(found)])
        first = next((place for place, one in enumerate(found) if one.label == self._told.first), 0)
        self.tabs.begin_with(str(first))
        self.tabs.updateGeometry()
        self.tabs.update()
        self._list(first)

    def _list(self, place: int) -> None:
        """Only its ids are listed whole; what is shown of each is read as one scrolls."""
        figure, books = self.figures[place], self._books
        if self._token is not None:
            self._token.cancel()
        token = self._token = Token()

        def work() -> Sequence[Case]:
            token.check()
            found = figure.cases(books)
            if token.cancelled:
                raise Cancelled
            return found

        def done(cases: Sequence[Case]) -> None:
            if token is self._token:
                self._show(figure, cases)

        self._counter.work.run(self, work, done, self._failed)

    def _show(self, figure: Counted, cases: Sequence[Case]) -> None:
        self.cases = cases
        said = [one for one in (figure.aside, self._changed(figure)) if one]
        self.said.setText("　".join(said))
        self.said.setVisible(bool(said))
        self.count.setText(f"{figure.label}: 共 {len(cases):,} 条")
        self.open_button.setVisible(bool(cases))
        if not cases:
            self.notice.empty(f"{figure.label}: 一条也没有", "← → 看别的数")
            self._stack.setCurrentWidget(self.notice)
            self.table.setFocus()
            return
        columns = columns_of(self._counter.rules.known(figure.record).record, figure.measure)
        self._model = TableModel(columns, self._fetch(figure, cases), self._counter.work, self)
        self._model.loaded.connect(self._chosen)
        self._model.failed.connect(self._failed)
        self.table.setModel(self._model)
        self.table.show_widths([(one.width, 1) for one in columns])
        self._stack.setCurrentWidget(self.table)
        self._chosen()
        if self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, figure: Counted) -> str:
        """What a frozen sheet says where its list has become another since."""
        if not self._told.is_frozen:
            return ""
        if figure.was is None or figure.was == figure.count:
            return "名单是现在的记录" if figure.was is None else ""
        return f"冻结时是 {figure.was:,}, 现在是 {figure.count:,}: 冻结以后记录有变, 名单是现在的"

    def _fetch(self, figure: Counted, cases: Sequence[Case]) -> Callable[[object | None], _Page]:
        books, reader = self._books, self._counter.actor.id
        facts, now = self._counter.rules.known(figure.record).record, self._counter.now()
        this_year = day_of(now)[:4]

        def fetch(after: object | None) -> _Page:
            begin = int(str(after)) if after is not None else 0
            part = cases[begin : begin + AT_ONCE]
            rows = []
            for one in of_record(books, figure.record, part, reader):
                said = {}
                for name, value in one.values.items():
                    words = words_of(facts.field(name), value, now)
                    if name.endswith("_at") and value is not None:
                        words = full_moment(int(value)).removeprefix(f"{this_year}-")
                    said[name] = words.replace("\n", " ")
                rows.append(said)
            more = begin + AT_ONCE
            return _Page(rows, more if more < len(cases) else None)

        return fetch

    def _chosen(self) -> None:
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _open(self, row: int) -> None:
        figure = self.figure
        if figure is not None and 0 <= row < len(self.cases):
            one = self.cases[row]
            self.opened.emit(figure.record, one.id, one.scope)

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._stack.setCurrentWidget(self.notice)

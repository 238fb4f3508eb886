"""The list behind a figure: its parts side by side with their counts, the records of one, Enter opens the record."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.services.assessment.counting import Case
from desk.ui.counter import Counter
from desk.ui.drill_columns import columns_of
from desk.ui.drill_parts import Counted, Drill
from desk.ui.drill_reading import Rows
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.grid import Grid
from desk.ui.kit.labels import Elided, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.kit.table_model import TableModel
from desk.ui.page_layout import stacked
from desk.ui.page_tabs import Tabs
from desk.ui.tasks import Cancelled, Token

PATIENCE_MS = 200  # a list that is read faster does not flicker
SEALED = "投诉档案没有打开, 这里不列名单: 请能看投诉的人登录后再看"


class DrillList(PanelFrame):
    """For `OnePanel`. `opened` carries record, id and scope of what Enter was pressed on."""

    WIDTH = 1080
    opened = Signal(str, str, str)

    def __init__(self, counter: Counter, drill: Drill, parent: QWidget | None = None) -> None:
        super().__init__(drill.title, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._counter, self._drill = counter, drill
        self.figures: list[Counted] = []
        self.cases: Sequence[Case] = ()
        self._listed: Counted | None = None  # whose cases these are
        self._token: Token | None = None
        self._model: TableModel | None = None
        self.words = Elided(drill.words, "body")
        self.tabs = Tabs("哪些记录", [("0", "正在读取…")], "body", wraps=True)
        self.said = label("", "quiet", wrap=True)
        self.table = _Rows("名单", [])
        self.notice = Notice()
        self.count = label("", "strong")
        self.open_button = KeyButton("打开这一条", "Enter", icon="external-link")
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._lay()
        self._patience.timeout.connect(self._say_loading)
        self.open_button.clicked.connect(lambda: self._open(self.table.currentIndex().row()))
        self.tabs.chosen.connect(lambda place: self._list(int(place)))
        self.table.sideways.connect(self.tabs.step)
        self.table.entered.connect(self._open)
        self.notice.step_wanted.connect(self._again)

    def _lay(self) -> None:
        holder, self._stack = stacked(self.notice, self.table)
        if self._drill.words:
            self.body.addWidget(self.words)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.said)
        self.body.addWidget(line())
        self.body.addWidget(holder, 1)
        self.foot.addWidget(self.count)
        self.foot.addStretch()
        self.foot.addWidget(self.open_button)

    # OnePanel

    def begin(self) -> None:
        self.said.hide()
        self.open_button.hide()
        self._say_loading()
        self._counter.work.run(self, lambda: list(self._drill.figures()), self._offer, self._failed)
        QTimer.singleShot(0, self, self._settle)

    def keys(self) -> Sequence[tuple[str, str]]:
        several = (("1-9 ←→", "换名单"),) if len(self.figures) != 1 else ()
        return (*several, ("↑↓", "换行"), ("Enter", "打开这一条"), ("Esc", "返回"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Over the rows, the tabs and an empty list alike; nothing is typed here."""
        sign, side = event.text(), {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if side is not None:
            self.tabs.step(side)
        elif sign.isdecimal() and 0 < int(sign) <= len(self.figures):
            self.tabs.choose(str(int(sign) - 1))
        else:
            super().keyPressEvent(event)

    def _settle(self) -> None:
        if self.isVisible():
            front = self.table if self._stack.currentWidget() is self.table else self
            front.setFocus(Qt.FocusReason.OtherFocusReason)

    # which figure

    @property
    def figure(self) -> Counted | None:
        place = int(self.tabs.value)
        return self.figures[place] if place < len(self.figures) else None

    @property
    def model(self) -> TableModel:
        assert self._model is not None
        return self._model

    def _offer(self, found: list[Counted]) -> None:
        self.figures = found
        self.tabs.setVisible(len(found) > 1)
        if not found:
            self.notice.empty(SEALED if not self._drill.books.complaints else "没有记录", "")
            return
        self.tabs.offer([(str(place), one.words) for place, one in enumerate(found)])
        first = next((place for place, one in enumerate(found) if one.count), 0)
        first = next((place for place, one in enumerate(found) if one.label == self._drill.first), first)
        self.tabs.begin_with(str(first))
        self.tabs.updateGeometry()
        self.tabs.update()
        self._list(first)

    # reading

    def _list(self, place: int) -> None:
        """Only its ids are listed whole; what is shown of each is read as one scrolls."""
        figure, books = self.figures[place], self._drill.books
        if self._token is not None:
            self._token.cancel()
        token = self._token = Token()
        self._patience.start()

        def work() -> Sequence[Case]:
            token.check()
            found = figure.cases(books)
            if token.cancelled:
                raise Cancelled
            return found

        def done(cases: Sequence[Case]) -> None:
            if token is self._token:
                self._show(figure, cases)

        def failed(error: Exception) -> None:
            if token is self._token:
                self._failed(error)

        self._counter.work.run(self, work, done, failed)

    def _show(self, figure: Counted, cases: Sequence[Case]) -> None:
        self._patience.stop()
        self._listed, self.cases = figure, cases
        said = [one for one in (figure.aside, self._changed(figure, len(cases))) if one]
        self.said.setText("　".join(said))
        self.said.setVisible(bool(said))
        self.count.setText(f"{figure.label} {len(cases):,} {self._drill.unit}")
        self.open_button.setVisible(bool(cases))
        if not cases:
            advice = "← → 看别的名单" if len(self.figures) > 1 else "按 Esc 返回"
            self.notice.empty(f"{figure.label}: 一条也没有", advice)
            self._bring(self.notice)
            return
        counter, facts = self._counter, self._counter.rules.known(figure.record).record
        columns = columns_of(facts, figure, counter.now(), len(self._drill.estates) > 1)
        rows = Rows(counter, self._drill, figure, cases)
        model = self._model = TableModel(columns, rows.page, counter.work, self)
        model.loaded.connect(self._choose)
        model.failed.connect(partial(self._failed_page, model))
        self.table.setModel(model)
        self.table.show_widths([(one.width, one.width) for one in columns])
        self._choose()
        self._bring(self.table)

    def _changed(self, figure: Counted, there: int) -> str:
        """Somebody has worked since the figure was counted or frozen: the list is as it stands now, and says so."""
        if self._drill.is_frozen and figure.was is None:
            return "名单是现在的记录"
        if self._drill.is_frozen and figure.was != there:
            return f"冻结时是 {figure.was:,}, 现在是 {there:,}: 冻结以后记录有变, 名单是现在的"
        if not self._drill.is_frozen and 0 <= figure.count != there:
            return f"统计时是 {figure.count:,}, 现在是 {there:,}: 统计以后有变动"
        return ""

    def _again(self) -> None:
        if self.figures:
            self._list(int(self.tabs.value))
        else:
            self.begin()

    # what is shown

    def _choose(self) -> None:
        if not self.table.currentIndex().isValid():
            self.table.choose(0)

    def _bring(self, shown: QWidget) -> None:
        """Keys go on where they were: a list that goes would hand the focus to a button."""
        if self.isVisible() and not self.tabs.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentWidget(shown)
        if not self.tabs.hasFocus():
            self._settle()

    def _say_loading(self) -> None:
        self.count.setText("")
        self.notice.loading()
        self._bring(self.notice)

    def _failed_page(self, model: TableModel, error: Exception) -> None:
        if model is self._model:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._patience.stop()
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._bring(self.notice)

    def _open(self, row: int) -> None:
        figure = self._listed
        if figure is not None and figure is self.figure and 0 <= row < len(self.cases):
            one = self.cases[row]
            self.opened.emit(figure.record, one.id, one.scope)


class _Rows(Grid):
    """A digit belongs to the panel: it chooses a list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal():
            event.ignore()
        else:
            super().keyPressEvent(event)

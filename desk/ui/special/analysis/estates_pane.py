"""Which estate the figures are of: one, or all that this person may look at. Typing narrows, Enter takes."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.analysis.asked import ALL, Estate
from desk.ui.theme import theme


class EstatesPane(PanelFrame):
    """`taken` carries a scope, or ALL."""

    taken = Signal(str)
    WIDTH = 480

    def __init__(self, estates: Sequence[Estate], chosen: str, parent: QWidget | None = None) -> None:
        super().__init__("看哪个小区", parent=parent)
        self._all = [(ALL, f"全部 {len(estates)} 个小区"), *((one.scope, one.name) for one in estates)]
        self._shown = list(self._all)
        self._chosen = chosen
        self.field = TextField("找小区", hint="小区名称里的字")
        self.list = QListView()
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self.list.setAccessibleName("小区")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(theme().px(5))
        self.body.addWidget(Field("", self.field))
        self.body.addWidget(self.list, 1)
        self.foot.addWidget(label("Enter 看这个小区", "quiet"))
        self.foot.addStretch()
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.preedit.connect(lambda _text: self._narrow())
        self.field.arrow.connect(self._step)
        self.field.finished.connect(self._take)
        self.list.clicked.connect(lambda _index: self._take())
        self._narrow()

    def begin(self) -> None:
        QTimer.singleShot(0, self.field, lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "换一个"), ("Enter", "看这个"), ("Esc", "返回"))

    def _narrow(self) -> None:
        typed = (self.field.text() + self.field.composing).strip()
        self._shown = [one for one in self._all if typed in one[1]]
        self._model.setStringList([words for _, words in self._shown])
        here = next((n for n, one in enumerate(self._shown) if one[0] == self._chosen), 0)
        self.list.setCurrentIndex(self._model.index(here))

    def _step(self, by: int) -> None:
        index: QModelIndex = self._model.index(self.list.currentIndex().row() + by)
        if index.isValid():
            self.list.setCurrentIndex(index)

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._shown):
            self.taken.emit(self._shown[row][0])

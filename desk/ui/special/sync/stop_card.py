"""同步停住: what happened and what would follow, and the number typed by whoever may say that it is right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, FigureField
from desk.ui.kit.labels import label
from desk.ui.special.sync.stops import BEFORE, Stop
from desk.ui.theme import theme

ASK = "同意的话, 写出少了几步"


class StopCard(QFrame):
    """`agreed` carries the scope."""

    agreed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aloud")
        self._stop: Stop | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        column.setSpacing(look.px(8))
        self.why = label("", "title", wrap=True)
        self.happened = label("", "matter", wrap=True)
        self.then = label("", "matter", wrap=True)
        self.before = label(BEFORE, "body", "warn", wrap=True)
        self.whose = label("", "matter", wrap=True)
        self.number = FigureField(ASK, "例如 37")
        self.field = Field(ASK, self.number)
        self.field.setFixedWidth(look.px(260))
        self.button = KeyButton("同意并继续", "F9", PRIMARY, "check")
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        for one in (self.why, self.happened, self.then, self.before, self.whose, self._row):
            column.addWidget(one)
        self.number.finished.connect(self.button.setFocus)
        self.number.textEdited.connect(lambda _text: self.field.accept())
        self.button.clicked.connect(self.agree)
        self.hide()

    @property
    def scope(self) -> str:
        return self._stop.scope if self._stop is not None and not self.isHidden() else ""

    def show_stop(self, stop: Stop, may: bool, now: int) -> None:
        same = self.scope == stop.scope and self._stop is not None and self._stop.lost == stop.lost
        self._stop = stop
        self.why.setText(stop.why)
        self.happened.setText(stop.happened(now))
        self.then.setText(stop.then)
        self.before.setVisible(stop.may_agree)
        self._row.setVisible(stop.may_agree and may)
        self.whose.setText("" if may or not stop.may_agree else "请项目经理或总部在这台电脑登录, 看清楚后同意")
        self.whose.setVisible(bool(self.whose.text()))
        if not same:  # read anew, what was refused stays refused
            self.field.accept()
        if self.isHidden():
            self.number.clear()
            self.show()
            if not self._row.isHidden():
                self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Only who has read how many steps it is about can say yes to it."""
        stop = self._stop
        if stop is None or self._row.isHidden():
            return
        if self.number.text().strip() != str(stop.lost):
            self.field.refuse("和少的步数不一样: 看清上面少了几步, 照着写")
            return
        self.agreed.emit(stop.scope)

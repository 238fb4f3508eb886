"""What stands where rows are not: nothing here yet, loading, not allowed, failed; and progress with cancel."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import Picture, label
from desk.ui.theme import theme

PATIENCE_MS = 1_000  # progress shows only for what takes longer


class Notice(QWidget):
    """An icon, a sentence, what to do, and the first step as a button."""

    step_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.addStretch(2)
        self._icon = Picture(size=40)
        self._words = label("", "heading", wrap=True)
        self._advice = label("", "quiet", wrap=True)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for one in (self._words, self._advice):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(one)
        self._row = QHBoxLayout()
        column.addSpacing(theme().px(8))
        column.addLayout(self._row)
        column.addStretch(3)
        self._button: KeyButton | None = None

    def show_notice(self, icon: str, words: str, advice: str = "", button: str = "", key: str = "") -> None:
        """Say it; `button` is the first step, with its key."""
        self._icon.show_icon(icon, "quiet")
        self._words.setText(words)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.setAccessibleName(f"{words} {advice}".strip())
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._button = None
        if button:
            self._button = KeyButton(button, key)
            self._button.clicked.connect(self.step_wanted)
            self._row.addStretch()
            self._row.addWidget(self._button)
            self._row.addStretch()

    def empty(self, words: str, advice: str = "", button: str = "", key: str = "") -> None:
        self.show_notice("inbox", words, advice, button, key)

    def loading(self) -> None:
        self.show_notice("refresh-cw", "正在读取…")

    def refused(self, who: str) -> None:
        self.show_notice("lock", "您的岗位看不到这里", f"需要时请找{who}")

    def failed(self, words: str, advice: str) -> None:
        self.show_notice("triangle-alert", words, advice, "再试一次")


class Progress(QWidget):
    """A bar with words and 取消; it shows itself only when the work lasts over a second."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("进度")
        stop = KeyButton("取消", "Esc")
        stop.clicked.connect(self.cancelled)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def begin(self, words: str) -> None:
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._timer.start()

    def advance(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def end(self) -> None:
        self._timer.stop()
        self.hide()

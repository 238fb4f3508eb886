"""One panel at a time over a page; opening another shuts the first."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.ui.kit.slide_over import SlideOver


class OnePanel(QObject):
    """Esc and the panel's own 返回 shut it; `page` is what it slides over."""

    opened = Signal()
    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._over: SlideOver | None = None

    @property
    def is_open(self) -> bool:
        return self._over is not None

    @property
    def panel(self) -> QWidget | None:
        return self._over.panel if self._over is not None else None

    def open(self, panel: QWidget, width: int) -> None:
        self.shut()
        over = SlideOver(panel, self._page, width)
        over.close_wanted.connect(self.shut)
        closing: Any = getattr(panel, "close_wanted", None)
        if closing is not None:
            closing.connect(self.shut)
        self._over = over
        over.open()
        begin: Callable[[], None] | None = getattr(panel, "begin", None)
        if begin is not None:
            begin()
        self.opened.emit()

    def shut(self) -> None:
        over, self._over = self._over, None
        if over is not None:
            over.shut()
            over.deleteLater()
            self.closed.emit()

    def keys(self) -> Sequence[tuple[str, str]]:
        own: Callable[[], Sequence[tuple[str, str]]] | None = getattr(self.panel, "keys", None)
        return own() if own is not None else (("Enter", "下一项"), ("F9", "保存"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        """A function key while a panel is open: the panel's own, and Esc which shuts it."""
        own: Callable[[str], bool] | None = getattr(self.panel, "press", None)
        if own is not None and own(key):
            return True
        if key == "Esc" and self.is_open:
            self.shut()
            return True
        return False

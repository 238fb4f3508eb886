"""Where the keyboard stands is seen: an area that scrolls follows the focus, however small the screen."""

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

from desk.ui.theme import theme


class InSight(QObject):
    """Follows every change of the focus under `over`; up and down only, so that nothing shifts sideways."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._soon)

    @Slot()
    def _soon(self) -> None:
        """A field that was shown for the focus has its place only when everything around it is laid out."""
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._follow))

    @Slot()
    def _follow(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self._over.isAncestorOf(now) or isinstance(now, QAbstractItemView):
            return
        place = now.parentWidget()
        while place is not None and place is not self._over:
            if isinstance(place, QScrollArea):
                _bring(place, now)
            place = place.parentWidget()


def _bring(area: QScrollArea, one: QWidget) -> None:
    """The whole of it, where Qt's own way would do with the line of the cursor; its upper end if it is higher."""
    bar, margin = area.verticalScrollBar(), theme().px(8)
    top = one.mapTo(area.viewport(), QPoint()).y() - margin
    low = top + one.height() + 2 * margin - area.viewport().height()
    if top < 0:
        bar.setValue(bar.value() + top)
    elif low > 0:
        bar.setValue(bar.value() + min(low, top))

"""Whether every word has room: what a label or button wants against what it got."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

SCALES = (1.0, 1.25, 1.5, 2.0)


def cramped(root: QWidget) -> list[str]:
    """Labels and buttons under `root` that are narrower or lower than their words; laid out and shown before.

    A label that elides on purpose (class `Elided`) only has to keep two characters.
    """
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisibleTo(root) or not widget.text():
            continue
        needs, has = _needs(widget), widget.size()
        if needs[0] > has.width() or needs[1] > has.height():
            found.append(f"{type(widget).__name__} {widget.text()!r} wants {needs}, has {has.toTuple()}")
    return found


def _needs(widget: QLabel | QAbstractButton) -> tuple[int, int]:
    if type(widget).__name__ == "Elided":
        metrics = QFontMetrics(widget.font())
        return min(2 * metrics.horizontalAdvance("口"), metrics.horizontalAdvance(widget.text())), metrics.height()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return 0, widget.heightForWidth(widget.width())
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText:
        return 0, 0
    hint = widget.sizeHint()
    if isinstance(widget, QLabel):
        # A figure may stand in a line lower than its face allows, as long as all of its ink does.
        return hint.width(), QFontMetrics(widget.font()).tightBoundingRect(widget.text()).height()
    return hint.width(), hint.height()

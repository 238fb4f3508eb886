"""Whether every word has room: what a label or button wants against what it got."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QStyle, QStyleOptionFrame, QWidget

from desk.ui.kit.choices import ChoiceBox

# What has room at 100 and at 200 % has it between; the sizes between are tried in the long form.
SCALES = (1.0, pytest.param(1.25, marks=pytest.mark.long), pytest.param(1.5, marks=pytest.mark.long), 2.0)
OUR_LONGEST = 14  # a longer choice is a name from outside, a printer's for one, and may be shortened


def cramped(root: QWidget) -> list[str]:
    """Labels and buttons under `root` that are narrower or lower than their words; laid out and shown before.

    A label that elides on purpose (class `Elided`) only has to keep two characters.
    """
    found = [
        f"ChoiceBox {box.choice.words!r} is cut at {box.width()}"
        for box in root.findChildren(ChoiceBox)
        if box.isVisibleTo(root) and box.is_cut and len(box.choice.words) <= OUR_LONGEST
    ]
    found += [
        f"{field.accessibleName()} has no room for {field.placeholderText()!r}"
        for field in root.findChildren(QLineEdit)
        if field.isVisibleTo(root) and _hint_is_cut(field)
    ]
    for widget in (root, *root.findChildren(QWidget)):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisibleTo(root) or not widget.text():
            continue
        needs, has = _needs(widget), widget.size()
        if needs[0] > has.width() or needs[1] > has.height():
            found.append(f"{type(widget).__name__} {widget.text()!r} wants {needs}, has {has.toTuple()}")
    return found


def _hint_is_cut(field: QLineEdit) -> bool:
    """A hint stands inside frame, padding and the cursor's two pixels on each side."""
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    return QFontMetrics(field.font()).horizontalAdvance(field.placeholderText()) > inside.width() - 4


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

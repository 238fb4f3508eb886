"""Walks a tree of widgets as a screen reader does: every control a person can reach has a name and a role."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
# Qt's own inner parts, which their owners speak for.
INNER = ("qt_", "QtPrivate")
NAMELESS_ROLES = (QAccessible.Role.NoRole,)


def controls(root: QWidget) -> Iterator[QWidget]:
    """Every visible control under `root`, and `root` itself."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisibleTo(root) and _is_control(widget):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """What a screen reader would meet in silence: the path of each control without a name or a role."""
    found = []
    for widget in controls(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name) if spoken else ""
        role = spoken.role() if spoken else QAccessible.Role.NoRole
        if not name.strip() or role in NAMELESS_ROLES:
            found.append(_path(widget, root))
    return found


def _is_control(widget: QWidget) -> bool:
    if any(word in widget.objectName() or word in type(widget).__name__ for word in INNER):
        return False
    if isinstance(widget.parentWidget(), QComboBox | QAbstractItemView):
        return False
    return isinstance(widget, CONTROLS) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _path(widget: QWidget, root: QWidget) -> str:
    names = []
    one: QWidget | None = widget
    while one is not None:
        names.insert(0, type(one).__name__ + (f"#{one.objectName()}" if one.objectName() else ""))
        one = None if one is root else one.parentWidget()
    return " > ".join(names)

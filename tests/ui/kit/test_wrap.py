"""A row that wraps: as high as its lines, also when it is filled anew while it is seen."""

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.wrap import WrapRow
from desk.ui.theme import Theme


def filled(row: WrapRow, count: int) -> None:
    row.clear()
    for number in range(count):
        row.add(KeyButton(f"按钮 {number}", str(number)))


def test_its_height_follows_its_width(look: Theme) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    row = WrapRow()
    column.addWidget(row)
    column.addStretch()
    holder.resize(900, 300)
    holder.show()
    filled(row, 6)
    one = row.height()
    assert one >= look.size("button")
    holder.resize(260, 300)
    QApplication.processEvents()
    assert row.height() > 2 * one
    buttons = row.findChildren(KeyButton)
    assert all(button.isVisible() and button.geometry().right() <= row.width() for button in buttons)
    filled(row, 1)
    QApplication.processEvents()
    assert row.height() == one
    holder.close()
    holder.deleteLater()

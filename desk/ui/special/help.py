"""F1: the keys of the counter on one panel."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from desk.ui.counter import Counter
from desk.ui.kit.labels import keycap, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.theme import theme

GROUPS = (
    ("到处都能用", (
        ("F2", "新报修; 正在受理时先暂存这一件"), ("F3", "查找, Ctrl+K 也行"), ("F6", "回单: 扫单号或输入后四位"),
        ("F7", "回访: 打下一个"), ("F12", "遮屏, 再按回来"), ("Ctrl+L", "锁屏 · 换人"),
        ("Alt+1", "接着办第 1 件暂存, 到 Alt+9"), ("Ctrl+Z", "撤销刚做的一步"), ("Esc", "返回; 只会暂存, 不会丢"),
    )),
    ("填写时", (
        ("Enter", "下一项"), ("F9", "保存, Ctrl+Enter 也行"), ("F4", "派工 · 保存并派工"), ("F8", "打印 · 派工并打印"),
        ("1-9", "选第几个"), ("+ * / .", "空格子里的第一个字: 催单·同报, 紧急, 换类别, 咨询"),
    )),
    ("列表上 (对讲机里怎么说, 就按哪个)", (
        ("↑↓", "选"), ("Enter", "办下一步"), ("空格", "到场"), ("9", "完工"), ("8", "等料"), ("7", "未遇"),
        ("+", "催单"),
    )),
)  # fmt: skip


class HelpPane(QWidget):
    """Read and gone: Esc closes it."""

    WIDTH = 560
    closed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._frame = PanelFrame("按键")
        self._frame.close_wanted.connect(self.closed)
        column.addWidget(self._frame)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(8))
        grid.setColumnStretch(1, 1)
        row = 0
        for words, keys in GROUPS:
            grid.addWidget(label(words, "title"), row, 0, 1, 2)
            row += 1
            for key, meaning in keys:
                grid.addWidget(keycap(key), row, 0)
                grid.addWidget(label(meaning, "matter", wrap=True), row, 1)
                row += 1
            grid.setRowMinimumHeight(row, look.px(8))
            row += 1
        inside = QWidget()
        inside.setLayout(grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("按键")
        area.setWidget(inside)
        self._frame.body.addWidget(area)

    def enter(self) -> None:
        self._frame.close_button.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Esc", "返回"),)

    def press(self, key: str) -> bool:
        if key in ("Esc", "F1"):
            self.closed.emit()
            return True
        return False

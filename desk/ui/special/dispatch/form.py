"""The dispatch pane's widgets and where they stand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choices
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField
from desk.ui.kit.labels import Elided, FactGrid, label, line
from desk.ui.kit.notice import Notice
from desk.ui.spoken_rows import SpokenRows
from desk.ui.theme import theme

LABELS = 80
SIDE = 276


class DispatchForm(QWidget):
    """Head with the order, its fields, the order's facts at the right, the sentence to say, the foot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self.content = QWidget()
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._head())
        left.addWidget(line())
        left.addWidget(self._body(), 1)
        top.addLayout(left, 1)
        top.addWidget(line(vertical=True))
        top.addWidget(self._side())
        inside.addLayout(top, 1)
        self.aloud = ReadAloud("告诉业主")
        self.aloud.setMinimumHeight(theme().px(80))
        inside.addWidget(self.aloud)
        self.notice = Notice()
        page.addWidget(self.content, 1)
        page.addWidget(self.notice, 1)
        page.addWidget(self._foot())
        self.notice.hide()

    def _head(self) -> QHBoxLayout:
        look = theme()
        row = QHBoxLayout()
        row.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(11))
        row.setSpacing(look.px(12))
        self.title = label("派工", "who")
        self.no = label("", "body")
        self.urgent = label("急")
        bad, tint, edge = (look.colour(name).name() for name in ("bad", "bad_tint", "bad_line"))
        self.urgent.setStyleSheet(
            f"color: {bad}; background: {tint}; border: 1px solid {edge}; border-radius: 4px; font-weight: 700;"
            f" padding: 1px 6px;"
        )
        self.urgent.setAccessibleName("紧急")
        self.where = Elided("", "room")
        self.close_button = KeyButton("返回", "Esc")
        for one in (self.title, self.no, self.urgent):
            row.addWidget(one)
        row.addWidget(self.where, 1)
        row.addWidget(self.close_button)
        return row

    def _body(self) -> QScrollArea:
        look = theme()
        self.body = rows = SpokenRows(gap=14, above=14, below=10, labels=LABELS)
        self.crew_button = KeyButton("", "/")
        self.crews = Choices("班组", 3, digit_goes_on=True, commands="/")
        self.people = Choices("师傅", 2, digit_goes_on=True, commands="/+")
        self.second = Choices("同去", 2, digit_goes_on=True, commands="/")
        self.company = TextField("外单位", True, "外单位的名字", "/")
        self.company_phone = FigureField("外单位电话", "电话", "/")
        self.company_no = FigureField("对方单号", "对方给的单号", "/")
        self.times = Choices("上门时段", 3, tall=True, digit_goes_on=True, commands="/+")
        self.price = Choices("收费与价格", 3, digit_goes_on=True, commands="/")
        self.low, self.high = MoneyField("约定价", "元"), MoneyField("约定价至", "元")
        self.low_field, self.high_field = Field("", self.low), Field("", self.high)
        self.to = label("至", "quiet")
        self.tools = TextField("携带工具", True, "不用特别带")
        self.precautions = TextField("注意事项", True, "没有")
        self.told = Choices("已告知业主", 3, digit_goes_on=True, commands="/")
        rows.add("crew", "班组", self._crew_row(), look.size("button"))
        rows.add("people", "师傅", self.people, look.px(32))
        rows.add("second", "同去", self.second, look.px(32))
        rows.add("company", "外单位", self._company_row(), look.size("field"))
        rows.add("times", "上门时段", self.times, look.px(44))
        rows.add("price", "收费与价格", self._price_row(), look.px(32))
        rows.add("tools", "携带工具", self._with_it(), look.size("field"))
        rows.add("told", "已告知业主", self.told, look.px(32))
        self.area = rows.end()
        return self.area

    def _crew_row(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(self.crew_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.crews)
        return made

    def _company_row(self) -> QWidget:
        """Who takes it over: the name, whom one rings, and the number asked for."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        for one, share in ((self.company, 3), (self.company_phone, 3), (self.company_no, 2)):
            row.addWidget(Field("", one), share)
        return made

    def _with_it(self) -> QWidget:
        """What to bring and what to mind: filled by the suggestion, seldom touched."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        row.addWidget(Field("", self.tools), 1)
        row.addWidget(label("注意事项", "quiet"))
        row.addWidget(Field("", self.precautions), 1)
        return made

    def _price_row(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        column.addWidget(self.price)
        self.amounts = QWidget()
        row = QHBoxLayout(self.amounts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        row.addWidget(self.low_field, 1)
        row.addWidget(self.to)
        row.addWidget(self.high_field, 1)
        row.addStretch(1)
        column.addWidget(self.amounts)
        return made

    def _side(self) -> QFrame:
        look = theme()
        side = QFrame()
        side.setObjectName("panel")
        side.setFixedWidth(look.px(SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(16))
        column.setSpacing(look.px(10))
        self.reporter = label("", "who", wrap=True)
        self.matter = label("", "matter", wrap=True)
        self.facts = FactGrid(1)
        column.addWidget(self.reporter)
        column.addWidget(self.matter)
        column.addWidget(line())
        column.addWidget(self.facts)
        column.addStretch(1)
        return side

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        row.setSpacing(look.px(12))
        self.hint = Elided("", "body")
        self.send = KeyButton("派工", "F9")
        self.print = KeyButton("派工并打印", "F8", PRIMARY)
        row.addWidget(self.hint, 1)
        row.addWidget(self.send)
        row.addWidget(self.print)
        return foot

"""The intake card's widgets and where they stand; what they do is the card's."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, WordsField
from desk.ui.kit.labels import Elided, label, line
from desk.ui.kit.shapes import ClockRing
from desk.ui.special.intake.caller_row import CallerRow
from desk.ui.special.intake.extras import Extras
from desk.ui.special.intake.late_row import LateRow
from desk.ui.special.intake.matter import MatterField
from desk.ui.special.intake.side import Side
from desk.ui.special.intake.strip import SuggestionStrip
from desk.ui.special.intake.visit_times import VisitTimes
from desk.ui.special.intake.who import Who
from desk.ui.spoken_rows import SpokenRows
from desk.ui.theme import theme

SIDE = 276
NOW, CALL_BACK = "now", "later"


class IntakeForm(QWidget):
    """Head, rows, the caller at the right, the sentence to read, the foot."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._head())
        left.addWidget(line())
        left.addWidget(self._body(counter), 1)
        top.addLayout(left, 1)
        top.addWidget(line(vertical=True))
        self.side = Side()
        self.side.setFixedWidth(theme().px(SIDE))
        top.addWidget(self.side)
        page.addLayout(top, 1)
        self.aloud = ReadAloud()
        self.aloud.setMinimumHeight(theme().px(112))
        page.addWidget(self.aloud)
        page.addWidget(self._foot())

    def _head(self) -> QHBoxLayout:
        look = theme()
        row = QHBoxLayout()
        row.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(11))
        row.setSpacing(look.px(8))
        self.title = label("新报修", "who")
        icon = QLabel()
        icon.setPixmap(look.pixmap("phone-incoming", "quiet", 18))
        self.channel = Elided("", "body")
        self.ring = ClockRing(9)
        self.clock = label("00:00", "who")
        self.close_button = KeyButton("暂存", "Esc")
        row.addWidget(self.title)
        row.addSpacing(look.px(10))
        row.addWidget(icon)
        row.addWidget(self.channel, 1)
        row.addWidget(self.ring)
        row.addWidget(label("受理", "body"))
        row.addWidget(self.clock)
        row.addSpacing(look.px(10))
        row.addWidget(self.close_button)
        return row

    def _body(self, counter: Counter) -> QScrollArea:
        look = theme()
        self.body = rows = SpokenRows(gap=16, above=18, below=12)
        self.who = Who(self.body)
        self.places = Choices("哪个部位", 3, digit_goes_on=True)
        self.matter = MatterField("报修内容", "业主的原话")
        self.matter_field = Field("", self.matter)
        self.strip = SuggestionStrip(counter.catalogue)
        self.times = VisitTimes(counter.catalogue.wishes)
        self.caller = CallerRow()
        self.phone = label("", "strong")
        self.phone_note = Elided("", "quiet")
        self.extras = Extras(counter)
        self.late = LateRow()
        self.answer = WordsField("答复", "怎么答复的; 空着就记“已当场答复”", 2)
        self.answered = Choices("怎么办", 2)
        self.answered.show_choices([Choice(NOW, "已当场答复"), Choice(CALL_BACK, "待回电答复")], NOW)
        phone = QWidget()
        phone_row = QHBoxLayout(phone)
        phone_row.setContentsMargins(0, 0, 0, 0)
        phone_row.setSpacing(look.px(12))
        phone_row.addWidget(self.phone)
        phone_row.addWidget(self.phone_note, 1)
        rows.add("who", "谁 / 哪户", self.who, look.size("main_field"))
        rows.add("places", "部位", self.places, look.px(32))
        rows.add("matter", "报修内容", self.matter_field, look.size("main_field"))
        rows.add("strip", "建议分类", self.strip, look.px(54))
        rows.add("times", "上门时间", self.times, look.px(44))
        rows.add("late", "补单", self.late, look.size("field"))
        rows.add("caller", "报修人", self.caller, look.size("field"))
        rows.add("phone", "联系电话", phone, 0)
        rows.add("extras", "补充", self.extras, look.size("button"))
        rows.add("answer", "答复", Field("", self.answer), look.size("field"))
        rows.add("answered", "", self.answered, 0)
        return rows.end()

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        row.setSpacing(look.px(12))
        self.hint = Elided("", "body")
        self.told = KeyButton("电话中已告知", "1")
        self.passed_on = KeyButton("已转告", "1", PRIMARY)
        self.print = KeyButton("打印派工单", "F8")
        self.save = KeyButton("保存受理", "F9")
        self.send = KeyButton("保存并派工", "F4", PRIMARY)
        row.addWidget(self.hint, 1)
        for button in (self.told, self.passed_on, self.print, self.save, self.send):
            row.addWidget(button)
        return foot

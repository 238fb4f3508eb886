"""The widgets of a complaint's intake and where they stand: 谁, 类型, 要求, 内容, 紧急, 处理人, 时限, the sentence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.services.complaints.record import ComplaintChannel, Want
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.labels import Elided, label, line
from desk.ui.special.intake.who import Who
from desk.ui.spoken_rows import SpokenRows
from desk.ui.theme import theme

GENERAL, URGENT = "general", "urgent"
HANDED_DOWN = "上级转办"  # six stand in a row; its own row says 12345、街道、媒体


class IntakeForm(QWidget):
    """Head, rows in the order of speech, the sentence to read, the foot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(self._head())
        page.addWidget(line())
        page.addWidget(self._body(), 1)
        self.aloud = ReadAloud()
        page.addWidget(self.aloud)
        page.addWidget(self._foot())

    def _head(self) -> QHBoxLayout:
        look = theme()
        row = QHBoxLayout()
        row.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        row.setSpacing(look.px(8))
        self.title = label("登记投诉", "who")
        self.source = Elided("", "quiet")
        self.suggestion = KeyButton("建议", "-", QUIET)
        self.praise = KeyButton("表扬", "*", QUIET)
        self.close_button = KeyButton("返回", "Esc")
        row.addWidget(self.title)
        row.addWidget(self.source, 1)
        for button in (self.suggestion, self.praise, self.close_button):
            row.addWidget(button)
        return row

    def _body(self) -> QScrollArea:
        look = theme()
        self.body = rows = SpokenRows(gap=8, above=10, below=6)  # all of it is seen on 768 lines
        self.who = Who(self.body)
        self.line_words = label("", "strong", "warn", wrap=True)
        self.repeat = KeyButton("同一件事再投诉", "+", icon="link")
        self.phone, self.name = FigureField("电话"), TextField("姓名", hint="可以不留姓名")
        self.about = TextField("被投诉人/部门", hint="姓名或部门; 可以不填")
        self.type = FigureField("投诉类型", hint="两位数字, 例如 01", commands="-*+")
        self.types = Choices("投诉类型", columns=3)
        self.types.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.type_words = Elided("", "quiet")
        self.want = Choices("要求", columns=4, digit_goes_on=True)
        self.want.show_choices([Choice(str(one), one.label) for one in Want])
        self.content = WordsField("内容", "业主的原话: 什么时候、哪里、谁、怎么了", 3)
        self.urgent = Choices("紧急", columns=2, digit_goes_on=True)
        self.handler = Choices("处理人", columns=3, tall=True, digit_goes_on=True)
        self.handler_words = Elided("", "quiet")
        self.channel = Choices("渠道", columns=6)
        short = {ComplaintChannel.FORWARDED: HANDED_DOWN}
        self.channel.show_choices([Choice(str(one), short.get(one, one.label)) for one in ComplaintChannel])
        self.forwarded_no = TextField("对方编号", words=False, hint="12345 或街道给的编号")
        self.forwarded_by = TextField("转办单位", hint="12345、街道、媒体")
        self.forwarded_due = TextField("对方期限", words=False, hint="11-25 17:00")
        self.due = label("", "title")
        self.fields = {
            "type": Field("", self.type), "want": Field("", self.want), "content": Field("", self.content),
            "handler_id": Field("", self.handler), "forwarded_no": Field("对方编号", self.forwarded_no),
            "forwarded_by": Field("转办单位", self.forwarded_by),
            "forwarded_due_at": Field("对方期限", self.forwarded_due), "channel": Field("", self.channel),
            "phone": Field("", self.phone), "who": Field("", self.name),
        }  # fmt: skip
        rows.add("who", "谁 / 哪户", self.who, look.size("main_field"))
        rows.add("caller", "姓名·电话", _side(self.fields["who"], self.fields["phone"]), look.size("field"))
        known = QWidget()
        beside = QHBoxLayout(known)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.line_words, 1)
        beside.addWidget(self.repeat)
        rows.add("line", "在办", known, look.size("button"))
        kind = QWidget()
        column = QVBoxLayout(kind)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        first = QHBoxLayout()
        first.setSpacing(look.px(12))
        first.addWidget(self.fields["type"], 2)
        first.addWidget(self.type_words, 5)
        column.addLayout(first)
        column.addWidget(self.types)
        rows.add("type", "类型", kind, look.size("field"))
        rows.add("want", "要求", self.fields["want"], look.px(32))
        rows.add("content", "内容", self.fields["content"], look.size("field"))
        rows.add("about", "被投诉人", self.about, look.size("field"))
        rows.add("urgent", "紧急", self.urgent, look.px(32))
        told = QWidget()
        three = QHBoxLayout(told)
        three.setContentsMargins(0, 0, 0, 0)
        three.setSpacing(look.px(12))
        for name in ("forwarded_no", "forwarded_by", "forwarded_due_at"):
            three.addWidget(self.fields[name])
        rows.add("forwarded", "转办", told, look.size("field"))
        whose = QWidget()
        under = QVBoxLayout(whose)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(look.px(4))
        under.addWidget(self.fields["handler_id"])
        under.addWidget(self.handler_words)
        rows.add("handler", "处理人", whose, look.px(44))
        rows.add("due", "答复时限", self.due, 0)
        rows.add("channel", "渠道", self.fields["channel"], look.px(32))
        return rows.end()

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        self.hint = Elided("", "body")
        self.save = KeyButton("登记", "F9", PRIMARY, "message-square-warning")
        row.addWidget(self.hint, 1)
        row.addWidget(self.save)
        return foot


def _side(*fields: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(12))
    for one in fields:
        row.addWidget(one)
    return holder

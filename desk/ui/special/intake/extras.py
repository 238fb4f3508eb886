"""补充: what most calls do not need, one chip each; pressed it opens its field."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Channel, OrderKind
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField, WordsField
from desk.ui.kit.labels import label
from desk.ui.theme import theme

SHORT = {Channel.FORWARDED: "12345转办"}  # what has room in a third of the row
SHOWN_CHANNELS = tuple(one for one in Channel if one is not Channel.WECHAT)  # those the counter itself hears


class Extras(QWidget):
    """Related home, forwarding number, note, channel. `other_caller` and `appointment` are the card's own affair."""

    told = Signal()
    other_caller = Signal()
    appointment = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        chips = QHBoxLayout()
        chips.setSpacing(look.px(8))
        column.addLayout(chips)
        self.related = TextField("关联房屋", True, "楼上楼下哪一户, 例如 3-2-1901", "")
        self.forwarded = TextField("转办编号", True, "12345 或上级的编号", "")
        self.note = WordsField("备注", "给师傅看的话; 不打印给业主", 1)
        self.channel = Choices("报修方式", 3)
        shown = [Choice(str(one), SHORT.get(one, one.label)) for one in SHOWN_CHANNELS]
        self.channel.show_choices(shown, str(Channel.PHONE))
        self.fields: dict[str, QWidget] = {}
        self.chips: dict[str, KeyButton] = {}
        for words, field in (
            ("关联房屋", self.related), ("转办编号", self.forwarded), ("备注", self.note), ("报修方式", self.channel),
        ):  # fmt: skip
            self._add(words, field, column)
            chips.addWidget(self._chip(words, self._opens(words)))
        chips.insertWidget(1, self._chip("其他联系人", self.other_caller.emit))
        chips.addWidget(self._chip("预约维修", self.appointment.emit))
        chips.addStretch()
        self.related.textEdited.connect(self._said)
        self.forwarded.textEdited.connect(self._said)
        self.note.textChanged.connect(self._said)
        self.channel.chosen.connect(self._said)
        for one in (self.related, self.forwarded, self.note, self.channel):
            one.finished.connect(self.finished)

    def _chip(self, words: str, pressed: Callable[[], None]) -> KeyButton:
        chip = KeyButton(words)
        chip.clicked.connect(pressed)
        self.chips[words] = chip
        return chip

    def _add(self, words: str, field: QWidget, column: QVBoxLayout) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        named = label(words, "quiet")
        named.setFixedWidth(theme().px(64))
        line.addWidget(named)
        line.addWidget(field if isinstance(field, Choices) else Field("", field), 1)
        row.hide()
        self.fields[words] = row
        column.addWidget(row)

    def _opens(self, words: str) -> Callable[[], None]:
        def opened() -> None:
            self.fields[words].show()
            {"关联房屋": self.related, "转办编号": self.forwarded, "备注": self.note, "报修方式": self.channel}[
                words
            ].setFocus()

        return opened

    def show_draft(self, draft: Draft) -> None:
        """Open what holds something, close the rest."""
        for words, field, value in (
            ("关联房屋", self.related, draft.related_where), ("转办编号", self.forwarded, draft.forwarded_no),
            ("备注", self.note, draft.note),
        ):  # fmt: skip
            if field.text() != value:
                field.setText(value)
            self.fields[words].setVisible(bool(value))
        self.channel.choose(draft.channel, tell=False)
        self.fields["报修方式"].setVisible(draft.channel != Channel.PHONE)

    def show_kind(self, kind: str) -> None:
        chip = self.chips["预约维修"]
        chosen = kind == OrderKind.APPOINTMENT
        chip.setText("✓ 预约维修" if chosen else "预约维修")
        chip.setAccessibleName("预约维修, 先审核" + (", 已选" if chosen else ""))
        chip.updateGeometry()

    def next_open(self) -> QWidget | None:
        """The first open field that the focus may go to."""
        order = (("关联房屋", self.related), ("转办编号", self.forwarded), ("备注", self.note))
        return next((field for words, field in order if not self.fields[words].isHidden()), None)

    def _said(self, _value: str = "") -> None:
        self.told.emit()

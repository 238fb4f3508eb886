"""补充: what most calls do not need, one chip each; pressed it opens its field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.words_of_time import full_moment
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Channel, OrderKind
from desk.ui.counter import Counter
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField, WordsField
from desk.ui.kit.labels import label
from desk.ui.special.intake.photos import Photos
from desk.ui.theme import theme

SHORT = {Channel.FORWARDED: "12345转办"}  # what has room in a third of the row
SHOWN_CHANNELS = tuple(one for one in Channel if one is not Channel.WECHAT)  # those the counter itself hears
RELATED, FORWARDED, NOTE, CHANNEL = "关联房屋", "转办编号", "备注", "报修方式"
PHOTOS, ESTATE = "照片", "其他小区"
OURS = ""
TO_COMPLAINT, COMPLAINT_KEY = "转投诉", "Ctrl+T"


class Extras(QWidget):
    """Related home, forwarding number and deadline, note, channel, photos, another estate.

    `other_caller`, `appointment`, `unclear` and `complaint` are the card's own affair.
    """

    told = Signal()
    other_caller = Signal()
    appointment = Signal()
    unclear = Signal()
    complaint = Signal()
    deadline_done = Signal()
    finished = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        self.related = TextField(RELATED, True, "楼上楼下哪一户, 例如 3-2-1901", "")
        self.forwarded = TextField(FORWARDED, True, "12345 或上级的编号", "")
        self.deadline = TextField("转办期限", True, "他们要的期限: 11-25 17:00", "")
        self.note = WordsField(NOTE, "给师傅看的话; 不打印给业主", 1)
        self.channel = Choices(CHANNEL, 3)
        self.channel.show_choices(
            [Choice(str(one), SHORT.get(one, one.label)) for one in SHOWN_CHANNELS], str(Channel.PHONE)
        )
        self.estate = Choices(ESTATE, 3)
        self.photos = Photos(counter)
        self.deadline_field = Field("", self.deadline)
        self.fields: dict[str, QWidget] = {}
        self.chips: dict[str, KeyButton] = {}
        self._lay_chips(column, (RELATED, "其他联系人", FORWARDED, NOTE, CHANNEL, "预约维修"))
        self._lay_chips(column, (PHOTOS, ESTATE, "没说清, 回拨", TO_COMPLAINT))
        self._add(RELATED, Field("", self.related), column)
        self._add(FORWARDED, _beside(Field("", self.forwarded), self.deadline_field), column)
        self._add(NOTE, Field("", self.note), column)
        self._add(CHANNEL, self.channel, column)
        self._add(ESTATE, self.estate, column)
        self._add(PHOTOS, self.photos, column)
        for text in (self.related, self.forwarded, self.deadline):
            text.textEdited.connect(self._said)
        self.note.textChanged.connect(self._said)
        for choice in (self.channel, self.estate):
            choice.chosen.connect(self._said)
        self.forwarded.finished.connect(self.deadline.setFocus)
        self.deadline.finished.connect(self.deadline_done)
        for one in (self.related, self.note, self.channel, self.estate):
            one.finished.connect(self.finished)

    def _lay_chips(self, column: QVBoxLayout, names: Sequence[str]) -> None:
        own: dict[str, Callable[[], None]] = {
            "其他联系人": self.other_caller.emit,
            "预约维修": self.appointment.emit,
            "没说清, 回拨": self.unclear.emit,
            TO_COMPLAINT: self.complaint.emit,
        }
        chips = QHBoxLayout()
        chips.setSpacing(theme().px(8))
        for words in names:
            chip = KeyButton(words, COMPLAINT_KEY if words == TO_COMPLAINT else "")
            chip.clicked.connect(own.get(words) or self._opens(words))
            self.chips[words] = chip
            chips.addWidget(chip)
        chips.addStretch()
        column.addLayout(chips)

    def _add(self, words: str, field: QWidget, column: QVBoxLayout) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        named = label(words, "quiet")
        named.setFixedWidth(theme().px(64))
        line.addWidget(named)
        line.addWidget(field, 1)
        row.hide()
        self.fields[words] = row
        column.addWidget(row)

    def _opens(self, words: str) -> Callable[[], None]:
        return lambda: self.open(words)

    def open(self, words: str) -> None:
        """Show a row and put the focus into it."""
        self.fields[words].show()
        first: dict[str, QWidget] = {
            RELATED: self.related, FORWARDED: self.forwarded, NOTE: self.note, CHANNEL: self.channel,
            ESTATE: self.estate, PHOTOS: self.photos.drop.button,
        }  # fmt: skip
        first[words].setFocus()

    def show_estates(self, names: Sequence[str]) -> None:
        """The company's other estates; without any there is nothing to forward to."""
        self.estate.show_choices([Choice(OURS, "是本小区"), *(Choice(name, name) for name in names)], OURS)
        self.chips[ESTATE].setVisible(bool(names))

    def show_draft(self, draft: Draft) -> None:
        """Open what holds something, close the rest."""
        due = full_moment(draft.forwarded_due_at) if draft.forwarded_due_at else ""
        for words, field, value in (
            (RELATED, self.related, draft.related_where), (FORWARDED, self.forwarded, draft.forwarded_no),
            (FORWARDED, self.deadline, due), (NOTE, self.note, draft.note),
        ):  # fmt: skip
            if field.text() != value:
                field.setText(value)
            self.fields[words].setVisible(bool(value))
        self.fields[FORWARDED].setVisible(bool(draft.forwarded_no or due))
        self.channel.choose(draft.channel, tell=False)
        self.fields[CHANNEL].setVisible(draft.channel != Channel.PHONE)
        self.estate.choose(draft.forwarded_to, tell=False)
        self.fields[ESTATE].setVisible(bool(draft.forwarded_to))
        self.photos.show_photos(draft.photos)
        self.fields[PHOTOS].hide()
        self.show_photos(draft)
        self.deadline_field.accept()

    def show_photos(self, draft: Draft) -> None:
        """The row of the photos stands once there are any."""
        if draft.photos:
            self.fields[PHOTOS].show()
        count = len(draft.photos)
        chip = self.chips[PHOTOS]
        chip.setText(f"照片 {count}" if count else PHOTOS)
        chip.updateGeometry()

    def refuse_deadline(self, words: str) -> None:
        """Empty: it can be read."""
        if words:
            self.deadline_field.refuse(words)
        else:
            self.deadline_field.accept()

    def show_kind(self, kind: str) -> None:
        chip = self.chips["预约维修"]
        chosen = kind == OrderKind.APPOINTMENT
        chip.setText("✓ 预约维修" if chosen else "预约维修")
        chip.setAccessibleName("预约维修, 先审核" + (", 已选" if chosen else ""))
        chip.updateGeometry()

    def next_open(self) -> QWidget | None:
        """The first open field that the focus may go to."""
        order = ((RELATED, self.related), (FORWARDED, self.forwarded), (NOTE, self.note))
        return next((field for words, field in order if not self.fields[words].isHidden()), None)

    def _said(self, _value: str = "") -> None:
        self.told.emit()


def _beside(left: QWidget, right: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(8))
    row.addWidget(left, 1)
    row.addWidget(right, 1)
    return both

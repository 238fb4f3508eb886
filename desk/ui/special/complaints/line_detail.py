"""What the counter may say of a matter it may not read: number, whom to ask, how far, until when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.words_of_time import moment_aloud
from desk.services.complaints.lines import UNANSWERED, InHand
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import FactGrid, label, line
from desk.ui.theme import theme


class LineDetail(Card):
    """The card of a neutral line, with the sentence for the one who asks."""

    resident_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(20, parent)
        self._resident = ""
        head = QHBoxLayout()
        head.setSpacing(theme().px(12))
        self.no, self.room = label("", "who"), label("", "who")
        self.badge = label("")
        self.badge.setObjectName("badge")
        head.addWidget(self.no)
        head.addWidget(self.room)
        head.addWidget(self.badge)
        head.addStretch()
        self.column.addLayout(head)
        self.column.addWidget(line())
        self.facts = FactGrid(1)
        self.column.addWidget(self.facts)
        self.aloud = ReadAloud("业主来问, 这样答")
        self.column.addWidget(self.aloud)
        self.column.addWidget(label("内容只有责任人和项目经理能看。要补充情况, 请转责任人。", "quiet", wrap=True))
        row = QHBoxLayout()
        self.resident = KeyButton("业主档案", "Enter", icon="user")
        self.resident.clicked.connect(lambda: self.resident_wanted.emit(self._resident))
        row.addWidget(self.resident)
        row.addStretch()
        self.column.addLayout(row)
        self.column.addStretch()

    def show_line(self, one: InHand, now: int) -> None:
        self._resident = one.resident_id
        self.no.setText(one.no)
        self.room.setText(one.room)
        self.badge.setText(one.state)
        self.facts.show_facts(
            [("请转", one.receiver or "项目经理"), ("状态", one.state), ("答复时限", one.until(now) or "—")]
        )
        self.aloud.show_sentence(said(one, now))
        self.resident.setVisible(bool(one.resident_id))


def said(one: InHand, now: int) -> list[tuple[str, bool]]:
    """To the one who asks how far it is."""
    who, _, phone = one.receiver.partition(" ")
    who = who or "项目经理"
    if not one.is_open:
        return [("您的事项 ", False), (one.no, True), (" 已经办结。", False)]
    tail = [(", 要找", False), (who, True), ("请打 ", False), (phone, True)] if phone else []
    if one.status not in UNANSWERED:
        return [("您的事项 ", False), (one.no, True), (" 已经答复", False), *tail, ("。", False)]
    if one.due_at is None:
        return [("您的事项 ", False), (one.no, True), (" 在办, ", False), (who, True), ("会联系您", False), *tail,
                ("。", False)]  # fmt: skip
    if one.due_at <= now:
        return [("对不起, 您的事项 ", False), (one.no, True), (" 还没有答复, 我马上请", False), (who, True),
                ("给您回电。", False)]  # fmt: skip
    return [("您的事项 ", False), (one.no, True), (" 在办, ", False), (who, True), ("会在", False),
            (moment_aloud(one.due_at, now), True), ("前给您答复", False), *tail, ("。", False)]  # fmt: skip

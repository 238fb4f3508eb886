"""The caller at the right of the intake: who it is, what is open, what is due, and the words to say now."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desk.domain.calendar import DAY, day_of
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.complaints import lines
from desk.services.residents.record import ServiceLevel
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Status
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import Elided, label, line
from desk.ui.page_layout import clear
from desk.ui.special.intake.announced import AnnouncedCard
from desk.ui.special.intake.radar import RadarCard
from desk.ui.special.intake.reading import Caller
from desk.ui.theme import theme

RECENT = 30 * DAY
MOST_OPEN = 3
ONE_LINE = 170  # px left for a name beside its badge
DONE = (str(Status.FINISHED), str(Status.SLIP_BACK))


class SayNow(QFrame):
    """现在说: one or two sentences, ready to be read out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(8), look.px(10), look.px(12))
        column.setSpacing(look.px(6))
        row = QHBoxLayout()
        row.addWidget(label("现在说", "strong"))
        row.addStretch()
        column.addLayout(row)
        self._words = label("", "matter", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._words, 1)
        self.setMinimumHeight(look.px(96))

    @property
    def words(self) -> str:
        return self._words.text()

    def say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(f"现在说: {words}")


class Side(QFrame):
    """The card of the caller; empty until somebody is taken."""

    revisit_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(16))
        column.setSpacing(0)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 0, 0)
        self.announced = AnnouncedCard()
        page.addWidget(self.announced)
        self.radar = RadarCard()
        page.addWidget(self.radar)
        page.setSpacing(look.px(12))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(look.px(10))
        page.addLayout(self._facts)
        page.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column.addWidget(area, 1)
        column.addSpacing(look.px(8))
        self.say_now = SayNow()
        column.addWidget(self.say_now)
        self.revisit_button: KeyButton | None = None
        self._shown: tuple[object, ...] = ()

    def show_caller(self, draft: Draft, known: Caller | None, alike: int, now: int) -> None:
        """Everything anew, where anything of it has changed; the reads behind it are done."""
        shows = (draft.where, draft.reporter, draft.reporter_phone, draft.reporter_relation, known, alike,
                 self.announced.state)  # fmt: skip
        if shows == self._shown and self._facts.count():
            return
        self._shown = shows
        clear(self._facts)
        self.revisit_button = None
        if known is None:
            self._stranger(draft)
            return
        self._head(draft, known)
        card = known.card
        self._in_hand(card.in_hand, now)
        self._open(tuple(one for one in card.open_orders if one.get("status") not in DONE), now)
        self._due(card.revisits_due, {one["id"]: one for one in (*card.open_orders, *card.last_orders)})
        recent = [one for one in (*card.open_orders, *card.last_orders) if (one.get("finished_at") or 0) > now - RECENT]
        who = next((one["technician"] for one in recent if one.get("technician")), "")
        words = f"修过 {len(recent)} 次" + (f", {who}" if who else "") if recent else "没有修过"
        self._fact("近 30 天", words)
        if self.announced.state:
            self._fact("本单元", self.announced.state)
        if alike > 1:
            self._fact("同类报修", f"▲ 本单元 7 天 {alike} 起", "warn")
        hours = str((card.person or {}).get("best_hours") or "")
        if hours:
            self._fact("方便通话", hours)
        note = "; ".join(part for part in ((card.person or {}).get("note"), card.home_note) if part)
        if note:
            self._fact("备注", note)

    def _stranger(self, draft: Draft) -> None:
        if not (draft.where or draft.reporter or draft.reporter_phone):
            self._facts.addWidget(label("来电人", "who"))
            self._facts.addWidget(label("报尾号、姓名首字母或房号, 这里就是他的全部事项。", "quiet", wrap=True))
            return
        self._facts.addWidget(Elided(draft.reporter or draft.where_aloud or draft.where or "新来电", "who"))
        words = mask(draft.reporter_phone) if draft.reporter_phone else "还不在业主档案里"
        self._facts.addWidget(label(words, "body", wrap=True))

    def _head(self, draft: Draft, known: Caller) -> None:
        person = known.card.person or {}
        row = QHBoxLayout()
        row.setSpacing(theme().px(10))
        words = str(person.get("name") or draft.reporter or draft.where_aloud or draft.where)
        name = label(words, "who")
        # A long name takes two lines, a short one keeps its badge beside it.
        long = name.sizeHint().width() > theme().px(ONE_LINE)
        name.setWordWrap(long)
        row.addWidget(name, 1 if long else 0)
        if person.get("level") == ServiceLevel.KEY:
            badge = label(ServiceLevel.KEY.label)
            badge.setObjectName("badge-warn")
            row.addWidget(badge)
        row.addStretch()
        self._facts.addLayout(row)
        since = f"{known.since} 年入住" if known.since else ""
        phone = mask(draft.reporter_phone) if draft.reporter_phone else ""
        words = " · ".join(part for part in (draft.reporter_relation, since, phone) if part)
        self._facts.addWidget(label(words or "不在册的来电人", "body", wrap=True))

    def _in_hand(self, found: tuple[Values, ...], now: int) -> None:
        """有在办事项, 请转 李主管 802: as much of it as the counter may see, and what to say to the one who asks."""
        for one in found[:MOST_OPEN]:
            said = lines.from_values(one)
            self._facts.addWidget(label(said.words, "strong", "warn", wrap=True))
            beside = " · ".join(part for part in (said.no, said.state, said.until(now)) if part)
            self._facts.addWidget(Elided(beside, "body"))

    def _open(self, orders: tuple[Values, ...], now: int) -> None:
        if not orders:
            self._fact("在办", "无")
            return
        self._fact("在办", f"• {len(orders)} 件", "accent")
        for one in orders[:MOST_OPEN]:
            words = f"{one.get('problem_label') or one.get('matter') or ''} · {Status.label_of(one.get('status'))}"
            shown = Elided(words, "body")
            shown.setAccessibleName(f"{words}, {moment(one['reported_at'], now)}报修")
            self._facts.addWidget(shown)

    def _due(self, revisits: tuple[Values, ...], orders: Mapping[str, Values]) -> None:
        if not revisits:
            self._fact("回访到期", "无")
            return
        self._fact("回访到期", f"• {len(revisits)} 件", "accent")
        first = revisits[0]
        self.revisit_button = KeyButton("顺便回访", "F7")
        self.revisit_button.clicked.connect(lambda _checked=False, ent=first["id"]: self.revisit_wanted.emit(ent))
        order = orders.get(str(first.get("about_id")), {})
        done_at = order.get("finished_at") or first.get("done_at")
        done = day_of(done_at)[5:] if done_at else ""
        what = str(order.get("problem_label") or first.get("subject") or first.get("about_no") or "").rpartition("·")[2]
        self._right(self.revisit_button, Elided(f"{done} {what}".strip(), "body"))

    def _fact(self, name: str, value: str, tone: str = "") -> None:
        self._facts.addWidget(line())
        row = QHBoxLayout()
        row.addWidget(label(name, "quiet"))
        shown: QLabel = Elided(value, "strong" if tone else "body", tone)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight)
        shown.setAccessibleName(f"{name} {value}")
        row.addWidget(shown, 1)
        self._facts.addLayout(row)

    def _right(self, button: KeyButton, words: QWidget) -> None:
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(button)
        self._facts.addLayout(row)

"""全息视图: one person on one card. What the person at the counter may not see is not there."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.roles import Role
from desk.domain.words_of_time import day_word, when
from desk.services.complaints import lines
from desk.services.residents.card import ResidentCard
from desk.services.residents.record import ServiceLevel
from desk.services.work_orders.record import Status
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.labels import Elided, FactGrid, label, line, retone
from desk.ui.page_layout import clear, scrolled
from desk.ui.special.residents.erasure_panel import MAY_LOOK
from desk.ui.special.reveal import spaced
from desk.ui.theme import theme

# The night man needs no debts and no birthdays.
PRIVATE = frozenset({Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.BUTLER, Role.ACCOUNTANT, Role.HEAD_OFFICE})


class ResidentPanel(QFrame):
    """Shows a card; the page dials, edits and starts intakes."""

    dial_wanted = Signal(int)  # which of the numbers
    order_wanted = Signal(str)
    revisit_wanted = Signal(str)
    person_wanted = Signal(str, str)  # resident, home
    edit_wanted = Signal()
    phone_wanted = Signal()
    move_in_wanted = Signal()
    move_out_wanted = Signal()
    report_wanted = Signal()
    booking_wanted = Signal()
    erase_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(12))
        head.setSpacing(look.px(6))
        first = QHBoxLayout()
        first.setSpacing(look.px(10))
        self.name = label("", "who", wrap=True)
        self.level = label("重点")
        self.level.setObjectName("badge-warn")
        self.rooms = Elided("", "heading")
        first.addWidget(self.name)
        first.addWidget(self.level)
        first.addStretch()
        self.booking = KeyButton("家政", "Ctrl+H", QUIET, "brush")
        self.booking.clicked.connect(self.booking_wanted)
        first.addWidget(self.booking)
        head.addLayout(first)
        head.addWidget(self.rooms)
        self.erased = label("", "strong", wrap=True)
        head.addWidget(self.erased)
        self.numbers = QVBoxLayout()
        self.numbers.setSpacing(look.px(4))
        head.addLayout(self.numbers)
        column.addLayout(head)
        column.addWidget(line())
        inside = QWidget()
        self.parts = QVBoxLayout(inside)
        self.parts.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        self.parts.setSpacing(look.px(6))
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(12), look.px(10), look.px(20), look.px(10))
        row.setSpacing(look.px(4))
        self.edit = KeyButton("修改", "F4", QUIET, "pencil")
        self.phone = KeyButton("加电话", "+", QUIET, "phone-incoming")
        self.move_in = KeyButton("搬入", "", QUIET, "house")
        self.move_out = KeyButton("搬出", "", QUIET, "log-out")
        self.erase = KeyButton("删除个人信息", "", QUIET, "trash-2")
        self.report = KeyButton("新报修", "F2", PRIMARY, "phone-incoming")
        for button, signal in (
            (self.edit, self.edit_wanted), (self.phone, self.phone_wanted), (self.move_in, self.move_in_wanted),
            (self.move_out, self.move_out_wanted), (self.erase, self.erase_wanted), (self.report, self.report_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
            if button is self.report:
                row.addStretch()
            row.addWidget(button)
        return foot

    def show_card(
        self, card: ResidentCard, where: str, relation: str, roles: frozenset[Role], today: str, now: int,
        erased: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        """Everything of one person, or of a home nobody is known in. `erased`: words and tone of an erasure."""
        person = card.person or {}
        self.name.setText(str(person.get("name") or ("资料已删除" if person else "没有登记住户")))
        self.erased.setText(erased[0])
        retone(self.erased, erased[1])
        self.erased.setVisible(bool(erased[0]))
        self.erase.setVisible(bool(person) and not roles.isdisjoint(MAY_LOOK))
        self.level.setVisible(person.get("level") == ServiceLevel.KEY)
        self.rooms.setText("  ".join(part for part in (where, relation) if part) or "没有房屋")
        for button in (self.edit, self.phone, self.move_out):
            button.setVisible(bool(person))
        self.move_in.setText("搬入" if person else "登记住户")
        self.move_in.updateGeometry()
        self.show_numbers([str(one.get("number", "")) for one in person.get("phones") or ()],
                          [str(one.get("note", "")) for one in person.get("phones") or ()])  # fmt: skip
        clear(self.parts)
        private = bool(roles & PRIVATE)
        for one in map(lines.from_values, card.in_hand):
            beside = "  ".join(part for part in (one.no, one.state, one.until(now)) if part)
            self.parts.addWidget(label(f"{one.words}  {beside}", "strong", "warn", wrap=True))
        self._orders("在办", card.open_orders, now, "没有在办的报修")
        self._revisits(card.revisits_due, today)
        self._orders("最近报修", card.last_orders, now, "还没有报修过")
        self._people(card)
        self._facts(card, person, private)
        self.parts.addStretch()

    def show_numbers(self, numbers: Sequence[str], notes: Sequence[str], open_one: int = -1) -> None:
        """Masked, each with its own dialling key; the dialled one large and whole."""
        while (item := self.numbers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, number in enumerate(numbers):
            row = QWidget()
            inside = QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            shown = place == open_one
            inside.addWidget(label(spaced(number) if shown else mask(number), "clock" if shown else "heading"))
            inside.addWidget(label(notes[place], "quiet"))
            inside.addStretch()
            dial = KeyButton("拨号", "Enter" if place == 0 else "", icon="phone-outgoing")
            dial.setAccessibleName(f"拨号 {mask(number)}")
            dial.clicked.connect(partial(self.dial_wanted.emit, place))
            inside.addWidget(dial)
            self.numbers.addWidget(row)
        if not numbers:
            self.numbers.addWidget(label("没有电话, 按 + 加一个", "quiet"))

    def _orders(self, title: str, orders: Sequence[Values], now: int, nothing: str) -> None:
        rows = [
            (
                str(one.get("where", "")),
                str(one.get("matter") or one.get("problem_label") or ""),
                Status.label_of(one.get("status", "")),
                when(one["reported_at"], now) if one.get("reported_at") else "",
                partial(self.order_wanted.emit, str(one["id"])),
            )
            for one in orders
        ]
        self._part(title, len(orders), rows, nothing)

    def _revisits(self, due: Sequence[Values], today: str) -> None:
        rows = [
            (
                str(one.get("where", "")),
                f"回访 {one.get('subject') or ''} {one.get('about_no') or ''}".strip(),
                f"{day_word(str(one.get('due_to_on') or one['due_from_on']), today)}止",
                "",
                partial(self.revisit_wanted.emit, str(one["id"])),
            )
            for one in due
        ]
        self._part("回访到期", len(due), rows, "没有到期的回访")

    def _people(self, card: ResidentCard) -> None:
        me = card.person["id"] if card.person else ""
        rows = [
            (one.room_short, one.name, one.relation_label, one.masked,
             partial(self.person_wanted.emit, one.resident_id, one.home_id))
            for one in card.household if one.resident_id != me
        ]  # fmt: skip
        self._part("同住", len(rows), rows, "没有登记别人")
        others = [(one.room_long, "", one.relation_label, "", None) for one in card.homes[1:]]
        if others:
            self._part("另有房屋", len(others), others, "")

    def _facts(self, card: ResidentCard, person: Values, private: bool) -> None:
        facts = [("方便通话", str(person.get("best_hours", ""))), ("称呼", str(person.get("salutation", "")))]
        if private:
            owed = fen_text(card.arrears_fen) if card.arrears_fen else "无"
            facts += [("欠费", owed), ("生日", str(person.get("birthday_on", "")))]
        if card.points:
            facts.append(("积分", str(card.points)))
        grid = FactGrid(2)
        grid.show_facts(facts)
        self.parts.addWidget(grid)
        note = "; ".join(str(one) for one in (person.get("note"), card.home_note) if one)
        if note:
            self.parts.addWidget(label(f"备注  {note}", "quiet", wrap=True))

    def _part(
        self,
        title: str,
        count: int,
        rows: Sequence[tuple[str, str, str, str, Callable[[], None] | None]],
        nothing: str,
    ) -> None:
        head = QWidget()
        inside = QHBoxLayout(head)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label(title, "strong"))
        inside.addStretch()
        inside.addWidget(label(f"{count} 件" if rows and title != "同住" else "" if rows else nothing, "quiet"))
        self.parts.addWidget(head)
        grid_holder = QWidget()
        grid = QGridLayout(grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(12))
        grid.setColumnStretch(1, 1)
        for number, (where, what, state, at, go) in enumerate(rows):
            grid.addWidget(label(where, "strong"), number, 0)
            grid.addWidget(Elided(what, "body"), number, 1)
            grid.addWidget(label(state, "quiet"), number, 2)
            right = label(at, "quiet")
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(right, number, 3)
            if go is not None:
                see = KeyButton("看", "", QUIET)
                see.setAccessibleName(f"看 {where} {what}")
                see.clicked.connect(go)
                grid.addWidget(see, number, 4)
        if rows:
            self.parts.addWidget(grid_holder)
        self.parts.addWidget(line())

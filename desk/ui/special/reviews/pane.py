"""待裁定: whole lines side by side, the signed or paid one chosen beforehand; a digit chooses, F9 decides.

What follows is named before: paper to fetch, money to give back. Nothing that was said is lost, and what happened on a
side and was not told yet is told here (+), on that side.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.deciding import MAIN
from desk.domain.errors import DeskError
from desk.domain.flow import RESOLVE
from desk.domain.scopes import complaints_of
from desk.services.reviews.lines import clock
from desk.services.reviews.reads import COMPLAINT, ORDER
from desk.services.reviews.record import BRANCH
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.complaints.keeping import mend
from desk.ui.special.reviews import reading
from desk.ui.special.reviews.late_facts import PAY, LateFacts, facts_for
from desk.ui.special.reviews.reading import Shown
from desk.ui.special.reviews.side_card import SideCard
from desk.ui.special.step_taking import StepTaker
from desk.ui.theme import theme

NEXT = (Qt.Key.Key_PageDown, Qt.Key.Key_Down)
BEFORE = (Qt.Key.Key_PageUp, Qt.Key.Key_Up)
KEPT = "没有采用的一边不会删, 经过里照样看得到"
OPENS = {ORDER: "看这一单", COMPLAINT: "看这件投诉"}
UNCLEAR = {
    ORDER: "两边都有人签字或收款, 或都还没有人上门, 请问清楚再选",
    COMPLAINT: "两边都答复过业主, 或都还没有答复, 请和另一位责任人说好再选",
}


def refusal(may: bool) -> str:
    """Who handles complaints may look, and does not decide everything."""
    return "" if may else "您的岗位不能裁定这一件, 请找客服、主管或项目经理"


class Sides(QWidget):
    """The cards in a row; digits and ←→ choose among them."""

    chosen = Signal(str)
    turned = Signal(int)  # to the next or the previous of those that wait
    order_wanted = Signal()
    fact_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("两边的经过")
        self._cards: list[SideCard] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(12))
        self.value = ""

    @property
    def cards(self) -> Sequence[SideCard]:
        return self._cards

    def show_cards(self, cards: Sequence[SideCard], value: str) -> None:
        for card in self._cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = list(cards)
        for card in cards:
            card.pressed.connect(self.choose)
            self._row.addWidget(card, 1)
        self.choose(value)

    def choose(self, value: str) -> None:
        self.value = value
        for card in self._cards:
            card.choose(card.side_id == value)
        self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign, key = event.text(), Qt.Key(event.key())
        ids = [card.side_id for card in self._cards]
        if sign.isdigit() and 1 <= int(sign) <= len(ids):
            self.choose(ids[int(sign) - 1])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and ids:
            step = 1 if key == Qt.Key.Key_Right else -1
            place = ids.index(self.value) + step if self.value in ids else 0
            self.choose(ids[min(max(place, 0), len(ids) - 1)])
        elif key in (*NEXT, *BEFORE):
            self.turned.emit(1 if key in NEXT else -1)
        elif sign in ("*", "＊"):
            self.order_wanted.emit()
        elif sign in ("+", "＋"):
            self.fact_wanted.emit()
        else:
            super().keyPressEvent(event)


class ReviewPane(PanelFrame):
    """`begin` with an entity shows that one first."""

    closed = Signal()
    keys_changed = Signal()
    WIDTH = 1180

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("待裁定", parent=parent)
        self._counter = counter
        self._wanted = ""
        self._shown = Shown()
        self.where = Elided("", "room")
        self.head.insertWidget(1, self.where, 1)
        self.head.insertSpacing(1, theme().px(16))
        self.question = label("", "who", wrap=True)
        self.common = label("", "quiet", wrap=True)
        self.sides = Sides()
        self.late = LateFacts()
        self.taker = StepTaker(counter, self)
        self.follows = label("", "matter", wrap=True)
        self.notice = Notice()
        self.order_button = KeyButton("看这一单", "*")
        self.fact_button = KeyButton("补记", "+")
        self.next_button = KeyButton("下一件", "PgDn")
        self.decide_button = KeyButton("裁定", "F9", PRIMARY, "check")
        self._lay()
        self.close_wanted.connect(self.closed)
        self.sides.chosen.connect(self._choose)
        self.sides.turned.connect(self._turn)
        self.sides.order_wanted.connect(self._to_order)
        self.sides.fact_wanted.connect(self.fact_button.click_or_say)
        self.late.wanted.connect(self._tell)
        self.taker.opened.connect(self.keys_changed)
        self.taker.closed.connect(self._back)
        self.fact_button.clicked.connect(self._ask_fact)
        self.fact_button.blocked.connect(counter.ways.warned)
        self.order_button.clicked.connect(self._to_order)
        self.next_button.clicked.connect(lambda: self._turn(1))
        self.decide_button.clicked.connect(self._decide)
        self.decide_button.blocked.connect(counter.ways.warned)
        counter.changed.connect(self._changed)

    def _lay(self) -> None:
        look = theme()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addWidget(self.question)
        column.addWidget(self.common)
        column.addWidget(self.sides, 1)
        column.addWidget(self.late)
        box = QFrame()
        box.setObjectName("grey")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        inside.setSpacing(look.px(4))
        inside.addWidget(self.follows)
        inside.addWidget(label(KEPT, "quiet"))
        column.addWidget(box)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.notice)
        self._stack.addWidget(shown)
        self.body.addWidget(holder, 1)
        self.foot.addWidget(self.fact_button)
        self.foot.addWidget(self.order_button)
        self.foot.addWidget(self.next_button)
        self.foot.addStretch()
        self.foot.addWidget(self.decide_button)

    # Place

    def begin(self, ent: str = "") -> None:
        self._wanted = ent
        self._shown = Shown()
        self.late.hide()
        self.taker.shut()
        self.notice.loading()
        self._stack.setCurrentIndex(0)

    def enter(self) -> None:
        self._read()
        self.sides.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        panel = self.taker.panel
        if panel is not None:
            return (("Enter", "下一项"), ("F9", panel.save_button.text()), ("Esc", "返回"))
        if not self.late.isHidden():
            return (("1-9", "补记什么"), ("Esc", "返回"))
        review = self._shown.review
        if review is None:
            return (("Esc", "返回"),)
        found = [("1-9", "选一边"), ("F9", "裁定")]
        found += [("+", "补记")] if review.record == ORDER else []
        found += [("PgDn", "下一件")] if len(self._shown.waiting) > 1 else []
        found += [("*", OPENS[review.record])] if review.record in OPENS else []
        return (*found, ("Esc", "返回"))

    def press(self, key: str) -> bool:
        panel = self.taker.panel
        if key in ("F9", "Ctrl+Return"):
            if panel is not None:
                panel.save()
            elif not self.late.isHidden():
                self._counter.ways.warned.emit("先按数字选补记什么, 或按 Esc 返回")
            else:
                self.decide_button.click_or_say()
        elif key == "Esc":
            if panel is not None:
                self.taker.shut()
            elif not self.late.isHidden():
                self._back()
            else:
                self.closed.emit()
        else:
            return False
        return True

    # reading, showing

    def _read(self) -> None:
        counter, wanted = self._counter, self._wanted
        database, rules, actor, now = counter.database, counter.rules, counter.actor, counter.now()
        own, scopes = counter.confidential, (counter.scope, counter.office.company, complaints_of(counter.scope))
        work = partial(reading.read, database, own, rules, actor, scopes, wanted, now)
        counter.read(self, work, self._show, self._failed)

    def _show(self, shown: Shown) -> None:
        before, self._shown = self._shown, shown
        review, now = shown.review, self._counter.now()
        self.title.setText(f"待裁定 {shown.place} / {len(shown.waiting)}" if len(shown.waiting) > 1 else "待裁定")
        self.next_button.setVisible(len(shown.waiting) > 1)
        self.order_button.setVisible(review is not None and review.record in OPENS)
        self.fact_button.setVisible(review is not None and review.record == ORDER)
        self.decide_button.setVisible(review is not None)
        if review is None:
            self.late.hide()
            self.where.setText("")
            if shown.hidden:
                self.notice.empty(f"{shown.hidden} 件投诉待裁定", "请责任人或项目经理登录处理; 内容只有他们能看")
            else:
                self.notice.empty("没有要裁定的", "两台电脑断网时办了同一件事, 联网后会列在这里")
            self._stack.setCurrentIndex(0)
            return
        self._wanted = review.ent
        self.order_button.setText(OPENS.get(review.record, ""))
        values = review.values
        where = values.get("where") or values.get("name")
        about = (where, values.get("reporter"), values.get("matter"), values.get("no"))
        self.where.setText(" · ".join(str(one) for one in about if one))
        self.question.setText(review.question(self._counter.actor.id, now, shown.places))
        common = "; ".join(f"{clock(one.at, now)} {one.words}" for one in review.common)
        self.common.setText(f"两边一样: {common}" if common else "")
        self.common.setVisible(bool(common))
        same = before.review is not None and before.review.ent == review.ent
        value = self.sides.value if same and review.side(self.sides.value) else review.preselected
        cards = [SideCard(review, number, shown.places, now) for number in range(len(review.sides))]
        self.sides.show_cards(cards, value)
        self._stack.setCurrentIndex(1)
        self.keys_changed.emit()

    def _choose(self, value: str) -> None:
        outcome = self._shown.outcomes.get(value)
        if value != self.late.side and not self.late.isHidden():
            self._back()
        self._block_fact(value)
        if outcome is None:
            record = self._shown.review.record if self._shown.review is not None else ORDER
            self.follows.setText(f"按数字选哪一边算数; {UNCLEAR.get(record, UNCLEAR[ORDER])}")
            self.decide_button.block(f"先按 1-{max(len(self.sides.cards), 2)} 选一边")
            return
        review = self._shown.review
        assert review is not None
        self.decide_button.block(refusal(self._counter.may(review.record, RESOLVE)))
        nothing = "没有要收回的派工单, 也没有要退的钱" if review.record == ORDER else "没有别的要办"
        told = outcome.consequences or [nothing]
        self.follows.setText("裁定以后: " + "; ".join(told))

    # what is told late

    def _ask_fact(self) -> None:
        """Which fact of the chosen side: what its state allows, and the person may."""
        review = self._shown.review
        side = review.side(self.sides.value) if review is not None else None
        if review is None or side is None:
            return
        flow, places = self._counter.rules.known(review.record), self._shown.places
        self.late.ask(
            f"补记到 {reading.title(review, side, places)}: 补记什么?",
            facts_for(flow, review, side, self._counter.roles), side.id,
        )  # fmt: skip
        self.keys_changed.emit()

    def _tell(self, name: str) -> None:
        review = self._shown.review
        side = review.side(self.sides.value) if review is not None else None
        if review is None or side is None:
            return
        self._back()  # where the focus returns to from the form
        if name == PAY:
            self._counter.ways.side_payment_wanted.emit(review.ent, side.id)
            return
        values = {**side.values, "id": review.ent}
        self.taker.tell(review.record, values, name, None if side.id == MAIN else side.id)

    def _back(self) -> None:
        self.late.hide()
        self.sides.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keys_changed.emit()

    def _turn(self, step: int) -> None:
        waiting = self._shown.waiting
        if len(waiting) > 1:
            self._wanted = waiting[(self._shown.place - 1 + step) % len(waiting)].ent
            self._read()

    def _block_fact(self, value: str) -> None:
        """Why nothing can be told late of this side, in words."""
        review = self._shown.review
        side = review.side(value) if review is not None else None
        if review is None or side is None:
            self.fact_button.block(f"先按 1-{max(len(self.sides.cards), 2)} 选补记到哪一边")
            return
        flow = self._counter.rules.known(review.record)
        found = facts_for(flow, review, side, self._counter.roles)
        now = flow.status.label_of(side.values.get("status"))
        self.fact_button.block("" if found else f"这一边现在是“{now}”, 没有要补记的; 裁定以后再办")

    def _to_order(self) -> None:
        review = self._shown.review
        if review is not None and review.record == COMPLAINT:
            self._counter.ways.matter_wanted.emit(COMPLAINT, review.ent)
        elif review is not None and review.record == ORDER:
            self._counter.ways.order_wanted.emit(review.ent)

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._stack.setCurrentIndex(0)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of(BRANCH.name, ORDER, COMPLAINT, "slip", "taking"):
            self._read()

    # deciding

    def _decide(self) -> None:
        """One group: the decision, the paper and the money. Then the next one, or back."""
        review, outcome = self._shown.review, self._shown.outcomes.get(self.sides.value)
        side = review.side(self.sides.value) if review is not None else None
        if review is None or outcome is None or side is None:
            return
        counter = self._counter
        words = f"已裁定: {reading.title(review, side, self._shown.places).removesuffix(' (本机)')}"
        words += f"; {outcome.consequences[0]}" if outcome.consequences else ""
        last = len(self._shown.waiting) <= 1

        def done(_changed: Changed) -> None:
            counter.ways.said.emit(words)
            if review.record == COMPLAINT:
                mend(counter, counter)  # its neutral line says what holds now
            if last:
                self.closed.emit()

        counter.take(self, list(outcome.requests), done)

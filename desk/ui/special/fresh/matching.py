"""待核对: what the shop sent beside who it may be for; a digit says whose it is, and the next one comes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.phones import mask
from desk.domain.words_of_time import window
from desk.services.fresh_orders.matching import FLAGS
from desk.services.fresh_orders.record import OrderState
from desk.services.residents.lookup import Candidate, Means, candidates
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided, FactGrid, label, line
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.match_reading import Likely, Unmatched, reading
from desk.ui.special.fresh.telling import called
from desk.ui.special.intake.who import Who
from desk.ui.special.reveal import reveal, spaced
from desk.ui.special.step_taking import take_back
from desk.ui.theme import theme

ORDER = "fresh_order"
AS_WRITTEN, ELSEWHERE, DIAL, SEARCH = "8", "9", "*", "/"
DIGITS = ("１２３４５６７８９＊／", "123456789*/")
SAID = {"address_unchecked": "地址对不上", "identity_unchecked": "电话和姓名对不上"}


class MatchPanel(PanelFrame):
    """The keyboard stands on the list: 1-6 take one. `forward_wanted` carries an order that is another estate's."""

    forward_wanted = Signal(object)
    matched = Signal(str)

    def __init__(self, counter: Counter, ent: str, parent: QWidget | None = None) -> None:
        super().__init__("待核对", parent=parent)
        self._counter, self._ent = counter, ent
        self.found: Unmatched | None = None
        self._busy = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("待核对: 是哪一家")
        look = theme()
        self.about = Elided("", "matter")
        self.head.insertWidget(1, self.about, 1)
        self.head.insertSpacing(1, look.px(12))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(10))
        row = QHBoxLayout()
        row.addWidget(label("门店送来的", "heading"))
        row.addStretch()
        self.dial = KeyButton("拨号", DIAL, icon="phone-outgoing")
        self.dial.clicked.connect(self._dial)
        row.addWidget(self.dial)
        column.addLayout(row)
        self.facts = FactGrid(2)
        column.addWidget(self.facts)
        column.addWidget(line())
        self.heading = label("可能是", "heading")
        column.addWidget(self.heading)
        self.list = PickList("可能是")
        self.list.taken.connect(lambda place: self._pick(int(place)))
        column.addWidget(self.list)
        self.who = Who(inside)
        self.who_field = Field("都不是: 另找一家", self.who)
        column.addWidget(self.who_field)
        self.aloud = ReadAloud("问业主", beside=True)
        column.addWidget(self.aloud)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.error = Elided("", "body", "bad")
        self.as_written = KeyButton("就按门店写的送", AS_WRITTEN)
        self.elsewhere = KeyButton("不是本小区, 转走", ELSEWHERE, icon="external-link")
        self.as_written.clicked.connect(self._as_written)
        self.elsewhere.clicked.connect(self._elsewhere)
        self.elsewhere.blocked.connect(self.error.setText)
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.as_written)
        self.foot.addWidget(self.elsewhere)
        self.who.asked.connect(self._ask)
        self.who.taken.connect(lambda who, _typed: self._match(who))
        self.who.unknown.connect(lambda typed: self.who_field.refuse(f"查不到“{typed}”: 写房号, 例如 6-1-1203"))
        self.who.passed.connect(self.setFocus)

    def begin(self) -> None:
        self._read()

    def _read(self) -> None:
        counter = self._counter
        counter.read(self, reading(counter, self._ent), self._show, counter.ways.refused.emit)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-6", "是这一家"), ("/", "另找"), ("*", "拨号"), ("8", "按门店写的"), ("9", "转走"), ("Esc", "返回"))

    # showing

    def _show(self, found: Unmatched | None) -> None:
        if found is None:
            self._counter.ways.said.emit("这一单已经核对过了")
            self.close_wanted.emit()
            return
        self.found = found
        order, left = found.order, len(found.left)
        self.title.setText(f"待核对 {left + 1}" if left else "待核对")
        why = ", ".join(words for name, words in SAID.items() if name in FLAGS and order.get(name))
        self.about.setText(f"单 {str(order.get('no') or '')[-4:]} · {why}")
        items = [str(item.get("name") or "") for item in order.get("items") or ()]
        begins, ends = order.get("window_from_at"), order.get("window_to_at")
        now = self._counter.now()
        self.facts.show_facts((
            ("地址", str(order.get("where") or "")),
            ("收货人", f"{order.get('name') or ''} {mask(str(order.get('phone') or ''))}".strip()),
            ("要什么", f"{len(items)} 样: {'、'.join(items)}"),
            ("门店", ", 转自".join(str(order[name]) for name in ("shop", "from_estate") if order.get(name))),
            ("送达", window(int(begins), int(ends), now) if begins and ends else "马上送"),
            ("现在", OrderState.label_of(order.get("status"))),
            *((("备注", str(order["note"])),) if order.get("note") else ()),
        ))  # fmt: skip
        self.dial.setVisible(bool(order.get("phone")))
        self.list.show_choices([_choice(number, one) for number, one in enumerate(found.likely)])
        self.heading.setText("可能是" if found.likely else "住户档案里没有像的: 打电话问, 再按 / 另找")
        here = order.get("status") in (OrderState.PLACED, OrderState.ARRIVED)
        self.elsewhere.block("" if here else "已经开始验收, 不能转走: 整单拒收, 请门店送过去")
        self.who.clear()
        first = "、".join(items[:2]) + (f"等{len(items)}样" if len(items) > 2 else "")
        self.aloud.show_sentence((
            (f"{called(str(order.get('name') or ''))}, 您在", False), (str(order.get("shop") or "门店"), False),
            ("订的", False), (first, True), (", 请问送到几栋几单元几号?", False),
        ))  # fmt: skip
        QTimer.singleShot(0, self, self.setFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = event.text().translate(str.maketrans(*DIGITS))
        acts = {
            AS_WRITTEN: self._as_written, ELSEWHERE: self.elsewhere.click_or_say, DIAL: self._dial,
            SEARCH: self._search,
        }  # fmt: skip
        if sign in acts:
            acts[sign]()
        elif sign.isdigit() and self.list.take_place(int(sign)):
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    # whose it is

    def _search(self) -> None:
        self.who.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, typed: str) -> None:
        counter = self._counter
        actor, scope, today = counter.actor, counter.scope, day_of(counter.now())
        counter.read(
            self,
            lambda: candidates(counter.search, actor, scope, typed, today),
            lambda found: self.who.answer(typed, found),
        )

    def _pick(self, place: int) -> None:
        if self.found is not None:
            self._match(self.found.likely[place].candidate)

    def _match(self, who: Candidate) -> None:
        where = who.room_long if who.kind is Means.PLACE else who.room_short
        told: dict[str, Any] = {"where": where or who.room_long}
        told |= {name: value for name, value in (("home_id", who.home_id), ("resident_id", who.resident_id)) if value}
        self._take(told)

    def _as_written(self) -> None:
        """The place as the shop wrote it; a home that was found stays, its people may be nobody on file."""
        if self.found is not None:
            order = self.found.order
            home = {"home_id": order["home_id"]} if order.get("home_id") else {}
            self._take({"where": order.get("where"), **home})

    def _elsewhere(self) -> None:
        if self.found is not None:
            self.forward_wanted.emit(self.found.order)

    def _take(self, told: dict[str, Any]) -> None:
        if self._busy or self.found is None:
            return
        self._busy = True
        counter, ent, left = self._counter, self._ent, self.found.left

        def done(changed: Changed) -> None:
            self._busy = False
            counter.ways.undoable.emit(f"已核对: {told['where']}", take_back(counter, ORDER, ent, changed.ops[-1]))
            self.matched.emit(ent)
            if left:
                self._ent = left[0]
                self._read()
            else:
                self.close_wanted.emit()

        def failed(error: Exception) -> None:
            self._busy = False
            self.error.setText(str(error))

        counter.take(self, [counter.request(ORDER, "match", told, ent)], done, failed)

    def _dial(self) -> None:
        """The number whole, as long as this order is open; who looked is written down."""
        if self.found is None or not self.found.order.get("phone"):
            self.error.setText("这一单没有留电话, 请打电话问门店")
            return
        number = spaced(str(self.found.order["phone"]))
        reveal(self._counter, self, self._ent, lambda: self.about.setText(number))


def _choice(number: int, one: Likely) -> Choice:
    who = one.candidate
    why = ", ".join(one.why)
    if who.kind is Means.PERSON:
        return Choice(str(number), f"{who.room_short} {who.name}", f"{who.relation_label} {who.masked}".strip(), why)
    if who.kind is Means.HOME:
        return Choice(str(number), who.room_short, "收货人不在册", why)
    return Choice(str(number), who.room_long, "公共部位", why)

"""One order with all that hangs on it: its items as they came, exchanges, claims, points, and what happened."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.fresh_lists import Fault
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.reads import Detail as Whole
from desk.services.fresh_orders.reads import detail
from desk.services.fresh_orders.record import (
    CompensationState,
    ExchangeState,
    GoodsUnit,
    GoodsVerdict,
    LateReason,
    OrderKind,
    OrderState,
    Signature,
    Tick,
)
from desk.store import log, verdicts
from desk.store.log import Entry
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import Elided, FactGrid, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.page_detail import Detail
from desk.ui.page_layout import clear, scrolled
from desk.ui.special.fresh.draft import degrees_text
from desk.ui.special.fresh.story import changes
from desk.ui.special.order_reads import names_of
from desk.ui.special.order_story import said_at
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.domain.flow import Flow
    from desk.ui.special.fresh.doing import Doing

ORDER, EXCHANGE, COMPENSATION = "fresh_order", "exchange", "compensation"
Read = tuple[Whole | None, list[Entry], dict[str, str]]


class FreshDetail(Detail):
    """Follows the chosen row; steps go through `Doing`."""

    def __init__(self, counter: Counter, doing: "Doing") -> None:
        super().__init__(20)
        self._counter, self._doing = counter, doing
        self._flow: Flow = counter.rules.known(ORDER)
        self._ent = ""
        self.whole: Whole | None = None
        self.taker = doing.taker
        look = theme()
        self.where, self.state, self.about = Elided("", "who"), label(""), Elided("", "body")
        self.state.setObjectName("badge")
        self.more = KeyButton("办理", "Enter", PRIMARY)
        self.more.clicked.connect(self.go_on)
        self.facts = FactGrid(2)
        self._items, self._after = QVBoxLayout(), QVBoxLayout()
        for one in (self._items, self._after):
            one.setSpacing(look.px(4))
        self.story = TimeLine()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        head.addWidget(self.where, 1)
        head.addWidget(self.state)
        head.addWidget(self.more)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(line())
        column.addWidget(self.facts)
        column.addLayout(self._items)
        column.addLayout(self._after)
        column.addWidget(label("经过", "heading"))
        column.addWidget(line())
        column.addWidget(scrolled(self.story), 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._notice = Notice()
        self._stack.addWidget(self._notice)
        self._stack.addWidget(shown)
        self.column.addWidget(holder)
        self._notice.empty("选中一单, 这里看验收、换货、赔偿和经过")

    def show_record(self, ent: str) -> None:
        self._ent = ent
        if not ent:
            self.whole = None
            self._stack.setCurrentIndex(0)
            return
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> Read:
            found = detail(database, actor, scope, ent)
            entries = log.history(database, ent)
            return found, entries, names_of(database, entries)

        counter.read(self, work, lambda read: self._show(ent, *read))

    def follow(self, changed: Changed) -> None:
        if self._ent:
            self.show_record(self._ent)

    def go_on(self) -> None:
        if self._ent:
            self._doing.more(ORDER, self._ent)

    # showing

    def _show(self, ent: str, whole: Whole | None, entries: list[Entry], names: dict[str, str]) -> None:
        if ent != self._ent:
            return
        if whole is None:
            self._notice.empty("这一单不在了", "按 F5 刷新")
            self._stack.setCurrentIndex(0)
            return
        self.whole = whole
        order, now = whole.order, self._counter.now()
        self.where.setText(str(order.get("where") or ""))
        self.state.setText(OrderState.label_of(order.get("status")))
        who = " ".join(part for part in (str(order.get("name") or ""), mask(str(order.get("phone") or ""))) if part)
        self.about.setText(" · ".join(part for part in (
            f"单 {order.get('no')}", str(order.get("shop") or ""), OrderKind.label_of(order.get("kind")), who,
            str(order.get("note") or ""),
        ) if part))  # fmt: skip
        self.facts.show_facts(_facts(whole, self._took(whole), now))
        self._show_items(whole)
        self._show_after(whole, now)
        beside = verdicts.notes(entries, self._flow, lambda who: names.get(who, "系统"), now)
        told = changes(entries, now)
        lines = [self._line(entry, names, now, beside, told.get(entry.head.id, "")) for entry in reversed(entries)]
        self.story.show_lines(lines)
        self._stack.setCurrentIndex(1)

    def _took(self, whole: Whole) -> str:
        order = whole.order
        if not order.get("delivered_at"):
            return ""
        found = clocks.states(order, self._counter.settings(), int(order["delivered_at"]))
        parts = [f"{clocks.seconds_words(found.total.used_ms)} {'准时' if found.total.ok else '晚'}"]
        if found.estate.ok is not None:
            parts.append(f"小区 {clocks.seconds_words(found.estate.used_ms)} {'准时' if found.estate.ok else '晚'}")
        return " · ".join(parts)

    def _show_items(self, whole: Whole) -> None:
        clear(self._items)
        found = {int(one["n"]): one for one in whole.order.get("inspected") or ()}
        self._items.addWidget(label("品名", "heading"))
        self._items.addWidget(line())
        for item in whole.order.get("items") or ():
            self._items.addWidget(_item_row(item, found.get(int(item["n"]), {})))

    def _show_after(self, whole: Whole, now: int) -> None:
        """Exchanges, claims and points; each can be opened."""
        clear(self._after)
        rows: list[tuple[str, str, str, str, str]] = []
        for one in whole.exchanges:
            eta = one.get("eta_at")
            aside = ExchangeState.label_of(one.get("status")) + (f", 门店说 {moment(int(eta), now)} 到" if eta else "")
            rows.append(
                (EXCHANGE, str(one["id"]), "换货", f"{one.get('item')} {Fault.label_of(one.get('reason'))}", aside)
            )
        for one in whole.compensations:
            money = f" {fen_text(int(one['amount_fen']))}" if one.get("amount_fen") else ""
            month = f", 计入 {one['month']} 对账" if one.get("month") else ""
            missed = ", 漏检" if one.get("missed") else ""
            aside = f"{CompensationState.label_of(one.get('status'))}{money}{missed}{month}"
            rows.append((COMPENSATION, str(one["id"]), "赔偿", str(one.get("item") or ""), aside))
        for one in whole.points:
            rows.append(("", "", "积分", f"{one.get('points')} 分", ""))
        if not rows:
            return
        self._after.addWidget(label("换货 · 赔偿 · 积分", "heading"))
        self._after.addWidget(line())
        for record, ent, kind, what, aside in rows:
            self._after.addWidget(self._after_row(record, ent, kind, what, aside))

    def _after_row(self, record: str, ent: str, kind: str, what: str, aside: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(8))
        row.addWidget(label(kind, "quiet"))
        row.addWidget(label(what, "strong"))
        row.addWidget(Elided(aside, "body"), 1)
        if record:
            button = KeyButton("打开", "")
            button.setAccessibleName(f"打开{kind} {what}")
            button.clicked.connect(lambda _checked=False: self._open(record, ent))
            row.addWidget(button)
        return holder

    def _open(self, record: str, ent: str) -> None:
        if record == COMPENSATION and self.whole is not None:
            n = next((int(one["n"]) for one in self.whole.compensations if one["id"] == ent), 0)
            self._doing.claim(self._ent, n)
        else:
            self._doing.more(record, ent)

    def _line(
        self, entry: Entry, names: dict[str, str], now: int, beside: Mapping[str, str], told: str
    ) -> Happening:  # fmt: skip
        step = self._flow.step(entry.step)
        at = entry.values.get("happened_at") or entry.did.eff
        words = step.label if step else entry.head.kind
        detail = "; ".join(part for part in (told, beside.get(entry.head.id, "")) if part)
        return Happening(said_at(at, now), words, detail, names.get(entry.head.by, ""),
                         entry.pending)  # fmt: skip


def _facts(whole: Whole, took: str, now: int) -> Iterable[tuple[str, str]]:
    order = whole.order

    def at(name: str) -> str:
        return moment(int(order[name]), now) if order.get(name) else ""

    signed = " ".join(
        part for part in (Signature.label_of(order.get("signature")), Tick.label_of(order.get("tick"))) if part
    )
    yield "门店接单", at("placed_at")
    yield "到货", " ".join(part for part in (at("arrived_at"), str(order.get("deliverer") or "")) if part)
    yield (
        "验收",
        " ".join(part for part in (at("inspected_at"), str(order.get("inspector") or whole.inspector)) if part),
    )
    yield "交配送", " ".join(part for part in (at("out_at"), str(order.get("guard") or "")) if part)
    yield "送达", at("delivered_at")
    yield "用时", took
    yield "签字·勾选", signed
    yield "迟到原因", LateReason.label_of(order.get("late_reason")) if order.get("late_reason") else ""
    yield "订单金额", fen_text(int(order["amount_fen"])) if order.get("amount_fen") is not None else ""


def _item_row(item: Mapping[str, object], found: Mapping[str, object]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(8))
    unit = "g" if item.get("unit") == GoodsUnit.GRAM else "件"
    row.addWidget(Elided(f"{item.get('n')}  {item.get('name') or ''}", "matter"), 1)
    got = found.get("got")
    temp = found.get("temp")
    figures = f"{item.get('ordered'):,} {unit}" + (f" → {got:,}" if isinstance(got, int) else "")
    figures += f" · {degrees_text(temp)}" if isinstance(temp, int) else ""
    said = label(figures, "body")
    said.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addWidget(said)
    verdict = found.get("verdict")
    tone = "good" if verdict == GoodsVerdict.PASS else "bad" if verdict else ""
    fault = Fault.label_of(found.get("fault")) if found.get("fault") else ""
    words = " ".join(part for part in (GoodsVerdict.label_of(verdict) if verdict else "", fault) if part)
    shown = label(words, "strong" if tone else "quiet", tone)
    shown.setFixedWidth(theme().px(104))
    row.addWidget(shown)
    return holder

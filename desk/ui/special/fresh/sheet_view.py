"""The acceptance sheet as it is seen: whose goods, the items, the one at hand, the conclusion and the words to say."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.phones import mask
from desk.domain.words_of_time import clock_word
from desk.services.fresh_orders.record import Choice as Wish
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY
from desk.ui.kit.choices import Choice
from desk.ui.special.fresh import telling
from desk.ui.special.fresh.board_lines import clocks_of
from desk.ui.special.fresh.draft import FAULTS, Draft
from desk.ui.special.fresh.item_table import ItemTable
from desk.ui.special.fresh.sheet_parts import Conclusion, SheetHead, Side, SideShown
from desk.ui.special.fresh.sheet_reading import Sheet
from desk.ui.special.fresh.subject import Subject
from desk.ui.special.reveal import reveal, spaced
from desk.ui.theme import theme

WISHES = tuple(Choice(str(one), one.label) for one in Wish)
EACH = "each"
ALL_OR_EACH = (*WISHES, Choice(EACH, "逐样不同", digit="0"))
GUARDS_SHOWN = 6
ASK_FIRST = "先打电话问业主, 再按 1 2 3"
ITEM_KEYS = (("Enter", "合格"), ("-", "记异常"), ("↑↓", "回去改"), ("F9", "完成验收"), ("Esc", "放一放"))
WISH_KEYS = (("1 2 3", "业主要"), ("0", "逐样定"), ("*", "拨号"), ("Esc", "放一放"))
GO_KEYS = (("1-9", "换人送"), ("F8", "交配送, 打签收单"), ("Esc", "回看板"))


class SheetView(QWidget):
    """Shows a sheet with its draft; what a key does with it stands in `AcceptanceView`."""

    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._sheet: Sheet | None = None
        self._draft: Draft | None = None
        self._guard = ""
        self.images: dict[str, QImage] = {}  # by the hash of the photo
        look = theme()
        column = QVBoxLayout(self)
        pad = look.px(12)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(pad)
        self.head = SheetHead()
        self.table = ItemTable(FAULTS)
        self.side = Side(counter)
        self.end = Conclusion()
        row = QHBoxLayout()
        row.setSpacing(pad)
        row.addWidget(self.table, 900)
        row.addWidget(self.side, 356)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        column.addWidget(self.end)

    @property
    def subject(self) -> Subject | None:
        return self._sheet.subject if self._sheet is not None else None

    def tick(self, now: int) -> None:
        if self.subject is not None:
            self.head.show_clocks(clocks_of(self.subject, self._counter.settings(), now, long=True))

    def _show(self) -> None:
        subject = self.subject
        if subject is None:
            return
        order = subject.order
        self.head.show_who(
            str(order.get("where") or ""), str(order.get("name") or ""), mask(str(order.get("phone") or "")),
            " · ".join(part for part in (
                f"单 {subject.no[-4:]}", f"{len(subject.items)} 样", str(order.get("shop") or ""),
                f"送货 {subject.values['deliverer']}" if subject.values.get("deliverer") else "",
                f"到货 {clock_word(int(subject.values['arrived_at']))}" if subject.values.get("arrived_at") else "",
                "" if subject.is_order else f"换货 第 {subject.values.get('turn') or 1} 次",
            ) if part),
        )  # fmt: skip
        assert self._draft is not None
        self.head.checks.show_values(self._draft.matched)
        self.head.checks.setVisible(subject.is_order)
        self.tick(self._counter.now())
        self._show_items()
        self.show_side()
        self._show_end()
        self.keys_changed.emit()

    def _show_items(self) -> None:
        draft = self._draft
        if draft is not None:
            self.table.show_items([draft.shown(n) for n in draft.items], draft.seen)
            for row in self.table.rows.values():
                for field in (row.got, row.temp):
                    field.setReadOnly(self.subject is None or self.subject.inspected)

    def side_item(self) -> int:
        draft = self._draft
        if draft is None:
            return 0
        failed = draft.failed()
        here = self.table.here
        if self.subject is not None and (self.subject.inspected or here not in draft.items):
            return failed[0] if failed else next(iter(draft.items), 0)
        return here

    def show_side(self) -> None:
        draft, subject, n = self._draft, self.subject, self.side_item()
        if draft is None or subject is None or not n:
            return
        words, tone = draft.verdict_words(n)
        failed = n in draft.failed()
        self.side.show_item(
            SideShown(str(draft.items[n].get("name") or ""), words, tone, failed, draft.criteria(n), self._exchange(n))
        )
        photos = draft.looked[n].photos
        self.side.show_photos([self.images[p["sha256"]] for p in photos if p["sha256"] in self.images])

    def _exchange(self, n: int) -> tuple[tuple[str, str], ...]:
        """How what failed is made good."""
        subject = self.subject
        if subject is None or not subject.is_order or not subject.inspected:
            return ()
        wish = next((one for one in subject.values.get("choices") or () if one.get("n") == n), None)
        if wish is None:
            return ()
        told = subject.values.get("told_shop_at")
        silent = "平台自动通知" if subject.values.get("partner") else "还没有打电话"
        shop = f"已告知 {clock_word(int(told))}" if told else silent
        who = str(subject.values.get("told_by") or "")
        return (("业主", Wish.label_of(wish.get("choice"))), ("门店", ", ".join(part for part in (shop, who) if part)))

    def _show_end(self) -> None:
        subject, draft, end = self.subject, self._draft, self.end
        if subject is None or draft is None:
            return
        bad = draft.failed()
        rejected = any((found := draft.judged(n)) is not None and found.red for n in bad)
        words = "拒收换货" if rejected else "换货"
        end.show_counts(len(draft.passed()), len(bad), words, "" if draft.seen else "还没有看")
        end.signed.setVisible(not subject.inspected)
        end.signed.setEnabled(not subject.inspected)
        end.also.hide()
        name = str(subject.order.get("name") or "")
        if not subject.inspected:
            end.ask(())
            end.say(())
            refusing = draft.matched.get("address") is False
            wrong = None if refusing else draft.lacking()
            self._button("整单拒收" if refusing else "完成验收", "F9", wrong.message if wrong else "")
        elif subject.asks_choice:
            many = len(subject.failed) > 1
            end.asked.setText(f"{len(subject.failed)} 样都" if many else "业主要")
            end.ask(ALL_OR_EACH if many else WISHES)
            minutes = self._counter.settings().number("fresh.exchange_minutes")
            end.say(telling.asking(name, subject.failed, len(draft.passed()), minutes))
            self._button("" if many else "等业主选", "", ASK_FIRST)
        else:
            self._show_ready(name)

    def _show_ready(self, name: str) -> None:
        subject, sheet, end = self.subject, self._sheet, self.end
        assert subject is not None
        assert sheet is not None
        choice = str(subject.values.get("choice") or "")
        names = [item for item, _fault in subject.failed] if subject.is_order else []
        carrier, wishes = self._guard if subject.ready else "", subject.wishes
        if len({wish for _item, wish in wishes}) > 1:
            end.say(telling.answered_each(name, wishes, len(subject.going), carrier))
        else:
            end.say(telling.answered(name, choice, names, len(subject.going), carrier))
        if subject.ready:
            end.asked.setText("谁送")
            end.ask([Choice(one.name, one.name) for one in sheet.guards[:GUARDS_SHOWN]], self._guard)
            end.call.hide()
            self._button(f"交 {self._guard}" if self._guard else "交配送", "F8")
        else:
            end.ask(())
            self._button("等换货", "", "业主要等齐一起送: 换货验收合格后再交配送")
            if subject.is_order and subject.awaited:
                end.also.setText("改成先送合格的")
                end.also.show()

    def _button(self, words: str, key: str, reason: str = "") -> None:
        button = self.end.go_on
        button.setVisible(bool(words))
        button.set_words(words, key)
        button.set_kind(PLAIN if reason else PRIMARY)
        button.block(reason)

    def _dial(self) -> None:
        """The number large and whole, for as long as this sheet is open; who looked is written down."""
        subject = self.subject
        if subject is None or not subject.order.get("phone"):
            self._counter.ways.warned.emit("这一单没有留电话")
            return
        number = spaced(str(subject.order["phone"]))
        reveal(self._counter, self, str(subject.order["id"]), lambda: self.head.phone.setText(number))

    def keys(self) -> Sequence[tuple[str, str]]:
        subject = self.subject
        if subject is None or not subject.inspected:
            return ITEM_KEYS
        return WISH_KEYS if subject.asks_choice else GO_KEYS

"""电话订单: typed at the counter in the order of speech - who, what, which shop, when; read back, then saved."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.domain.words_of_time import clock_word
from desk.services.residents.lookup import Candidate, candidates
from desk.store.query import visible_to
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.labels import Elided
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.phone_items import HOW, read_items, words_of
from desk.ui.special.intake.who import Who
from desk.ui.special.told_times import moment_ahead
from desk.ui.theme import theme

OTHER = "other"
SHOPS_MOST = 6
SHOPS = (
    "SELECT shop, COUNT(*) FROM fresh_order WHERE {where} AND shop IS NOT NULL GROUP BY shop ORDER BY 2 DESC, 1 LIMIT ?"
)


class TelephonePanel(PanelFrame):
    """Without an order number it gets the desk's own; `saved` carries the order's id."""

    saved = Signal(str)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("电话订单", parent=parent)
        self._counter = counter
        self._person: Candidate | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme().px(8), 0)
        column.setSpacing(theme().px(8))
        self.who = Who(inside)
        self.items = WordsField("要什么", HOW, rows=4)
        self.shop = Choices("门店", columns=3, digit_goes_on=True)
        self.other = TextField("别的门店", hint="店名")
        self.when = FigureField("几点送", "空着就是马上送; 1830 或 1830-1900")
        self.phone = FigureField("联系电话", "")
        self.name = TextField("收货人", hint="王女士")
        self.no = FigureField("门店单号", "没有就空着, 自动编号")
        self.fields = {
            "who": Field("谁/哪户", self.who), "items": Field("要什么 (一行一样)", self.items),
            "shop": Field("门店", self.shop), "other": Field("别的门店", self.other),
            "when": Field("几点送", self.when), "name": Field("收货人", self.name),
            "phone": Field("联系电话", self.phone), "no": Field("门店单号", self.no),
        }  # fmt: skip
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.aloud = ReadAloud("念给业主", beside=True)
        self.aloud.hide()
        self.body.addWidget(self.aloud)
        self.error = Elided("", "body", "bad")
        self.save_button = KeyButton("登记订单", "F9", PRIMARY, "check")
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.save_button)
        self._join()

    def _join(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.who.asked.connect(self._ask)
        self.who.taken.connect(self._taken)
        self.who.unknown.connect(self._unknown)
        self.who.passed.connect(self.items.setFocus)
        self.items.finished.connect(self._to_shop)
        self.items.textChanged.connect(self._say)
        self.shop.finished.connect(self._shop_told)
        self.shop.chosen.connect(lambda _value: self._fit())
        self.other.finished.connect(self.when.setFocus)
        self.when.finished.connect(self.name.setFocus)
        self.name.finished.connect(self.phone.setFocus)
        self.phone.finished.connect(self.no.setFocus)
        self.no.finished.connect(self.save)

    def begin(self) -> None:
        counter = self._counter
        database, (where, parameters) = counter.database, visible_to(counter.actor, counter.scope)
        counter.read(
            self,
            lambda: [str(row[0]) for row in database.read(SHOPS.format(where=where), [*parameters, SHOPS_MOST])],
            self._show_shops,
        )
        QTimer.singleShot(0, self, self.who.line.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("Shift+Enter", "换行"), ("F9", "登记订单"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F9", "Ctrl+Return"):
            return False
        self.save()
        return True

    # who

    def _ask(self, typed: str) -> None:
        counter = self._counter
        actor, scope, today = counter.actor, counter.scope, day_of(counter.now())
        self._person = None
        counter.read(
            self,
            lambda: candidates(counter.search, actor, scope, typed, today),
            lambda found: self.who.answer(typed, found),
        )

    def _taken(self, one: Candidate, _typed: str) -> None:
        self._person = one
        self.who.show_taken(f"{one.room_short} {one.name}".strip(), one.masked)
        self.who.settle(one)
        self.name.setText(one.salutation or one.name)
        self.phone.setPlaceholderText(one.masked)
        self.items.setFocus()
        self._say()

    def _unknown(self, typed: str) -> None:
        self.fields["who"].refuse(f"查不到“{typed}”: 写房号, 例如 6-1-1203")

    # what

    def _show_shops(self, shops: list[str]) -> None:
        choices = [Choice(one, one) for one in shops] + [Choice(OTHER, "别的门店", digit="0")]
        self.shop.show_choices(choices, shops[0] if shops else OTHER)
        self._fit()

    def _fit(self) -> None:
        self.fields["other"].setVisible(self.shop.value == OTHER)

    def _to_shop(self) -> None:
        try:
            read_items(self.items.text())
        except DeskError as error:
            self.fields["items"].refuse(error)
            return
        self.fields["items"].accept()
        self.shop.setFocus()

    def _shop_told(self) -> None:
        self._fit()
        (self.other if self.shop.value == OTHER else self.when).setFocus()

    def _say(self) -> None:
        """The sentence that is read back; nothing while it cannot be read."""
        try:
            items = read_items(self.items.text())
        except DeskError:
            self.aloud.hide()
            return
        name = self.name.text() or "您好"
        self.aloud.show_sentence([(f"{name}, ", False), (words_of(items), True), (", 对吗?", False)])
        self.aloud.show()

    # saving

    def values(self) -> Values:
        """DeskError names the field that is wrong."""
        one = self._person
        if one is None:
            raise DeskError("还没有写谁家的", "写房号、尾号或姓名首字母, 按 Enter", "who")
        told: dict[str, Any] = {"where": one.room_short or one.room_long, "items": read_items(self.items.text())}
        shop = self.other.text().strip() if self.shop.value == OTHER else self.shop.value
        if not shop:
            raise DeskError("还没有写哪家门店", "按数字选, 或写店名", "other")
        told |= {"shop": shop, "channel": "phone"}
        told |= {name: value for name, value in (("home_id", one.home_id), ("resident_id", one.resident_id)) if value}
        phone = self.phone.text().strip() or one.phone
        optional = {"name": self.name.text().strip() or one.name, "phone": phone, "no": self.no.text().strip()}
        told |= {name: value for name, value in optional.items() if value}
        return told | self._window()

    def _window(self) -> Values:
        text = self.when.text().strip()
        if not text:
            return {}
        first, _, last = text.replace("~", "-").replace("到", "-").partition("-")
        now = self._counter.now()
        try:
            begin = moment_ahead(first, now)
            end = moment_ahead(last, now) if last else begin + 30 * 60_000
        except DeskError as error:
            raise DeskError(error.message, "例如 1830 或 1830-1900", "when") from None
        if end <= begin:
            raise DeskError(f"{clock_word(end)} 早于 {clock_word(begin)}", "例如 1830-1900", "when")
        return {"window_from_at": begin, "window_to_at": end}

    def checked(self) -> Values | None:
        """What is told, or None with the field that is wrong saying why."""
        for field in self.fields.values():
            field.accept()
        try:
            return self.values()
        except DeskError as error:
            self.fields[error.field or "items"].refuse(error)
            return None

    def save(self) -> None:
        values = self.checked()
        if values is None:
            return
        counter = self._counter
        request = counter.request("fresh_order", "receive", values)

        def done(changed: Changed) -> None:
            counter.take(self, [counter.request("fresh_order", "acknowledge", {}, changed.ents[0])])
            counter.ways.said.emit(f"{values['where']} 电话订单已登记, 请通知门店")
            self.saved.emit(changed.ents[0])
            self.close_wanted.emit()

        counter.take(self, [request], done, lambda error: self.error.setText(str(error)))

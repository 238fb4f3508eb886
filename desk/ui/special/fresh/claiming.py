"""赔偿 in the order it is told: item, words and photos, a second look, cause, missed or not, money, who agreed."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.money import fen_text
from desk.domain.values import Values
from desk.domain.words_of_time import moment
from desk.services.fresh_orders import reads
from desk.services.fresh_orders.reads import Detail
from desk.services.fresh_orders.record import COMPENSATION, Cause, CompensationState, ConfirmedHow, Finding, OrderState
from desk.services.fresh_orders.requests import report_request
from desk.services.slips import files
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, MoneyField, TextField, WordsField
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.sheet_parts import SLOTS, Slots
from desk.ui.special.pictures import PDF, PastePictures, PictureDrop
from desk.ui.theme import theme

C = CompensationState
YES, NO = "yes", "no"
CAUSES = (Cause.ROT_INSIDE, Cause.SHORT, Cause.WRONG_GOODS, Cause.EXPIRED, Cause.DAMAGED, Cause.OTHER)
# The fields each state still asks, in their order; what was told before stands above in words.
ASKED = {
    "": ("item", "words"), str(C.REPORTED): ("finding", "cause", "missed"), str(C.CHECKED): ("amount", "shop_by"),
    str(C.AGREED): ("confirmed",), str(C.SETTLED): (), str(C.EXPLAINED): (), str(C.VOID): (),
}  # fmt: skip
BUTTONS = {"": "登记赔偿", str(C.REPORTED): "记下核验", str(C.CHECKED): "与门店商定", str(C.AGREED): "业主确认"}


class ClaimPanel(PanelFrame):
    """Stays open from step to step: F9 saves what is told so far and asks the next."""

    print_wanted = Signal(str)

    def __init__(self, counter: Counter, order_id: str, n: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("赔偿", parent=parent)
        self._counter, self._order_id, self._n = counter, order_id, n
        self.whole: Detail | None = None
        self._photos: list[Values] = []
        self._images: list[QImage] = []
        self.item = Choices("哪一样", columns=3, digit_goes_on=True)
        self.words = WordsField("业主描述", "业主怎么说的", rows=2)
        self.finding = Choices("再核验结论", columns=2, digit_goes_on=True)
        self.cause = Choices("原因", columns=3, digit_goes_on=True)
        self.missed = Choices("漏检", columns=2, digit_goes_on=True)
        self.amount = MoneyField("商定金额 (元)", "例如 12.50")
        self.shop_by = TextField("门店确认人", hint="例如 店长 何芳")
        self.confirmed = Choices("业主确认", columns=3, digit_goes_on=True)
        self.finding.show_choices([Choice(str(one), one.label) for one in Finding])
        self.cause.show_choices([Choice(str(one), one.label) for one in CAUSES])
        self.missed.show_choices([Choice(YES, "是, 验收时能看出来"), Choice(NO, "否, 里面的看不出")])
        self.confirmed.show_choices([Choice(str(one), one.label) for one in ConfirmedHow])
        self.slots, self.drop = Slots(), PictureDrop(counter, "照片: Ctrl+V 粘贴, 高拍仪拍, 或选文件")
        self._lay()
        self._join()

    def _lay(self) -> None:
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(8))
        self.about, self.told = label("", "strong", wrap=True), label("", "body", wrap=True)
        column.addWidget(self.about)
        column.addWidget(self.told)
        self.fields = {
            "item": Field("哪一样", self.item), "words": Field("业主描述", self.words),
            "finding": Field("再核验结论", self.finding), "cause": Field("原因", self.cause),
            "missed": Field("是不是漏检", self.missed), "amount": Field("商定金额 (元)", self.amount),
            "shop_by": Field("门店确认人", self.shop_by), "confirmed": Field("业主怎么确认的", self.confirmed),
        }  # fmt: skip
        for name, field in self.fields.items():
            column.addWidget(field)
            if name == "words":
                self.photos = QWidget()
                pictures = QVBoxLayout(self.photos)
                pictures.setContentsMargins(0, 0, 0, 0)
                pictures.addWidget(self.slots)
                pictures.addWidget(self.drop)
                column.addWidget(self.photos)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.error = Elided("", "body", "bad")
        self.print_button = KeyButton("赔偿单", "F8", PLAIN, "printer")
        self.save_button = KeyButton("登记赔偿", "F9", PRIMARY, "check")
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.print_button)
        self.foot.addWidget(self.save_button)

    def _join(self) -> None:
        self._paste = PastePictures(self, self.drop)
        self.drop.ready.connect(self._photo)
        self.item.chosen.connect(self._choose)
        self.item.finished.connect(self._item_told)
        self.words.finished.connect(self.save)
        self.finding.chosen.connect(lambda _value: self._fit())
        self.finding.finished.connect(self._found)
        self.cause.finished.connect(self.missed.setFocus)
        self.missed.finished.connect(self.save)
        self.amount.finished.connect(self.shop_by.setFocus)
        self.shop_by.finished.connect(self.save)
        self.confirmed.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self._print)
        self._counter.changed.connect(self._follow)

    def begin(self) -> None:
        self._read()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("Enter", "下一项"), ("F9", "保存"), ("F8", "赔偿单"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save_button.click_or_say()
        elif key == "F8":
            self.print_button.click_or_say()
        else:
            return False
        return True

    # reading and showing

    def _read(self, show: Callable[[Detail | None], None] | None = None) -> None:
        counter = self._counter
        database, actor, scope, ent = counter.database, counter.actor, counter.scope, self._order_id
        counter.read(
            self, lambda: reads.detail(database, actor, scope, ent), show or self._show, counter.ways.refused.emit
        )  # fmt: skip

    @Slot(object)
    def _follow(self, changed: Changed) -> None:
        """The shop may agree to a sum itself while this is open: then the next thing is asked."""
        if self.state and changed.any_of(COMPENSATION.name):
            self._read(self._show_where_it_moved)

    def _show_where_it_moved(self, whole: Detail | None) -> None:
        """What is being typed stays, unless the claim has come to another state meanwhile."""
        before = self.state
        self.whole = whole or self.whole
        if self.state != before:
            self._show(self.whole)

    @property
    def claim(self) -> Values | None:
        """What was registered for the item at hand."""
        found = self.whole.compensations if self.whole is not None else []
        return next((one for one in found if one.get("n") == self._n), None)

    @property
    def state(self) -> str:
        return str(self.claim.get("status")) if self.claim else ""

    def _show(self, whole: Detail | None) -> None:
        self.whole = whole
        if whole is None:
            self.error.setText("这一单不在了")
            return
        order, now = whole.order, self._counter.now()
        at = f"{moment(int(order['delivered_at']), now)} 签收" if order.get("delivered_at") else "还没有签收"
        self.about.setText(
            f"{order.get('where') or ''}   单 {str(order.get('no') or '')[-4:]}   {order.get('shop') or ''}   {at}"
        )
        claimed = {one.get("n"): CompensationState.label_of(one.get("status")) for one in whole.compensations}
        self.item.show_choices(
            [
                Choice(str(one["n"]), str(one.get("name") or ""), claimed.get(one["n"], ""))
                for one in order.get("items") or ()
            ],
            str(self._n) if self._n else None,
        )
        reason = "" if order.get("status") == OrderState.DELIVERED else "还没有签收的, 办“当面不要”"
        self.save_button.block(reason)
        self._fit()
        QTimer.singleShot(0, self, self._settle)

    def _fit(self) -> None:
        asked = ASKED.get(self.state, ())
        for name, field in self.fields.items():
            on = name in asked or (name == "item" and not self.state)
            if name in ("cause", "missed") and self.finding.value != Finding.WRONG:
                on = False
            field.setVisible(on)
        self.photos.setVisible(self.state in ("", str(C.REPORTED)))
        self.told.setText(self._so_far())
        self.told.setVisible(bool(self.told.text()))
        self.save_button.set_words(BUTTONS.get(self.state, "已办完"), "F9")
        if self.state and not asked:
            self.save_button.block("这一笔已经办完")
        self.print_button.block("" if self.state else "先登记再打印")

    def _so_far(self) -> str:
        one = self.claim
        if one is None:
            return ""
        month, missed = str(one.get("month") or ""), "漏检" if one.get("missed") else "不是漏检"
        money = fen_text(int(one["amount_fen"])) if one.get("amount_fen") else ""
        parts = [
            f"{one.get('item')}: {CompensationState.label_of(one.get('status'))}", str(one.get("words") or ""),
            f"超过申报时限, {self._counter.actor.name}受理" if one.get("late_claim") else "",
            f"原因 {Cause.label_of(one.get('cause'))}, {missed}" if one.get("cause") else "",
            f"商定 {money}, 门店 {one.get('shop_by') or ''}" if money else "",
            f"计入 {int(month[5:])} 月对账" if month else "",
        ]  # fmt: skip
        return "\n".join(part for part in parts if part)

    def _settle(self) -> None:
        asked = [name for name in ASKED.get(self.state, ()) if not self.fields[name].isHidden()]
        if asked and asked[0] == "item" and self._n:
            asked = asked[1:]
        target = self.fields[asked[0]].field if asked else self.close_button
        target.setFocus()

    def _choose(self, value: str) -> None:
        self._n = int(value)
        self._fit()

    def _item_told(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _found(self) -> None:
        self._fit()
        if self.finding.value == Finding.WRONG:
            self.cause.setFocus()
        else:
            self.save()

    # photos

    def _photo(self, picture: Picture, image: QImage) -> None:
        if len(self._photos) >= SLOTS:
            return
        kind = FileKind.SCAN if picture.media == PDF else FileKind.PHOTO
        photo = picture.told(kind)
        counter = self._counter

        def kept(_none: None) -> None:
            self._photos.append(photo)
            self._images.append(image)
            self.slots.show_images(self._images)

        counter.read(self, lambda: files.keep(counter.database, picture), kept, counter.ways.refused.emit)

    # saving

    def save(self) -> None:
        for field in self.fields.values():
            field.accept()
        self.error.setText("")
        if self.whole is None or self.save_button.reason:
            return
        try:
            wanted = self._requests()
        except DeskError as error:
            self.fields[error.field or "item"].refuse(error)
            return
        self._counter.take(self, wanted, partial(self._saved, self.state), self._refused)

    def _requests(self) -> list[StepRequest]:
        scope, claim, whole = self._counter.scope, self.claim, self.whole
        assert whole is not None
        photos = {"photos": [str(one["sha256"]) for one in self._photos]} if self._photos else {}
        added = files.additions(scope, "fresh_order", self._order_id, self._photos)
        if claim is None:
            if not self._n:
                raise DeskError("还没有选哪一样", "按数字选", "item")
            return [report_request(scope, whole.order, self._n, self.words.text(), **photos), *added]
        ent = str(claim["id"])
        if self.state == C.REPORTED:
            return [StepRequest(scope, "compensation", "check", self._check() | photos, ent), *added]
        if self.state == C.CHECKED:
            return [StepRequest(scope, "compensation", "agree", self._agreed(), ent)]
        if not self.confirmed.value:
            raise DeskError("还没有选业主怎么确认的", "1 当面 2 电话 3 微信", "confirmed")
        return [StepRequest(scope, "compensation", "confirm", {"confirmed_how": self.confirmed.value}, ent)]

    def _check(self) -> Values:
        if not self.finding.value:
            raise DeskError("还没有选再核验结论", "1 无问题已解释 2 确有问题", "finding")
        told: Values = {"finding": self.finding.value, "checked_by": self._counter.actor.name}
        if self.finding.value == Finding.NOTHING:
            return told
        if not self.cause.value:
            raise DeskError("还没有选原因", "按数字选", "cause")
        if not self.missed.value:
            raise DeskError("还没有说是不是漏检", "验收时能看出来的选 1", "missed")
        return told | {"cause": self.cause.value, "missed": self.missed.value == YES}

    def _agreed(self) -> Values:
        try:
            fen = self.amount.fen()
        except DeskError as error:
            raise DeskError(error.message, error.advice, "amount") from None
        if not fen:
            raise DeskError("还没有填商定金额", "例如 12.50", "amount")
        if not self.shop_by.text().strip():
            raise DeskError("还没有写门店谁确认的", "写门店的人, 例如 店长 何芳", "shop_by")
        return {"amount_fen": fen, "shop_by": self.shop_by.text().strip()}

    def _saved(self, before: str, _changed: Changed) -> None:
        self._photos, self._images = [], []
        self.slots.show_images(())
        month = int(day_of(self._counter.now())[5:7])
        words = {"": "赔偿已登记", str(C.REPORTED): "核验已记下", str(C.CHECKED): "已与门店商定",
                 str(C.AGREED): f"业主已确认, 计入 {month} 月对账"}  # fmt: skip
        self._counter.ways.said.emit(words.get(before, "已记下"))
        self._read()

    def _refused(self, error: Exception) -> None:
        self.error.setText(str(error))

    def _print(self) -> None:
        if self.claim is not None:
            self.print_wanted.emit(str(self.claim["id"]))

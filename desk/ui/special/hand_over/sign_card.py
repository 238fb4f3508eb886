"""物品·钥匙, what else is left, and the signatures of both: Enter runs through all of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.words_of_time import moment
from desk.services.hand_over import drafting, reads
from desk.services.hand_over.reads import CounterObject
from desk.services.hand_over.record import HandOverState, ReturnReason
from desk.store.accounts import Person
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, WordsField
from desk.ui.kit.labels import label, line, retone
from desk.ui.kit.sign_in_card import SecretField
from desk.ui.special.hand_over.reading import Shown
from desk.ui.special.hand_over.signing import GIVER, TAKER
from desk.ui.theme import theme

MOST_PEOPLE = 9
WIDE, NARROW, LARGE = 3, 2, 1.5  # things beside one another, and from which size of type on fewer


class SignCard(Card):
    """`signed`, `sent_back`, `withdrawn`: the page takes the steps. What was typed stays until then."""

    signed = Signal()
    sent_back = Signal(str)
    withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        look = theme()
        self._columns = WIDE if look.scale < LARGE else NARROW
        self._objects: Sequence[CounterObject] = ()
        self._waiting: Values | None = None
        self.title = label("", "heading")
        self.state = label("", "body", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch()
        self.withdraw_button = KeyButton("撤回", "", QUIET, "undo-2")
        head.addWidget(self.withdraw_button)
        self.column.addLayout(head)
        self.column.addWidget(self.state)
        self.counts: dict[str, FigureField] = {}
        self.count_fields: dict[str, Field] = {}
        self.counting = QWidget()
        self._grid = QGridLayout(self.counting)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(10))
        self._grid.setVerticalSpacing(look.px(6))
        self.column.addWidget(label("物品·钥匙", "strong"))
        self.found = label("", "body", wrap=True)
        self.column.addWidget(self.found)
        self.column.addWidget(self.counting)
        self.note = WordsField("遗留问题", hint="别的要交代的, 没有就按 Enter", rows=2)
        self.note_field = Field("遗留问题", self.note)
        self.column.addWidget(self.note_field)
        self.column.addWidget(line())
        self.giver_secret, self.taker_secret = SecretField(), SecretField()
        self.giver_field = Field("交班人密码", self.giver_secret)
        self.taker = Choices("接班人", columns=self._columns, digit_goes_on=True)
        self.taker_pick = Field("接班人 · 人不在就空着", self.taker)
        self.taker_field = Field("接班人密码", self.taker_secret)
        self.reasons = Choices("退回原因", columns=self._columns, digit_goes_on=True)
        self.reasons.show_choices([Choice(str(one), one.label) for one in ReturnReason])
        self.reasons_field = Field("退回原因", self.reasons)
        for field in (self.giver_field, self.taker_pick, self.taker_field, self.reasons_field):
            self.column.addWidget(field)
        self.reasons_field.hide()
        self.said = label("", "body", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        self.back_button = KeyButton("退回重交", "Ctrl+R", icon="undo-2")
        self.button = KeyButton("双方签字", "F9", PRIMARY, "signature")
        foot.addWidget(self.back_button)
        foot.addWidget(self.button)
        self.column.addLayout(foot)
        self.column.addStretch()
        self._join()

    def _join(self) -> None:
        self.note.finished.connect(self.giver_secret.setFocus)
        self.giver_secret.returnPressed.connect(self.taker.setFocus)
        self.taker.finished.connect(self._after_taker)
        self.taker.chosen.connect(lambda _one: self._fit())
        self.taker_secret.returnPressed.connect(self.signed)
        self.giver_secret.setAccessibleName("交班人密码")
        self.taker_secret.setAccessibleName("接班人密码")
        self.button.clicked.connect(self.signed)
        self.withdraw_button.clicked.connect(self.withdrawn)
        self.back_button.clicked.connect(self.ask_back)
        self.reasons.chosen.connect(self.sent_back)

    # showing

    def show_book(self, shown: Shown, me: str, now: int) -> None:
        """Another moment of the same book; what was typed stays."""
        waiting = shown.waiting
        changed = (waiting or {}).get("id") != (self._waiting or {}).get("id")
        self._waiting = waiting
        status = waiting.get("status") if waiting else None
        takes = status == HandOverState.WAITING
        mine = waiting is not None and waiting.get("giver_id") == me
        self._show_words(shown, now)
        self._lay_objects(shown.objects)
        for widget in (self.counting, self.note_field, self.giver_field):
            widget.setVisible(not takes)
        self.found.setVisible(takes)
        self.withdraw_button.setVisible(mine)
        self.back_button.setVisible(takes and not mine)
        if not takes or mine:
            self.reasons_field.hide()
        giver = str(waiting.get("giver_id")) if takes and waiting else me
        coming = shown.shifts.coming.row.roles if shown.shifts.coming is not None else ()
        people = sorted((one for one in shown.people if one.id != giver), key=lambda one: one.role not in coming)
        self._offer(people, me if takes and not mine else "")
        if changed:
            self.clear()
        self._fit()

    def _show_words(self, shown: Shown, now: int) -> None:
        waiting, shifts = self._waiting, shown.shifts
        name, after = shifts.name, shifts.next_name
        if waiting is not None:
            name, after = str(waiting.get("shift") or ""), str(waiting.get("next_shift") or "")
        self.title.setText(f"{name} → {after}" if after else name)
        if waiting is None:
            coming = f"接班: {shifts.coming.short}" if shifts.coming is not None else ""
            self._say_state(coming, "")
        elif waiting.get("status") == HandOverState.RETURNED:
            why = ReturnReason.label_of(waiting.get("return_reason"))
            answer = f": {waiting['answer']}" if waiting.get("answer") else ""
            self._say_state(f"接班人退回了: {why}{answer}. 请点清、写清再交", "warn")
        else:
            given = moment(int(waiting["given_at"]), now)
            self._say_state(f"{shown.name(waiting.get('giver_id'))} {given} 已签, 等接班的人签", "")
            objects = reads.dicts(waiting.get("objects"))
            short = drafting.short_words(objects)
            note = f"\n遗留问题: {waiting['note']}" if waiting.get("note") else ""
            self.found.setText((f"▲ {short}" if short else f"{len(objects)} 样都相符") + note)
            retone(self.found, "warn" if short else "")

    def _say_state(self, words: str, tone: str) -> None:
        self.state.setText(words)
        self.state.setVisible(bool(words))
        retone(self.state, tone)

    def _lay_objects(self, objects: Sequence[CounterObject]) -> None:
        if objects == self._objects:
            return
        typed = {code: field.text() for code, field in self.counts.items()}
        for field in self.count_fields.values():
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._objects, self.counts, self.count_fields = tuple(objects), {}, {}
        for number, one in enumerate(objects):
            made = FigureField(f"{one.name} 实有", hint="Enter 相符")
            made.setText(typed.get(one.code, ""))
            made.finished.connect(lambda code=one.code: self._counted(code))
            field = Field(f"{one.name} · 应有 {one.expected} {one.unit}", made)
            self.counts[one.code], self.count_fields[one.code] = made, field
            self._grid.addWidget(field, number // self._columns, number % self._columns)

    def _offer(self, people: Sequence[Person], first: str) -> None:
        told = [Choice(one.id, one.name, aside=one.role.label) for one in people[:MOST_PEOPLE]]
        if [one.value for one in self.taker.choices] != [one.value for one in told]:
            self.taker.show_choices(told)
        if first and not self.taker.value:
            self.taker.choose(first, tell=False)

    def _fit(self) -> None:
        """The button says what it does: with nobody chosen only the giver signs."""
        takes = self._waiting is not None and self._waiting.get("status") == HandOverState.WAITING
        chosen = bool(self.taker.value)
        self.taker_field.setVisible(chosen)
        self.button.setText("接班签字" if takes else "双方签字" if chosen else "交班签字")
        self.button.updateGeometry()

    # typing

    def settle(self) -> None:
        """Where work begins."""
        takes = self._waiting is not None and self._waiting.get("status") == HandOverState.WAITING
        if takes:
            (self.taker_secret if self.taker.value else self.taker).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.counts:
            next(iter(self.counts.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, code: str) -> None:
        """Enter in an empty field says that it agrees."""
        one = next(each for each in self._objects if each.code == code)
        field = self.counts[code]
        if not field.text().strip():
            field.setText(str(one.expected))
        self.count_fields[code].accept()
        codes = list(self.counts)
        after = codes.index(code) + 1
        (self.counts[codes[after]] if after < len(codes) else self.note).setFocus(Qt.FocusReason.OtherFocusReason)

    def _after_taker(self) -> None:
        if self.taker.value:
            self.taker_secret.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.signed.emit()

    def ask_back(self) -> None:
        """Which of five reasons; choosing one sends it back."""
        if self.back_button.isHidden():
            return
        self.reasons.choose("", tell=False)
        self.reasons_field.show()
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)

    # what it says

    def objects(self) -> list[dict[str, object]]:
        """As counted; a DeskError's field is the object's code."""
        counts: dict[str, int | None] = {}
        for code, field in self.counts.items():
            text = field.text().strip()
            if text and not text.isdigit():
                name = next(one.name for one in self._objects if one.code == code)
                raise DeskError(f"{name}: 看不懂数目“{text[:10]}”", "请填数字, 没有就写 0", code)
            counts[code] = int(text) if text else None
        return drafting.counted(self._objects, counts)

    def refuse(self, error: DeskError) -> None:
        """Beside what it speaks of."""
        fields = {GIVER: self.giver_field, TAKER: self.taker_field, "taker_id": self.taker_pick, **self.count_fields}
        field = fields.get(error.field or "")
        if error.field == GIVER:
            self.giver_secret.clear()
        if error.field == TAKER:
            self.taker_secret.clear()
        if field is not None and not field.isHidden():
            field.refuse(error)
        else:
            self.say(str(error), "bad")

    def say(self, words: str, tone: str = "") -> None:
        self.said.setText(words)
        retone(self.said, tone)

    def accept(self) -> None:
        for field in (self.giver_field, self.taker_field, self.taker_pick, *self.count_fields.values()):
            field.accept()
        self.say("")

    def clear(self) -> None:
        """Signed, or another one: nothing of the last is taken for it."""
        self.accept()
        for field in (self.giver_secret, self.taker_secret, *self.counts.values()):
            field.clear()
        self.note.setText("")
        self.taker.choose("", tell=False)
        self.reasons_field.hide()
        self._fit()

"""点现金: what should lie in the drawer against what lies there, by notes and coins if one likes; why it differs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.money import fen_text
from desk.domain.words_of_time import clock_word, moment
from desk.services.takings.record import CloseState, Difference, TakenHow
from desk.services.takings.sums import FORMS
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField
from desk.ui.kit.labels import FactGrid, label, retone
from desk.ui.special.takings.reading import Shown
from desk.ui.theme import theme

NOTES = ((10_000, "100元"), (5_000, "50元"), (2_000, "20元"), (1_000, "10元"), (500, "5元"), (100, "1元"),
         (50, "5角"), (10, "1角"))  # fmt: skip


def notes_sum(counts: dict[int, str]) -> int | None:
    """What so many notes make, fen; None where none was counted. A DeskError where a count is no number."""
    total: int | None = None
    for fen, text in counts.items():
        plain = text.strip()
        if not plain:
            continue
        if not plain.isdigit() or len(plain) > 5:
            raise DeskError(f"看不懂张数“{plain}”", "请填几张, 例如 12")
        total = (total or 0) + fen * int(plain)
    return total


class CountCard(Card):
    """`counted` when the person is done; the page takes the step."""

    counted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        look = theme()
        self._expected = 0
        self._closed = False
        self.state = label("", "body")
        head = QHBoxLayout()
        head.addWidget(label("点现金", "heading"))
        head.addWidget(self.state)
        head.addStretch()
        self.notes_button = KeyButton("按张数点", "", QUIET)
        head.addWidget(self.notes_button)
        self.column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(label("现金应有", "caption"))
        self.expected = label("", "figure")
        left.addWidget(self.expected)
        row.addLayout(left, 1)
        self.cash = MoneyField("现金实点 (元)")
        self.cash_field = Field("现金实点 (元)", self.cash)
        row.addWidget(self.cash_field, 1, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(label("差额", "caption"))
        self.gap = label("", "heading")
        right.addWidget(self.gap)
        right.addStretch()
        row.addLayout(right, 1)
        self.column.addLayout(row)
        self.notes = QWidget()
        grid = QGridLayout(self.notes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(8))
        self.counts: dict[int, FigureField] = {}
        for number, (fen, words) in enumerate(NOTES):
            field = FigureField(f"{words} 几张")
            field.textEdited.connect(lambda _text: self._sum_notes())
            self.counts[fen] = field
            grid.addWidget(Field(words, field), number // 4, number % 4)
        self.notes.hide()
        self.column.addWidget(self.notes)
        self.why = Choices("差额原因", columns=3, digit_goes_on=True)
        self.why.show_choices([Choice(str(code), code.label) for code in Difference])
        self.why_field = Field("差额原因", self.why)
        self.column.addWidget(self.why_field)
        self.note = TextField("说明", hint="可以不写")
        self.note_field = Field("说明", self.note)
        self.column.addWidget(self.note_field)
        self.facts = FactGrid(4)
        self.column.addWidget(self.facts)
        self.before = label("", "quiet", wrap=True)
        self.column.addWidget(self.before)
        self.told = label("", "body", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        self.button = KeyButton("日结", "F9", PRIMARY, "check")
        foot.addWidget(self.button)
        self.column.addLayout(foot)
        self.button.clicked.connect(self.counted)
        self.button.blocked.connect(lambda reason: self.say(reason, "warn"))
        self.notes_button.clicked.connect(self._turn_notes)
        self.cash.textChanged.connect(lambda _text: self._fit())
        self.cash.finished.connect(self._after_cash)
        self.why.finished.connect(self.note.setFocus)
        self.note.finished.connect(self.button.setFocus)
        fields = list(self.counts.values())
        for one, after in zip(fields, [*fields[1:], None], strict=True):
            one.finished.connect(after.setFocus if after is not None else self._after_cash)

    # what is shown

    def show_day(self, shown: Shown, now: int, may_correct: bool) -> None:
        day, close = shown.day, shown.day.close
        self._closed = close is not None
        stood = close if close is not None else day.sums.by_form
        # Where money of that time came from another desk since, a correction compares with all of it.
        now_fen = day.sums.by_form["cash_fen"]
        moved = close is not None and now_fen != int(close.get("cash_fen") or 0)
        self._expected = now_fen if moved and may_correct else int(stood.get("cash_fen") or 0)
        self.expected.setText(fen_text(self._expected))
        forms = [(how.label, fen_text(int(stood.get(FORMS[how]) or 0))) for how in TakenHow if how != TakenHow.CASH]
        owed = [("挂账未收", fen_text(day.owed_fen))] if day.owed_fen else []
        receipts = str(close.get("receipts") or 0) if close is not None else str(day.sums.receipts)
        self.facts.show_facts([*forms, ("收据", f"{receipts} 张"), ("免收", f"{len(day.waived)} 单"), *owed])
        self.say(f"账上现在是 {fen_text(now_fen)}, 和日结时不一样, 请更正日结" if moved else "", "warn")
        if close is None:
            self.state.setText(f"还没有日结 · 算到 {clock_word(day.until_at)}")
            retone(self.state, "")
            self.before.hide()
        else:
            state = CloseState.label_of(close.get("status"))
            self.state.setText(f"{state} {clock_word(int(close['closed_at']))} {close.get('closed_by') or ''}")
            retone(self.state, "good")
            self.cash.show_fen(int(close.get("counted_fen") or 0))
            self.why.choose(str(close.get("difference") or ""), tell=False)
            self.note.setText(str(close.get("note") or ""))
            told = [
                f"实点 {fen_text(one.counted_fen)}"
                + (f" ({Difference.label_of(one.difference)})" if one.difference else "")
                + f" {moment(one.at, now)} {one.by}"
                for one in shown.before
            ]
            self.before.setText("更正前: " + "; ".join(told))
            self.before.setVisible(bool(told))
        open_ = close is None or may_correct
        for widget in (self.cash, self.why, self.note, self.notes_button, *self.counts.values()):
            widget.setEnabled(open_)
        self.button.setText("更正日结" if self._closed else "日结")
        self.button.setVisible(open_)
        self.button.updateGeometry()
        self._fit()

    def clear(self) -> None:
        """Another day: nothing of the one before is taken for it."""
        for field in (self.cash, self.note, *self.counts.values()):
            field.clear()
        self.why.choose("", tell=False)
        self.cash_field.accept()
        self.why_field.accept()

    def settle(self) -> None:
        self.cash.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cash.selectAll()

    def _gap(self) -> int | None:
        try:
            counted = self.cash.fen()
        except DeskError:
            return None
        return None if counted is None else counted - self._expected

    def _fit(self) -> None:
        gap = self._gap()
        self.gap.setText(
            "" if gap is None else "相符" if not gap else f"{'多' if gap > 0 else '少'} {fen_text(abs(gap))}"
        )
        retone(self.gap, "good" if gap == 0 else "bad" if gap else "")
        self.why_field.setVisible(bool(gap))

    def _after_cash(self) -> None:
        self.cash_field.accept()
        (self.why if self._gap() else self.note).setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_notes(self) -> None:
        self.notes.setVisible(self.notes.isHidden())
        if self.notes.isVisible():
            next(iter(self.counts.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _sum_notes(self) -> None:
        try:
            total = notes_sum({fen: field.text() for fen, field in self.counts.items()})
        except DeskError as error:
            self.say(str(error), "bad")
            return
        self.say("")
        self.cash.show_fen(total)

    # what it says

    def read(self) -> tuple[int, str, str]:
        """Counted fen, the reason's word, the note; a DeskError stands at its field."""
        counted = self.cash.fen()
        if counted is None:
            raise DeskError("还没有填点到的现金", "没有现金就填 0", "counted_fen")
        return counted, self.why.value if self._gap() else "", self.note.text().strip()

    def refuse(self, error: DeskError) -> None:
        field = {"counted_fen": self.cash_field, "difference": self.why_field}.get(error.field or "")
        if field is not None and field.field.isVisible():
            field.refuse(error)
        elif isinstance(error.field, str) or not error.field:
            self.say(str(error), "bad")

    def say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

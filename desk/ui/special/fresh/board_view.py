"""The board as it is seen: who accepts and how the day goes above, five columns of orders under it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.ui.kit.buttons import PLAIN, QUIET, KeyButton
from desk.ui.kit.fields import FigureField
from desk.ui.kit.labels import Elided, Picture, label, line, retone
from desk.ui.special.fresh.board_lines import Seconds
from desk.ui.special.fresh.card_delegate import CardDelegate, DoneDelegate
from desk.ui.special.fresh.cards import CardList
from desk.ui.special.fresh.shown import CardShown, DoneShown, Figures, Pile
from desk.ui.theme import theme

NAMES = ("途中", "待验", "待送", "配送中", "今日送完")
EMPTY = ("没有在路上的", "没有到货等验的", "没有验好等送的", "没有在送的", "今天还没有送完的")
DONE = 4
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
SHARES = (251, 251, 251, 251, 229)
FIRST = (1, 2, 3, 0, 4)  # where work waits: goods to be inspected, then to be carried, then on the way
# px of the design: what seconds and a room's number need at least, what a column has once others are folded, a fold
LEAST, OPEN, FOLDED = 190, 200, 44
WIDEST = 16777215  # Qt's own


class Column(QFrame):
    """One pile: its head, its cards, and a word where it is empty; or folded to its name and count."""

    wanted = Signal()  # folded, and somebody pressed on it

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pile")
        look = theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look.px(9), 0, look.px(4))
        self._inside, self._strip = QWidget(), QWidget()
        outer.addWidget(self._inside, 1)
        outer.addWidget(self._strip, 1)
        self._make_strip()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        head = QHBoxLayout()
        head.setContentsMargins(look.px(12), 0, look.px(12), 0)
        head.setSpacing(look.px(6))
        self.title = label(NAMES[number], "title")
        self.count = label("", "title")
        self.aside = Elided("", "caption")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for one in (self.title, self.count):
            head.addWidget(one)
        head.addWidget(self.aside, 1)
        column.addLayout(head)
        self.list = CardList(NAMES[number], DoneDelegate() if number == DONE else CardDelegate())
        self.empty = label(EMPTY[number], "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(look.px(12), 0, look.px(12), look.px(4))
        self.more = KeyButton("", "", QUIET)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = label("", "caption")
        self.foot.addWidget(self.more)
        self.foot.addStretch()
        self.foot.addWidget(self.said)
        column.addLayout(self.foot)
        self.more.hide()
        self.folded = False
        self._pile: Pile | None = None

    def _make_strip(self) -> None:
        """The count, and the name from above down."""
        column = QVBoxLayout(self._strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        self.bell = Picture("bell", "accent", 18)
        column.addWidget(self.bell, 0, Qt.AlignmentFlag.AlignHCenter)
        self.bell.hide()
        self.thin_count, self.thin_name = label("", "title"), label("", "title")
        for one in (self.thin_count, self.thin_name):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(one)
        column.addStretch()
        self._strip.hide()

    def fold(self, folded: bool) -> None:
        if folded == self.folded:
            return
        self.folded = folded
        thin = theme().px(FOLDED)
        self.setMinimumWidth(thin if folded else 0)
        self.setMaximumWidth(thin if folded else WIDEST)
        self._inside.setVisible(not folded)
        self._strip.setVisible(folded)
        self.setCursor(Qt.CursorShape.PointingHandCursor if folded else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.folded:
            self.wanted.emit()
        else:
            super().mousePressEvent(event)

    def show_pile(self, pile: Pile) -> None:
        if pile == self._pile:
            return
        self._pile = pile
        if self.title.text() != pile.title:
            self.title.setText(pile.title)
        _write(self.count, str(pile.count) if pile.count else "")
        _write(self.aside, pile.aside)
        _write(self.thin_count, str(pile.count))
        _write(self.thin_name, "\n".join(pile.title))
        retone(self.thin_count, _worst(pile.lines))
        self.bell.setVisible(any(isinstance(one, CardShown) and one.ringing for one in pile.lines))
        self.setAccessibleName(f"{pile.title} {pile.count} 单")
        self.list.show_lines(pile.lines)
        self.empty.setVisible(not pile.lines)
        words, said = pile.foot
        self.more.setVisible(bool(words))
        self.more.set_words(words, pile.foot_key)
        _write(self.said, said)

    def forget(self) -> None:
        self._pile = None
        self.list.show_lines(())


class ScanField(FigureField):
    """Where the gun's label or a number's last four go: any key typed on the board ends here."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        away = (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up)
        if Qt.Key(event.key()) in away:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


class Strip(QFrame):
    """Who accepts now and next, the day's figures, the sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        self.setFixedHeight(look.px(46))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(8), 0)
        row.setSpacing(look.px(10))
        self._who = (Picture("user-check", "text", 20), label("验收人"))
        for one in self._who:
            row.addWidget(one)
        self.acceptor, self.until = label("", "room"), Elided("", "body")
        self.until.setMinimumWidth(look.px(110))
        row.addWidget(self.acceptor)
        row.addWidget(self.until, 1)
        self.scan = ScanField("袋签或单号后四位", "扫袋签、单号后四位")
        self.scan.setFixedWidth(look.px(164))
        row.addWidget(self.scan)
        self.more = KeyButton("更多", "/", QUIET, "ellipsis")
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.more)
        self.match = KeyButton("待核对", "-", PLAIN, "user-check")
        self.match.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.match.hide()
        row.insertWidget(row.indexOf(self.scan), self.match)
        self._row, self._holder = row, QWidget()
        self._figures = QHBoxLayout(self._holder)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setSpacing(look.px(8))
        row.addWidget(self._holder)
        self._shown: list[tuple[QLabel, QLabel]] = []
        self.sound = KeyButton("声音 开", "", QUIET, "volume-2")
        self.sound.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.sound)

    def show_figures(self, figures: Figures) -> None:
        _write(self.acceptor, figures.acceptor)
        _write(self.until, figures.until)
        while len(self._shown) < len(figures.figures):
            bold, words = label("", "room"), label("", "caption")
            self._shown.append((bold, words))
            self._figures.addWidget(bold)
            self._figures.addWidget(words)
            upright = line(vertical=True)
            upright.setFixedHeight(theme().px(24))
            self._figures.addWidget(upright)
        for (bold, words), (figure, said) in zip(self._shown, figures.figures, strict=False):
            _write(bold, figure)
            _write(words, said)
        self._fit()

    def _fit(self) -> None:
        """The day's figures stand where all of them have room: a cut one says something else. Where even the rest has
        none, the word before the name goes.
        """
        beside = [one for one in self.findChildren(QWidget, options=DIRECT) if one is not self._holder]
        needs = {one: _least(one) + self._row.spacing() for one in beside}
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        room -= sum(need for one, need in needs.items() if one in self._who or not one.isHidden())
        for one in self._who:
            one.setVisible(room >= 0)
        wants = 0  # asked of each: a layout does not count what was never seen
        for one in (said for pair in self._shown for said in pair):
            one.ensurePolished()
            wants += one.sizeHint().width() + self._figures.spacing()
        wants += len(self._shown) * (1 + self._figures.spacing())
        self._holder.setVisible(room >= wants)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_unchecked(self, count: int) -> None:
        """Orders that fit nobody on file."""
        self.match.set_words(f"待核对 {count}", "-")
        self.match.setVisible(bool(count))
        self._fit()

    def show_sound(self, on: bool) -> None:
        words = "声音 开" if on else "声音 关"
        self.sound.setText(words)
        self.sound.setAccessibleName(f"{words}, 按下{'关' if on else '开'}")
        self.sound.update()


class BoardView(QWidget):
    """The keyboard stands in one column; ←→ go to the next one that holds something."""

    acted = Signal(str)
    chosen_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        outer = QVBoxLayout(self)
        pad = look.px(12)
        outer.setContentsMargins(pad, pad, pad, look.px(8))
        outer.setSpacing(look.px(8))
        self.strip = Strip()
        outer.addWidget(self.strip)
        row = self._row = QHBoxLayout()
        row.setSpacing(look.px(10))
        self._held = FIRST[0]  # where the keyboard stood last
        self.columns = [Column(number) for number in range(len(NAMES))]
        for number, (column, share) in enumerate(zip(self.columns, SHARES, strict=True)):
            row.addWidget(column, share)
            column.list.sideways.connect(lambda by, at=number: self._sideways(at, by))
            column.wanted.connect(lambda at=number: self._enter(at))
            column.list.acted.connect(self.acted)
            column.list.chosen_changed.connect(self.chosen_changed)
        outer.addLayout(row, 1)

    @property
    def lists(self) -> list[CardList]:
        return [column.list for column in self.columns]

    @property
    def here(self) -> CardList | None:
        """The column the keyboard stands in."""
        return next((one for one in self.lists if one.hasFocus()), None)

    def show_piles(self, piles: Sequence[Pile]) -> None:
        """A refresh never takes the focus nor the choice."""
        before = self.here
        for column, pile in zip(self.columns, piles, strict=True):
            column.show_pile(pile)
        if before is not None and not before.count:
            self.settle()
        self._fold()

    def forget(self) -> None:
        """Nothing of it stays to be seen."""
        for column in self.columns:
            column.forget()

    def beat(self, seconds: Seconds) -> None:
        """A second: only what its clocks drew is drawn anew."""
        for one in self.lists:
            one.beat(seconds)

    def choose(self, ent: str, focus: bool = True) -> bool:
        for number, one in enumerate(self.lists):
            if one.choose(ent):
                if focus:
                    self._enter(number)
                return True
        return False

    def settle(self) -> None:
        """Where work waits."""
        for number in FIRST:
            if self.lists[number].count:
                if not self.lists[number].currentIndex().isValid():
                    self.lists[number].choose_row(0)
                self._enter(number)
                return
        self._enter(FIRST[0])

    def _sideways(self, at: int, by: int) -> None:
        place = at + by
        while 0 <= place < len(self.lists):
            if self.lists[place].count:
                self._enter(place)
                return
            place += by

    def _enter(self, number: int) -> None:
        """A folded one opens before the keyboard comes; only then another folds: the focus never falls elsewhere."""
        self._held = number
        self.columns[number].fold(False)
        self.lists[number].setFocus(Qt.FocusReason.OtherFocusReason)
        self._fold()

    def _fold(self) -> None:
        """Large text on a small screen: as many columns as their seconds have room, where the keyboard stands first."""
        look, all_of = theme(), len(self.columns)
        margins = self.contentsMargins()
        room = self.width() - margins.left() - margins.right() - look.px(24) - (all_of - 1) * self._row.spacing()
        here = next((n for n, one in enumerate(self.lists) if one.hasFocus()), self._held)
        self._held = here
        count = all_of
        if room < all_of * look.px(LEAST):
            count = max((room - all_of * look.px(FOLDED)) // (look.px(OPEN) - look.px(FOLDED)), 1)
        rest = sorted((n for n in FIRST if n != here), key=lambda n: not self.lists[n].count)
        opened = {here, *rest[: count - 1]}
        for number, column in enumerate(self.columns):
            column.fold(number not in opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def _write(where: QLabel, words: str) -> None:
    """Only what is another word is laid out anew."""
    if where.text() != words:
        where.setText(words)


def _worst(lines: Sequence[CardShown | DoneShown]) -> str:
    """The worst of what runs in a column; what is done is late no more."""
    tones = {one.tone for one in lines if isinstance(one, CardShown)}
    return "bad" if "bad" in tones else "warn" if "warn" in tones else ""


def _least(one: QWidget) -> int:
    """What a part of the strip needs: words that end in … need little."""
    wants = 0 if isinstance(one, Elided) else one.sizeHint().width()
    return min(max(wants, one.minimumWidth()), one.maximumWidth())

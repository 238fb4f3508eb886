"""The parts around the items of an acceptance sheet: its head, the item looked at, the conclusion."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import Elided, Picture, keycap, label, line, retone
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.checks import Checks
from desk.ui.special.fresh.clock_face import ClockFace
from desk.ui.special.fresh.shown import ClockShown
from desk.ui.special.pictures import PictureDrop
from desk.ui.theme import theme

SLOTS = 3


class SheetHead(QFrame):
    """Whose goods, from which shop, the three ticks, both clocks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(18), look.px(9), look.px(18), look.px(9))
        row.setSpacing(look.px(16))
        left = QVBoxLayout()
        left.setSpacing(look.px(2))
        who = QHBoxLayout()
        who.setSpacing(look.px(12))
        self.where, self.name, self.phone = label("", "clock"), Elided("", "room"), label("", "matter")
        for one in (self.where, self.name, self.phone):
            who.addWidget(one)
        who.addStretch()
        self.about = Elided("", "body")
        left.addLayout(who)
        left.addWidget(self.about)
        row.addLayout(left, 1)
        self.checks = Checks()
        row.addWidget(self.checks)
        upright = line(vertical=True)
        row.addWidget(upright)
        self.clocks = [ClockFace(), ClockFace()]
        for clock in self.clocks:
            row.addWidget(clock)

    def show_who(self, where: str, name: str, phone: str, about: str) -> None:
        self.where.setText(where)
        self.name.setText(name)
        self.name.setMaximumWidth(self.name.sizeHint().width() + theme().px(2))
        self.phone.setText(phone)
        self.about.setText(about)

    def show_clocks(self, clocks: Sequence[ClockShown]) -> None:
        for place, face in enumerate(self.clocks):
            face.show_clock(clocks[place] if place < len(clocks) else None)


class Slots(QWidget):
    """Three places for photos: taken ones shown, free ones waiting for the camera. A press takes one away."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: list[QPixmap] = []
        self.setFixedHeight(theme().px(78))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_images(self, images: Sequence[QImage]) -> None:
        self._pixmaps = [QPixmap.fromImage(image) for image in images[:SLOTS]]
        self.setAccessibleName(f"照片 {len(self._pixmaps)} 张")
        self.update()

    @property
    def count(self) -> int:
        return len(self._pixmaps)

    def _box(self, place: int) -> QRectF:
        gap = theme().px(9)
        width = (self.width() - gap * (SLOTS - 1)) / SLOTS
        return QRectF(place * (width + gap), 0, width, self.height()).adjusted(0.5, 0.5, -0.5, -0.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in range(len(self._pixmaps)):
            if self._box(place).contains(event.position()):
                self.removed.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(SLOTS):
            box = self._box(place)
            if place < len(self._pixmaps):
                pixmap = self._pixmaps[place]
                scale = max(box.width() / pixmap.width(), box.height() / pixmap.height())
                part = QRectF(0, 0, box.width() / scale, box.height() / scale)
                part.moveCenter(QRectF(pixmap.rect()).center())
                painter.drawPixmap(box, pixmap, part)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.colour("edge"), 1))
                painter.drawRoundedRect(box, look.px(4), look.px(4))
                continue
            painter.setBrush(look.colour("raised"))
            painter.setPen(QPen(look.colour("quiet"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, look.px(5), look.px(5))
            side = look.px(22)
            painter.drawPixmap(
                round(box.center().x() - side / 2),
                round(box.center().y() - side / 2),
                look.pixmap("camera", "text", 22),
            )
        painter.end()


@dataclass(frozen=True, slots=True)
class SideShown:
    """The item at hand: its verdict in words, what counts as good, and how its exchange stands."""

    name: str
    verdict: str
    tone: str
    photos: bool
    criteria: tuple[tuple[str, str], ...]
    exchange: tuple[tuple[str, str], ...] = ()


class Side(QFrame):
    """Beside the items: the one looked at, with photos of what is wrong and what counts as good."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(15), look.px(11), look.px(15), look.px(11))
        column.setSpacing(look.px(8))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(scrolled(inside))
        head = QHBoxLayout()
        self.title, self.verdict = Elided("", "who"), label("")
        self.verdict.setObjectName("badge")
        head.addWidget(self.title, 1)
        head.addWidget(self.verdict)
        column.addLayout(head)
        self.photos = QWidget()
        pictures = QVBoxLayout(self.photos)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(look.px(4))
        self.slots = Slots()
        pictures.addWidget(self.slots)
        row = QHBoxLayout()
        self.count = label("照片 0 / 3", "caption")
        row.addWidget(self.count)
        row.addStretch()
        row.addWidget(label("高拍仪自动进, 或", "caption"))
        row.addWidget(keycap("Ctrl V"))
        pictures.addLayout(row)
        self.drop = PictureDrop(counter, "")
        pictures.addWidget(self.drop)
        column.addWidget(self.photos)
        column.addWidget(line())
        self._facts = QVBoxLayout()
        self._facts.setSpacing(look.px(6))
        column.addLayout(self._facts)
        column.addStretch()

    def show_item(self, one: SideShown) -> None:
        self.title.setText(one.name)
        self.verdict.setText(one.verdict)
        self.verdict.setVisible(bool(one.verdict))
        if self.verdict.property("verdict") != one.tone:
            self.verdict.setProperty("verdict", one.tone)
            self.verdict.style().unpolish(self.verdict)
            self.verdict.style().polish(self.verdict)
        self.photos.setVisible(one.photos)
        self._clear()
        for title, facts in (("合格标准", one.criteria), ("换货", one.exchange)):
            if not facts:
                continue
            if title == "换货":
                self._facts.addWidget(line())
            self._facts.addWidget(label(title, "strong"))
            for name, words in facts:
                row = QHBoxLayout()
                named, said = label(name), label(words, "value", wrap=True)
                named.setFixedWidth(theme().px(56))
                named.setAlignment(Qt.AlignmentFlag.AlignTop)
                row.addWidget(named)
                row.addWidget(said, 1)
                holder = QWidget()
                row.setContentsMargins(0, 0, 0, 0)
                holder.setLayout(row)
                self._facts.addWidget(holder)

    def _clear(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def show_photos(self, images: Sequence[QImage]) -> None:
        self.slots.show_images(images)
        self.count.setText(f"照片 {len(images)} / {SLOTS}")


class Conclusion(QFrame):
    """What came of it, the sentence to say, what the resident wants, and the one button that goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.aloud = ReadAloud("念给业主", beside=True)
        column.addWidget(self.aloud)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(18), look.px(10), look.px(16), look.px(10))
        row.setSpacing(look.px(8))
        row.addWidget(label("结论"))
        self._good = _Told("check", "good")
        self._bad = _Told("x", "bad")
        self.words = label("", "title")
        for told in (self._good, self._bad, self.words):
            row.addWidget(told)
        self._upright = line(vertical=True)
        row.addWidget(self._upright)
        self.asked = label("业主要")
        self.choices = Choices("业主要", columns=6, digit_goes_on=True, commands="*", snug=True)
        self.choices.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.call = KeyButton("拨号", "*", icon="phone-outgoing")
        self.signed = QCheckBox("送货人已签")
        self.error = Elided("", "body", "bad")
        for one in (self.asked, self.choices, self.call, self.signed):
            row.addWidget(one)
        row.addWidget(self.error, 1)
        self.also = KeyButton("", "")
        self.go_on = KeyButton("完成验收", "F9", PRIMARY, "check")
        row.addWidget(self.also)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.also.hide()
        self.ask(())

    def show_counts(self, good: int, bad: int, bad_words: str, words: str = "") -> None:
        self._good.say(f"{good} 合格" if good else "")
        self._bad.say(f"{bad} {bad_words}" if bad else "")
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def ask(self, choices: Sequence[Choice], value: str = "") -> None:
        """What the resident is asked; nothing where all is well."""
        on = bool(choices)
        for one in (self._upright, self.asked, self.choices, self.call):
            one.setVisible(on)
        if on:
            self.choices.show_choices(choices, value)
            self.choices.setAccessibleName(self.asked.text())

    def say(self, parts: Sequence[tuple[str, bool]]) -> None:
        self.aloud.setVisible(bool(parts))
        self.aloud.show_sentence(parts)

    def fail(self, words: str) -> None:
        self.error.setText(words)
        retone(self.error, "bad")


class _Told(QWidget):
    """A tick or a cross with its words."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme().px(6), 0)
        row.setSpacing(theme().px(6))
        self._words = label("", "room", tone)
        row.addWidget(Picture(icon, tone, 18))
        row.addWidget(self._words)

    def say(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))

    def sizeHint(self) -> QSize:
        return super().sizeHint()

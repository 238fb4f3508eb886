"""回单: the gun reads a number, Enter runs through the slip, F9 files it, the next number waits. Keys only."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.words_of_time import when
from desk.services.slips import files, ledger
from desk.services.slips.files import Picture
from desk.services.slips.ledger import Candidate, Tally
from desk.services.takings import reads as money
from desk.services.work_orders.find import number_in
from desk.services.work_orders.record import Status
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.pictures import PastePictures, PictureDrop, Thumb
from desk.ui.special.slip_return.form import SlipForm
from desk.ui.special.slip_return.reading import Found, read_slip
from desk.ui.special.slip_return.returned import Purse, Returned, refusal, requests
from desk.ui.theme import theme

DROP_WORDS = "扫描件或照片: 选文件, Ctrl+V 粘贴, 或拖进来"
MOST_PICTURES = 6


class SlipReturnPane(PanelFrame):
    """Stays open for slip after slip. What was begun stays when it is put aside."""

    closed = Signal()
    keys_changed = Signal()
    WIDTH = 1000

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("回单", parent=parent)
        self._counter = counter
        self._found: Found | None = None
        self._pictures: list[Picture] = []
        self._candidates: list[Candidate] = []
        self._busy = False
        self._wanted = ""
        self.tally = label("", "body")
        self.head.insertWidget(2, self.tally)
        self.head.insertSpacing(3, theme().px(16))
        self.grid_button = KeyButton("成批回单", "F6", QUIET, "columns-3")
        self.head.insertWidget(4, self.grid_button)
        self.number = TextField("派工单号", words=False, hint="扫码, 或输入尾号 4 位, 按 Enter", main=True)
        self.number_field = Field("", self.number)
        self.candidates = PickList("可能的派工单", columns=1)
        self.candidates.hide()
        self.room, self.who = label("", "who", wrap=True), label("", "body")
        self.what = label("", "matter", wrap=True)
        self.badge = label("", "body")
        self.badge.setObjectName("badge")
        self.form = SlipForm()
        self.drop = PictureDrop(counter, DROP_WORDS)
        self.thumbs = QHBoxLayout()
        self.notice = Notice()
        self.told = label("", "body", wrap=True)
        self.save_button = KeyButton("回单", "F9", PRIMARY, "clipboard-check")
        self._lay()
        self._join()
        self._show(None)

    def _lay(self) -> None:
        look = theme()
        self.body.addWidget(self.number_field)
        self.body.addWidget(self.candidates)
        self._slip = QWidget()
        column = QVBoxLayout(self._slip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.room)
        row.addWidget(self.badge)
        row.addWidget(self.who)
        row.addWidget(self.what, 1)
        column.addLayout(row)
        self.form.right.insertWidget(self.form.right.count() - 1, self.drop)
        self.thumbs.setSpacing(look.px(8))
        self.form.right.insertLayout(self.form.right.count() - 1, self.thumbs)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(4, 4, look.px(12), 4)
        box.addWidget(self.form)
        box.addStretch()
        column.addWidget(scrolled(inside), 1)
        self.body.addWidget(self._slip, 1)
        self.body.addWidget(self.notice, 1)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.save_button)

    def _join(self) -> None:
        PastePictures(self, self.drop)  # after every field was made
        self.close_wanted.connect(self.closed)
        self.grid_button.clicked.connect(lambda: self._counter.ways.slip_grid_wanted.emit())
        self.number.finished.connect(self._number_done)
        self.number.arrow.connect(self.candidates.step)
        self.number.installEventFilter(self)
        self.number.textEdited.connect(lambda _text: self._forget_candidates())
        self.candidates.taken.connect(self._take)
        self.form.finished.connect(self.save_button.setFocus)
        self.drop.ready.connect(self._add_picture)
        self.save_button.clicked.connect(self.save)
        self.save_button.blocked.connect(lambda reason: self._say(reason, "warn"))
        self._counter.changed.connect(self._changed)
        self._counter.estate_changed.connect(self._start_over)

    # Place

    def begin(self, ent: str) -> None:
        """For one order, or for a number to type; a slip half entered stays."""
        if ent and (self._found is None or str(self._found.values["id"]) != ent):
            self._wanted = ent

    def enter(self) -> None:
        self._read_tally()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._take(wanted)
        elif self._found is None:
            QTimer.singleShot(0, self.number, lambda: self.number.setFocus(Qt.FocusReason.OtherFocusReason))
        else:
            QTimer.singleShot(0, self, self._settle_form)

    def keys(self) -> Sequence[tuple[str, str]]:
        again = "换一张" if self._found is not None else "成批回单"
        return (("Enter", "下一项"), ("F9", "回单"), ("F6", again), ("Ctrl+V", "贴照片"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save_button.click_or_say()
            return True
        if key == "F6":
            if self._found is None and not self.number.text().strip():
                self._counter.ways.slip_grid_wanted.emit()
            else:
                self._start_over()
            return True
        if key == "Esc":
            self.closed.emit()
            return True
        return False

    # finding

    def _number_done(self) -> None:
        if self.candidates.isVisible() and self.candidates.take():
            return
        typed = self.number.text().strip()
        if not typed:
            self.number_field.refuse("请扫码, 或输入派工单号的最后四位")
            return
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        number = number_in(typed) or typed
        counter.read(self, lambda: ledger.find(database, actor, scope, number), self._show_candidates, self._failed)

    def _show_candidates(self, found: list[Candidate]) -> None:
        self.number_field.accept()
        if not found:
            self.number_field.refuse(f"没有单号是“{self.number.text().strip()}”的派工单, 请核对号码")
            self.number.selectAll()
        elif len(found) == 1:
            self._take(found[0].id)
        else:
            choices = [
                Choice(one.id, f"{one.no}  {one.where}", one.what, f"{one.who} {Status.label_of(one.status)}".strip())
                for one in found
            ]
            self._candidates = found
            self.candidates.show_choices(choices)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While candidates stand there, a digit takes one."""
        if watched is self.number and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit = event.text()
            if digit.isdigit() and self.candidates.isVisible() and 0 < int(digit) <= len(self._candidates):
                self._take(self._candidates[int(digit) - 1].id)
                return True
        return super().eventFilter(watched, event)

    def _forget_candidates(self) -> None:
        self.candidates.hide()
        self.number_field.accept()

    def _take(self, ent: str) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: read_slip(database, actor, scope, ent), self._show, self._failed)

    def _show(self, found: Found | None) -> None:
        """A slip to enter, or the number to type."""
        self.candidates.hide()
        self._say("")
        wrong = refusal(found.values) if found is not None else None
        self._found = found if wrong is None else None
        self._slip.setVisible(self._found is not None)
        self.notice.setVisible(self._found is None)
        self.save_button.setVisible(self._found is not None)
        self.keys_changed.emit()
        if found is None:
            self.notice.show_notice("scan-line", "扫一张派工单", "二维码、整个单号、最后四位都行")
            return
        self.number.setText(str(found.values.get("no") or ""))
        if wrong is not None:
            back = found.values.get("slip_back_at")
            at = f" ({when(back, self._counter.now())})" if back else ""
            self.notice.show_notice("info", f"{wrong.message}{at}", wrong.advice)
            self.number.selectAll()
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._fill(found)

    def _fill(self, found: Found) -> None:
        values = found.values
        self.room.setText(found.address)
        self.badge.setText(Status.label_of(values.get("status")))
        self.who.setText(str(values.get("technician") or values.get("crew") or ""))
        self.what.setText(str(values.get("matter") or ""))
        self._pictures = []
        self._clear_thumbs()
        self.drop.reset()
        self.form.show_order(values, self._counter.now())
        self.form.offer_receipt(found.next_receipt)
        QTimer.singleShot(0, self, self._settle_form)

    def _settle_form(self) -> None:
        """Later, when it is laid out; by then the clerk may be at the next slip."""
        if self._found is not None:
            self.form.settle()

    # pictures

    def _add_picture(self, picture: Picture, image: QImage) -> None:
        if self._found is None or len(self._pictures) >= MOST_PICTURES:
            return
        self._pictures.append(picture)
        thumb = Thumb(image, f"{picture.title or '扫描件'} (按下拿掉)")
        thumb.clicked.connect(lambda _=False: self._drop_picture(picture, thumb))
        self.thumbs.addWidget(thumb)

    def _drop_picture(self, picture: Picture, thumb: Thumb) -> None:
        self._pictures = [one for one in self._pictures if one is not picture]
        thumb.hide()
        thumb.deleteLater()

    def _clear_thumbs(self) -> None:
        while (item := self.thumbs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    # writing down

    def save(self) -> None:
        """All that the slip says in one transaction; what is wrong is said beside its field."""
        found = self._found
        if found is None or self._busy:
            return
        try:
            told = self.form.read()
        except DeskError as error:
            self._refuse(error)
            return
        counter, pictures = self._counter, tuple(self._pictures)
        database, actor, scope = counter.database, counter.actor, counter.scope
        self._busy = True

        def keep() -> Purse:
            for picture in pictures:
                files.keep(database, picture)
            known = money.by_numbers(database, actor, scope, [told.receipt_no])
            return Purse(found.takings, known, actor.name)

        counter.read(self, keep, lambda purse: self._write(found, told, pictures, purse), self._not_filed)

    def _write(self, found: Found, told: Returned, pictures: Sequence[Picture], purse: Purse) -> None:
        counter = self._counter
        try:
            wanted = requests(counter.scope, found.values, found.slips, told, pictures, purse)
        except DeskError as error:
            self._not_filed(error)
            return
        counter.take(self, wanted, self._filed, self._not_filed)

    def _filed(self, changed: Changed) -> None:
        self._busy = False
        found = self._found
        no = str(found.values.get("no") or "") if found is not None else ""
        self._start_over()
        self._say(f"{no} 已回单, 下一张", "good")

    def _not_filed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, DeskError):
            self._refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _refuse(self, error: DeskError) -> None:
        if not self.form.refuse(error):
            self._say(str(error), "bad")

    def _start_over(self) -> None:
        """The next number."""
        self._show(None)
        self.number.clear()
        self.number_field.accept()
        self._read_tally()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    # what else

    def _changed(self, changed: Changed) -> None:
        if changed.any_of("work_order", "slip") and self.isVisible():
            self._read_tally()

    def _read_tally(self) -> None:
        counter = self._counter
        if not counter.roles:
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        counter.read(self, lambda: ledger.tally(database, actor, scope, now), self._show_tally, self._failed)

    def _show_tally(self, found: Tally) -> None:
        self.tally.setText(f"今天已回 {found.back_today} · 待回单 {found.finished_out} · 在外 {found.out} 张")

    def _failed(self, error: Exception) -> None:
        self._say(str(error) if isinstance(error, DeskError) else "读不出来, 请再试一次", "bad")

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)

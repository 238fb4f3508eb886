"""登记投诉: what is said at the counter, by keys, read back in one sentence; nothing of it stays at the counter."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.phones import read_phone
from desk.services.complaints import receiving
from desk.services.complaints.lines import InHand
from desk.services.complaints.listed import ComplaintType, types
from desk.services.complaints.receivers import Suggested, answering, suggested
from desk.services.complaints.receiving import Draft
from desk.services.complaints.record import ComplaintChannel, ComplaintKind
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.kit.keys import key_name
from desk.ui.special.complaints.intake_caller import Caller
from desk.ui.special.complaints.intake_form import URGENT, IntakeForm
from desk.ui.special.complaints.intake_showing import Showing, Shown
from desk.ui.special.complaints.keeping import Staff, file_of, staff
from desk.ui.special.told_times import moment_ahead
from sync.protocol.envelope import uuid7

MOST_HANDLERS = 3  # one row: the suggested one, the deputy, one more
K = ComplaintKind


class ComplaintIntake(QWidget):
    """One matter at a time. What was begun and not saved waits here for the same person, in memory alone."""

    closed = Signal()
    keys_changed = Signal()
    WIDTH = 900

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self.form = IntakeForm(self)
        self._showing = Showing(counter, self.form)
        self._caller = Caller(counter, self.form, lambda: self.draft, self)
        self.draft = Draft()
        self._kept: dict[str, tuple[str, Draft]] = {}  # by person
        self._ent = ""
        self._saved = self._busy = False
        self._types: dict[str, ComplaintType] = {}
        self._staff: Staff | None = None
        self._made: Suggested | None = None
        self._butler = ""
        self._lines: list[InHand] = []
        self._no = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._join()

    def _join(self) -> None:
        form, counter = self.form, self._counter
        form.close_button.clicked.connect(self.put_aside)
        form.save.clicked.connect(self.save)
        form.suggestion.clicked.connect(lambda: self._turn_kind(K.SUGGESTION))
        form.praise.clicked.connect(lambda: self._turn_kind(K.PRAISE))
        form.repeat.clicked.connect(self._repeat)
        self._caller.told.connect(self._known)
        self._caller.known.connect(self._whose)
        self._caller.done.connect(self._to_kind)
        form.who.passed.connect(self._to_kind)
        form.who.command.connect(self._command)
        form.type.textEdited.connect(self._type_typed)
        form.type.finished.connect(self._type_done)
        form.type.arrow.connect(self._type_step)
        form.type.command.connect(self._command)
        form.types.chosen.connect(self._type_chosen)
        form.want.finished.connect(form.content.setFocus)
        form.content.finished.connect(self._after_content)
        form.about.finished.connect(self._after_about)
        form.urgent.chosen.connect(lambda value: self._tell(urgent=value == URGENT))
        form.urgent.finished.connect(self._after_urgent)
        form.handler.chosen.connect(self._handler_chosen)
        form.handler.finished.connect(form.save.setFocus)
        form.channel.chosen.connect(lambda value: self._tell(channel=value))
        form.channel.finished.connect(form.save.setFocus)
        form.name.finished.connect(form.phone.setFocus)
        form.phone.finished.connect(self._to_kind)
        form.forwarded_no.finished.connect(form.forwarded_by.setFocus)
        form.forwarded_by.finished.connect(form.forwarded_due.setFocus)
        form.forwarded_due.finished.connect(form.save.setFocus)
        for field in (form.name, form.phone, form.about, form.forwarded_no, form.forwarded_by, form.forwarded_due):
            field.textEdited.connect(lambda _text: self._read_fields())
        form.content.textChanged.connect(self._read_fields)
        counter.person_changed.connect(self._forget)

    # Place

    def begin(self, start: object = None) -> None:
        """A new one, one that comes from a call or a visit, or what this person has begun and not saved."""
        kept = self._kept.pop(self._counter.actor.id, None)
        if isinstance(start, Draft):
            if kept is not None:
                self._kept[self._counter.actor.id] = kept
            self._ent, self.draft = uuid7(self._counter.now()), start
        else:
            self._ent, self.draft = kept or (uuid7(self._counter.now()), Draft())
        self._saved = self._busy = False
        self._made, self._butler, self._lines, self._no = None, "", [], ""
        counter, lists = self._counter, self._counter.lists()
        database = counter.database

        def work() -> tuple[Staff, dict[str, ComplaintType]]:
            return staff(database, lists), types(lists)

        counter.read(self, work, self._begun)
        self._fill()

    def _begun(self, found: tuple[Staff, dict[str, ComplaintType]]) -> None:
        self._staff, self._types = found
        self.form.types.show_choices(
            [Choice(code, one.name, "紧急" if one.urgent else "", "", code) for code, one in self._types.items()],
            self.draft.type,
        )
        if self.draft.type in self._types and not self.draft.type_label:  # begun elsewhere
            self._type_chosen(self.draft.type)
        self._caller.read()
        self._show()

    def enter(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        if self._saved:
            self.setFocus()
        elif not (self.draft.where or self.draft.who):
            self.form.who.line.setFocus()
        else:
            self._to_kind()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self._saved:
            return (("Enter", "返回"), ("F2", "接下一个"), ("Esc", "返回"))
        return (("Enter", "下一项"), ("-", "建议"), ("*", "表扬"), ("+", "同一件事"), ("F9", "登记"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.form.save.click_or_say()
        elif key == "Esc" or (key == "Return" and self._saved):
            self.put_aside()
        else:
            return False
        return True

    def put_aside(self) -> None:
        """Esc: what was begun waits for the same person; nothing of it is written down anywhere."""
        if not self._saved and not self.draft.is_empty:
            self._kept[self._counter.actor.id] = (self._ent, self.draft)
            self._counter.ways.said.emit("还没有登记的先留着, 再按 + 接着写")
        self.closed.emit()

    def _forget(self) -> None:
        """Another person sits down: what the last one was writing is not on the screen."""
        if not self._saved and not self.draft.is_empty and self.isVisible():
            self.closed.emit()
        self.draft = Draft()
        self._fill()

    # who

    def _known(self, draft: Draft) -> None:
        """Somebody was taken, written down, or is asked for anew."""
        self.draft = draft
        self._show()

    def _whose(self, butler_id: str, level: str, found: list[InHand]) -> None:
        self._butler, self._lines = butler_id, found
        self.draft = replace(self.draft, level=level)
        self._suggest()

    def _to_kind(self) -> None:
        light = self.draft.kind != K.COMPLAINT
        (self.form.content if light else self.form.want if self.draft.type else self.form.type).setFocus()

    # what

    def _command(self, sign: str) -> None:
        if sign == "-":
            self._turn_kind(K.SUGGESTION)
        elif sign == "*":
            self._turn_kind(K.PRAISE)
        elif sign == "+":
            self._repeat()

    def _turn_kind(self, kind: ComplaintKind) -> None:
        """建议 or 表扬 as light forms; the same key goes back to a complaint."""
        now = K.COMPLAINT if self.draft.kind == kind else kind
        self.draft = replace(self.draft, kind=str(now), type="", type_label="", want="", urgent=None)
        self.form.type.clear()
        self.form.types.choose("", tell=False)
        self.form.want.choose("", tell=False)
        self._suggest()
        self._to_kind()

    def _repeat(self) -> None:
        if not self._lines:
            return
        no = "" if self.draft.repeat_of_no else self._lines[0].no
        self.draft = replace(self.draft, repeat_of_no=no)
        self._show()

    def _type_typed(self, text: str) -> None:
        code = text.strip()[:2]
        if code in self._types:
            self._type_chosen(code)
            self.form.want.setFocus()
        elif len(text.strip()) >= 2:
            self.form.fields["type"].refuse(f"没有 {text.strip()} 这一类")
            self.form.type.selectAll()

    def _type_step(self, by: int) -> None:
        codes = list(self._types)
        place = codes.index(self.draft.type) + by if self.draft.type in codes else 0
        if 0 <= place < len(codes):
            self._type_chosen(codes[place])

    def _type_done(self) -> None:
        (self.form.want if self.draft.type else self.form.type).setFocus()

    def _type_chosen(self, code: str) -> None:
        kind = self._types[code]
        channel = str(ComplaintChannel.FORWARDED) if kind.forwarded else self.draft.channel
        self.draft = replace(self.draft, type=code, type_label=kind.name, urgent=kind.urgent, channel=channel,
                             handler_id="")  # fmt: skip
        self.form.fields["type"].accept()
        self.form.type.setText(code)
        self.form.types.choose(code, tell=False)
        self._suggest()

    def _after_content(self) -> None:
        form = self.form
        if not form.about.isHidden():
            form.about.setFocus()
        else:
            self._after_about()

    def _after_about(self) -> None:
        light = self.draft.kind != K.COMPLAINT
        (self.form.handler if light else self.form.urgent).setFocus()

    def _after_urgent(self) -> None:
        form = self.form
        (form.forwarded_no if self._forwarded and not form.forwarded_no.text() else form.handler).setFocus()

    @property
    def _forwarded(self) -> bool:
        return self.draft.channel == ComplaintChannel.FORWARDED

    def _tell(self, **told: object) -> None:
        self.draft = replace(self.draft, **told)  # type: ignore[arg-type]
        self._show()

    def _read_fields(self) -> None:
        """Every sign typed: what stands in the fields is what was said."""
        form, now = self.form, self._counter.now()
        about = form.about.text().strip()
        person = next((one for one in self._staff.all if one.name == about), None) if self._staff and about else None
        was = self.draft.about_id
        due: int | None = None
        try:
            due = moment_ahead(form.forwarded_due.text().strip(), now) if form.forwarded_due.text().strip() else None
        except DeskError:
            due = None
        typed = form.phone.text().strip()
        self.draft = replace(
            self.draft, who=form.name.text().strip(), content=form.content.text(), about=about,
            about_id=person.id if person else "", forwarded_no=form.forwarded_no.text().strip(),
            forwarded_by=form.forwarded_by.text().strip(), forwarded_due_at=due,
            phone=read_phone(typed).number or typed if typed else self.draft.phone,
        )  # fmt: skip
        if was != self.draft.about_id:
            self.draft = replace(self.draft, handler_id="")
            self._suggest()
        else:
            self._show()

    # who answers, until when

    def _suggest(self) -> None:
        """The receiver by kind and service level, anew where any of it has changed."""
        known, draft = self._staff, self.draft
        if known is None:
            return
        about = known.by_id(draft.about_id)
        made = suggested(self._types.get(draft.type), draft.level, known.handlers, about, self._butler)
        self._made = made
        others = answering(known.handlers, self._counter.actor.id, about)
        shown = list({one.id: one for one in (made.handler, made.deputy, *others) if one is not None}.values())
        chosen = draft.handler_id or (made.handler.id if made.handler else "")
        self.form.handler.show_choices(
            [Choice(one.id, known.titled(one.id), one.post) for one in shown[:MOST_HANDLERS]], chosen
        )
        self._handler_chosen(chosen)

    def _handler_chosen(self, ent: str) -> None:
        known, made = self._staff, self._made
        one = known.by_id(ent) if known is not None else None
        if known is None or one is None:
            self._show()
            return
        deputy = made.deputy if made is not None and made.deputy is not None and made.deputy.id != ent else None
        self.draft = replace(
            self.draft, handler_id=ent, handler=one.name, receiver=known.receiver(ent),
            deputy_id=deputy.id if deputy else "", deputy=deputy.name if deputy else "",
        )  # fmt: skip
        self._show()

    def due(self) -> int | None:
        counter = self._counter
        return receiving.promised(self.draft, counter.settings(), counter.calendar, counter.lists(), counter.now())

    # showing

    def _fill(self) -> None:
        self._showing.fill(self.draft)
        self._show()

    def _show(self) -> None:
        self._showing.show(
            Shown(self.draft, self._types.get(self.draft.type), self._lines, self._made, self.due(), self._saved)
        )

    # saving

    def save(self) -> None:
        """The neutral line and the complaint in one group; from then on this counter holds nothing but the line."""
        if self._busy or self._saved:
            return
        form = self.form
        self.draft = replace(self.draft, want=form.want.value)
        wrong = receiving.missing(self.draft, form.forwarded_due.text().strip())
        for one in form.fields.values():
            one.accept()
        if wrong is not None:
            self._refuse(wrong)
            return
        counter, ent, draft = self._counter, self._ent, self.draft
        steps = receiving.requests(file_of(counter)[1], ent, draft, counter.actor.name, self.due())
        self._busy = True
        form.hint.setText("正在保存…")

        def done(changed: Changed) -> None:
            if ent == self._ent:
                self._done(changed)

        counter.take(self, steps, done, self._failed)

    def _done(self, changed: Changed) -> None:
        """What was said is gone from the screen; the sentence stays to be read."""
        counter, line_ent = self._counter, changed.ents[0]
        self._busy, self._saved = False, True
        self.draft = replace(self.draft, content="", about="")
        self.form.content.blockSignals(True)
        self.form.content.setText("")
        self.form.content.blockSignals(False)
        database = counter.database

        def number() -> str:
            rows = database.read("SELECT no FROM in_hand WHERE id = ?", (line_ent,))
            return str(rows[0][0]) if rows else ""

        counter.read(self, number, self._say_number)
        self._show()
        self.setFocus()
        self.keys_changed.emit()

    def _say_number(self, no: str) -> None:
        self._no = no
        self.form.hint.setText(f"已登记 {no}")
        self._counter.ways.said.emit(f"已登记 {no}")

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.form.hint.setText("")
        if isinstance(error, DeskError):
            self._refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _refuse(self, error: DeskError) -> None:
        field = self.form.fields.get(error.field or "")
        if field is not None and field.isVisible():
            field.refuse(error)
        else:
            self.form.hint.setText(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(key_name(event)):
            super().keyPressEvent(event)

"""What follows from what was said so far: which rows stand, the words beside them, the sentence to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.complaints import receiving
from desk.services.complaints.lines import InHand
from desk.services.complaints.listed import ComplaintType
from desk.services.complaints.receivers import Suggested
from desk.services.complaints.receiving import Draft
from desk.services.complaints.record import ComplaintChannel, ComplaintKind
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.special.complaints.intake_form import GENERAL, URGENT, IntakeForm

K = ComplaintKind
ABOUT_SOMEBODY = ("01", "13")  # kinds in which it matters who it is about


@dataclass(frozen=True)
class Shown:
    """What the form is made of."""

    draft: Draft
    type: ComplaintType | None
    lines: Sequence[InHand]
    made: Suggested | None
    due: int | None
    saved: bool


class Showing:
    """Writes into the form; decides nothing."""

    def __init__(self, counter: Counter, form: IntakeForm) -> None:
        self._counter, self._form = counter, form

    def fill(self, draft: Draft) -> None:
        """Every field as the draft has it."""
        form = self._form
        form.who.clear()
        if draft.where or draft.who:
            form.who.show_taken(f"{draft.where} {draft.who}".strip(), mask(draft.phone) if draft.phone else "")
        for field, text in (
            (form.name, draft.who), (form.phone, ""), (form.about, draft.about), (form.type, draft.type),
            (form.forwarded_no, draft.forwarded_no), (form.forwarded_by, draft.forwarded_by),
        ):  # fmt: skip
            field.setText(text)
        form.forwarded_due.clear()
        form.content.blockSignals(True)
        form.content.setText(draft.content)
        form.content.blockSignals(False)
        form.want.choose(draft.want, tell=False)
        form.types.choose(draft.type, tell=False)
        for one in form.fields.values():
            one.accept()
        form.source.setText(f"来自 {draft.source_no}" if draft.source_no else "")
        form.hint.setText("")

    def show(self, found: Shown) -> None:
        form, draft, now = self._form, found.draft, self._counter.now()
        kind = K.of(draft.kind) or K.COMPLAINT
        self._show_kind(kind)
        self._show_rows(found, kind)
        form.channel.choose(draft.channel, tell=False)
        self._show_type(found.type)
        self._show_urgent(found)
        if found.lines:
            one = found.lines[0]
            state = f"{one.words} ({one.no} {one.state})"
            form.line_words.setText(f"同一件事再投诉: {one.no}" if draft.repeat_of_no else state)
        form.due.setText(f"{moment(found.due, now)} 前" if found.due is not None else "尽快")
        why = f"建议: {found.made.why}" if found.made is not None else ""
        deputy = f"代办 {draft.deputy}" if draft.deputy else ""
        form.handler_words.setText(" · ".join(part for part in (why, deputy) if part))
        form.aloud.show_sentence(receiving.sentence(draft, found.due, now, found.saved))
        form.save.setVisible(not found.saved)
        form.body.setEnabled(not found.saved)

    def _show_kind(self, kind: ComplaintKind) -> None:
        form = self._form
        form.title.setText(f"登记{kind.label}")
        for button, own in ((form.suggestion, K.SUGGESTION), (form.praise, K.PRAISE)):
            button.setText("改为投诉" if kind is own else own.label)
            button.updateGeometry()
        form.body.rename("about", "表扬谁" if kind is K.PRAISE else "被投诉人")

    def _show_rows(self, found: Shown, kind: ComplaintKind) -> None:
        draft, light = found.draft, kind is not K.COMPLAINT
        if found.saved:  # nothing of what was said stays on a screen that is turned to the public
            names = ("caller", "line", "type", "want", "content", "urgent", "about", "forwarded", "channel", "handler")
            self._form.body.show_rows(**dict.fromkeys(names, False), due=found.due is not None)
            return
        stranger = not (draft.resident_id or draft.home_id) and bool(draft.who or draft.phone)
        forwarded = draft.channel == ComplaintChannel.FORWARDED and not light
        self._form.body.show_rows(
            content=True, handler=True, caller=stranger, line=bool(found.lines), type=not light, want=not light,
            urgent=not light,
            about=kind is K.PRAISE or draft.type in ABOUT_SOMEBODY, forwarded=forwarded,
            due=kind is not K.PRAISE, channel=not light and bool(draft.type),
        )  # fmt: skip
        self._form.types.setVisible(not light and not draft.type)

    def _show_type(self, own: ComplaintType | None) -> None:
        told: list[str] = []
        if own is not None:
            when = f"算紧急: {own.urgent_when}" if own.urgent_when else ""
            told = [own.name, f"判定要点: {own.criteria}", when]
        self._form.type_words.setText(" · ".join(part for part in told if part))

    def _show_urgent(self, found: Shown) -> None:
        settings, own = self._counter.settings(), found.type
        hours = own.hours if own is not None and own.hours else settings.number("complaint.answer_hours")
        quick = settings.number("complaint.urgent_answer_hours")
        self._form.urgent.show_choices(
            [Choice(GENERAL, "一般", f"{hours} 小时内答复"), Choice(URGENT, "紧急", f"{quick} 小时内答复, 不分昼夜")],
            URGENT if found.draft.urgent else GENERAL,
        )

"""经过 of a complaint in the words of those who handle it; without the office's own remarks where it goes out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desk.domain.deciding import Is
from desk.domain.field import Source
from desk.domain.flow import RESOLVE, Frozen
from desk.services.complaints.flow import FLOW
from desk.services.complaints.record import (
    AnsweredHow,
    ComplaintCall,
    ComplaintChannel,
    Content,
    InvalidReason,
    Settled,
    Validity,
)
from desk.store import verdicts
from desk.store.log import Entry

# What the office says to itself: it stays in the room.
INTERNAL = frozenset({"remark", "decline", "amend", "link", "take_back", "dial"})
INTERNAL_WORDS = frozenset({"judge_note"})


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: when, when written down (ms), what, what was said, who."""

    at: int
    recorded_at: int
    words: str
    detail: str
    who: str
    note: str
    late: bool
    pending: bool
    step: str


def story(entries: Iterable[Entry], name_of: Callable[[str], str], now: int, internal: bool = True) -> list[Told]:
    """Oldest first; with `internal` false what was turned away and what is the office's own is left out."""
    known = list(entries)
    beside = verdicts.notes(known, FLOW, name_of, now)
    told = []
    for entry in known:
        stands = entry.did.verdict in (Is.OK, Is.CONTESTED)
        if not internal and (entry.step in INTERNAL or not stands):
            continue
        step = FLOW.step(entry.step)
        happened = entry.values.get("happened_at")
        words = step.label if step else entry.head.kind
        if entry.step == RESOLVE:
            words = verdicts.decided(entry, known, name_of)
        at = int(happened) if isinstance(happened, int) else entry.did.eff
        note = beside.get(entry.head.id, "") if internal else ""
        told.append(
            Told(at, entry.did.at, _words(entry, words), _detail(entry.step, entry.values, internal),
                 name_of(entry.head.by), note, isinstance(happened, int), entry.pending, entry.step)
        )  # fmt: skip
    return sorted(told, key=lambda one: (one.at, one.recorded_at))


def _words(entry: Entry, words: str) -> str:
    values = entry.values
    if entry.step in ("judge", "rejudge"):
        validity = Validity.label_of(values.get("validity"))
        return f"提出{validity}" if values.get("validity") == Validity.INVALID else f"{words}: {validity}"
    if entry.step == "countersign":
        return "第二人签字: 无效"
    if entry.step == "attempt":
        return f"回访未接通: {ComplaintCall.label_of(values.get('call_code'))}"
    if entry.step == "revisit":
        return f"回访: {Content.label_of(values.get('satisfaction'))}"
    if entry.step == "settle":
        return f"{words}: {Settled.label_of(values.get('settled'))}"
    return words


def _detail(step: str, values: Frozen, internal: bool) -> str:
    said: list[str] = []
    if step == "receive":
        said.append(ComplaintChannel.label_of(values.get("channel") or "phone"))
    elif step == "assign":
        said.append(f"责任人 {values.get('handler') or ''}")
        said.append(f"代办 {values['deputy']}" if values.get("deputy") else "")
    elif step == "answer":
        said += [AnsweredHow.label_of(values.get("answered_how")), str(values.get("answer") or "")]
    elif step == "link":
        said.append(f"与 {values.get('repeat_of_no') or ''} 是同一事项")
    elif step in ("judge", "rejudge") and values.get("invalid_reason"):
        said.append(InvalidReason.label_of(values.get("invalid_reason")))
    said += [str(values.get(name) or "") for name in _WORDS.get(step, ()) if internal or name not in INTERNAL_WORDS]
    return "; ".join(part for part in said if part)


_WORDS = {
    "judge": ("judge_note",),
    "rejudge": ("judge_note",),
    "countersign": ("judge_note",),
    "decline": ("judge_note",),
    "act": ("measures",),
    "revisit": ("revisit_words",),
    "settle": ("answer",),
    "remark": ("remark",),
}


def source_words(one: Told) -> str:
    """How it was written down: 实时, or 按单补录."""
    return (Source.SLIP if one.late else Source.LIVE).label

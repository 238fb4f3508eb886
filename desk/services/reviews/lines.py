"""A step of a side in a few words: 派工 王建国, 签收 本人 满意, 收款 ¥80.00 现金."""

from dataclasses import dataclass

from desk.domain.deciding import HAPPENED
from desk.domain.field import Field, Kind
from desk.domain.flow import Flow, Frozen, Step
from desk.domain.fresh_lists import Fault
from desk.domain.money import fen_text
from desk.domain.words_of_time import clock_word, moment, window
from desk.store.log import Entry

# What is said of a step: one field of each tuple, the first that was given. Of other steps: what they ask for.
# Of a complaint nothing of what people said: such a line also stands where others look on.
SAID: dict[str, tuple[tuple[str, ...], ...]] = {
    "intake": (("matter",),),
    "dispatch": (("technician", "crew"), ("second_technician",)),
    "reassign": (("technician", "crew"), ("second_technician",)),
    "arrive": (("technician",),),
    "note_arrival": (("technician",),),
    "finish": (("result",), ("not_repaired_why",)),
    "sign": (("signature",), ("signed_for", "unsigned_reason"), ("tick",)),
    "slip_back": (("received_fen",), ("payment",), ("receipt_no",)),
    "pay": (("received_fen",), ("payment",), ("receipt_no",)),
    "issue": (("technician", "crew"),),
    "take": (("amount_fen",), ("payment",), ("receipt_no",)),
    "complaint.receive": (("kind",), ("type_label",)),
    "complaint.amend": (),
    "complaint.judge": (("validity",), ("invalid_reason",)),
    "complaint.rejudge": (("validity",), ("invalid_reason",)),
    "complaint.countersign": (("second",),),
    "complaint.assign": (("handler",), ("deputy",)),
    "complaint.act": (),
    "complaint.answer": (("answered_how",),),
    "complaint.attempt": (("call_code",),),
    "complaint.revisit": (("satisfaction",),),
    "complaint.settle": (("settled",),),
    "complaint.remark": (),
}
LABELS = {"pay": "收款", "recall": "收回"}
DECIDED = ("status", "conclusion")  # what rules say of a side, and a person weighs
MOST = 3
WORDS_MOST = 24  # of a matter or a remark: the side shows what was done, the order shows the rest
WEIGHED_MOST = 200  # of what the sides say differently: it is read before one of them is chosen


@dataclass(frozen=True, slots=True)
class Said:
    """One step on one side. `at` when it happened, `by` a staff id."""

    at: int
    words: str
    by: str
    op_id: str
    step: str
    dev: str


def said(entry: Entry, flow: Flow, now: int) -> Said:
    """The line of one op."""
    step = flow.step(entry.step)
    label = LABELS.get(entry.step) or (step.label if step else entry.head.kind)
    parts = [label, *_values(entry, flow, step, now)]
    happened = entry.values.get(HAPPENED) or entry.did.eff
    return Said(int(happened), " ".join(parts), entry.head.by, entry.head.id, entry.step, entry.head.dev)


def clock(at: int, now: int) -> str:
    """14:20, on another day 11-18 14:20."""
    words = moment(at, now)
    return clock_word(at) if words.startswith("今天") else words


def shown(field: Field, value: object, now: int, most: int = WORDS_MOST) -> str:
    """A value as a person reads it; words longer than `most` are cut."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.MONEY and isinstance(value, int):
        return fen_text(value)
    if field.kind is Kind.MOMENT and isinstance(value, int):
        return clock(value, now)
    words = field.words(value).replace("\n", " ")
    return words if len(words) <= most else words[: most - 1] + "…"


def differing(flow: Flow, sides: list[Frozen], now: int) -> list[tuple[str, tuple[str, ...]]]:
    """What a person told differently on the sides: label, and the words of each side."""
    told = {name for step in flow.steps for name in (*step.asks, *step.takes)}
    found: list[tuple[str, tuple[str, ...]]] = []
    windows = [_window(values, now) for values in sides]
    if len(set(windows)) > 1:
        found.append(("上门时段", tuple(windows)))
    for field in flow.record.fields:
        if field.name in DECIDED or (field.name in told and field.kind not in (Kind.REF, Kind.MOMENT, Kind.LIST)):
            most = WEIGHED_MOST if field.kind is Kind.WORDS else WORDS_MOST
            words = tuple(shown(field, values.get(field.name), now, most) for values in sides)
            if len(set(words)) > 1:
                found.append((field.label, words))
    return found


def _values(entry: Entry, flow: Flow, step: Step | None, now: int) -> list[str]:
    values, record = entry.values, flow.record
    groups = SAID.get(entry.head.kind, SAID.get(entry.step))
    if groups is None:
        names = (*step.asks, *step.takes) if step else tuple(values)
        groups = tuple((name,) for name in names if record.has(name) and not _is_plumbing(record.field(name)))
    words = [next((shown(record.field(n), values.get(n), now) for n in group if values.get(n) is not None), "")
             for group in groups if all(record.has(n) for n in group)]  # fmt: skip
    return [one for one in (*words, _inspected(values), _window(values, now)) if one][:MOST]


def _inspected(values: Frozen) -> str:
    """An acceptance sheet: what was wrong, else what the scale said: 第5样腐烂; 492、1012 g."""
    rows = values.get("inspected") or ()
    wrong = [f"第{row.get('n')}样{Fault.label_of(row['fault'])}" for row in rows if row.get("fault")]
    weights = "、".join(str(row["got"]) for row in rows if row.get("got") is not None)
    return "、".join(wrong) or (f"{weights} g" if weights else "")


def _is_plumbing(field: Field) -> bool:
    return field.kind in (Kind.REF, Kind.MOMENT, Kind.LIST) or field.name.endswith("_id")


def _window(values: Frozen, now: int) -> str:
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    return window(begin, end, now).removeprefix("今天 ") if begin and end else ""

"""What the page of the hand-over reads at once, and its rows: what is open, the night's lines, earlier shifts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import Calendar
from desk.domain.clocks import Shape
from desk.domain.flow import Values
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.words_of_time import clock_word, left, moment, when
from desk.services import open_matters
from desk.services.hand_over import drafting, reads
from desk.services.hand_over.drafting import Shifts
from desk.services.hand_over.flow import HANDS
from desk.services.hand_over.reads import CounterObject
from desk.services.hand_over.record import HandOverState
from desk.services.night_log import reads as night_reads
from desk.services.night_log.record import NightKind, NightState
from desk.services.night_log.rules import rings
from desk.services.people.names import names_of
from desk.store import accounts, parked
from desk.store.accounts import Person
from desk.store.parked import ParkedDraft
from desk.ui.kit.row_model import Heading, Line, Row

if TYPE_CHECKING:
    from desk.store.database import Database

PARKED, NIGHT, SHEET = "parked:", "night:", "sheet:"  # before an id: rows that are no OpenMatter
NIGHT_STEPS = {"call_back": "已回拨", "pass_on": "转报修"}
LATE = {Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows, of one moment."""

    shifts: Shifts
    matters: tuple[OpenMatter, ...]
    parked: tuple[ParkedDraft, ...]
    objects: tuple[CounterObject, ...]
    waiting: Values | None
    past: tuple[Values, ...]
    people: tuple[Person, ...]
    names: Mapping[str, str]
    night_on: str
    entries: tuple[Values, ...]
    sheets: tuple[Values, ...]
    undone: tuple[Values, ...]

    @property
    def is_given(self) -> bool:
        """One was given, and nobody has taken it."""
        return self.waiting is not None and self.waiting.get("status") == HandOverState.WAITING

    def name(self, staff_id: object) -> str:
        return self.names.get(str(staff_id or ""), "")


def read(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> Shown:
    night_on = night_reads.night_of(now)
    past = reads.past(database, actor, scope)
    shown = [one for one in accounts.people(database, scope.partition("/")[2]) if one.role in HANDS]
    entries = night_reads.entries(database, actor, scope, night_on)
    undone = [one for one in night_reads.undone(database, actor, scope) if one["id"] not in {e["id"] for e in entries}]
    out = night_reads.sheets_out(database, actor, scope)
    tonight = [one for one in night_reads.sheets(database, actor, scope, night_on) if one not in out]
    return Shown(
        drafting.shifts(lists, calendar, now),
        tuple(open_matters(database, actor, scope, settings, lists, calendar, now)),
        tuple(parked.all_parked(database, scope)),
        tuple(reads.objects(lists)),
        reads.waiting(database, actor, scope),
        tuple(past),
        tuple(shown),
        names_of(database, (str(one.get(name) or "") for one in past for name in ("giver_id", "taker_id"))),
        night_on,
        tuple(entries),
        tuple([*out, *tonight]),
        tuple(undone),
    )


# 交班


def open_lines(shown: Shown, left_over: Collection[str], now: int) -> list[Line]:
    """What is handed over, by kind. `left_over`: the parked intakes that go to the next shift."""
    found: list[Line] = []
    by_kind: dict[OpenKind, list[OpenMatter]] = {}
    for one in sorted(shown.matters, key=lambda matter: matter.press(now)):
        if one.record != "hand_over":
            by_kind.setdefault(one.kind, []).append(one)
    for kind in OpenKind:
        rows = [_matter_row(one, now) for one in by_kind.get(kind, ())]
        if kind is OpenKind.PARKED:
            rows = [_parked_row(one, one.id in left_over) for one in shown.parked] + rows
        if rows:
            aside = ""
            if kind is OpenKind.PARKED and shown.parked:
                aside = "留给下一班" if all(one.id in left_over for one in shown.parked) else "办完, 或按 * 留给下一班"
            found += [Heading(kind.label, len(rows), aside=aside), *rows]
    return found


def _parked_row(one: ParkedDraft, left_over: bool) -> Row:
    where, what = drafting.parked_words(one)
    return Row(
        f"{PARKED}{one.id}", "留给下班" if left_over else "暂存", where, what,
        clock=f"{clock_word(one.at)} 起", tone="" if left_over else "warn", next_step="resume", next_label="接着办",
        next_key="Enter", also_step="leave", also_label="不留了" if left_over else "留给下一班", also_key="*",
    )  # fmt: skip


def _matter_row(one: OpenMatter, now: int) -> Row:
    shape = one.shape(now)
    clock = ""
    if one.due_at is not None:
        clock = f"{one.due_label} {left(one.due_at - now)}" if shape in LATE else when(one.due_at, now)
    promise = one.kind is OpenKind.PROMISE
    return Row(
        one.id, one.state, one.where, one.what, who=one.who,
        clock=clock or (when(one.since_at, now).removeprefix("今天 ") if one.since_at else ""),
        shape=str(shape) if shape in LATE else "", permille=one.permille(now), tone=LATE.get(shape, one.tone),
        urgent=one.urgent, next_step="keep" if promise else "open", next_label="办到了" if promise else one.step_label,
        next_key="Space" if promise else "Enter", detail=one.note,
        also_step="drop" if promise else "", also_label="不用办了" if promise else "", also_key="*" if promise else "",
    )  # fmt: skip


def told_lines(told: Sequence[Mapping[str, Any]], now: int) -> list[Line]:
    """The lines of a hand-over as it was signed."""
    found: list[Line] = []
    for kind, inside in drafting.by_kind(told).items():
        found.append(Heading(kind.label, len(inside)))
        for number, one in enumerate(inside):
            due = one.get("due_at")
            found.append(
                Row(
                    f"{one.get('record') or kind}:{one.get('id') or number}", str(one.get("state") or ""),
                    str(one.get("where") or ""), str(one.get("what") or ""), who=str(one.get("who") or ""),
                    clock=moment(int(due), now) if isinstance(due, int) else "", next_step="told",
                    next_label="打开", next_key="Enter", detail=str(one.get("note") or ""),
                )
            )  # fmt: skip
    return found


# 夜间值班


def night_lines(shown: Shown, now: int) -> list[Line]:
    found: list[Line] = []
    out = [one for one in shown.sheets if one.get("status") == "out"]
    if out:
        found.append(Heading("记录纸", len(out), aside="早上 8:30 前补录"))
        found += [_sheet_row(one, now) for one in out]
    groups = (("以前留下的", shown.undone), (f"{shown.night_on[5:]} 夜", shown.entries))
    for words, rows in groups:
        if rows:
            found.append(Heading(words, len(rows)))
            found += [_entry_row(one, now) for one in rows]
    return found


def _sheet_row(one: Values, now: int) -> Row:
    return Row(
        f"{SHEET}{one['id']}", "待补录", f"{str(one['night_on'])[5:]} 夜", f"记录纸 {one['no']}",
        who=str(one.get("watch") or ""), clock=f"{moment(int(one['printed_at']), now)} 打印", next_step="enter",
        next_label="补录", next_key="Enter", also_step="entered", also_label="补录完了", also_key="*",
        detail="照纸一件一件记, 时间写纸上的; 记完按 * 补录完了",
    )  # fmt: skip


def _entry_row(one: Values, now: int) -> Row:
    state = NightState.of(str(one.get("status") or ""))
    undone = state in (NightState.OPEN, NightState.MORNING)
    late = one.get("heard_source") == "slip"
    heard, ended = int(one["heard_at"]), one.get("ended_at")
    clock = moment(heard, now).removeprefix("今天 ") + (f"-{clock_word(int(ended))}" if ended else "")
    said = " · ".join(str(one[name]) for name in ("words", "handling") if one.get(name))
    step = "" if not undone else "call_back" if rings(one) else "pass_on"
    if one.get("call_backs"):
        said = " · ".join(part for part in (f"回拨 {one['call_backs']} 次", said) if part)
    return Row(
        f"{NIGHT}{one['id']}", state.label if state else "", str(one.get("where") or ""),
        NightKind.label_of(one.get("kind")).partition(",")[0] + (f": {one['words']}" if one.get("words") else ""),
        who=str(one.get("heard_by") or ""), clock=clock, tone="bad" if state is NightState.OPEN else "",
        mark="" if undone else "done", next_step=step, next_label=NIGHT_STEPS.get(step, ""),
        next_key="5" if step == "call_back" else "Enter",
        detail=" · ".join(part for part in (said, "按纸补录" if late else "") if part),
        also_step="end" if undone else "", also_label=("已解困" if rings(one) else "处理完") if undone else "",
        also_key="Space" if undone else "",
    )  # fmt: skip


# 以前的交接


def past_lines(shown: Shown, now: int) -> list[Line]:
    return [_past_row(one, shown, now) for one in shown.past]


def _past_row(one: Values, shown: Shown, now: int) -> Row:
    state = HandOverState.of(str(one.get("status") or ""))
    shifts = " → ".join(str(one[name]) for name in ("shift", "next_shift") if one.get(name))
    short = int(one.get("short") or 0)
    who = shown.name(one.get("giver_id")) + (f" → {shown.name(one['taker_id'])}" if one.get("taker_id") else "")
    return Row(
        str(one["id"]), state.label if state else "", shifts, who, note=f"▲ 物品差 {short}" if short else "",
        clock=moment(int(one["given_at"]), now), tone="" if state is HandOverState.TAKEN else "warn",
        next_step="print", next_label="打印", next_key="F8", detail=f"交接事项 {one.get('open_count') or 0} 件",
    )  # fmt: skip

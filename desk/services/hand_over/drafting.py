"""A hand-over made from what is open: whose shift ends, what is left, what was counted; and the steps that sign it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import Calendar, add_days, day_of
from desk.domain.duty import Activity, Turn, duty_rows, turns
from desk.domain.errors import DeskError
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter
from desk.services.hand_over.reads import CounterObject
from desk.store.parked import ParkedDraft
from desk.store.steps import StepRequest

MOST = 120  # of one hand-over; more is a list nobody reads, and is counted
SHIFTS = (Activity.DESK, Activity.NIGHT)
NAMELESS = "交班"


@dataclass(frozen=True, slots=True)
class Shifts:
    """The shift that ends nearest to now, and the one that begins with it."""

    ending: Turn | None = None
    coming: Turn | None = None

    @property
    def name(self) -> str:
        return self.ending.row.name if self.ending else NAMELESS

    @property
    def next_name(self) -> str:
        return self.coming.row.name if self.coming else ""


def shifts(lists: Lists, calendar: Calendar, now: int) -> Shifts:
    rows = [row for activity in SHIFTS for row in duty_rows(lists, activity)]
    day = day_of(now)
    found = turns(rows, calendar, add_days(day, -2), add_days(day, 2))
    begun = [turn for turn in found if turn.from_at <= now]
    if not begun:
        return Shifts()
    ending = min(begun, key=lambda turn: (abs(turn.to_at - now), turn.row.code))
    after = [turn for turn in found if turn.row.code != ending.row.code and turn.to_at > max(now, ending.to_at)]
    coming = min(after, key=lambda turn: (abs(turn.from_at - ending.to_at), turn.row.code), default=None)
    return Shifts(ending, coming)


def lines(matters: Iterable[OpenMatter], parked: Iterable[ParkedDraft], now: int) -> list[dict[str, Any]]:
    """What is written into the book: by kind, the most pressing first; a parked intake is a matter left over."""
    order = list(OpenKind)
    kept = [one for one in matters if one.record != "hand_over"]
    told = [_parked(one) for one in parked]
    told += [_line(one) for one in sorted(kept, key=lambda one: (order.index(one.kind), one.press(now)))]
    if len(told) > MOST:
        more = len(told) - (MOST - 1)
        told = [*told[: MOST - 1], {"kind": str(OpenKind.PARKED), "what": f"还有 {more} 件, 在各页上"}]
    return told


def parked_words(one: ParkedDraft) -> tuple[str, str]:
    """Where and what of a title; one word alone is the matter."""
    where, _, what = one.title.partition(" ")
    return (where, what) if what else ("", where or "还没说什么事")


def _parked(one: ParkedDraft) -> dict[str, Any]:
    where, what = parked_words(one)
    return {
        "kind": str(OpenKind.PARKED), "record": "parked", "id": one.id, "where": where, "what": what,
        "state": "暂存的受理", "since_at": one.at,
    }  # fmt: skip


def _line(one: OpenMatter) -> dict[str, Any]:
    told = {
        "kind": str(one.kind), "record": one.record, "id": one.id, "where": one.where, "what": one.what[:200],
        "state": one.state, "who": one.who, "note": one.note[:200], "since_at": one.since_at, "due_at": one.due_at,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", None, 0)}


def by_kind(told: Iterable[Mapping[str, Any]]) -> dict[OpenKind, list[Mapping[str, Any]]]:
    """In the order of the paper; a kind of a newer program stands under what is left over."""
    found: dict[OpenKind, list[Mapping[str, Any]]] = {}
    for one in told:
        found.setdefault(OpenKind.of(str(one.get("kind") or "")) or OpenKind.PARKED, []).append(one)
    return {kind: found[kind] for kind in OpenKind if kind in found}


def counted(objects: Sequence[CounterObject], counts: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """Every object with what was found; a DeskError names the first that was not counted."""
    found = []
    for one in objects:
        count = counts.get(one.code)
        if count is None:
            raise DeskError(f"{one.name}还没有点数", "请点一下, 没有就写 0", one.code)
        told = {"code": one.code, "name": one.name, "unit": one.unit, "expected": one.expected, "counted": count}
        found.append(told)
    return found


def short_words(objects: Iterable[Mapping[str, Any]]) -> str:
    """对讲机 应 2 部 实 1 部: what does not agree; empty where all does."""
    said = (
        f"{one['name']} 应 {one['expected']} {one['unit']} 实 {one['counted']} {one['unit']}"
        for one in objects
        if one.get("counted") != one.get("expected")
    )
    return "; ".join(said)


def giving(
    scope: str, found: Shifts, told: Sequence[Mapping[str, Any]], objects: Sequence[Mapping[str, Any]], note: str,
    undecided: int, ent: str = "",
) -> StepRequest:  # fmt: skip
    """The giver's signature. `undecided`: how many are parked and not left over; `ent`: one that was sent back."""
    if undecided:
        raise DeskError(f"还有 {undecided} 张暂存的受理", "按 Alt+1 接着办完, 或选中它按 * 留给下一班", "parked")
    values: dict[str, Any] = {
        "shift": found.name, "next_shift": found.next_name, "lines": list(told), "objects": list(objects),
    }  # fmt: skip
    if note.strip():
        values["note"] = note.strip()
    return StepRequest(scope, "hand_over", "give_again" if ent else "give", values, ent or None)

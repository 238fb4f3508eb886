"""What a history must say beside its lines: merged with whose, to be decided or not taken, not in force, given way.

From the log alone, so that every value that gave way can be read where the entity's past is read.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desk.domain import refusal_words
from desk.domain.deciding import BRANCH, DROPPED, KEEP, KEPT, LEFT, MAIN, OPEN, Is
from desk.domain.field import Kind
from desk.domain.flow import RESOLVE, Flow
from desk.domain.money import fen_text
from desk.domain.words_of_time import clock_word, moment
from desk.store.log import Entry

STANDING = {OPEN: "待裁定", KEPT: "裁定采用", DROPPED: "裁定没有采用"}
NameOf = Callable[[str], str]


def notes(entries: Iterable[Entry], flow: Flow, name_of: NameOf, now: int) -> dict[str, str]:
    """By op id, what is to be said beside its line; nothing of an op that simply stood."""
    known = list(entries)
    by_id = {one.head.id: one for one in known}
    told: dict[str, list[str]] = {}

    def whose(op: str | None) -> str:
        other = by_id.get(op or "")
        return f"{name_of(other.head.by)} {_clock(other.did.eff, now)}" if other else "另一台电脑"

    for one in known:
        beside = told.setdefault(one.head.id, [])
        if one.did.verdict is Is.MERGED:
            beside.append(f"与 {whose(one.did.vs)} 记的是同一步, 已合并")
        elif one.did.verdict is Is.DENIED:
            beside.append(f"未生效: {refusal_words.reason(one.did.refusal.code if one.did.refusal else '')}")
        elif one.did.refusal is not None and one.did.refusal.code == LEFT:
            beside.append("记的人当时在岗, 上传前已离岗")
        elif one.did.verdict is Is.UNKNOWN:
            beside.append("这一步要更新程序才看得懂")
        for field in one.did.both:
            beside.append(f"{flow.record.field(field).label}两边都留下")
        for field, loser in one.did.lost.items():
            lost, kept = by_id.get(loser), one.head.id
            if lost is None or not flow.record.has(field):
                continue
            winner = _winner(known, field, loser) if loser == kept else kept
            words = said(flow, field, lost.values.get(field), now)
            told.setdefault(loser, []).append(f"{words} 被后改的值代替, 以 {whose(winner)} 记的为准")
    for op, standing in _lines(known).items():
        if op in told:
            told[op].append(STANDING[standing])
    return {op: "、".join(beside) for op, beside in told.items() if beside}


def decided(entry: Entry, entries: Iterable[Entry], name_of: NameOf) -> str:
    """A decision in words: 裁定: 采用张敏的一边."""
    known = list(entries)
    keep = entry.values.get(KEEP)
    if keep == MAIN:
        return "裁定: 采用原来的一边"
    made = (make for one in known for make in one.did.make if make.id == keep)
    ops: list[str] = next((make.values["ops"] for make in made if make.values.get("ops")), [])
    first = next((one for one in known if one.head.id in ops), None)
    return f"裁定: 采用{name_of(first.head.by)}的一边" if first else "裁定: 采用另一边"


def said(flow: Flow, name: str, value: Any, now: int) -> str:
    """A field and its value: 备注“先打电话”."""
    field = flow.record.field(name)
    if field.kind is Kind.MONEY and isinstance(value, int):
        return f"{field.label} {fen_text(value)}"
    words = moment(value, now) if field.kind is Kind.MOMENT and isinstance(value, int) else field.words(value)
    return f"{field.label}“{words}”" if words else f"清空{field.label}"


def _winner(known: list[Entry], field: str, loser: str) -> str | None:
    """Of a value that gave way as it came: the newest op before it that gave the field."""
    place = next(number for number, one in enumerate(known) if one.head.id == loser)
    earlier = (one for one in reversed(known[:place]) if field in one.values and one.did.verdict is Is.OK)
    return next((one.head.id for one in earlier), None)


def _lines(known: Iterable[Entry]) -> Mapping[str, str]:
    """How the branch of each contested op stands."""
    of_branch: dict[str, str] = {}
    standing: dict[str, str] = {}
    for one in known:
        for make in one.did.make:
            if make.record != BRANCH:
                continue
            standing[make.id] = str(make.values.get("status") or standing.get(make.id, OPEN))
            if one.did.verdict is Is.CONTESTED:
                of_branch[one.head.id] = make.id
            elif one.step == RESOLVE:  # what stood until then and was given up
                of_branch |= dict.fromkeys(make.values.get("ops") or (), make.id)
    return {op: standing[branch] for op, branch in of_branch.items()}


def _clock(at: int, now: int) -> str:
    words = moment(at, now)
    return clock_word(at) if words.startswith("今天") else words

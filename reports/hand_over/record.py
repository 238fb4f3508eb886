"""交接班记录: what was open, what was counted, who signed when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.flow import Frozen
from desk.domain.open_matter import OpenKind
from desk.services.hand_over import drafting, reads
from desk.services.hand_over.record import HandOverState, ReturnReason
from reports.ruled import Head, Paper, Table
from reports.words import moment

TITLE = "交接班记录"
HEADS = (Head("房号", 26), Head("事项", 62), Head("状态", 22), Head("谁", 22), Head("时间", 30))
OBJECTS = (Head("物品", 50), Head("应有", 24, right=True), Head("实有", 24, right=True), Head("对不对", 40))
ALWAYS = (OpenKind.PARKED, OpenKind.SLIP, OpenKind.DELIVERY, OpenKind.CALL, OpenKind.COMPLAINT)  # the form's own lines


@dataclass(frozen=True, slots=True)
class HandOverPaper:
    company: str
    estate: str
    values: Frozen
    giver: str
    taker: str


def paper_of(told: HandOverPaper) -> Paper:
    values = told.values
    kinds = drafting.by_kind(reads.dicts(values.get("lines")))
    tables = []
    for kind in OpenKind:
        rows = kinds.get(kind, [])
        if rows or kind in ALWAYS:
            tables.append(Table(kind.label, HEADS, [_row(one) for one in rows], aside=f"{len(rows)} 件"))
    objects = reads.dicts(values.get("objects"))
    short = int(values.get("short") or 0)
    tables.append(
        Table("物品·钥匙", OBJECTS, [_object(one) for one in objects], aside=f"差 {short} 样" if short else "都相符")
    )
    shifts = " → ".join(str(values[name]) for name in ("shift", "next_shift") if values.get(name))
    signed = f"交班 {told.giver} {moment(values.get('given_at'))}   接班 "
    signed += f"{told.taker} {moment(values.get('taken_at'))}" if values.get("taken_at") else "未签"
    return Paper(told.company, told.estate, TITLE, f"{shifts}   {signed}", tables, ("交班人", "接班人"), _notes(values))


def _notes(values: Frozen) -> Sequence[str]:
    notes = [f"遗留问题: {values['note']}"] if values.get("note") else []
    if values.get("return_reason") and values.get("status") != HandOverState.TAKEN:
        notes.append(f"退回: {ReturnReason.label_of(values['return_reason'])} {values.get('answer') or ''}".strip())
    elif values.get("answer"):
        notes.append(f"接班人: {values['answer']}")
    return notes


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    at = one.get("due_at") or one.get("since_at")
    words = str(one.get("what") or "") + (f" ({one['note']})" if one.get("note") else "")
    return (
        str(one.get("where") or ""), words, str(one.get("state") or ""), str(one.get("who") or ""),
        (moment(at)[5:] + ("前" if one.get("due_at") else "起")) if isinstance(at, int) else "",
    )  # fmt: skip


def _object(one: Mapping[str, Any]) -> tuple[str, ...]:
    gap = int(one.get("counted") or 0) - int(one.get("expected") or 0)
    words = "相符" if not gap else f"{'多' if gap > 0 else '少'} {abs(gap)} {one.get('unit') or ''}"
    return str(one.get("name") or ""), str(one.get("expected")), str(one.get("counted")), words

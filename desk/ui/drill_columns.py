"""Which facts of a record stand in its list: what names it, and the moments the figure was measured by."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from desk.domain.calendar import day_of
from desk.domain.field import Field, Kind, RecordType
from desk.domain.words_of_time import full_moment
from desk.services.assessment.evidence import SHOWN
from desk.ui.drill_parts import Counted
from desk.ui.field_words import words_of
from desk.ui.kit.table_model import Column

NAMES: Mapping[str, tuple[str, ...]] = {
    "work_order": ("no", "where", "problem_label", "urgency", "crew", "reported_at"),
    "fresh_order": ("no", "where", "shop", "kind", "placed_at"),
}
MOMENTS: Mapping[str, tuple[str, ...]] = {
    "response": ("informed_at", "response_due_at"),
    "arrival": ("arrived_at", "arrival_due_at"),
    "by_slip": ("arrived_at", "arrival_due_at"),
    "finish": ("finished_at", "finish_due_at"),
    "asked": ("finished_at",),
    "content": ("finished_at", "satisfaction", "tick"),
    "anomaly": ("arrived_at", "finished_at"),
    "rework_open": ("finished_at",),
    "finished": ("finished_at",),
    "whole": ("finished_at", "satisfaction", "tick"),
    "fresh_total": ("arrived_at", "delivered_at", "window_to_at", "late_reason"),
    "fresh_estate": ("arrived_at", "inspected_at", "delivered_at", "late_reason"),
    "fresh_content": ("delivered_at", "tick"),
    "unsheeted": ("inspected_at", "delivered_at"),
}
STANDING: Mapping[str, tuple[str, ...]] = {  # what no moment measures: how it stands
    "work_order": ("status", "technician", "finished_at"),
    "fresh_order": ("status", "delivered_at", "late_reason"),
}
NOTICES: Mapping[str, tuple[str, ...]] = {
    "notice_lead": ("kind_label", "title", "sent_at", "from_at", "lead_due_at", "late_reason"),
    "notice_forward": ("kind_label", "title", "received_at", "forward_due_at", "sent_at"),
    "notice_restore": ("kind_label", "title", "restored_at", "restored_recorded_at", "restore_due_at"),
    "own_error": ("kind_label", "title", "sent_at", "from_at"),
    "found_by_others": ("kind_label", "title", "sent_at", "found_by"),
}
WIDE = {
    "title": 220, "where": 130, "problem_label": 110, "type_label": 130, "item": 110, "channel": 110, "no": 90,
    "order_no": 90,
}  # fmt: skip
MOMENT, ELSE = 118, 74
ESTATE, WHY = "estate_", "why_"  # not of the record: where it stands, why it is not counted


def columns_of(facts: RecordType, figure: Counted, now: int, estates: bool = False) -> list[Column]:
    """Nothing that is not in `evidence.SHOWN` of the record. `estates`: each row says its own."""
    own = [_column(facts.field(name), now) for name in names_of(facts.name, figure.measure)]
    first = [Column(ESTATE, "小区", 110)] if estates else []
    return [*first, *own, *([Column(WHY, "不计的原因", 100)] if figure.with_reasons else [])]


def names_of(record: str, measure: str) -> Sequence[str]:
    if record == "notice":
        return NOTICES.get(measure, NOTICES["own_error"])
    if record in NAMES:
        return (*NAMES[record], *MOMENTS.get(measure, STANDING[record]))
    return SHOWN[record]


def _column(one: Field, now: int) -> Column:
    width = WIDE.get(one.name) or (MOMENT if one.kind is Kind.MOMENT else ELSE)
    return Column(one.name, one.label, width, one.kind in (Kind.NUMBER, Kind.MONEY), partial(_said, one, now))


def _said(one: Field, now: int, value: Any) -> str:
    """A moment by its day and clock: a list reaches over a year."""
    if one.kind is Kind.MOMENT:
        return full_moment(int(value)).removeprefix(f"{day_of(now)[:4]}-")
    return words_of(one, value, now).replace("\n", " ")

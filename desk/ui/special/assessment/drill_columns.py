"""Which facts of a record stand in its list: what names it, and the moments the figure was measured by."""

from collections.abc import Mapping, Sequence

from desk.domain.field import RecordType
from desk.services.assessment.evidence import SHOWN
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
NOTICES: Mapping[str, tuple[str, ...]] = {
    "notice_lead": ("kind_label", "title", "sent_at", "from_at", "lead_due_at", "late_reason"),
    "notice_forward": ("kind_label", "title", "received_at", "forward_due_at", "sent_at"),
    "notice_restore": ("kind_label", "title", "restored_at", "restored_recorded_at", "restore_due_at"),
    "own_error": ("kind_label", "title", "sent_at", "from_at"),
    "found_by_others": ("kind_label", "title", "sent_at", "found_by"),
}
WIDE = {"title": 220, "where": 130, "problem_label": 110, "item": 110}
MOMENT, ELSE = 96, 76


def columns_of(facts: RecordType, measure: str) -> list[Column]:
    """Nothing that is not in `evidence.SHOWN` of the record."""
    return [_column(facts, name) for name in names_of(facts.name, measure)]


def names_of(record: str, measure: str) -> Sequence[str]:
    if record == "notice":
        return NOTICES.get(measure, NOTICES["own_error"])
    if record in NAMES:
        return (*NAMES[record], *MOMENTS.get(measure, ()))
    return SHOWN[record]


def _column(facts: RecordType, name: str) -> Column:
    width = WIDE.get(name) or (MOMENT if name.endswith("_at") else ELSE)
    return Column(name, facts.field(name).label, width)

"""A dispatch slip's words from the order as it stands: the one place that joins records to paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.services.work_orders.record import Area, Channel, Charge, PriceForm, Urgency
from reports import words
from reports.slips.sheet import SlipSheet, Ticks


@dataclass(frozen=True, slots=True)
class Office:
    """What stands at the head of every paper."""

    company: str
    estate: str
    desk_phone: str


def sheet_of(
    order: Mapping[str, Any],
    office: Office,
    address: str,
    printed_by: str,
    printed_at: int,
    print_no: int,
    co_reports: int = 0,
) -> SlipSheet:
    """The sheet of one print; `co_reports` others reported the same.

    `address` is the long form for a home, the name of a public place.
    """
    begin, end = order.get("window_from_at"), order.get("window_to_at")
    urgency = str(order.get("urgency") or "")
    return SlipSheet(
        company=office.company,
        estate=office.estate,
        desk_phone=office.desk_phone,
        slip_no=str(order.get("no") or ""),
        qr=str(order.get("no") or ""),
        printed_by=printed_by,
        printed_at=words.moment(printed_at),
        print_no=print_no,
        reporter=str(order.get("reporter") or ""),
        phone=grouped(str(order.get("reporter_phone") or "")),
        channel=Channel.label_of(order.get("channel")),
        reported_at=words.moment(order.get("reported_at")),
        address=address,
        related_home=str(order.get("related_where") or ""),
        area=Ticks.of(Area, order.get("area")),
        urgency=Ticks.of(Urgency, urgency),
        emergency=urgency == Urgency.URGENT,
        words=str(order.get("matter") or ""),
        category=str(order.get("problem_label") or ""),
        window=words.window(begin, end) or ("尽快" if urgency == Urgency.URGENT else ""),
        precautions=str(order.get("precautions") or ""),
        crew=str(order.get("crew") or ""),
        technician="、".join(str(order[name]) for name in ("technician", "second_technician") if order.get(name)),
        dispatched_at=words.clock(order.get("dispatched_at"), printed_at),
        tools=str(order.get("tools") or ""),
        co_reports=co_reports,
        charge=Ticks.of(Charge, order.get("charge")),
        price_form=Ticks.of(PriceForm, order.get("price_form")),
        price=_price(order),
    )


def grouped(phone: str) -> str:
    """A mobile number in the groups people read: 138 0000 6621; others as they are."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdigit() else phone


def _price(order: Mapping[str, Any]) -> str:
    if order.get("charge") != Charge.PAID:
        return ""
    amount = words.price(order.get("price_from_fen"), order.get("price_to_fen"))
    if order.get("price_form") != PriceForm.ON_SITE:
        return amount
    return f"上门后报价, 参考 {amount}" if amount else "上门后报价, 业主签字后施工"

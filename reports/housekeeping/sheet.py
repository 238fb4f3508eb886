"""What stands printed on a housekeeping slip, as plain words; joined from the booking in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.services.housekeeping.record import Channel
from reports import words
from reports.slips.of_order import Office, grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingSheet:
    """An empty text leaves its cell free for the pen. `print_no` counts the prints; from 2 on it says 补打."""

    office: Office
    no: str
    printed_by: str
    printed_at: str
    print_no: int = 1
    customer: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = ""
    channel: str = ""
    booked_at: str = ""
    wished: str = ""
    company: str = ""
    company_phone: str = ""
    worker: str = ""
    worker_phone: str = field(default="", repr=False)
    work: str = ""
    visit: str = ""
    price: str = ""
    matter: str = field(default="", repr=False)
    precautions: str = field(default="", repr=False)

    @property
    def again(self) -> str:
        return f"第 {self.print_no} 次打印（补打）" if self.print_no > 1 else "第 1 次打印"


def sheet_of(
    booking: Mapping[str, Any], office: Office, address: str, printed_by: str, printed_at: int, print_no: int
) -> BookingSheet:
    """The sheet of one print; `address` is the long form of the home."""

    def told(name: str) -> str:
        return str(booking.get(name) or "")

    return BookingSheet(
        office=office,
        no=told("no"),
        printed_by=printed_by,
        printed_at=words.moment(printed_at),
        print_no=print_no,
        customer=" ".join(part for part in (told("customer"), told("customer_relation")) if part),
        phone=grouped(told("customer_phone")),
        address=address,
        channel=Channel.label_of(booking.get("channel")),
        booked_at=words.moment(booking.get("booked_at")),
        wished=_span(booking, "wished"),
        company=told("company_label"),
        company_phone=told("company_phone"),
        worker=told("worker"),
        worker_phone=grouped(told("worker_phone")),
        work=told("work_label"),
        visit=_span(booking, "visit"),
        price=told("price"),
        matter=told("matter"),
        precautions=told("precautions"),
    )


def _span(booking: Mapping[str, Any], name: str) -> str:
    begin, end = booking.get(f"{name}_from_at"), booking.get(f"{name}_to_at")
    return words.window(begin, end) if begin else ""

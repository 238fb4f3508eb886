"""家政登记簿: every booking of the days asked for, with the company's own times; the figures of each company below."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.calendar import MINUTE
from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.roles import Role
from desk.services.housekeeping.clocks import confirmed_in_time, minutes_off
from desk.services.housekeeping.record import BookingState, CancelReason, Signature, Tick, Trouble
from reports.registers.definition import DESK, Register, RegisterColumn, Shelf

S = BookingState


def _confirmed(values: Frozen) -> str:
    """How many minutes the company took, by the clock; 超时 where its own hours had run out."""
    sent, at = values.get("sent_at"), values.get("confirmed_at")
    if sent is None or at is None:
        return ""
    late = " 超时" if confirmed_in_time(values) is False else ""
    return f"{max(0, (int(at) - int(sent)) // MINUTE)} 分{late}"


def _came(values: Frozen) -> str:
    """Minutes before or after the agreed time."""
    off = minutes_off(values)
    return "" if off is None else f"{off:+d} 分" if off else "准点"


def _outcome(values: Frozen) -> str:
    status = str(values.get("status") or "")
    if status == S.CANCELLED:
        return CancelReason.label_of(values.get("cancel_reason")) or S.CANCELLED.label
    return Trouble.label_of(values.get("trouble")) or S.label_of(status).partition("·")[0]


def _rating(values: Frozen) -> str:
    tick = values.get("tick")
    return Tick.label_of(tick) if tick and tick != Tick.NONE else ""


class BookingSums:
    def __init__(self) -> None:
        self.bookings = 0
        self.states: Counter[str] = Counter()
        self.companies: Counter[str] = Counter()
        self.late: Counter[str] = Counter()
        self.no_shows: Counter[str] = Counter()
        self.ticks: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.bookings += 1
        self.states[S.label_of(values.get("status")).partition("·")[0]] += 1
        company = str(values.get("company_label") or "未派")
        self.companies[company] += 1
        self.late[company] += confirmed_in_time(values) is False
        self.no_shows[company] += int(values.get("no_shows") or 0)
        if _rating(values):
            self.ticks[_rating(values)] += 1

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.states.most_common())
        ticks = "，".join(f"{word} {count}" for word, count in self.ticks.most_common())
        firms = "；".join(
            f"{name} {count} 单（确认超时 {self.late[name]}，没到 {self.no_shows[name]} 次）"
            for name, count in self.companies.most_common()
        )
        first = f"合计 {self.bookings} 单" + (f"：{each}" if each else "") + (f"；业主勾选 {ticks}" if ticks else "")
        return (first, *((firms,) if firms else ()))


HOUSEKEEPING = Register(
    "housekeeping",
    "家政登记簿",
    "housekeeping",
    (
        RegisterColumn("单号", 19, lambda one: one.get("no")),
        RegisterColumn("预约时间", 18, lambda one: one.get("booked_at"), Kind.MOMENT),
        RegisterColumn("预约人", 16, lambda one: one.get("customer")),
        RegisterColumn("联系电话", 21, lambda one: one.get("customer_phone"), phone=True),
        RegisterColumn("服务地址", 22, lambda one: one.get("where")),
        RegisterColumn("项目", 15, lambda one: one.get("work_label")),
        RegisterColumn("要求", 27, lambda one: one.get("matter")),
        RegisterColumn("家政公司", 16, lambda one: one.get("company_label")),
        RegisterColumn("家政人员", 14, lambda one: one.get("worker")),
        RegisterColumn("公司确认", 17, _confirmed),
        RegisterColumn("约定时间", 18, lambda one: one.get("visit_from_at"), Kind.MOMENT),
        RegisterColumn("到场早晚", 13, _came),
        RegisterColumn("做完时间", 18, lambda one: one.get("finished_at"), Kind.MOMENT),
        RegisterColumn("结果", 15, _outcome),
        RegisterColumn("签字", 9, lambda one: Signature.label_of(one.get("signature"))),
        RegisterColumn("评价", 10, _rating),
    ),
    (("booked_at", ()),),
    BookingSums,
    shelf=Shelf.GOODS,
    readers=DESK | {Role.ACCOUNTANT},
)

"""缺单表: one page per crew for the morning, every sheet with its place to write what became of it."""

from collections.abc import Mapping, Sequence

from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.domain.words_of_time import weekday_word
from desk.services.slips.overdue import Sheet, calls_on
from desk.services.work_orders.record import Status
from reports.ruled import Head, Paper, Table
from reports.words import moment

TITLE = "派工单缺单表"
HEADS = (
    Head("单号", 20), Head("派出", 24), Head("天数", 11, right=True), Head("房号", 22), Head("事项", 26),
    Head("师傅", 16), Head("现在", 22), Head("找谁", 16), Head("去向(手写)", 34),
)  # fmt: skip


def row_of(one: Sheet, today: str, settings: Settings) -> tuple[str, ...]:
    who = calls_on(one, today, settings)
    state = one.note or Status.label_of(one.order_status)
    return (
        one.no, moment(one.out_at)[5:], str(one.days_out(today)), one.where, one.what, one.technician, state,
        who.label if who is not None else "班组", "",
    )  # fmt: skip


def paper_of(company: str, estate: str, today: str, crews: Mapping[str, Sequence[Sheet]], settings: Settings) -> Paper:
    """The crews' lists, a page each."""
    days, more = settings.number("slip.foreman_days"), settings.number("slip.manager_days")
    tables = [
        Table(f"{crew}  {len(sheets)} 张", HEADS, [row_of(one, today, settings) for one in sheets])
        for crew, sheets in crews.items()
    ]
    under = f"{today} {weekday_word(today)}   {days} 天没回找{Role.FOREMAN.label}, {more} 天找{Role.MANAGER.label}"
    return Paper(company, estate, TITLE, under, tables, ("班组签收", "前台"), fresh=True)

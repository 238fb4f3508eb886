"""A day's count as it stands on paper and in a workbook: one definition of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.flow import Frozen
from desk.domain.money import capital, fen_text
from desk.domain.words_of_time import clock_word, weekday_word
from desk.services.slips.overdue import CrewLine, total
from desk.services.takings.reads import Day, earlier
from desk.services.takings.record import CloseState, Difference, TakenHow, TakingState, TakingVoid
from desk.services.takings.sums import FORMS
from reports.ruled import Head, Paper, Table
from reports.words import moment

TITLE = "收款日结单"
SIGNATURES = ("交款(客服)", "点款(主管)", "财务")
CREW = (("上日结转", "carried"), ("今日派出", "issued"), ("今日收回", "returned"), ("其中未签", "unsigned"),
        ("还在外", "out"), ("该回未回", "missing"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayPaper:
    """What the paper says: the count, its money and the crews' sheets."""

    company: str
    estate: str
    day: Day
    crews: Sequence[CrewLine]


def figures(day: Day) -> list[tuple[str, int]]:
    """Form by form, then what came in; as counted where the day is closed."""
    stood = day.close or day.sums.by_form
    return [(how.label, int(stood.get(FORMS[how]) or 0)) for how in TakenHow]


def difference(close: Frozen) -> int:
    return int(close.get("counted_fen") or 0) - int(close.get("cash_fen") or 0)


def difference_words(fen: int) -> str:
    return "相符" if not fen else f"{'多' if fen > 0 else '少'} {fen_text(abs(fen))}"


def taking_row(one: Frozen, day: Day) -> tuple[str, ...]:
    """时间 单号 房间 交款人 事由 方式 收据号 金额 说明 of one taking."""
    void = one.get("status") == TakingState.VOID
    said = "作废: " + TakingVoid.label_of(one.get("void_reason")) if void else ""
    if one.get("status") == TakingState.REFUND_DUE:
        said = TakingState.REFUND_DUE.label
    if earlier(one, day):
        said = f"以前收的, 今天{said}"
    amount = fen_text(int(one.get("amount_fen") or 0))
    return (
        clock_word(int(one.get("taken_at") or 0)), str(one.get("order_no") or ""), str(one.get("where") or ""),
        str(one.get("what") or ""), TakenHow.label_of(one.get("payment")), str(one.get("receipt_no") or ""), amount,
        str(one.get("handed_by") or ""), said,
    )  # fmt: skip


TAKING_HEADS = (
    Head("时间", 12), Head("单号", 19), Head("房号", 22), Head("事由", 26), Head("方式", 13), Head("收据号", 19),
    Head("金额", 20, right=True), Head("师傅", 16), Head("说明", 24),
)  # fmt: skip

WAIVED_HEADS = (Head("单号", 24), Head("房号", 30), Head("应收", 20, right=True), Head("批准人", 24))


def crew_row(one: CrewLine) -> tuple[str, ...]:
    return (one.crew, *(str(getattr(one, name)) for _, name in CREW))


def paper_of(told: DayPaper) -> Paper:
    """The day as tables for A4."""
    day, close = told.day, told.day.close
    money = [(words, fen_text(fen)) for words, fen in figures(day)]
    heads = (Head("方式", 30), Head("金额", 30, right=True))
    counted: list[tuple[str, str]] = []
    if close is not None:
        gap = difference(close)
        counted = [
            ("现金应有", fen_text(int(close.get("cash_fen") or 0))),
            ("现金实点", fen_text(int(close.get("counted_fen") or 0))),
            ("差额", difference_words(gap)),
            ("差额原因", Difference.label_of(close.get("difference"))),
            ("说明", str(close.get("note") or "")),
            ("实点大写", capital(int(close.get("counted_fen") or 0))),
        ]
    crew_heads = (Head("班组", 34), *(Head(words, 22, right=True) for words, _ in CREW))
    state = CloseState.label_of(close.get("status")) if close is not None else "还没有日结"
    closed = f", {close.get('closed_by') or ''} {moment(close.get('closed_at'))}" if close is not None else ""
    waived = [(no, where, fen_text(due), by) for no, where, due, by in day.waived]
    return Paper(
        told.company, told.estate, TITLE,
        f"{day.day_on} {weekday_word(day.day_on)}   {moment(day.from_at)} 至 {moment(day.until_at)}   {state}{closed}",
        (
            Table("收款", heads, money, last=("实收合计", fen_text(sum(
                fen for words, fen in figures(day) if words != TakenHow.ON_ACCOUNT.label))), aside="挂账不算实收"),
            Table("点钞", (Head("项目", 30), Head("内容", 60)), counted, empty="还没有日结"),
            Table("派工单对账", crew_heads, [crew_row(one) for one in told.crews],
                  last=crew_row(total(told.crews)), empty="没有派出的派工单", aside="结转 + 派出 = 收回 + 在外"),
            Table("收款明细", TAKING_HEADS, [taking_row(one, day) for one in day.takings], empty="没有收款",
                  aside=f"收据 {day.sums.receipts} 张"),
            Table("免收", WAIVED_HEADS, waived),
        ),
        SIGNATURES, (f"截至 {moment(day.until_at)}; 以后记下的算在下一次日结里。",),
    )  # fmt: skip

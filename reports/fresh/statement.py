"""门店月结对账单: a shop's month as ruled tables, the same on A4 and in a workbook, exact to the 分."""

from pathlib import Path

from desk.domain.money import capital, fen_text
from desk.services.fresh_orders.record import Cause, ExchangeState, Fault, LateReason, OrderKind
from desk.services.fresh_orders.statement import CompensationLine, ExchangeLine, OrderLine, ShopMonth
from reports.ruled import Head, Paper, Table
from reports.slips.of_order import Office
from reports.tables_book import write_tables
from reports.words import moment

TITLE = "生鲜门店月结对账单"
SIGNATURES = ("物业经办", "物业财务", "门店确认(盖章)")
SUMS = (Head("项目", 40), Head("笔数", 20, right=True), Head("金额", 30, right=True), Head("说明", 60))
ORDERS = (
    Head("送达时间", 24), Head("订单号", 36), Head("房号", 26), Head("种类", 14), Head("样数", 11, right=True),
    Head("送到金额", 22, right=True), Head("未送扣减", 20, right=True), Head("准时", 12), Head("迟到原因", 18),
)  # fmt: skip
EXCHANGES = (
    Head("登记时间", 24), Head("订单号", 34), Head("房号", 24), Head("品名", 28), Head("原因", 18), Head("状态", 16),
    Head("送达时间", 24), Head("补送金额", 20, right=True),
)  # fmt: skip
COMPENSATIONS = (
    Head("业主确认", 24), Head("订单号", 34), Head("房号", 24), Head("品名", 30), Head("原因", 22), Head("漏检", 12),
    Head("赔偿金额", 22, right=True),
)  # fmt: skip
WIDTHS = (17, 24, 20, 16, 12, 14, 17, 12, 12)


def paper_of(told: ShopMonth, office: Office) -> Paper:
    """The month's tables: what it comes to, then order by order."""
    delivered = sum(one.amount_fen > 0 for one in told.exchanges)
    dropped = sum(one.dropped_fen for one in told.orders)
    late = f"迟到 {told.late} 单" if told.late else "全部准时"
    sums = (
        ("订单 (送到的货)", str(len(told.orders)), fen_text(told.orders_fen), late),
        ("换货 (补送到的)", str(delivered), fen_text(told.exchanges_fen), f"本月换货共 {len(told.exchanges)} 项"),
        (
            "赔偿 (门店承担)",
            str(len(told.compensations)),
            fen_text(-told.compensation_fen),
            f"其中漏检 {told.missed} 项",
        ),
    )
    return Paper(
        office.company, office.estate, TITLE, f"{told.shop}   {told.month}",
        (
            Table("汇总", SUMS, sums, last=("应结金额", "", fen_text(told.net_fen), capital(told.net_fen))),
            Table("订单", ORDERS, [_order(one) for one in told.orders],
                  last=("合计", f"{len(told.orders)} 单", "", "", str(sum(one.things for one in told.orders)),
                        fen_text(told.orders_fen), fen_text(dropped), "", ""),
                  empty="本月没有送达的订单", aside="按送达时间计入; 未送扣减 = 不合格或当面不要的, 不付款"),
            Table("换货", EXCHANGES, [_exchange(one) for one in told.exchanges],
                  last=("合计", "", "", "", "", "", "", fen_text(told.exchanges_fen)), empty="本月没有换货",
                  aside="补送到的按送达时间计入"),
            Table("赔偿", COMPENSATIONS, [_compensation(one) for one in told.compensations],
                  last=("合计", "", "", "", "", "", fen_text(told.compensation_fen)), empty="本月没有赔偿",
                  aside="按业主确认的月份计入"),
        ),
        SIGNATURES, ("应结金额 = 订单 + 换货 - 赔偿。", f"服务中心电话 {office.desk_phone}"),
    )  # fmt: skip


def write_statement(path: Path, told: ShopMonth, office: Office) -> None:
    """The same as a workbook; a DeskError where it cannot be written."""
    write_tables(path, paper_of(told, office), told.month, WIDTHS)


def _when(at: int | None) -> str:
    """The year stands in the head."""
    return moment(at)[5:]


def _order(one: OrderLine) -> tuple[str, ...]:
    on_time = "" if one.on_time is None else "是" if one.on_time else "否"
    return (
        _when(one.delivered_at), one.no, one.where, OrderKind.label_of(one.kind), str(one.things),
        fen_text(one.amount_fen), fen_text(one.dropped_fen), on_time, LateReason.label_of(one.late_reason),
    )  # fmt: skip


def _exchange(one: ExchangeLine) -> tuple[str, ...]:
    return (
        _when(one.opened_at), one.order_no, one.where, one.item, Fault.label_of(one.reason),
        ExchangeState.label_of(one.status), _when(one.delivered_at), fen_text(one.amount_fen),
    )  # fmt: skip


def _compensation(one: CompensationLine) -> tuple[str, ...]:
    return (
        _when(one.confirmed_at), one.order_no, one.where, one.item, Cause.label_of(one.cause),
        "是" if one.missed else "否", fen_text(one.amount_fen),
    )  # fmt: skip

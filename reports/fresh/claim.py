"""换货单 and 赔偿单 on A5: what was wrong with which item, what was agreed, and who signs for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.money import capital, fen_text
from reports.document import OUTER, THIN, Document, Pen
from reports.fonts import PaperFonts
from reports.fresh.sheet import FreshSheet
from reports.slips.layout import boxes
from reports.slips.sheet import Ticks

EXCHANGE, COMPENSATION = "生鲜换货单", "生鲜赔偿单"
SIZE = (148.0, 210.0)
LEFT, RIGHT = 10.0, 138.0
LABEL = 20.0
ROW, TALL = 9.0, 20.0
COPIES = ("物业存根", "门店联")
UNCHOSEN, UNJUDGED = Ticks(()), Ticks(("是", "否"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSheet:
    """One exchange, or one compensation where there is an amount; moments come as the words to print."""

    order: FreshSheet
    compensation: bool
    item: str
    spec: str
    ordered: str
    got: str
    reason: str
    found: str
    told_shop: str
    choice: Ticks = UNCHOSEN
    replacement: str = ""
    cause: str = ""
    missed: Ticks = UNJUDGED
    amount_fen: int | None = None
    shop_by: str = ""
    agreed: str = ""
    month: str = ""
    state: str = ""

    @property
    def title(self) -> str:
        return COMPENSATION if self.compensation else EXCHANGE


def render_claims(
    fonts: PaperFonts, claims: Sequence[ClaimSheet], *, made_at: int, copies: Sequence[str] = COPIES
) -> bytes:  # fmt: skip
    """The PDF, each once for every copy; `made_at` is UTC ms."""
    document = Document(SIZE, claims[0].title, claims[0].order.office.company, made_at)
    pen = Pen(document.canvas, fonts, SIZE[1])
    for claim in claims:
        for copy in copies:
            _draw(pen, claim, copy)
            document.next_page()
    return document.finish()


def _draw(pen: Pen, claim: ClaimSheet, copy: str) -> None:
    order, middle = claim.order, SIZE[0] / 2
    pen.block(LEFT, 7, 60, 5, order.office.company, 8.5, 6, bold=False)
    pen.block(RIGHT - 60, 7, 60, 5, f"{order.office.estate}　{order.office.desk_phone}", 8.5, 6, bold=False, anchor=1)
    pen.text(middle, 19, claim.title, 18, bold=True, anchor=0.5)
    pen.text(RIGHT, 24, f"{order.again}　{copy}".strip("　"), 9, bold=bool(order.again), anchor=1)
    top = y = 28.0
    for line in _table(claim):
        high = TALL if line[0][0] in ("不合格原因", "复验原因") else ROW
        width = (RIGHT - LEFT) / len(line)
        for place, (label, words) in enumerate(line):
            x = LEFT + place * width
            pen.frame(x, y, width, high, THIN)
            pen.text(x + 1.5, y + high / 2, label, 8.5)
            pen.block(x + LABEL, y + 0.6, width - LABEL - 1.5, high - 1.2, words, 10.5, 6.5)
        y += high
    for label, ticks in _ticked(claim):
        pen.frame(LEFT, y, RIGHT - LEFT, ROW, THIN)
        pen.text(LEFT + 1.5, y + ROW / 2, label, 8.5)
        boxes(pen, LEFT + LABEL, y + ROW / 2, ticks.options, ticks.chosen, gap=5, size=10)
        y += ROW
    pen.frame(LEFT, top, RIGHT - LEFT, y - top, OUTER)
    y += 10
    step = (RIGHT - LEFT) / 3
    for place, words in enumerate(("住户签字", "门店签字", "物业经办")):
        x = LEFT + place * step
        used = pen.text(x, y, f"{words}:", 9.5, bold=True)
        pen.line(x + used + 1, y + 3, x + step - 4, y + 3, THIN)
    words = "换来的货到了再验收一次; 门店按月对账。" if not claim.compensation else "赔偿金额由门店在当月对账单里结清。"
    pen.text(LEFT, y + 12, words, 8)
    pen.text(LEFT, SIZE[1] - 8, order.printed, 7.5)


def _table(claim: ClaimSheet) -> list[tuple[tuple[str, str], ...]]:
    order = claim.order
    told: list[tuple[tuple[str, str], ...]] = [
        (("订单号", order.no), ("门店", order.shop)),
        (("房号", order.address), ("收货人", order.name)),
        (("品名", claim.item), ("规格", claim.spec)),
        (("应到", claim.ordered), ("实到", claim.got)),
    ]
    if not claim.compensation:
        return [
            *told,
            (("不合格原因", claim.reason),),
            (("发现", claim.found), ("告知门店", claim.told_shop)),
            (("换货", claim.replacement), ("状态", claim.state)),
        ]
    fen = claim.amount_fen
    return [
        *told,
        (("签收时间", order.delivered_at), ("报告时间", claim.found)),
        (("复验原因", claim.reason),),
        (("原因", claim.cause), ("验收人", order.inspector)),
        (("赔偿金额", "" if fen is None else fen_text(fen)), ("大写", "" if fen is None else capital(fen))),
        (("门店确认", claim.shop_by), ("住户同意", claim.agreed)),
        (("对账月份", claim.month), ("状态", claim.state)),
    ]


def _ticked(claim: ClaimSheet) -> list[tuple[str, Ticks]]:
    return [("验收漏检", claim.missed)] if claim.compensation else [("业主选择", claim.choice)]

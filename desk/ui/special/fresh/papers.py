"""What the preview prints of fresh orders: ticket, acceptance sheet, delivery receipts, the list of a walk, claims."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER
from desk.store.query import one, some
from desk.store.steps import StepRequest
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, A4_ACROSS, PageKind, Profile
from desk.ui.special.order_reads import address

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.fresh.claim import ClaimSheet
    from reports.fresh.sheet import FreshSheet

A5 = PageKind(148, 210)
ROLL = PageKind(80, 200)


@dataclass(frozen=True)
class _OrderPapers(Papers):
    """Papers of these orders, in their order."""

    ids: tuple[str, ...] = ()
    orders: tuple[Values, ...] = ()
    made: tuple["FreshSheet", ...] = ()

    sized = False
    TITLE = ""

    def read(self, at: Where) -> "_OrderPapers":
        from reports.fresh.of_order import sheet_of

        found = some(at.database, at.actor, at.scope, FRESH_ORDER, self.ids)
        orders = tuple(found[ent] for ent in self.ids if ent in found)
        if not orders:
            raise DeskError(f"没有要打的{self.TITLE}", "请先选中一单")
        office = office_of(at.database, at.scope)
        made = tuple(
            sheet_of(
                order, office, address(at.database, at.actor, at.scope, order), printed_by=at.actor.name,
                printed_at=at.now, due_at=clocks.states(order, at.settings, at.now).total.due_at,
                copy_no=int(order.get("copies") or 0) + 1,
            )
            for order in orders
        )  # fmt: skip
        return replace(self, orders=orders, made=made)

    @property
    def heading(self) -> str:
        return f"打印{self.file_name}"

    @property
    def sheets(self) -> Sequence[str]:
        return [f"{one.no[-4:]}  {one.where}" for one in self.made]

    @property
    def file_name(self) -> str:
        more = f"-等{len(self.made)}单" if len(self.made) > 1 else ""
        return f"{self.TITLE}-{self.made[0].no[-4:]}{more}"

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.TITLE} {self.made[0].no[-4:]} 已送到打印机"


@dataclass(frozen=True)
class TicketPapers(_OrderPapers):
    """到单小票: for whoever is on patrol."""

    TITLE = "到单小票"

    def page(self, profile: Profile) -> PageKind:
        return ROLL

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.ticket import render_tickets

        return render_tickets(fonts, self.made, made_at=now)


@dataclass(frozen=True)
class SheetPapers(_OrderPapers):
    """生鲜物品验收表."""

    TITLE = "生鲜物品验收表"

    def page(self, profile: Profile) -> PageKind:
        return A4_ACROSS

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.acceptance import render_acceptance

        return render_acceptance(fonts, self.made, made_at=now)


@dataclass(frozen=True)
class DeliveryPapers(_OrderPapers):
    """配送签收单, one for each door; 未打印 is a state, so it is asked whether they came out."""

    TITLE = "配送签收单"
    in_ledger = True

    def page(self, profile: Profile) -> PageKind:
        return A5

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.delivery import render_deliveries

        return render_deliveries(fonts, self.made, made_at=now)

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        return [
            StepRequest(scope, "fresh_order", "print", {}, str(order["id"]))
            for place, order in enumerate(self.orders)
            if place in came
        ]

    def count_words(self, profile: Profile) -> str:
        return f"{len(self.made)} 张"

    def rest(self, left: Collection[int]) -> "DeliveryPapers":
        return DeliveryPapers(ids=tuple(ent for place, ent in enumerate(self.ids) if place in left))

    def done_words(self, count: int, profile: Profile) -> str:
        guard = str(self.orders[0].get("guard") or "")
        what = f"{count} 张" if count > 1 else self.made[0].no[-4:]
        return f"配送签收单 {what} 已打印" + (f", 交 {guard}" if guard else "")


@dataclass(frozen=True)
class WalkPapers(_OrderPapers):
    """签收表 of one walk: a line for each door, the times are typed from it once."""

    TITLE = "签收表"
    guard: str = ""

    def page(self, profile: Profile) -> PageKind:
        return A4

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.delivery import render_walk

        return render_walk(fonts, self.made, guard=self.guard, made_at=now)


@dataclass(frozen=True)
class ClaimPapers(Papers):
    """换货单 or 赔偿单 of one item."""

    record: str = "exchange"
    ent: str = ""
    made: "ClaimSheet | None" = None

    sized = False
    in_ledger = True

    def read(self, at: Where) -> "ClaimPapers":
        from reports.fresh.of_order import compensation_of, exchange_of, sheet_of

        kind, of = (COMPENSATION, compensation_of) if self.record == "compensation" else (EXCHANGE, exchange_of)
        claim = one(at.database, at.actor, at.scope, kind, self.ent)
        order = one(at.database, at.actor, at.scope, FRESH_ORDER, str(claim.get("order_id"))) if claim else None
        if claim is None or order is None:
            raise DeskError("这一张不在了", "请回到列表刷新")
        sheet = sheet_of(
            order, office_of(at.database, at.scope), address(at.database, at.actor, at.scope, order),
            printed_by=at.actor.name, printed_at=at.now, copy_no=int(claim.get("copies") or 0) + 1,
        )  # fmt: skip
        return replace(self, made=of(order, claim, sheet))

    @property
    def _claim(self) -> "ClaimSheet":
        assert self.made is not None
        return self.made

    @property
    def heading(self) -> str:
        return f"打印{self.file_name}"

    @property
    def sheets(self) -> Sequence[str]:
        return [f"{self._claim.order.no[-4:]}  {self._claim.item}"]

    @property
    def file_name(self) -> str:
        return f"{self._claim.title}-{self._claim.order.no[-4:]}"

    def page(self, profile: Profile) -> PageKind:
        return A5

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.fresh.claim import render_claims

        return render_claims(fonts, [self._claim], made_at=now)

    def count_words(self, profile: Profile) -> str:
        return "2 联"

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        return [StepRequest(scope, self.record, "print", {}, self.ent)] if came else []

    def rest(self, left: Collection[int]) -> "ClaimPapers":
        return ClaimPapers(record=self.record, ent=self.ent)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self._claim.title} 已打印"


PAPERS: Mapping[str, type[_OrderPapers]] = {
    "ticket": TicketPapers, "sheet": SheetPapers, "delivery": DeliveryPapers,
}  # fmt: skip

"""What the preview prints of money and of the evening: receipts, the day's count, the morning's missing sheets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.slips import overdue
from desk.services.slips.record import SlipFormat
from desk.services.takings import reads
from desk.services.takings.record import TAKING, TakenHow, TakingState
from desk.store.query import some
from desk.store.steps import StepRequest
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile

if TYPE_CHECKING:
    from reports.day_close.of_day import DayPaper
    from reports.fonts import PaperFonts
    from reports.receipts.paper import Receipt
    from reports.ruled import Paper

A5 = PageKind(148, 210)


@dataclass(frozen=True)
class ReceiptPapers(Papers):
    """Receipts of these takings. One without a number from the book gets the program's own before the paper."""

    ids: tuple[str, ...] = ()
    takings: tuple[Values, ...] = ()
    made: tuple["Receipt", ...] = ()

    sized = False
    in_ledger = True
    renumbered = True

    def read(self, at: Where) -> "ReceiptPapers":
        from reports.receipts.paper import Receipt

        found = some(at.database, at.actor, at.scope, TAKING, self.ids)
        takings = tuple(found[ent] for ent in self.ids if ent in found)
        if not takings:
            raise DeskError("没有要打印的收据", "请先选中一笔收款")
        office = office_of(at.database, at.scope)
        made = tuple(
            Receipt(
                company=office.company, estate=office.estate, desk_phone=office.desk_phone,
                number=str(one.get("receipt_no") or "打印时编号"), taken_at=int(one["taken_at"]),
                payer=str(one.get("payer") or ""), where=str(one.get("where") or ""), what=str(one.get("what") or ""),
                order_no=str(one.get("order_no") or ""), amount_fen=int(one["amount_fen"]),
                payment=TakenHow.label_of(one.get("payment")), taken_by=str(one.get("taken_by") or ""),
                copy_no=int(one.get("copies") or 0) + 1, void=one.get("status") == TakingState.VOID,
            )
            for one in takings
        )  # fmt: skip
        return replace(self, takings=takings, made=made)

    @property
    def heading(self) -> str:
        again = self.made[0].copy_no > 1
        return f"{'补打' if again else '打印'}收据 {self.made[0].number}"

    @property
    def sheets(self) -> Sequence[str]:
        return [f"{one.number}  {one.where}" for one in self.made]

    @property
    def file_name(self) -> str:
        return f"收据-{self.made[0].number}"

    def page(self, profile: Profile) -> PageKind:
        return A5

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.receipts.paper import render_receipts

        return render_receipts(fonts, self.made, made_at=now)

    def issue(self, scope: str, slip_format: SlipFormat, now: int) -> list[StepRequest]:
        return [
            StepRequest(scope, "taking", "number", {}, str(one["id"]))
            for one in self.takings
            if not one.get("receipt_no")
        ]

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        return [
            StepRequest(scope, "taking", "print", {}, str(one["id"]))
            for place, one in enumerate(self.takings)
            if place in came and one.get("status") == TakingState.TAKEN
        ]

    def rest(self, left: Collection[int]) -> "ReceiptPapers":
        return ReceiptPapers(ids=tuple(ent for place, ent in enumerate(self.ids) if place in left))

    def done_words(self, count: int, profile: Profile) -> str:
        return f"收据 {self.made[0].number} 已打印"


@dataclass(frozen=True)
class _TablePapers(Papers):
    """A document of ruled tables on A4."""

    sized = False

    def page(self, profile: Profile) -> PageKind:
        return A4

    def paper(self) -> "Paper":
        raise NotImplementedError

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.ruled import render_tables

        return render_tables(fonts, self.paper(), made_at=now)

    @property
    def heading(self) -> str:
        return f"打印{self.file_name}"

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.file_name} 已送到打印机"


@dataclass(frozen=True)
class DayPapers(_TablePapers):
    """日结单 of one day."""

    day_on: str = ""
    told: "DayPaper | None" = None

    def read(self, at: Where) -> "DayPapers":
        from reports.day_close.of_day import DayPaper

        office = office_of(at.database, at.scope)
        day = reads.day(at.database, at.actor, at.scope, self.day_on, at.now)
        crews = overdue.reconcile(at.database, at.actor, at.scope, self.day_on, at.now, at.settings)
        return replace(self, told=DayPaper(office.company, office.estate, day, crews))

    @property
    def file_name(self) -> str:
        return f"日结单-{self.day_on}"

    def paper(self) -> "Paper":
        from reports.day_close.of_day import paper_of

        assert self.told is not None
        return paper_of(self.told)


@dataclass(frozen=True)
class MissingPapers(_TablePapers):
    """缺单表: a page per crew."""

    told: "Paper | None" = None
    today: str = ""

    def read(self, at: Where) -> "MissingPapers":
        from reports.day_close.missing import paper_of

        today, office = day_of(at.now), office_of(at.database, at.scope)
        sheets = overdue.missing(overdue.away(at.database, at.actor, at.scope), today)
        if not sheets:
            raise DeskError("没有缺单", "派工单都按时回来了")
        crews = overdue.by_crew(sheets)
        return replace(self, told=paper_of(office.company, office.estate, today, crews, at.settings), today=today)

    @property
    def file_name(self) -> str:
        return f"缺单表-{self.today}"

    def paper(self) -> "Paper":
        assert self.told is not None
        return self.told

"""What the preview prints here: a hand-over, the night's sheet to write on, a night as it was kept."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.services.hand_over import reads
from desk.services.night_log import reads as night_reads
from desk.services.people.names import names_of
from desk.store.steps import StepRequest
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.ruled import Paper


@dataclass(frozen=True)
class _Tables(Papers):
    """Ruled tables on A4."""

    told: "Paper | None" = None
    name: str = ""

    sized = False

    def page(self, profile: Profile) -> PageKind:
        return A4

    @property
    def heading(self) -> str:
        return f"打印{self.file_name}"

    @property
    def file_name(self) -> str:
        return self.name

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.ruled import render_tables

        assert self.told is not None
        return render_tables(fonts, self.told, made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.file_name} 已送到打印机"


@dataclass(frozen=True)
class HandOverPapers(_Tables):
    """交接班记录 of one hand-over."""

    ent: str = ""

    def read(self, at: Where) -> "HandOverPapers":
        from reports.hand_over.record import HandOverPaper, paper_of

        values = reads.by_id(at.database, at.actor, at.scope, self.ent)
        if values is None:
            raise DeskError("这份交接班记录不在了", "请回到列表刷新")
        office = office_of(at.database, at.scope)
        ids = [str(values.get(name) or "") for name in ("giver_id", "taker_id")]
        names = names_of(at.database, ids)
        giver, taker = (names.get(one, "") for one in ids)
        paper = paper_of(HandOverPaper(office.company, office.estate, values, giver, taker))
        from reports.words import moment

        return replace(self, told=paper, name=f"交接班记录-{moment(values.get('given_at'))[:10]}-{values['shift']}")


@dataclass(frozen=True)
class NightSheetPapers(_Tables):
    """A numbered sheet for the watch; entered when it is seen to be out."""

    night_on: str = ""
    watch: str = ""
    no: str = ""

    in_ledger = True

    @property
    def sheets(self) -> tuple[str, ...]:
        return (self.no,)

    def read(self, at: Where) -> "NightSheetPapers":
        from reports.hand_over.night import NightPaper, paper_of

        no = night_reads.next_no(at.database, at.actor, at.scope, self.night_on)
        office = office_of(at.database, at.scope)
        paper = paper_of(NightPaper(office.company, office.estate, no, self.night_on, self.watch))
        return replace(self, told=paper, no=no, name=f"夜间值班记录-{no}")

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        values = {"no": self.no, "night_on": self.night_on, "watch": self.watch}
        return [StepRequest(scope, "night_sheet", "print", values)] if 0 in came else []

    def rest(self, left: Collection[int]) -> "NightSheetPapers":
        return NightSheetPapers(night_on=self.night_on, watch=self.watch)


@dataclass(frozen=True)
class NightPapers(_Tables):
    """A night as it was kept."""

    night_on: str = ""

    def read(self, at: Where) -> "NightPapers":
        from reports.hand_over.night import NightPaper, paper_of

        rows = night_reads.entries(at.database, at.actor, at.scope, self.night_on)
        if not rows:
            raise DeskError("这一夜没有记录", "没有事就不用打印")
        office = office_of(at.database, at.scope)
        numbers = "、".join(dict.fromkeys(str(one["sheet_no"]) for one in rows if one.get("sheet_no")))
        watch = "、".join(dict.fromkeys(str(one["heard_by"]) for one in rows if one.get("heard_by")))
        paper = paper_of(NightPaper(office.company, office.estate, numbers, self.night_on, watch, rows))
        return replace(self, told=paper, name=f"夜间值班记录-{self.night_on}")

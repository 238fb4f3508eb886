"""What the preview prints of notices: the poster on A4 or A3, and who signed up for an activity."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.notices.reads import seats_of
from desk.services.notices.record import NOTICE
from desk.store.query import one
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile
from reports.posters.paper import SIZES, PosterFormat

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.posters.of_notice import Poster
    from reports.ruled import Paper

A3 = PageKind(SIZES[PosterFormat.A3][0], SIZES[PosterFormat.A3][1])


@dataclass(frozen=True)
class PosterPapers(Papers):
    """One notice's poster as it stands: itself, its correction, that it is over, called off."""

    notice_id: str = ""
    paper: PosterFormat = PosterFormat.A4
    told: "Poster | None" = None

    sized = False

    def read(self, at: Where) -> "PosterPapers":
        from reports.posters.of_notice import poster_of

        values: Values | None = one(at.database, at.actor, at.scope, NOTICE, self.notice_id)
        if values is None:
            raise DeskError("这份公告不在了", "请回到列表刷新")
        office = office_of(at.database, at.scope)
        told = poster_of(values, office.company, office.estate, at.settings.text("notice.link"), at.now)
        return replace(self, told=told)

    @property
    def _title(self) -> str:
        return self.told.title if self.told is not None else "公告"

    @property
    def heading(self) -> str:
        return f"打印海报 {self._title} ({self.paper.label})"

    @property
    def file_name(self) -> str:
        return f"{self._title}-{self.told.day_on if self.told else ''}-{self.paper.label}"

    def page(self, profile: Profile) -> PageKind:
        return A3 if self.paper is PosterFormat.A3 else A4

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.posters.paper import render_poster

        assert self.told is not None
        return render_poster(fonts, self.told, self.paper, made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self._title}海报已送到打印机, 贴好后登记张贴位置"


@dataclass(frozen=True)
class SignUpPapers(Papers):
    """报名表 of one activity as it stands: ticked off at the door with a pen."""

    notice_id: str = ""
    told: "Paper | None" = None
    day_on: str = ""

    sized = False

    def read(self, at: Where) -> "SignUpPapers":
        from reports.posters.sign_up_list import sheet_of

        values: Values | None = one(at.database, at.actor, at.scope, NOTICE, self.notice_id)
        if values is None:
            raise DeskError("这个活动不在了", "请回到列表刷新")
        office = office_of(at.database, at.scope)
        _, found = seats_of(at.database, at.actor, at.scope, values)
        begins = values.get("from_at")
        day = day_of(int(begins)) if begins else day_of(at.now)
        return replace(self, told=sheet_of(office.company, office.estate, values, found), day_on=day)

    @property
    def heading(self) -> str:
        return f"打印{self.told.title if self.told else '报名表'}"

    @property
    def file_name(self) -> str:
        return f"{self.told.title if self.told else '报名表'}-{self.day_on}"

    def page(self, profile: Profile) -> PageKind:
        return A4

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.ruled import render_tables

        assert self.told is not None
        return render_tables(fonts, self.told, made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return "报名表已送到打印机"

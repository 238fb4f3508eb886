"""What the preview prints of notices: the poster, on A4 or A3; once it is out it can be said where it hangs."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.notices.record import NOTICE
from desk.store.query import one
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile
from reports.posters.paper import SIZES, PosterFormat

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.posters.of_notice import Poster

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

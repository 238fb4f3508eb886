"""What the preview prints of a complaint: 投诉登记表 and 事项经过. Read from the room's own file, by its handlers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import A4, PageKind, Profile

if TYPE_CHECKING:
    from desk.store.database import Database
    from reports.complaints.of_complaint import Form
    from reports.fonts import PaperFonts
    from reports.time_line.of_order import TimeLine

FORM, STORY = "form", "story"


@dataclass(frozen=True)
class ComplaintPapers(Papers):
    """One sheet of one complaint; `file` and `scope` are where it stands."""

    what: str = FORM
    ent: str = ""
    file: "Database | None" = None
    scope: str = ""
    form: "Form | None" = None
    story: "TimeLine | None" = None

    sized = False

    def read(self, at: Where) -> "ComplaintPapers":
        from dataclasses import replace

        from reports.complaints.of_complaint import read_form, read_time_line

        assert self.file is not None
        office = office_of(at.database, at.scope)
        form = read_form(self.file, at.actor, self.scope, self.ent, office) if self.what == FORM else None
        told = (
            read_time_line(self.file, at.database, at.actor, self.scope, self.ent, office)
            if self.what == STORY
            else None
        )
        if form is None and told is None:
            raise DeskError("这件投诉您看不了", "请责任人或项目经理打印")
        return replace(self, form=form, story=told)

    @property
    def _no(self) -> str:
        return self.form.no if self.form is not None else self.story.no if self.story is not None else ""

    @property
    def heading(self) -> str:
        return f"打印{self.form.title if self.form is not None else '事项经过'} {self._no}"

    @property
    def sheets(self) -> Sequence[str]:
        return [self._no]

    @property
    def file_name(self) -> str:
        return f"{self.form.title if self.form is not None else '事项经过'}-{self._no}"

    def page(self, profile: Profile) -> PageKind:
        return A4

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.complaints.form import render_form
        from reports.time_line.paper import render_time_line

        if self.form is not None:
            return render_form(fonts, self.form, made_at=now)
        assert self.story is not None
        return render_time_line(fonts, self.story, made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self._no} 已打印"

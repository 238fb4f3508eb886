"""家政派工单 for the preview: which bookings, what stands on them, and that a print is counted once it is out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.services.housekeeping.record import BOOKING
from desk.store.query import some
from desk.store.steps import StepRequest
from desk.ui.papers import Papers, Where
from desk.ui.print_jobs import office_of
from desk.ui.printing import Profile
from desk.ui.special.order_reads import address

if TYPE_CHECKING:
    from reports.fonts import PaperFonts
    from reports.housekeeping.sheet import BookingSheet


@dataclass(frozen=True)
class BookingPapers(Papers):
    """Slips of these bookings, in their order."""

    ids: tuple[str, ...] = ()
    made: tuple["BookingSheet", ...] = ()

    in_ledger = True

    def read(self, at: Where) -> "BookingPapers":
        from reports.housekeeping.sheet import sheet_of

        found = some(at.database, at.actor, at.scope, BOOKING, self.ids)
        ids = tuple(ent for ent in self.ids if ent in found)
        if not ids:
            raise DeskError("没有要打的家政派工单", "请先选中一单")
        office = office_of(at.database, at.scope)
        made = tuple(
            sheet_of(
                found[ent], office, address(at.database, at.actor, at.scope, found[ent]), at.actor.name, at.now,
                int(found[ent].get("copies") or 0) + 1,
            )
            for ent in ids
        )  # fmt: skip
        return replace(self, ids=ids, made=made)

    @property
    def heading(self) -> str:
        first = self.made[0]
        if len(self.made) > 1:
            return f"打印家政派工单 {len(self.made)} 单"
        return f"{'补打' if first.print_no > 1 else '打印'}家政派工单 {first.no}"

    @property
    def sheets(self) -> Sequence[str]:
        return [f"{one.no}  {one.address}  {one.company}".strip() for one in self.made]

    @property
    def file_name(self) -> str:
        return f"家政派工单-{self.made[0].no}" + (f"-等{len(self.made)}单" if len(self.made) > 1 else "")

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.housekeeping.slip import render_bookings

        return render_bookings(
            fonts, self.made, profile.format, made_at=now, offset=profile.offset, copies=profile.copies
        )  # fmt: skip

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        return [
            StepRequest(scope, BOOKING.name, "print", {}, ent) for place, ent in enumerate(self.ids) if place in came
        ]

    def rest(self, left: Collection[int]) -> "BookingPapers":
        return BookingPapers(ids=tuple(ent for place, ent in enumerate(self.ids) if place in left))

    def done_words(self, count: int, profile: Profile) -> str:
        what = self.made[0].no if len(self.made) == 1 else f"{count} 单"
        return f"家政派工单 {what} 已打印, 交 {self.made[0].company}" if len(self.made) == 1 else f"{what} 已打印"

"""What the preview can print: slips of orders, blank slips, notes for doors, a finished document. No widgets here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.slips import ledger
from desk.services.slips.record import SlipFormat
from desk.store import device
from desk.store.steps import StepRequest
from desk.ui.print_jobs import MOST, Job, issue, jobs, note_of, office_of, printed
from desk.ui.printing import A4, PageKind, Profile, is_one_strike

if TYPE_CHECKING:
    from desk.domain.flow import Flow
    from desk.store.database import Database
    from reports.fonts import PaperFonts
    from reports.slips.note import DoorNote
    from reports.slips.sheet import SlipSheet

BLANKS = 20  # in the drawer of one counter
BLANKS_MOST = 100


@dataclass(frozen=True, slots=True)
class Where:
    """What reading the papers needs; handed to the db lane."""

    database: "Database"
    actor: Actor
    scope: str
    settings: Settings
    now: int

    @property
    def again(self) -> str:
        """When the desk rings those who were not at home: 18:30-20:00."""
        return "、".join(
            f"{begin // 60}:{begin % 60:02d}-{end // 60}:{end % 60:02d}"
            for begin, end in self.settings.hours("order.call_again")
        )


@dataclass(frozen=True)
class Papers:
    """One thing to print. `sized`: on the paper the person chose, in copies, at the printer's offset.

    `in_ledger`: it is asked whether each sheet came out; `counted`: the person says how many; `noted`: notes for doors
    can follow.
    """

    sized = True
    in_ledger = False
    counted = False
    noted = False
    stays = False  # the pane stays open when the printer has it
    renumbered = False  # the numbers on the paper are known only after the sheets were entered

    def read(self, at: Where) -> "Papers":
        """The same with what stands on it; a DeskError where there is nothing to print."""
        return self

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def sheets(self) -> Sequence[str]:
        """A word for each sheet, in the order they come out of the printer."""
        return ()

    @property
    def aside(self) -> str:
        """What is to be said beside it."""
        return ""

    @property
    def file_name(self) -> str:
        raise NotImplementedError

    def page(self, profile: Profile) -> PageKind:
        return PageKind.of(profile.format)

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        raise NotImplementedError

    def issue(self, scope: str, slip_format: SlipFormat, now: int) -> list[StepRequest]:
        """What is entered in the ledger before the printer gets its pages."""
        return []

    def issued(self, ents: Sequence[str]) -> "Papers":
        return self

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        """The steps once these sheets (by their places) are seen to be out."""
        return []

    def rest(self, left: Collection[int]) -> "Papers":
        """Those that did not come out."""
        return self

    def count_words(self, profile: Profile) -> str:
        """How much must lie in the tray."""
        return f"{len(self.sheets)} 单" + ("" if is_one_strike(profile) else f", 每单 {profile.copies} 联")

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.heading} 已打印"


@dataclass(frozen=True)
class CalibrationPapers(Papers):
    """The page that shows how far a printer is off."""

    stays = True

    @property
    def heading(self) -> str:
        return "打印机与校准页"

    @property
    def file_name(self) -> str:
        return "校准页"

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.slips.calibration import render_calibration

        return render_calibration(fonts, profile.format, company="", made_at=now, offset=profile.offset)

    def done_words(self, count: int, profile: Profile) -> str:
        return "校准页已送出: 量好后填上新的偏移"


@dataclass(frozen=True)
class SlipPapers(Papers):
    """Dispatch slips of these orders, in their order."""

    ids: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()

    in_ledger = True
    noted = True

    def read(self, at: Where) -> "SlipPapers":
        return replace(
            self, jobs=tuple(jobs(at.database, at.actor, at.scope, self.ids, at.actor.name, at.now, at.again))
        )

    @property
    def heading(self) -> str:
        first = self.jobs[0]
        if len(self.jobs) > 1:
            return f"打印派工单 {len(self.jobs)} 单"
        again = first.copy_no > 1
        return f"{'补打' if again else '打印'}派工单 {first.no}" + (f" 第 {first.copy_no} 次打印" if again else "")

    @property
    def sheets(self) -> Sequence[str]:
        return [f"{job.no}  {job.order.get('where') or ''}  {job.carrier}".strip() for job in self.jobs]

    @property
    def aside(self) -> str:
        more = len(self.ids) - MOST
        return f"一次打 {MOST} 单, 还有 {more} 单下次再打" if more > 0 else ""

    @property
    def file_name(self) -> str:
        return f"派工单-{self.jobs[0].no}" + (f"-等{len(self.jobs)}单" if len(self.jobs) > 1 else "")

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.slips.render import render_slips

        return render_slips(
            fonts, [job.sheet for job in self.jobs], profile.format, made_at=now, offset=profile.offset,
            copies=profile.copy_names, notes=[job.note for job in self.jobs] if profile.notes else (),
        )  # fmt: skip

    def issue(self, scope: str, slip_format: SlipFormat, now: int) -> list[StepRequest]:
        return issue(scope, self.jobs, slip_format, now)

    def issued(self, ents: Sequence[str]) -> "SlipPapers":
        new = iter(ents)
        return replace(
            self, jobs=tuple(job if job.slip_id else replace(job, slip_id=next(new)) for job in self.jobs)
        )  # fmt: skip

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        ids = [job.slip_id for place, job in enumerate(self.jobs) if place in came and job.slip_id is not None]
        return printed(scope, ids, profile.words, by, profile.format)

    def rest(self, left: Collection[int]) -> "SlipPapers":
        done = {str(job.order["id"]) for place, job in enumerate(self.jobs) if place not in left}
        return SlipPapers(ids=tuple(ent for ent in self.ids if ent not in done))

    def done_words(self, count: int, profile: Profile) -> str:
        first = self.jobs[0]
        plies = "" if profile.format is SlipFormat.PLIES else f" {profile.copies} 联"
        what = first.no if len(self.jobs) == 1 else f"{count} 单"
        to = f", 交 {first.carrier}" if len(self.jobs) == 1 and first.carrier else ""
        return f"{what} 已打印{plies}{to}"


@dataclass(frozen=True)
class BlankPapers(Papers):
    """Numbered slips for the drawer: first those that have a number and no paper yet, then new ones."""

    count: int = BLANKS
    waiting: tuple[Values, ...] = ()
    made: tuple["SlipSheet", ...] = ()

    in_ledger = True
    counted = True
    renumbered = True

    def read(self, at: Where) -> "BlankPapers":
        from reports.slips.blank import blank_sheet

        waiting = tuple(ledger.unprinted_blanks(at.database, at.actor, at.scope)[: self.count])
        numbers = [str(one["no"]) for one in waiting]
        numbers += device.coming_blanks(at.database, self.count - len(waiting))
        office = office_of(at.database, at.scope)
        made = tuple(blank_sheet(office, no, at.actor.name, at.now) for no in numbers)
        return replace(self, waiting=waiting, made=made)

    @property
    def heading(self) -> str:
        return f"打印空白派工单 {self.count} 张"

    @property
    def sheets(self) -> Sequence[str]:
        return [sheet.slip_no for sheet in self.made]

    @property
    def aside(self) -> str:
        return f"上次有 {len(self.waiting)} 张没有出纸, 先打这些" if self.waiting else ""

    @property
    def file_name(self) -> str:
        return f"空白派工单-{self.made[0].slip_no}-{len(self.made)}张"

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.slips.render import render_slips

        return render_slips(
            fonts, self.made, profile.format, made_at=now, offset=profile.offset, copies=profile.copy_names
        )  # fmt: skip

    def issue(self, scope: str, slip_format: SlipFormat, now: int) -> list[StepRequest]:
        values = {"copy_no": 1, "format": str(slip_format), "queued_at": now}
        return [StepRequest(scope, "slip", "issue", values) for _ in range(self.count - len(self.waiting))]

    def out(self, scope: str, came: Collection[int], profile: Profile, by: str) -> list[StepRequest]:
        values = {"printer": profile.words[:100], "printed_by": by[:60], "format": str(profile.format)}
        return [
            StepRequest(scope, "slip", "lay_by", values, str(one["id"]))
            for place, one in enumerate(self.waiting)
            if place in came
        ]

    def rest(self, left: Collection[int]) -> "BlankPapers":
        return BlankPapers(count=len(left))

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{count} 张空白派工单已打印, 请放进抽屉"


@dataclass(frozen=True)
class NotePapers(Papers):
    """Notes for the doors of these orders."""

    ids: tuple[str, ...] = ()
    notes: tuple["DoorNote", ...] = ()

    def read(self, at: Where) -> "NotePapers":
        from desk.services.work_orders.record import WORK_ORDER
        from desk.store.query import some
        from desk.ui.special.order_reads import address

        office, found = office_of(at.database, at.scope), some(at.database, at.actor, at.scope, WORK_ORDER, self.ids)
        notes = tuple(
            note_of(found[ent], office, address(at.database, at.actor, at.scope, found[ent]), at.again)
            for ent in self.ids
            if ent in found
        )
        if not notes:
            raise DeskError("没有要打的留言条", "请先选中一单")
        return replace(self, notes=notes)

    @property
    def heading(self) -> str:
        return f"打印未遇留言条 {self.notes[0].no}"

    @property
    def file_name(self) -> str:
        return f"未遇留言条-{self.notes[0].no}"

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.slips.render import render_notes

        return render_notes(fonts, self.notes, profile.format, made_at=now, offset=profile.offset)

    def done_words(self, count: int, profile: Profile) -> str:
        return "留言条已送到打印机"


@dataclass(frozen=True)
class DocumentPapers(Papers):
    """A document that is finished already, on its own kind of page."""

    name: str = ""
    pdf: bytes = field(default=b"", repr=False)
    kind: PageKind = A4

    sized = False

    @property
    def heading(self) -> str:
        return f"打印{self.name}"

    @property
    def file_name(self) -> str:
        return self.name

    def page(self, profile: Profile) -> PageKind:
        return self.kind

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        return self.pdf

    def done_words(self, count: int, profile: Profile) -> str:
        return f"{self.name} 已送到打印机"


@dataclass(frozen=True)
class TimeLinePapers(Papers):
    """事项经过 of one order."""

    order_id: str = ""
    flow: "Flow | None" = None
    told: object = None

    sized = False

    def read(self, at: Where) -> "TimeLinePapers":
        from desk.services.work_orders.record import WORK_ORDER
        from desk.store.query import one
        from desk.ui.special.order_reads import address
        from reports.time_line.of_order import read

        values = one(at.database, at.actor, at.scope, WORK_ORDER, self.order_id)
        if values is None or self.flow is None:
            raise DeskError("这一单不在了", "请回到列表刷新")
        where, office = address(at.database, at.actor, at.scope, values), office_of(at.database, at.scope)
        told = read(at.database, at.actor, at.scope, self.order_id, self.flow, office, where)
        return replace(self, told=told)

    @property
    def _no(self) -> str:
        return str(getattr(self.told, "no", ""))

    @property
    def heading(self) -> str:
        return f"打印事项经过 {self._no}"

    @property
    def file_name(self) -> str:
        return f"事项经过-{self._no}"

    def page(self, profile: Profile) -> PageKind:
        return A4

    def render(self, fonts: "PaperFonts", profile: Profile, now: int) -> bytes:
        from reports.time_line.of_order import TimeLine
        from reports.time_line.paper import render_time_line

        assert isinstance(self.told, TimeLine)
        return render_time_line(fonts, self.told, made_at=now)

    def done_words(self, count: int, profile: Profile) -> str:
        return f"事项经过 {self._no} 已送到打印机"

"""What the pane of the registers makes: a register, or the month's analysis; as a workbook or as paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk.domain.roles import Actor
from desk.services.assessment.books import Books
from desk.store.database import Database
from desk.store.office import Office
from desk.ui.counter import Counter
from desk.ui.printing import A4, A4_ACROSS, PageKind
from desk.ui.special.complaints.keeping import file_of
from reports.fonts import PaperFonts
from reports.monthly import making as monthly
from reports.monthly.definition import Report
from reports.monthly.paper import render_analysis
from reports.monthly.workbook import write_analysis
from reports.registers import making
from reports.registers.definition import Asked
from reports.registers.reading import is_confidential
from reports.source import Estate

Told = Callable[[int, int], None]
Stopped = Callable[[], bool]


class Job(Protocol):
    """Runs on the work lane; both raise reports.workbook.Cancelled, and say what was made."""

    @property
    def title(self) -> str: ...

    @property
    def print_name(self) -> str: ...

    @property
    def kind(self) -> PageKind: ...

    def workbook(self, path: Path, told: Told, stopped: Stopped) -> str: ...

    def paper(self, fonts: PaperFonts, told: Told, stopped: Stopped) -> tuple[bytes, str]: ...


@dataclass(frozen=True)
class RegisterJob:
    """A register of some days, as the person may see it in that estate."""

    database: Database
    actor: Actor
    asked: Asked
    now: int
    file: Database | None
    kind: PageKind = A4_ACROSS

    @classmethod
    def of(cls, counter: Counter, asked: Asked) -> "RegisterJob":
        actor = counter.office.actor(counter.database, asked.scope, counter.actor.id)
        file = file_of(counter)[0] if is_confidential(asked.register) else None
        return cls(counter.database, actor, asked, counter.now(), file)

    @property
    def title(self) -> str:
        return self.asked.register.title

    @property
    def print_name(self) -> str:
        return f"{self.title} {self.asked.range_words}"

    def workbook(self, path: Path, told: Told, stopped: Stopped) -> str:
        count = making.workbook(self.database, self.actor, self.asked, path, self.now, told, stopped, self.file)
        return f"{self.title} {count} 行"

    def paper(self, fonts: PaperFonts, told: Told, stopped: Stopped) -> tuple[bytes, str]:
        pdf, count = making.paper(self.database, self.actor, self.asked, fonts, self.now, told, stopped, self.file)
        return pdf, f"{self.title} {count} 行"


@dataclass(frozen=True)
class MonthJob:
    """The analysis of a month; complaints are in it where the person at the counter has their file open."""

    database: Database
    office: Office
    complaints: Database | None
    asked: monthly.Asked
    now: int
    title: str = "客服月度分析"
    kind: PageKind = A4

    @classmethod
    def of(cls, counter: Counter, estates: Sequence[Estate], month: str) -> "MonthJob":
        def actor_of(scope: str) -> Actor:
            return counter.office.actor(counter.database, scope, counter.actor.id)

        asked = monthly.Asked(estates, month, actor_of, counter.actor.name)
        return cls(counter.database, counter.office, counter.confidential, asked, counter.now())

    @property
    def print_name(self) -> str:
        return f"{self.title} {self.asked.month}"

    def workbook(self, path: Path, told: Told, stopped: Stopped) -> str:
        report = self._report(told, stopped)
        write_analysis(path, report, progress=told, cancelled=stopped)
        return self._said(report.complaints_closed)

    def paper(self, fonts: PaperFonts, told: Told, stopped: Stopped) -> tuple[bytes, str]:
        report = self._report(told, stopped)
        return render_analysis(fonts, report, progress=told, cancelled=stopped), self._said(report.complaints_closed)

    def _report(self, told: Told, stopped: Stopped) -> Report:
        books = Books.of_desk(self.database, self.office, self.complaints)
        return monthly.report_of(books, self.asked, self.now, told, stopped)

    def _said(self, closed: bool) -> str:
        return f"{self.print_name}{' (不含投诉: 投诉档案没有打开)' if closed else ''}"

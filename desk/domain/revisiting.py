"""回访, as every room opens it: the call about something that was done, named by its record and id.

A room's step declares `opens=("revisit",)`, and its rule gives the row that `asked_about` makes. What stands in the
row are facts without personal data; who is rung and under which number is read from the record itself (`PEOPLE`), so
that no verdict ever holds a name or a telephone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.calendar import Hours, add_days, day_of
from desk.domain.clocks import desk_hours
from desk.domain.code import Code
from desk.domain.deciding import Context, derived_id
from desk.domain.flow import Make, Values
from desk.domain.office_lists import SOURCES
from desk.domain.sampling import drawn

REPAIR = "work_order"
LONGEST_REST = 15  # days an office may be shut at a stretch; the settings page knows no longer one


class RevisitSource(Code):
    """Which finished matters are asked about. A complaint is asked about in its own room and never here."""

    REPAIR = "repair", "维修 户内"
    URGENT = "urgent", "紧急"
    PUBLIC = "public", "公共区域"
    REWORK = "rework", "返工/曾不满意"
    PAID = "paid", "有偿"
    HOUSEKEEPING = "housekeeping", "家政"
    FRESH = "fresh", "生鲜"
    EXCHANGE = "exchange", "换货/赔偿"
    ACTIVITY = "activity", "活动"


@dataclass(frozen=True, slots=True)
class Sampling:
    """Days after the matter was done (first and last), and how many of a hundred are asked."""

    first: int
    last: int
    percent: int


# Where the office's list of sources says nothing: everybody, soon.
NOT_SAID = Sampling(1, 3, 100)


@dataclass(frozen=True, slots=True)
class People:
    """The fields of a record that hold who is rung: name, telephone, relation to the home."""

    name: str = "reporter"
    phone: str = "reporter_phone"
    relation: str = "reporter_relation"


# Every record that a revisit may be about. A room whose fields have other names says so in its line.
PEOPLE: Mapping[str, People] = {
    REPAIR: People(),
    "housekeeping": People("customer", "customer_phone", "customer_relation"),
    "fresh_order": People("name", "phone", ""),
    "sign_up": People("name", "phone", ""),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What was done, as the clerk will say it: record and id, number, what, by whom, where, when, for money or not.

    No personal data but the names of those who work for us.
    """

    about: str
    about_id: str
    about_no: str | None
    subject: str
    done_by: str
    done_at: int
    where: str | None
    home_id: str | None = None
    resident_id: str | None = None
    paid: bool = False

    def values(self) -> Values:
        return {
            "about": self.about,
            "about_id": self.about_id,
            "about_no": self.about_no,
            "subject": self.subject or None,
            "done_by": self.done_by or None,
            "done_at": self.done_at,
            "where": self.where,
            "home_id": self.home_id,
            "resident_id": self.resident_id,
            "paid": self.paid or None,
        }


def asked_about(matter: Matter, source: RevisitSource, context: Context, fact: str = "revisit") -> Make:
    """The call to come, with the days and the rate of the office's list of sources; an undrawn one says so.

    Its id follows from the record and `fact`: opened again after a correction, it is the same call.
    """
    return opened(matter, source, sampling_of(source, context), context, fact)


def opened(matter: Matter, source: RevisitSource, sampling: Sampling, context: Context, fact: str) -> Make:
    """The same with days and rate given: repairs have theirs in the settings."""
    done_on = day_of(matter.done_at)
    hours = desk_hours(context.settings, context.calendar)
    values = matter.values() | {
        "source": str(source),
        "due_from_on": add_days(done_on, sampling.first),
        "due_to_on": last_day(add_days(done_on, sampling.last), hours),
        "status": "waiting",
        "exempt_reason": None,
    }
    if not drawn(matter.about_id, fact, sampling.percent):
        values |= {"status": "exempt", "exempt_reason": "not_sampled"}
    return Make("revisit", revisit_id(context.scope, matter.about_id, fact), values)


def revisit_id(scope: str, about_id: str, fact: str = "revisit") -> str:
    return derived_id(scope, about_id, fact)


def sampling_of(source: RevisitSource, context: Context) -> Sampling:
    cells = context.lists.every(SOURCES).get(str(source)) or {}
    first, last, percent = (cells.get(name, "") for name in ("from_day", "to_day", "percent"))
    return Sampling(int(first), int(last), int(percent)) if first and last and percent else NOT_SAID


def last_day(day: str, hours: Hours) -> str:
    """A day on which nobody is at the desk is nobody's last day: the next one with opening hours is."""
    return next((one for n in range(LONGEST_REST) if hours.of(one := add_days(day, n))), day)

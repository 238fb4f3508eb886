"""The charts of the page: what each shows, who may see it, how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from desk.domain.roles import Actor, Role
from desk.services.assessment.analysis import people, rates
from desk.services.assessment.analysis.bars import by_hour, by_place, calls, complaints, volume
from desk.services.assessment.analysis.figures import Picture
from desk.services.assessment.books import Books
from desk.services.assessment.clerks import READERS as READ_CLERKS
from desk.services.assessment.counting import Period, Progress
from desk.services.assessment.reads import READERS as READ_SHEETS
from desk.services.assessment.technicians import READERS as READ_TECHNICIANS

R = Role
# Who looks at the estate's figures: who answers for the work and for the assessment made of it. Repairs are the
# foreman's too; clerks and complaints are read by those over all.
REPAIRS = READ_SHEETS | {R.FOREMAN}
READERS = REPAIRS
OVER_ALL = frozenset({R.MANAGER, R.HEAD_OFFICE})
Reading = Callable[[Books, Period, str, Progress | None], Picture]


@dataclass(frozen=True, slots=True)
class Chart:
    """`says` is one sentence of what is counted; `sealed`: read from the complaints' file, where it is open."""

    name: str
    title: str
    says: str
    readers: frozenset[Role]
    read: Reading
    sealed: bool = False


def _rates(*measures: str) -> Reading:
    return partial(_rated, measures)


def _rated(measures: tuple[str, ...], books: Books, period: Period, name: str, told: Progress | None) -> Picture:
    return rates.picture(books, period, name, measures, told)


CHARTS: Mapping[str, Chart] = {
    one.name: one
    for one in (
        Chart("volume", "报修量", "受理的报修和咨询, 作废的不算", REPAIRS, volume),
        Chart("hours", "报修时段", "一周里哪几个钟点报修多", REPAIRS, by_hour),
        Chart("timely", "回复到场完工", "按时的占多少; 虚线是考核标准", REPAIRS,
              _rates("response", "arrival", "finish")),
        Chart("content", "满意与回访", "完工的单子里满意的、回访到的占多少; 虚线是考核标准", REPAIRS,
              _rates("content", "asked")),
        Chart("places", "类别与楼栋", "哪里哪类事多; 一列一栋楼, 看几个小区时一列一个小区", REPAIRS, by_place),
        Chart("load", "师傅工作量", "完工的按这段时间, 手上的按现在", READ_TECHNICIANS, people.load),
        Chart("fresh", "生鲜送达", "按时送到的、满意的占多少; 虚线是考核标准", READ_SHEETS,
              _rates("fresh_total", "fresh_estate", "fresh_content")),
        Chart("complaints", "投诉趋势", "收到的投诉件数; 还没有判定的先算有效", OVER_ALL, complaints, sealed=True),
        Chart("calls", "回访短通话", "接通的回访里有多少一会儿就挂了", READ_CLERKS, calls),
    )
}  # fmt: skip


def may_see(actor: Actor) -> bool:
    """Whether somebody with these roles in an estate looks at its figures at all."""
    return actor.may(READERS)


def charts_for(actor: Actor, unsealed: bool) -> list[Chart]:
    """In their order; that of complaints only where their file is open to who may read all of them."""
    return [one for one in CHARTS.values() if actor.may(one.readers) and (unsealed or not one.sealed)]


def picture(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    """`progress` is told (done, of) between two statements; what it raises ends the reading."""
    return CHARTS[name].read(books, period, name, progress)

"""How much each technician did and has in hand, with what his work came to; for those who answer for them."""

from collections.abc import Mapping

from desk.domain.calendar import DAY, start_of_day
from desk.services.assessment import wording
from desk.services.assessment.analysis import cuts
from desk.services.assessment.analysis.figures import ByCut, ByMeasure, Cell, Part, Picture, Place, Series, Shape
from desk.services.assessment.books import Books
from desk.services.assessment.counting import MET, MISSED, Period, Progress, verdicts_by
from desk.services.assessment.technicians import TOGETHER

SHARES = (("arrival", "到场按时"), ("whole", "完好"), ("content", "满意"))
FINISHED, IN_HAND = "完工", "现在手上"
Told = dict[str, dict[str, int]]


def load(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    """The most finished first. What is in hand is counted now, whatever the period."""
    done: dict[str, Told] = {}
    for (_, who), counts in verdicts_by(books, period, TOGETHER, "r.technician_id", progress).items():
        own = done.setdefault(who, {})
        for measure, told in counts.items():
            into = own.setdefault(measure, {})
            for verdict, number in told.items():
                into[verdict] = into.get(verdict, 0) + number
    at_work = {who: number for (who, _), number in cuts.counted(books, period, "at_work").items()}
    names = {str(ent): str(said or "") for ent, said in books.read("SELECT id, name FROM staff", ())}
    finished = {who: _met(own, "finished") for who, own in done.items()}
    everybody = {who for who, number in finished.items() if number} | at_work.keys()
    order = sorted(everybody, key=lambda who: (-finished.get(who, 0), -at_work.get(who, 0), names.get(who, "")))
    begin, end = start_of_day(period.from_on), start_of_day(period.until_on) + DAY
    cells = {}
    for x, who in enumerate(order):
        behind = ByMeasure("finished", (MET,), begin, end, "technician_id", who)
        said = _said(done.get(who, {}))
        cells[x, 0] = Cell((Part(FINISHED, finished.get(who, 0), behind),), said=said)
        cells[x, 1] = Cell((Part(IN_HAND, at_work.get(who, 0), ByCut("at_work", (who,), ("at_work",))),), said=said)
    places = tuple(Place(names.get(who) or "已离职", names.get(who) or "已离职") for who in order)
    series = (Series(FINISHED), Series(IN_HAND))
    return Picture(name, Shape.BESIDE, "单", "单", "work_order", places, series, cells)


def _met(own: Mapping[str, Mapping[str, int]], measure: str) -> int:
    return own.get(measure, {}).get(MET, 0)


def _said(own: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """到场按时 93.5 %: of his cases, where he has any."""
    out = []
    for measure, label in SHARES:
        counts = own.get(measure, {})
        met, of = counts.get(MET, 0), counts.get(MET, 0) + counts.get(MISSED, 0)
        if of:
            out.append(f"{label} {wording.percent_text(met, of)}")
    return tuple(out)

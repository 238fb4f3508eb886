"""Shares of a hundred, stretch by stretch: the assessment's verdicts, its caps, its targets."""

from collections.abc import Mapping, Sequence

from desk.services.assessment.analysis.figures import ByMeasure, Cell, Part, Picture, Place, Series, Shape
from desk.services.assessment.analysis.stretches import DAY_NUMBER, FEW_DAYS, Stretch, stretches
from desk.services.assessment.books import Books
from desk.services.assessment.counting import MEASURES, MET, MISSED, Period, Progress, capped_in_order, verdicts_by
from desk.services.assessment.criteria import criteria_in_force

Counts = Mapping[str, int]
# measure -> (the row of the assessment that it is, what it is called here, met, missed, what it means)
SAID: Mapping[str, tuple[str, str, str, str, str]] = {
    "response": ("2.1", "回复", "按时", "迟回", "受理后按时告知业主谁来、几时来"),
    "arrival": ("2.2", "到场", "按时", "迟到", "按时到场"),
    "finish": ("2.3", "完工", "按时", "迟完", "按时完工"),
    "content": ("2.5", "满意率", "满意", "不满意", "回访满意和较满意; 没有回访的看签收勾选"),
    "asked": ("2.4", "回访率", "已回访", "未回访", "完工后按时回访到"),
    "fresh_total": ("3.1", "规定时间送达", "按时", "迟到", "门店接单到送达"),
    "fresh_estate": ("3.2", "小区一段", "按时", "迟到", "到货到送达"),
    "fresh_content": ("3.3", "满意率", "满意", "不满意", "回访满意和较满意; 没有回访的看签收勾选"),
}


def picture(
    books: Books, period: Period, name: str, measures: Sequence[str], progress: Progress | None = None
) -> Picture:
    """One series for each measure. Measures that stand on the same moment are counted in one pass."""
    spans, targets = stretches(period.from_on, period.until_on, FEW_DAYS), _targets(books)
    found = by_stretch(books, period, measures, spans, progress)
    cells = {
        (x, s): cell_of(name_of, counts, one)
        for s, name_of in enumerate(measures)
        for x, (one, counts) in enumerate(zip(spans, found[name_of], strict=True))
    }
    series = tuple(Series(SAID[one][1], targets.get(SAID[one][0]), SAID[one][4]) for one in measures)
    places = tuple(Place(one.label, one.words) for one in spans)
    record = MEASURES[measures[0]].record
    return Picture(name, Shape.RATES, "", "单", record, places, series, cells)


def by_stretch(
    books: Books, period: Period, measures: Sequence[str], spans: Sequence[Stretch], progress: Progress | None = None
) -> dict[str, list[dict[str, int]]]:
    """Verdicts of every measure in every stretch, of all estates together; capped over the whole period by estate."""
    place = {number: n for n, one in enumerate(spans) for number in one.numbers}
    out: dict[str, list[dict[str, int]]] = {one: [{} for _ in spans] for one in measures}
    turns = list(dict.fromkeys(MEASURES[one].at for one in measures))
    for turn, at in enumerate(turns):
        together = [MEASURES[one] for one in measures if MEASURES[one].at == at]
        own: dict[tuple[str, str], list[dict[str, int]]] = {}
        raw = verdicts_by(books, period, together, DAY_NUMBER.format(at=at), _part(progress, turn, len(turns)))
        for (scope, day), by_name in raw.items():
            for measure, counts in by_name.items():
                where = own.setdefault((scope, measure), [{} for _ in spans])
                _add(where[place[int(day)]], counts)
        for (_, measure), turned in own.items():
            for into, counts in zip(out[measure], capped_in_order(books, measure, turned), strict=True):
                _add(into, counts)
    return out


def cell_of(measure: str, counts: Counts, span: Stretch) -> Cell:
    """What was missed is what one wants to read; then what was met, then what is no case."""
    _, _, met_word, missed_word, _ = SAID[measure]
    met, missed = counts.get(MET, 0), counts.get(MISSED, 0)
    left = tuple(sorted(one for one, number in counts.items() if one.startswith("x:") and number))

    def behind(*verdicts: str) -> ByMeasure:
        return ByMeasure(measure, verdicts, span.from_at, span.until_at)

    parts = [Part(missed_word, missed, behind(MISSED)), Part(met_word, met, behind(MET))]
    if left:
        parts.append(Part("不计", sum(counts[one] for one in left), behind(*left)))
    return Cell(tuple(parts), met, met + missed)


def _add(into: dict[str, int], counts: Counts) -> None:
    for verdict, number in counts.items():
        into[verdict] = into.get(verdict, 0) + number


def _targets(books: Books) -> dict[str, int]:
    return {one.code: one.target for one in criteria_in_force(books.lists) if one.target}


def _part(progress: Progress | None, turn: int, turns: int) -> Progress | None:
    """One of several passes as a part of the whole."""
    if progress is None:
        return None

    def told(done: int, of: int) -> None:
        progress(turn * of + done, turns * of)

    return told

"""Counts: how many reports by day, by hour of the week, by kind and building; complaints; short calls."""

from collections.abc import Mapping, Sequence

from desk.domain.scopes import estate_of
from desk.services.assessment.analysis import cuts
from desk.services.assessment.analysis.figures import ByCut, ByMeasure, Cell, Part, Picture, Place, Series, Shape
from desk.services.assessment.analysis.rates import by_stretch
from desk.services.assessment.analysis.stretches import stretches
from desk.services.assessment.books import Books
from desk.services.assessment.counting import MISSED, Period, Progress

SORTS = {"urgent": "紧急", "general": "一般", "planned": "计划·预约", "enquiry": "咨询"}
WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
VERDICTS = {MISSED: "有效", "half": "部分有效", "x:invalid": "无效"}
UNSORTED, NOWHERE = "未分类", "公共"
MOST_KINDS = 14  # what can be read at once


def volume(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    return _by_stretch(books, period, name, "by_day", SORTS, "单", "work_order", progress)


def calls(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    least = books.settings.number("revisit.short_seconds")
    series = {"short": f"不到 {least} 秒", "long": f"{least} 秒以上"}
    return _by_stretch(books, period, name, "calls", series, "个", "revisit", progress)


def _by_stretch(
    books: Books, period: Period, name: str, cut: str, series: Mapping[str, str], unit: str, record: str,
    progress: Progress | None,
) -> Picture:  # fmt: skip
    found, spans = cuts.counted(books, period, cut, progress), stretches(period.from_on, period.until_on)
    cells = {}
    for x, span in enumerate(spans):
        days = tuple(str(number) for number in span.numbers)
        for s, (key, label) in enumerate(series.items()):
            number = sum(found.get((day, key), 0) for day in days)
            cells[x, s] = Cell((Part(label, number, ByCut(cut, days, (key,))),))
    places = tuple(Place(one.label, one.words) for one in spans)
    labels = tuple(Series(label) for label in series.values())
    return Picture(name, Shape.STACKED, unit, unit, record, places, labels, cells)


def by_hour(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    found = cuts.counted(books, period, "by_hour", progress)
    cells = {
        (hour, day): _one("报修", found.get((str(hour), str(day)), 0), ByCut("by_hour", (str(hour),), (str(day),)))
        for hour in range(24)
        for day in range(7)
    }
    places = tuple(Place(str(hour), f"{hour}-{hour + 1} 点") for hour in range(24))
    series = tuple(Series(one) for one in WEEK)
    return Picture(name, Shape.HEAT, "点", "单", "work_order", places, series, cells)


def by_place(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    """Kinds of repair by building; of several estates by estate. The fewest kinds stand together as the rest."""
    cut = "by_building" if len(period.scopes) == 1 else "by_estate"
    found = cuts.counted(books, period, cut, progress)
    kinds = _kinds(found)
    columns = _estates(books, period.scopes) if cut == "by_estate" else _buildings(found)
    cells = {}
    for x, (where, _) in enumerate(columns):
        for s, (label, raw) in enumerate(kinds):
            number = sum(found.get((where, one), 0) for one in raw)
            cells[x, s] = _one(label, number, ByCut(cut, (where,), raw))
    places = tuple(place for _, place in columns)
    series = tuple(Series(label) for label, _ in kinds)
    return Picture(name, Shape.HEAT, "", "单", "work_order", places, series, cells)


def complaints(books: Books, period: Period, name: str, progress: Progress | None = None) -> Picture:
    """How many came in, by what was judged of them; until it is judged one counts as valid. Counts, no words."""
    spans = stretches(period.from_on, period.until_on)
    found = by_stretch(books, period, ["valid"], spans, progress)["valid"]
    cells = {}
    for x, (span, counts) in enumerate(zip(spans, found, strict=True)):
        for s, (verdict, label) in enumerate(VERDICTS.items()):
            behind = ByMeasure("valid", (verdict,), span.from_at, span.until_at)
            cells[x, s] = _one(label, counts.get(verdict, 0), behind)
    places = tuple(Place(one.label, one.words) for one in spans)
    series = tuple(Series(label) for label in VERDICTS.values())
    return Picture(name, Shape.STACKED, "件", "件", "complaint", places, series, cells)


def _one(label: str, number: int, behind: ByCut | ByMeasure) -> Cell:
    return Cell((Part(label, number, behind),))


def _kinds(found: Mapping[tuple[str, str], int]) -> list[tuple[str, tuple[str, ...]]]:
    """(kind, the labels of problems in it), the most first."""
    raw: dict[str, dict[str, int]] = {}
    for (_, label), number in found.items():
        own = raw.setdefault(label.partition("·")[0] or UNSORTED, {})
        own[label] = own.get(label, 0) + number
    ranked = sorted(raw.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    kept, rest = ranked[:MOST_KINDS], ranked[MOST_KINDS:]
    out = [(kind, tuple(sorted(own))) for kind, own in kept]
    if rest:
        out.append(("其余", tuple(sorted(label for _, own in rest for label in own))))
    return out


def _buildings(found: Mapping[tuple[str, str], int]) -> list[tuple[str, Place]]:
    """In the order of their numbers; what has none is the grounds."""
    numbers = sorted({where for where, _ in found}, key=_in_order)
    return [(one, Place(one or NOWHERE, f"{one}栋" if one else "公共区域")) for one in numbers]


def _in_order(number: str) -> tuple[int, int, str]:
    digits = "".join(sign for sign in number if sign.isdigit())
    return (0 if number else 1, int(digits) if digits else 10**9, number)


def _estates(books: Books, scopes: Sequence[str]) -> list[tuple[str, Place]]:
    rows = books.read("SELECT id, name, short FROM estate WHERE scope = ?", (books.company,))
    names = {str(ent): (str(name or ""), str(short or "")) for ent, name, short in rows}
    found = []
    for scope in scopes:
        name, short = names.get(estate_of(scope), ("", ""))
        found.append((scope, Place(short or name[:4], name)))
    return sorted(found, key=lambda one: one[1].words)

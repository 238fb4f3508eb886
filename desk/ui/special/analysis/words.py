"""A chart's figures in sentences: under the cursor, beside the title, in the table that is saved."""

from desk.services.assessment import wording
from desk.services.assessment.analysis.figures import Cell, Picture, Shape


def figure(picture: Picture, place: int, series: int) -> str:
    """The number itself: 12 单, 93.5 % (2,104 / 2,250)."""
    cell, one = picture.cell(place, series), picture.series[series]
    if cell is None:
        return "没有"
    if picture.shape is not Shape.RATES:
        return f"{cell.count:,} {picture.unit}"
    if not cell.of:
        return "没有要算的"
    return f"{wording.percent_text(cell.met, cell.of, one.target or 0)} ({cell.met:,} / {cell.of:,})"


def standing(picture: Picture, place: int, series: int) -> str:
    """11-18 周三 · 紧急."""
    return f"{picture.places[place].words} · {picture.series[series].label}"


def asides(picture: Picture, place: int, series: int, target: bool = True) -> list[str]:
    """What else is to be said of it: the sum of a bar, the lists, what a technician's work came to, the `target`."""
    cell = picture.cell(place, series)
    if cell is None:
        return []
    said = list(cell.said)
    if picture.shape is Shape.STACKED and len(picture.series) > 1:
        said.append(f"合计 {sum(own.count for own in of_place(picture, place)):,} {picture.unit}")
    if picture.shape is Shape.RATES:
        said += [f"{one.label} {one.count:,}" for one in cell.parts if one.count]
        percent = picture.series[series].target
        if target and percent is not None and cell.of:
            said.append(f"标准 {percent} %, {'达到' if reached(cell, percent) else '未达'}")
    return said


def whole(picture: Picture, place: int, series: int) -> str:
    """All of it in one line, for the ear too."""
    said = [standing(picture, place, series), figure(picture, place, series), *asides(picture, place, series)]
    return "  ".join(said)


def reached(cell: Cell, target: int | None) -> bool:
    return target is None or not cell.of or 100 * cell.met >= target * cell.of


def of_place(picture: Picture, place: int) -> list[Cell]:
    return [cell for n in range(len(picture.series)) if (cell := picture.cell(place, n)) is not None]


def of_series(picture: Picture, series: int) -> Cell:
    """A series over the whole period."""
    own = [cell for n in range(len(picture.places)) if (cell := picture.cell(n, series)) is not None]
    return Cell((), sum(one.met for one in own), sum(one.of for one in own))


def total(picture: Picture) -> str:
    """Beside the title: 共 2,310 单."""
    if picture.shape is Shape.RATES:
        return ""
    if picture.shape is Shape.BESIDE:
        sums = [sum(cell.count for (_, s), cell in picture.cells.items() if s == n) for n in range(len(picture.series))]
        said = [f"{one.label} {number:,}" for one, number in zip(picture.series, sums, strict=True)]
        return f"{len(picture.places)} 人  {'  '.join(said)} {picture.unit}"
    return f"共 {picture.total:,} {picture.unit}"

"""The rules as formulas of a sheet: from the figures beside the form to what is deducted, exact to the tenth.

Everything is reckoned in tenths of a mark and in whole numbers, with one division at the end, so that a half is a half
in a spreadsheet too: what 4.75 would become is not left to binary fractions.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from desk.domain.assessment_lists import Way
from desk.services.assessment.criteria import COUNTED, Criterion
from desk.services.assessment.scoring import Limits

MOST_EACH = max(len(one) for one in COUNTED.values())
Cells = Mapping[str, str]  # what -> its cell, as I6


def tenths(cell: str) -> str:
    """Marks in whole tenths."""
    return f"ROUND(10*{cell},0)"


def formulas(criterion: Criterion, at: Cells) -> tuple[str, str]:
    """(扣分, 得分) of a row that counts. `at` names the cells: see `workbook_form.INPUTS`."""
    if criterion.way is Way.BANDS:
        return f"=ROUND({at['full']}-{at['score']},1)", f"=IF({at['full']}=0,0,{_on_the_line(criterion, at)})"
    taken = _by_homes(at) if criterion.way is Way.PER_THOUSAND else _by_steps(criterion, at)
    return f"=IF({at['full']}=0,0,MIN({at['full']},{taken}))", f"=ROUND({at['full']}-{at['deducted']},1)"


def each(at: Cells) -> str:
    """What costs one by one, in tenths."""
    return "+".join(f"{at[f'count{one}']}*{tenths(at[f'price{one}'])}" for one in range(1, MOST_EACH + 1))


def _by_steps(criterion: Criterion, at: Cells) -> str:
    taken = each(at)
    if criterion.way is Way.RATE:
        short = f"({at['target']}*{at['of']}-100*{at['met']})/({at['every']}*{at['of']})"
        steps = f"IF({at['of']}=0,0,MAX(0,ROUNDUP({short},0)))"
        taken = f"{steps}*{tenths(at['cost'])}+{taken}"
    marks = tenths(at["marks"])
    return f"ROUND(MIN({marks},{taken})*{tenths(at['full'])}/{marks},0)/10"


def _by_homes(at: Cells) -> str:
    """Valid complaints per thousand homes; everything times the homes until the last division."""
    homes, marks = f"MAX(1,{at['of']})", tenths(at["marks"])
    least, rate = f"{tenths(at['at_least'])}*{homes}", f"1000*{at['met']}*{tenths(at['cost'])}"
    taken = f"IF({at['met']}=0,0,MAX({least},{rate}))+({each(at)})*{homes}"
    return f"ROUND(MIN({marks}*{homes},{taken})*{tenths(at['full'])}/({marks}*{homes}),0)/10"


def _on_the_line(criterion: Criterion, at: Cells) -> str:
    """The marks of a share, straight between two bands."""
    marks, full, percent = tenths(at["marks"]), tenths(at["full"]), f"100*{at['met']}"
    cells = [(at[f"band{one}"], tenths(at[f"marks{one}"])) for one in range(1, len(criterion.bands) + 1)]
    formula = f"ROUND({cells[-1][1]}*{full}/{marks},0)/10"
    for (high, most), (low, least) in reversed(list(pairwise(cells))):
        run, over = f"({high}-{low})*{at['of']}", f"({percent}-{low}*{at['of']})"
        line = f"ROUND(({least}*{run}+{over}*({most}-{least}))*{full}/({run}*{marks}),0)/10"
        formula = f"IF({percent}>={low}*{at['of']},{line},{formula})"
    top, most = cells[0]
    return f"IF({percent}>={top}*{at['of']},ROUND({most}*{full}/{marks},0)/10,{formula})"


def total(scores: str) -> str:
    """Of a range of scores; a dash while one of them is not known."""
    return f'=IF(COUNT({scores})=ROWS({scores}),ROUND(SUM({scores}),1),"—")'


def total_deducted(full: str, of: str) -> str:
    return f'=IF(ISNUMBER({of}),ROUND({full}-{of},1),"—")'


def grade(limits: Limits, full: str, of: str, lowest: str) -> str:
    """By hundredths of what could be reached."""
    said = f'"{lowest}"'
    for least, name in sorted(limits.grades, key=lambda one: one[0]):
        said = f'IF(100*{tenths(of)}>={least}*{tenths(full)},"{name.label}",{said})'
    return f'=IF(ISNUMBER({of}),{said},"—")'


def rank(of: str, among: str) -> str:
    return f'=IF(ISNUMBER({of}),RANK({of},{among}),"—")'


def sum_of(sheet: str, cells: Sequence[str]) -> str:
    """Of scores on another sheet; a dash while one of them is not known."""
    first, last = f"{sheet}!{cells[0]}", cells[-1]
    area = first if len(cells) == 1 else f"{first}:{last}"
    return f'=IF(COUNT({area})={len(cells)},ROUND(SUM({area}),1),"—")'


def share(sheet: str, score: str, full: str, row: int) -> str:
    """Of its marks, of a row on another sheet."""
    return f'=IF(ISNUMBER({sheet}!{score}{row}),{sheet}!{score}{row}/{sheet}!{full}{row},"—")'


def mean(area: str) -> str:
    return f'=IF(COUNT({area})=0,"—",AVERAGE({area}))'

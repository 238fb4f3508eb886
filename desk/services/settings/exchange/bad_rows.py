"""The rows that stayed out, in the columns they had and with the reason: to be mended and read in again."""

from desk.services.settings.exchange.plan import Plan
from desk.services.settings.exchange.sheets import SheetOut

REASON, FROM_ROW = "原因", "原表行号"


def bad_sheets(plan: Plan) -> list[SheetOut]:
    found = []
    for name, titles in plan.titles.items():
        bad = [one for one in plan.bad if one.sheet == name]
        if bad:
            rows = [(*_padded(one.cells, len(titles)), one.reason, str(one.row)) for one in bad]
            found.append(SheetOut(name, (*titles, REASON, FROM_ROW), rows, wide=frozenset({REASON})))
    return found


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("" for _ in range(width - len(cells))))

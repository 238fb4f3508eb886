"""The program's own rows of goods and short weight, from resources: an office writes over them."""

from collections.abc import Mapping
from pathlib import Path

from desk.domain import list_cells
from desk.domain.errors import DeskError
from desk.domain.fresh_lists import GOODS, SHORT_WEIGHT, Fault, steps_of
from desk.domain.lists import YES, Cells, Layer
from desk.domain.rows import Row, read_rows

FILE = "goods.toml"
DEGREES = ("temp_from", "temp_to", "hot_from", "red_over")
SAID = ("good", "swap", "red")


def own_rows(folder: Path) -> Layer:
    """goods.toml of `folder` by list and code; DeskError names the row that is wrong."""
    file = read_rows(folder / FILE)
    weights: dict[str, Cells] = {}
    for row in file.rows("short_weight", at_least=1):
        over = row.number("over_yuan", 0)
        cells = {"name": row.text("name"), "steps": "；".join(row.texts("steps")), "over_yuan": str(over or "")}
        try:
            steps_of(cells["steps"])
        except DeskError as error:
            raise row.wrong(error.message) from None
        weights[row.text("code")] = cells
        row.done()
    kinds: dict[str, Cells] = {}
    for row in file.rows("goods", at_least=1):
        kinds[row.text("code")] = _cells(row, weights)
        row.done()
    file.done()
    return {GOODS: kinds, SHORT_WEIGHT: weights}


def _cells(row: Row, weights: Mapping[str, Cells]) -> Cells:
    weighing = row.text("weighing", "")
    if weighing and weighing not in weights:
        raise row.wrong(f"weighing {weighing} 不在 short_weight 中")
    faults = row.texts("red_faults", ())
    if any(Fault.of(one) is None for one in faults):
        raise row.wrong("red_faults 里有不认识的异常")
    degrees = {name: str(row.number(name)) if row.has(name) else "" for name in DEGREES}
    return {
        "name": row.text("name"),
        "words": list_cells.join_words(row.texts("words", ())),
        "weighing": weighing,
        **degrees,
        "frozen": YES if row.flag("frozen", False) else "",
        "red_faults": list_cells.join_words(faults),
        **{name: list_cells.join_sentences(row.texts(name, ())) for name in SAID},
    }

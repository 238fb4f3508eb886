"""The office's list of assessment criteria: marks, what is to be reached, what each failure costs."""

import re
from itertools import pairwise

from desk.domain import list_cells
from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.lists import Cells, Level, ListColumn, ListFacts, ListKind, Lists

K = ListKind
CRITERIA = "assessment_criteria"
MARKS = re.compile(r"(\d{1,3})(?:\.(\d))?\s*分?")
PRICED = re.compile(r"(\S+)\s+(\d{1,3}(?:\.\d)?\s*分?)")
BAND = re.compile(r"(\d{1,3})\s*%?\s+(\d{1,3}(?:\.\d)?\s*分?)")


class Way(Code):
    """How a row loses marks."""

    RATE = "rate", "按比率扣"
    EACH = "each", "按件扣"
    PER_THOUSAND = "per_thousand", "按每千户件数扣"
    BANDS = "bands", "分段直线得分"


NEEDED = {
    Way.RATE: ("target", "every", "cost"),
    Way.EACH: ("each",),
    Way.PER_THOUSAND: ("cost", "at_least", "each"),
    Way.BANDS: ("bands",),
}


def tenths(text: str) -> int:
    """Marks as people write them (2, 0.5), in tenths; DeskError where it is none."""
    match = MARKS.fullmatch(text.strip())
    if match is None:
        raise DeskError(f"“{text}”不是分数", "请写成 2 或 0.5, 最多一位小数")
    return int(match[1]) * 10 + int(match[2] or 0)


def priced(text: str) -> tuple[tuple[str, int], ...]:
    """`责任更正 2；他人发现 4` as (what, tenths of a mark), in order."""
    found = []
    for said in list_cells.sentences_of(text):
        match = PRICED.fullmatch(said)
        if match is None:
            raise DeskError(f"“{said}”看不懂", "请写成“事项 分数”, 几项之间用；隔开, 例如 超时 1；重复投诉 2", "each")
        found.append((match[1], tenths(match[2])))
    return tuple(found)


def bands(text: str) -> tuple[tuple[int, int], ...]:
    """`80% 10；50% 7；30% 5；0% 0` as (percent, tenths), from high down to 0 %."""
    found = []
    for said in list_cells.sentences_of(text):
        match = BAND.fullmatch(said)
        if match is None:
            raise DeskError(f"“{said}”看不懂", "请写成 80% 10；50% 7；30% 5；0% 0", "bands")
        found.append((int(match[1]), tenths(match[2])))
    falling = all(high[0] > low[0] and high[1] >= low[1] for high, low in pairwise(found))
    if len(found) < 2 or not falling or found[0][0] > 100 or found[-1][0] != 0:
        raise DeskError("分段要从高到低写, 最后一段从 0% 起", "请写成 80% 10；50% 7；30% 5；0% 0", "bands")
    return tuple(found)


def way_of(cells: Cells) -> Way:
    """What kind of row it is shows in what stands there."""
    if cells.get("bands"):
        return Way.BANDS
    if cells.get("target"):
        return Way.RATE
    return Way.PER_THOUSAND if cells.get("at_least") else Way.EACH


def _check(code: str, cells: Cells, lists: Lists) -> None:
    """Other numbers, the same things counted: what a row counts is the program's."""
    own = lists.layer(Level.DEFAULT, CRITERIA).get(code, cells)
    way = way_of(own)
    for column in _NUMBERS:
        said, may = bool(cells.get(column.name)), column.name in NEEDED[way]
        if may and not said:
            raise DeskError(f"{column.label}还没有填", f"这一行{way.label}, 少不了它", column.name)
        if said and not may and not (column.name == "each" and own.get("each")):
            raise DeskError(f"{column.label}在这一行用不上", f"这一行{way.label}, 请把它空着", column.name)
    for name in ("cost", "at_least"):
        if cells.get(name):
            try:
                tenths(cells[name])
            except DeskError as error:
                raise DeskError(error.message, error.advice, name) from None
    known = [what for what, _ in priced(own.get("each", ""))]
    if [what for what, _ in priced(cells.get("each", ""))] != known:
        raise DeskError(f"每件扣分里只改分数, 要有: {'、'.join(known)}", f"例如 {own.get('each', '')}", "each")
    if cells.get("bands") and bands(cells["bands"])[0][1] != int(cells.get("marks") or 0) * 10:
        raise DeskError("最高一段的得分要等于分值", f"现在分值是 {cells.get('marks')}", "bands")


_NUMBERS = (
    ListColumn("target", "达标", K.NUMBER, lowest=1, highest=100, unit="%", hint="比率到这里不扣分"),
    ListColumn("every", "每低", K.NUMBER, lowest=1, highest=100, unit="个百分点", hint="不满一档按一档扣"),
    ListColumn("cost", "扣分", limit=6, hint="每低一档扣几分; 投诉: 每千户一件扣几分, 例如 0.5"),
    ListColumn("at_least", "至少扣", limit=6, hint="只要有一件就至少扣这么多"),
    ListColumn("each", "每件扣分", K.SENTENCES, limit=120, hint="责任更正 2；他人发现的错误 4; 只改分数"),
    ListColumn("bands", "分段得分", K.SENTENCES, limit=120, hint="80% 10；50% 7；30% 5；0% 0, 中间按直线"),
)

ASSESSMENT_LISTS: tuple[ListFacts, ...] = (
    ListFacts(
        CRITERIA, "考核项目", "年度考核的每一行多少分, 到多少不扣, 每低一档或每件扣几分; 分值写 0 就不考核",
        (
            ListColumn("item", "项目", required=True, limit=12),
            ListColumn("name", "考核内容", required=True, limit=20, unique=True),
            ListColumn("says", "怎样算", limit=120),
            ListColumn("marks", "分值", K.NUMBER, required=True, highest=100, unit="分"),
            *_NUMBERS,
        ),
        grows=False, brief=("item", "marks"), check=_check,
    ),
)  # fmt: skip

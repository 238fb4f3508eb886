"""生鲜: what is wrong with goods, and the office's lists of kinds of goods and of the legal short weight."""

import re
from functools import lru_cache
from itertools import pairwise

from desk.domain import list_cells
from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.lists import Cells, ListColumn, ListFacts, ListKind, Lists

K = ListKind
GOODS, SHORT_WEIGHT = "goods", "short_weight"
STEP = re.compile(
    r"(?:≤|<=|到|不超过)?\s*(\d+)(?:\.(\d{1,3}))?\s*(kg|千克|公斤|g|克)\s+(\d+)\s*(?:g|克)?", re.IGNORECASE
)
KILO = 1000


class Fault(Code):
    """What is wrong with an item; the keys of the sheet are in `FAULT_DIGITS`."""

    ROT = "rot", "腐烂"
    FOREIGN = "foreign", "异物"
    EXPIRED = "expired", "过期"
    WRONG = "wrong", "错货"
    MISSING = "missing", "缺货"
    SHORT = "short", "缺重"
    PACKAGING = "packaging", "外包装"
    LOOK = "look", "色泽/手感"
    SMELL = "smell", "气味"
    WARM = "warm", "温度"


FAULT_DIGITS: tuple[tuple[str, Fault], ...] = tuple(zip("1234567890", Fault, strict=True))
# Red lines whatever the goods; what is one for some goods only stands in their row.
RED = frozenset({Fault.ROT, Fault.FOREIGN, Fault.EXPIRED, Fault.WRONG})


@lru_cache(256)
def steps_of(text: str) -> tuple[tuple[int, int], ...]:
    """`≤1 kg 20 g；≤2 kg 40 g` as (up to grams, grams that may be missing), rising; DeskError where it is not that."""
    found = []
    for sentence in list_cells.sentences_of(text):
        match = STEP.fullmatch(sentence.strip())
        if match is None:
            raise DeskError(f"“{sentence}”看不懂", "请写成 ≤1 kg 20 g；≤2 kg 40 g", "steps")
        whole, part, unit, may = match.groups()
        kilos = unit.lower() in ("kg", "千克", "公斤")
        if part and not kilos:
            raise DeskError(f"“{sentence}”看不懂", "克数请写整数", "steps")
        grams = int(whole) * KILO + int((part or "").ljust(3, "0")) if kilos else int(whole)
        found.append((grams, int(may)))
    rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(found))
    if not found or not rising or found[0][0] <= 0:
        raise DeskError("允差要从轻到重写, 越重的不能越小", "请写成 ≤1 kg 20 g；≤2 kg 40 g", "steps")
    return tuple(found)


def _check_short_weight(code: str, cells: Cells, lists: Lists) -> None:
    steps_of(cells.get("steps", ""))


def _check_goods(code: str, cells: Cells, lists: Lists) -> None:
    low, high, red = (cells.get(name, "") for name in ("temp_from", "temp_to", "red_over"))
    if low and high and int(low) > int(high):
        raise DeskError(f"到货温度 {low} 到 {high} ℃: 下限高于上限", "请改正其中一个", "temp_to")
    if red and (not high or int(red) < int(high)):
        raise DeskError("红线温度要不低于到货温度上限", "请改大, 或清空", "red_over")
    if cells.get("hot_from") and not high:
        raise DeskError("写了热食温度, 没有写冷的上限", "请补上到货温度上限", "temp_to")


def _degrees(name: str, label: str, hint: str) -> ListColumn:
    return ListColumn(name, label, K.NUMBER, lowest=-60, highest=100, unit="℃", hint=hint)


FRESH_LISTS: tuple[ListFacts, ...] = (
    ListFacts(
        GOODS, "生鲜种类", "验收时按种类看允差、温度、红线; 没写种类的按品名里的词猜",
        (
            ListColumn("name", "种类", required=True, limit=20, unique=True),
            ListColumn("words", "品名里的词", K.WORDS, limit=600),
            ListColumn("weighing", "称重允差", K.NAMES, refers=SHORT_WEIGHT, hint="空着就不称, 按件或看标签"),
            _degrees("temp_from", "到货温度从", "空着不限"),
            _degrees("temp_to", "到货温度到", "空着就不量"),
            _degrees("hot_from", "热食温度从", "到这么热也合格"),
            _degrees("red_over", "红线温度", "高于它当场拒收"),
            ListColumn("frozen", "冷冻", K.FLAG, hint="赔偿申报按冷冻的时限"),
            ListColumn("red_faults", "别的红线", K.CODES, code=Fault, hint="例如 气味; 腐烂、异物、过期、错货总是红线"),
            ListColumn("good", "合格", K.SENTENCES, limit=200),
            ListColumn("swap", "换货", K.SENTENCES, limit=200),
            ListColumn("red", "红线", K.SENTENCES, limit=200),
        ),
        kept=frozenset({"other"}), brief=("weighing", "temp_to", "red"), check=_check_goods,
    ),
    ListFacts(
        SHORT_WEIGHT, "称重允差", "零售称重最多可以少多少, 按重量分档, 不按百分比; 写了单价的只用于比它贵的",
        (
            ListColumn("name", "名称", required=True, limit=20, unique=True),
            ListColumn("steps", "允许少", K.SENTENCES, required=True, limit=200, hint="≤1 kg 20 g；≤2 kg 40 g"),
            ListColumn("over_yuan", "单价高于", K.NUMBER, lowest=1, highest=10_000, unit="元/kg"),
        ),
        brief=("steps", "over_yuan"), check=_check_short_weight,
    ),
)  # fmt: skip

"""Building, unit and room out of their cells, in one form however they were typed."""

import re
from dataclasses import dataclass

from desk.domain.places import chinese_number, parse_rooms, plain_room
from desk.services.residents.importing.book import Cell
from desk.services.residents.importing.cells import ISO_DATE, CellError, is_nothing, text_of

LONGEST = 20
BUILDING = re.compile(
    r"第?(?P<b>.+?)(?:#楼?|号楼|栋楼?|幢楼?|座楼?|号|楼)?"
    r"(?:[- ]?第?(?P<u>[0-9A-Z甲乙丙丁东西南北中]{1,2})(?:单元|门|梯))?"
)
UNIT = re.compile(r"第?(?P<u>.+?)(?:单元|单|门洞|门|梯|号)?")
ROOM = re.compile(r"第?(?P<r>.+?)(?:号房|号室|室|房|号|户)?")
SEVERAL = re.compile(r"\d{3,4}[A-Za-z]?室?(?:\s*[、,，/;；&+和\n]\s*\d{3,4}[A-Za-z]?室?)+")
# Parts of an estate that tell equal building numbers apart; 小区 is the estate itself.
PART_OF_ESTATE = re.compile(r"((?:第?[\d一二三四五六七八九十]+|[东南西北中A-Z])(?:期|区)|[^\W_]{1,2}组团)$")
COUNTED_PART = re.compile(r"第?([一二三四五六七八九十]+)(?=期|区)")
UNIT_ROOM = re.compile(r"第?([0-9A-Z甲乙丙丁东西南北中]{1,2})(?:单元|门|梯)[- ]?([A-Z]?\d{1,5}[A-Z]?)(?:室|号|房)?")
# A building in words with anything behind it: 12栋商铺3.
IN_BUILDING = re.compile(r"(?P<b>[0-9A-Z]{1,4})(?:号楼|栋|幢|座|#)[- ]?(?P<r>.+)")


@dataclass(frozen=True, slots=True)
class Room:
    building: str
    unit: str
    room: str


def read_building(cell: Cell) -> tuple[str, str]:
    """(building, unit) of `3栋`, `三号楼`, `A座`, `3栋2单元`; empty where nothing stands."""
    if is_nothing(cell):
        return "", ""
    match = BUILDING.fullmatch(_counted(_plain(cell, "楼栋")))
    if match is None or not match["b"].strip("- "):
        raise CellError("楼栋看不懂", "请写成 3 或 3栋")
    return _checked(match["b"], "楼栋"), _number(match["u"] or "")


def read_unit(cell: Cell) -> str:
    """The unit of `2`, `二单元`, `3栋2单元`; 0 is how other systems write that there is none."""
    if is_nothing(cell):
        return ""
    text = _plain(cell, "单元")
    if (match := BUILDING.fullmatch(text)) and match["u"]:
        return _number(match["u"])
    match = UNIT.fullmatch(text)
    unit = _checked(match["u"], "单元") if match else ""
    return "" if unit == "0" else unit


def split_rooms(cell: Cell) -> list[Cell]:
    """`1801、1802` is two rooms of one owner; everything else is one."""
    if isinstance(cell, str) and SEVERAL.fullmatch(cell.strip()):
        return [part.strip() for part in re.split(r"[、,，/;；&+和\n]", cell)]
    return [cell]


def read_room(cell: Cell) -> Room | None:
    """What the cell says: a room, unit and room, or all three; None where nothing stands."""
    if is_nothing(cell):
        return None
    text = _plain(cell, "房号")
    if re.fullmatch(r"[A-Z]?\d+[A-Z]?(?:号房|室|房|号|户)?", text):
        return _in_words(text)
    if match := UNIT_ROOM.fullmatch(text):
        return Room("", _number(match[1]), match[2])
    for query in parse_rooms(text_of(cell)):
        if query.building and query.room and not query.place:
            part = PART_OF_ESTATE.search(query.area.strip())
            unit = "" if query.unit == "0" else query.unit
            return Room((_counted(part[1]) if part else "") + query.building, unit, query.room)
    if match := IN_BUILDING.fullmatch(text):
        return Room(_number(match["b"]), "", _in_words(match["r"]).room)
    return _in_words(text)


def _in_words(text: str) -> Room:
    match = ROOM.fullmatch(re.sub(r"(?<=\d)[室房号](?=\()", "", text))
    return Room("", "", _checked(match["r"], "房号", zeros=True) if match else "")


def _counted(part: str) -> str:
    """一期 and 1期 are one."""
    return COUNTED_PART.sub(lambda match: chinese_number(match[1]), part)


def _plain(cell: Cell, what: str) -> str:
    text = text_of(cell)
    if ISO_DATE.fullmatch(text):
        raise CellError(f"{what}被 Excel 改成了日期或时间", "请在原表里把这一列设为“文本”, 重新填写")
    if re.fullmatch(r"-?\d+\.\d+", text) and not text.endswith(".0"):
        raise CellError(f"{what}是小数, 末尾的 0 可能已经丢失", "请在原表里把这一列设为“文本”, 写成 2-1801 这样")
    if len(text) > 60:
        raise CellError(f"{what}太长", "请只写编号, 其余写在备注里")
    return plain_room(text.removesuffix(".0"))


def _checked(text: str, what: str, zeros: bool = False) -> str:
    text = text.strip("- ").replace(" ", "")
    if not text or len(text) > LONGEST:
        raise CellError(f"{what}看不懂", f"请只写编号, 最多 {LONGEST} 个字")
    return text if zeros else _number(text)


def _number(text: str) -> str:
    match = re.fullmatch(r"0+(\d.*)", text)
    return match[1] if match else text

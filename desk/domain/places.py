"""Rooms as people type and say them, understood while still being typed; and written in the two forms of the house."""

import re
import unicodedata
from dataclasses import dataclass

from desk.domain.code import Code


class Part(Code):
    BUILDING = "building", "楼栋"
    UNIT = "unit", "单元"
    ROOM = "room", "房号"


@dataclass(frozen=True)
class RoomQuery:
    """What was understood. `open` is the last part where more may follow (search it as a prefix), None if it is closed.

    `area` is what stood before the building (翠湖花园, 一期), `place` what stood behind instead of a room (电梯).
    """

    building: str = ""
    unit: str = ""
    room: str = ""
    open: Part | None = None
    area: str = ""
    place: str = ""

    @property
    def complete(self) -> bool:
        """Whether it can name one home."""
        return bool(self.building and self.room) and (len(self.room) >= 3 or not self.room.isdigit())

    @property
    def short(self) -> str:
        return room_short(self.building, self.unit, self.room)


def room_long(building: str, unit: str, room: str) -> str:
    """3栋2单元1801; A座1203 where a building has a letter and no units."""
    house = building
    if re.fullmatch(r"\d+[A-Z]?", building):
        house += "栋"
    elif re.fullmatch(r"[A-Z]+\d*", building):
        house += "座"
    return house + (f"{unit}单元" if re.fullmatch(r"\w{1,2}", unit) else unit) + room


def room_short(building: str, unit: str, room: str) -> str:
    """3-2-1801; parts that are not there are left out."""
    return "-".join(part for part in (building, unit, room) if part)


SORTED_DIGITS = 4


def sort_key(*parts: str) -> str:
    """Numbers in their natural order, as text that sorts the same everywhere: 0003-0002-1801."""
    return "-".join(part.zfill(SORTED_DIGITS) if part.isdigit() else part for part in parts)


_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(f"[{''.join(_DIGITS)}{''.join(_TENS)}]+")
_SEPARATORS = dict.fromkeys(map(ord, "－—–‐‑−─―ー~～_。．·•・、，,./*\\|:;；：'`"), "-")


def chinese_number(text: str) -> str:
    """三十二 -> 32, 一八零一 -> 1801, 十 -> 10."""
    if not any(char in _TENS for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    total, figure = 0, 0
    for char in text:
        if char in _TENS:
            total += (figure or 1) * _TENS[char]
            figure = 0
        else:
            figure = _DIGITS[char]
    return str(total + figure)


# A Chinese number is one where a word of a room follows, or where it stands alone between separators.
_COUNTED = re.compile(rf"({_CHINESE.pattern})(?=\s*(?:#|栋|幢|座|号|楼|单元|梯|门|室|房|户|层|F|-|\s|$))")
_AFTER_WORD = re.compile(rf"(?<=[栋幢座楼元梯门层#])\s*({_CHINESE.pattern})$")


_WORDS = re.compile(r"\s*(#|栋|幢|座|号楼|号|楼|单元|梯|门|层|室|房|户)\s*")


def plain_room(text: str) -> str:
    """Full width to half, Chinese numbers to figures, every separator to one `-` or one space, letters upper case."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = re.sub(r"(?<=\d)[一ー](?=\d)", "-", text).translate(_SEPARATORS).upper()
    text = _COUNTED.sub(lambda match: chinese_number(match[1]), text)
    text = _AFTER_WORD.sub(lambda match: chinese_number(match[1]), text)
    text = _WORDS.sub(r"\1", re.sub(r"\s*-[\s-]*", "-", text))
    return re.sub(r"\s+", " ", text)


_B, _U, _R = r"\d{1,3}[A-Z]?|[A-Z]{1,2}\d{0,2}", r"\d{1,2}|[A-Z]", r"[A-Z]?\d{1,4}[A-Z]?"
_HOUSE = r"(?:#楼?|号楼|栋楼?|幢|座|号)"
_WORDED = re.compile(
    rf"(?P<b>{_B})(?P<bw>{_HOUSE}|楼(?=-? ?(?:{_U})(?:单元|单|门|梯)))[- ]?"
    rf"(?:(?P<u>{_U})(?P<uw>单元?|门|梯)[- ]?|(?P<u2>{_U})[- ](?=[A-Z]?\d))?"
    rf"(?:(?P<f>\d{{1,2}})(?:楼|层|F)[- ]?)?"
    rf"(?P<r>{_R})?(?P<rw>号房|室|房|号|户)?"
    r"(?P<place>[^\W\dA-Z_]{2,8})?"
)
_STREET_NUMBER = re.compile(r"[路街道巷弄]-?\d+号(?!楼|房)")


def parse_rooms(text: str) -> tuple[RoomQuery, ...]:
    """The rooms that what is typed so far can mean, likeliest first; empty where it is no room."""
    plain = plain_room(text)
    if not plain or len(plain) > 60 or _STREET_NUMBER.search(plain):
        return ()
    found = _worded(plain, "") or _figures(plain, "")
    if found:
        return found
    for match in re.finditer(r"(?<=[^\W\dA-Z_])[- ]?(?=[\dA-Z])", plain):
        area, rest = plain[: match.start()].strip(" -"), plain[match.end() :]
        if re.search(r"[^\W\dA-Z_]", area) and (found := _worded(rest, area) or _figures(rest, area)):
            return found
    return ()


def _worded(plain: str, area: str) -> tuple[RoomQuery, ...]:
    """3栋2单元1801 and its kin: at least the building carries its word."""
    match = _WORDED.fullmatch(plain.rstrip("- ") or "-")
    if match is None:
        return ()
    building = _number(match["b"])
    unit = _number(match["u"] or match["u2"] or "")
    room = _on_floor(match["f"] or "", match["r"] or "")
    place = match["place"] or ""
    if place:
        if room and not match["rw"] and not unit and len(room) <= 2:  # 3栋2电梯
            unit, room = _number(room), ""
        return (RoomQuery(building, unit, room, None, area, place),)
    if not room:
        return (RoomQuery(building, unit, "", Part.ROOM if unit else Part.UNIT, area),)
    whole = RoomQuery(building, unit, room, None if match["rw"] else Part.ROOM, area)
    if unit or len(room) > 2 or match["rw"] or not room.isdigit():
        return (whole,)
    return RoomQuery(building, _number(room), "", Part.UNIT, area), whole


_UNIT_THEN_PLACE = re.compile(rf"({_B})(?:[- ]({_U}))?[- ]?([^\W\dA-Z_]{{2,8}})")


def _figures(plain: str, area: str) -> tuple[RoomQuery, ...]:
    """3-2-1801, 3 2 1801, 32 1801, 321801: figures and letters, with separators or without."""
    if (match := _UNIT_THEN_PLACE.fullmatch(plain)) and match[3] != "单元":
        return (RoomQuery(_number(match[1]), _number(match[2] or ""), "", None, area, match[3]),)
    ended = bool(re.search(r"(号房|室|房|户)$", plain))
    plain = re.sub(r"(号房|室|房|户)$", "", plain)
    # `3-2单元1801`, `3-2#1801`: words between figures say no more than a separator does.
    plain = re.sub(r"([- ][\dA-Z]{1,2})(?:单元?|门|梯|#)-?", r"\1-", plain)
    trailing = plain.endswith("-")
    parts = [part for part in re.split(r"[- ]", plain) if part]
    if not parts or not all(re.fullmatch(r"[A-Z]{0,2}\d{0,7}[A-Z]?", part) for part in parts):
        return ()
    makers = {1: _one, 2: _two, 3: _three, 4: _four}
    make = makers.get(len(parts))
    found = [query for query in make(parts, trailing, " " in plain) if _plausible(query)] if make else []
    return tuple(_closed(query, ended, area) for query in dict.fromkeys(found))


def _one(parts: list[str], trailing: bool, spaced: bool) -> list[RoomQuery]:
    (one,) = parts
    if trailing:
        return [RoomQuery(_number(one), open=Part.UNIT)]
    out = [RoomQuery(_number(one), open=Part.BUILDING)]
    if not one.isdigit():
        return out
    for n in (1, 2):  # 321801 is building 3 unit 2, else building 32; 31801 can be building 3 without units
        if len(one) >= 5 and 3 <= len(one) - n - 1 <= 4 and one[n] != "0":
            out.append(RoomQuery(_number(one[:n]), one[n], one[n + 1 :], Part.ROOM))
    for n in (1, 2):
        if len(one) >= 5 and 3 <= len(one) - n <= 4:
            out.append(RoomQuery(_number(one[:n]), "", one[n:], Part.ROOM))
    return out


def _two(parts: list[str], trailing: bool, spaced: bool) -> list[RoomQuery]:
    first, second = parts
    if trailing:
        return [RoomQuery(_number(first), _number(second), open=Part.ROOM)]
    joined = re.fullmatch(r"(\d{1,2})(\d)", first)
    packed = RoomQuery(_number(joined[1]), joined[2], second, Part.ROOM) if joined else None
    plain = RoomQuery(_number(first), "", second, Part.ROOM)
    out = [RoomQuery(_number(first), _number(second), open=Part.UNIT)] if re.fullmatch(_U, second) else []
    # With a space `32 1801` is building 3, unit 2; with a stroke `32-1801` is building 32 first.
    if packed and packed.unit != "0":
        return [packed, *out, plain] if spaced and len(second) > 2 else [*out, plain, packed]
    return [*out, plain]


def _three(parts: list[str], trailing: bool, spaced: bool) -> list[RoomQuery]:
    first, second, third = parts
    return [RoomQuery(_number(first), _number(second), third, Part.ROOM)]


def _four(parts: list[str], trailing: bool, spaced: bool) -> list[RoomQuery]:
    first, second, third, fourth = parts
    if len(fourth) <= 2 and third.isdigit():  # 3-2-18-01: the floor apart
        return [RoomQuery(_number(first), _number(second), _on_floor(third, fourth), Part.ROOM)]
    return [RoomQuery(_number(second), _number(third), fourth, Part.ROOM, area=first)]  # 1-3-2-1801: 一期


def _plausible(query: RoomQuery) -> bool:
    return bool(
        re.fullmatch(_B, query.building)
        and (not query.unit or re.fullmatch(_U, query.unit))
        and (not query.room or re.fullmatch(_R, query.room))
    )


def _closed(query: RoomQuery, ended: bool, area: str) -> RoomQuery:
    return RoomQuery(
        query.building, query.unit, query.room, None if ended else query.open, area or query.area, query.place
    )


def _number(text: str) -> str:
    """03 -> 3; a building 0 stays."""
    match = re.fullmatch(r"0+(\d.*)", text)
    return match[1] if match else text


def _on_floor(floor: str, room: str) -> str:
    """18楼01 -> 1801; 18楼1801 -> 1801."""
    if not floor or not room or (len(room) > 2 and room.startswith(floor)):
        return room
    return floor + room.rjust(2, "0")


# In running text a room needs its words or three figures in a row; `98号` after a street is a house number.
ROOM_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z-])(?:"
    rf"(?P<b>{_B})(?:#楼?|号楼|栋楼?|幢|座|楼(?=(?:{_U})(?:单元|门|梯)))[- ]?"
    rf"(?:(?P<u>{_U})(?:单元|门|梯)[- ]?|(?P<u2>{_U})-(?=[A-Z]?\d{{2}}))?"
    r"(?:(?P<f>\d{1,2})(?:楼|层|F)-?(?=\d))?"
    r"(?:(?P<r>[A-Z]?\d{3,4}[A-Z]?|[A-Z]\d{1,2}|(?<=[楼层F])\d{2})(?![\d年月日元块点:.])(?:号房|室|房|号|户)?)?"
    r"|(?<![路街道巷弄])(?P<b3>\d{1,3}[A-Z]?|[A-Z]\d?)(?:-(?P<u3>\d{1,2}|[A-Z]))?-(?P<r3>[A-Z]?\d{3,4}[A-Z]?)(?![\d-])(?:室|房|(?!号))"
    r"|(?P<b4>\d{1,3}) (?P<u4>\d) (?P<r4>\d{3,4})(?![\d-])(?:室|房|(?!号))"
    r")"
)


def figures_of_line(line: str) -> str:
    """A line of running text made ready for ROOM_IN_TEXT; its letters keep their case outside of buildings."""
    line = re.sub(r"[－—–‐‑−─―]", "-", unicodedata.normalize("NFKC", line))
    line = _COUNTED.sub(lambda match: chinese_number(match[1]), line)
    line = re.sub(r"\s*(栋|幢|座|号楼|单元)\s*(?=[\da-zA-Z])|\s*(栋|幢|座|号楼|单元)", r"\1\2", line)
    return re.sub(r"(?<![A-Za-z])[a-z](?=\d{0,2}座|\d{1,2}(?!\d))", lambda match: match[0].upper(), line)


def query_of(match: re.Match[str]) -> RoomQuery:
    """The room of a match of ROOM_IN_TEXT."""
    building = match["b"] or match["b3"] or match["b4"]
    unit = match["u"] or match["u2"] or match["u3"] or match["u4"] or ""
    room = _on_floor(match["f"] or "", match["r"] or match["r3"] or match["r4"] or "")
    return RoomQuery(_number(building), _number(unit), room)

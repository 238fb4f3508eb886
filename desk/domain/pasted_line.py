"""A line pasted from a chat or a sheet: its telephone numbers, its room, and what is probably the name."""

import re
import unicodedata
from dataclasses import dataclass

from desk.domain.phones import Phone, find_phones
from desk.domain.places import ROOM_IN_TEXT, RoomQuery, figures_of_line, query_of


@dataclass(frozen=True)
class PastedLine:
    """What was found; `room` may lack its unit or number, `name` is a guess to be shown, never stored unasked."""

    phones: tuple[Phone, ...] = ()
    room: RoomQuery | None = None
    name: str = ""


_HAN = r"\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff"
_LABELS = re.compile(
    r"(?:收货人|收件人|联系人|报修人|姓名|手机号码|手机号|手机|联系电话|电话号码|电话|所在地区|详细地址|收货地址|地址)[:：]?"
)
_TITLE = re.compile(rf"[{_HAN}]{{1,3}}?(?:女士|先生|小姐|太太|阿姨|大爷|奶奶|叔叔|老师)")
_ADDRESS = re.compile(r"省|市|区|县|镇|乡|村|街|路|栋|苑")
_PLACE_END = re.compile(r"[省市区县镇乡村路街道巷弄号楼栋幢座苑园院厦州盟旗店铺期室]$")
_TROUBLE = re.compile(r"[漏堵坏修裂断响锁灯水电打拨找请回]|没有|不了")
_NAME = re.compile(rf"[{_HAN}]{{1,4}}[a-zA-Z*]{{0,3}}|[{_HAN}][a-zA-Z*某]{{1,4}}|[a-zA-Z]{{2,12}}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤房文温柳安葛章欧阳尚游易常康殷牛伍齐梅盛童仝"
)
_PHONE_MARK = "\x01"
_LONGEST = 400  # characters; what is longer is a letter, not a line


def read_pasted(text: str) -> PastedLine:
    """The parts of one line, in any order."""
    line = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text[:_LONGEST].replace(_PHONE_MARK, " ")))
    found = list(find_phones(line))
    for _, begin, end in reversed(found):
        line = f"{line[:begin]} {_PHONE_MARK} {line[end:]}"
    room, rest = _take_room(line)
    phones = tuple(dict.fromkeys(phone for phone, _, _ in found))
    named = bool(phones or room or _ADDRESS.search(line))
    return PastedLine(phones, room, _name(rest) if named else "")


def _take_room(line: str) -> tuple[RoomQuery | None, str]:
    plain = figures_of_line(line)
    best = max(ROOM_IN_TEXT.finditer(plain), key=lambda match: len(match[0]), default=None)
    if best is None:
        return None, line
    return query_of(best), f"{plain[: best.start()]} {plain[best.end() :]}"


def _name(rest: str) -> str:
    titled = _TITLE.search(rest)
    if titled and titled[0][0] in _SURNAMES:
        return titled[0]
    tokens = [token for token in re.split(r"[\s,，。;；、:：/|]+", _LABELS.sub(" ", rest)) if token]
    marks = {index for index, token in enumerate(tokens) if token == _PHONE_MARK}
    words = [token for token in tokens if token != _PHONE_MARK]
    best, most = "", -1
    for index, token in enumerate(tokens):
        name = token.removesuffix("收")
        begins_another = any(other != token and other.startswith(token) for other in words)
        if begins_another or not _NAME.fullmatch(name) or _PLACE_END.search(name) or _TROUBLE.search(name):
            continue
        score = 4 * (index + 1 in marks) + 3 * (index - 1 in marks) + 4 * (name[0] in _SURNAMES)
        score += index == len(tokens) - 1
        if score > most:
            best, most = name, score
    return best

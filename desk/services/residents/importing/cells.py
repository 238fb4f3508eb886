"""One cell at a time: what a date, an area, a floor, a relation or a name is in the many ways people type them."""

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from desk.domain.text import without_controls
from desk.services.residents.importing.book import Cell
from desk.services.residents.record import Relation, ServiceLevel

NOTHING = frozenset(
    ["无", "-", "--", "—", "——", "/", "\\", "暂无", "没有", "无电话", "空", "不详", "未知", "未填", "N/A", "#N/A"]
)
NOBODY = NOTHING | frozenset(["空置", "空房", "空关", "未售", "待售", "未售出", "未销售", "未入住", "无人", "开发商"])
LONGEST_NOTHING = 8
EPOCH = datetime.date(1899, 12, 30)
# Serial days that are dates of this trade: 1927-10-10 .. 2119-01-09.
SERIALS = range(10_145, 80_000)
YEARS = range(1900, 2200)
DATE = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?"
)
PACKED_DATE = re.compile(r"(19\d{2}|20\d{2})(\d{2})(\d{2})")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?|\d{2}:\d{2}:\d{2}")
HAN_NAME = r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,6}"
SEVERAL_NAMES = re.compile(rf"{HAN_NAME}(?:[\s、,，/;；&和]+{HAN_NAME})+")

RELATIONS: dict[Relation, str] = {
    Relation.OWNER: "业主 产权人 户主 房主 本人 业主本人 共有人 共有产权人 产权共有人 房屋业主 1001",
    Relation.FAMILY: (
        "家人 家属 家庭成员 亲属 业主家属 业主家人 房屋成员 配偶 妻子 丈夫 妻 夫 爱人 老公 老婆 "
        "父亲 母亲 父 母 父母 爸爸 妈妈 儿子 女儿 子 女 子女 孩子 兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 "
        "岳父 岳母 公公 婆婆 儿媳 女婿 孙子 孙女 1002"
    ),
    Relation.TENANT: "租户 租客 租赁 承租人 承租 租住 出租 房屋租客 租赁户 使用人 1003",
}
RELATION_WORDS = {word: relation for relation, words in RELATIONS.items() for word in words.split()}
# What the other property system writes for relations we do not keep.
FOREIGN_RELATIONS = {"1004": "临时人员"}


class CellError(Exception):
    """A cell that cannot be taken: the reason and what to do, in Chinese."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def text_of(cell: Cell) -> str:
    """The cell as text without what may not be stored, outer space cut; nothing else is changed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if not isinstance(cell, str):
        return str(cell)
    return cell.strip() if cell.isprintable() else without_controls(cell).strip()


def plain(cell: Cell) -> str:
    """For comparing with known words: full width folded, no spaces."""
    text = text_of(cell)
    if text.isascii() and text.isalnum():
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_nothing(cell: Cell) -> bool:
    """Whether the cell is empty or says in a short word that there is nothing."""
    if cell is None or isinstance(cell, int):
        return cell is None
    if len(cell) > LONGEST_NOTHING and not cell.isspace():
        return False
    word = plain(cell)
    return not word or word in NOTHING


def read_day(cell: Cell) -> str | None:
    """2020-6-10, 2020.6.10, 2020年6月10日, 20200610 and serial days, as YYYY-MM-DD; None where nothing stands."""
    if is_nothing(cell):
        return None
    text = unicodedata.normalize("NFKC", text_of(cell)).strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and int(Decimal(text)) in SERIALS:
        return (EPOCH + datetime.timedelta(days=int(Decimal(text)))).isoformat()
    match = DATE.fullmatch(text) or PACKED_DATE.fullmatch(text)
    if match is not None and int(match[1]) in YEARS:
        try:
            return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            raise CellError("没有这一天", "请改成真实的日期, 如 2020-06-10") from None
    raise CellError("日期看不懂", "请写成 2020-06-10 这样")


def read_area(cell: Cell) -> int | None:
    """Square metres ("94.56", "94.56㎡") as whole square centimetres."""
    if is_nothing(cell):
        return None
    text = re.sub(r"(?:㎡|m2|m²|平方米|平方|平米|平)$", "", plain(cell).lower())
    try:
        metres = Decimal(text.replace(",", "")) if len(text) < 20 else Decimal("NaN")
    except InvalidOperation:
        metres = Decimal("NaN")
    if metres.is_nan() or metres.is_infinite():
        raise CellError("面积看不懂", "请只写数字, 单位平方米, 如 94.56")
    if metres == 0:
        return None
    if not 0 < metres < 100_000:
        raise CellError("面积不像真的", "请核对, 单位是平方米")
    return int((metres * 10_000).to_integral_value())


def read_floor(cell: Cell) -> int | None:
    """18, 18层, 18F, -1, B1, 负一层."""
    if is_nothing(cell):
        return None
    text = re.sub(r"(?:楼|层|F)$", "", plain(cell).upper()).removeprefix("第")
    text = re.sub(r"^(?:B|负|地下)(?=[\d一二三])", "-", text).replace("一", "1").replace("二", "2").replace("三", "3")
    if re.fullmatch(r"-?\d{1,3}(?:\.0)?", text):
        return int(Decimal(text))
    raise CellError("楼层看不懂", "请只写数字, 地下一层写 -1")


def read_relation(cell: Cell) -> Relation | None:
    """Owner, family or tenant; None where nothing stands."""
    if is_nothing(cell):
        return None
    word = plain(cell)
    found = RELATION_WORDS.get(word) or RELATION_WORDS.get(re.sub(r"[(].*?[)]", "", word))
    if found is not None:
        return found
    named = FOREIGN_RELATIONS.get(word)
    shown = f"{named} ({word})" if named else word[:20]
    raise CellError(f"不认识的关系“{shown}”", "请改成 业主、家人 或 租户")


def read_level(cell: Cell) -> ServiceLevel | None:
    if is_nothing(cell):
        return None
    word = plain(cell)
    for level in ServiceLevel:
        if word in (level.label, level.value):
            return level
    raise CellError("不认识的服务等级", "请改成 普通 或 重点")


def read_names(cell: Cell) -> list[str]:
    """The people of a cell; several Chinese names in one cell are several people, anything else is one name."""
    if cell is None or plain(cell) in NOBODY:
        return []
    text = text_of(cell)
    if SEVERAL_NAMES.fullmatch(text):
        return list(dict.fromkeys(re.split(r"[\s、,，/;；&和]+", text)))
    return [text] if text else []

"""The office's list of notice types: lead time, who reads before it goes out, for whom, what to advise."""

import re

from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.lists import YES, Cells, ListColumn, ListFacts, ListKind, Lists

K = ListKind
NOTICES = "notice_types"
GENERAL, URGENT_KIND = "01", "00"  # what is not of any other type


class ReviewMode(Code):
    SECOND_READER = "second_reader", "复核"
    SEND_FIRST = "send_first", "先发后核"
    MANAGER = "manager", "经理"


class Audience(Code):
    ALL = "all", "全小区"
    BUILDING = "building", "楼栋"
    UNIT = "unit", "单元"
    HOME = "home", "房屋"
    RESIDENT = "resident", "指定住户"
    CAR_OWNERS = "car_owners", "车主"


def _check_type(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"\d\d", code):
        raise DeskError(f"类型码“{code}”不对", "请写两位数字, 例如 14", "code")
    if cells.get("over_hours") and not cells.get("lead_hours"):
        raise DeskError("没有提前量, 就不用写超过几小时", "请补上提前量, 或把这格空着", "over_hours")
    lead, advised = int(cells.get("lead_hours") or 0), int(cells.get("advised_hours") or 0)
    if advised and advised <= lead:
        raise DeskError("建议提前要比提前量长", f"现在是 {advised} 和 {lead}", "advised_hours")
    if cells.get("signs_up") == YES and cells.get("restores") == YES:
        raise DeskError("活动没有恢复可发", "两个只能选一个", "restores")


NOTICE_LISTS: tuple[ListFacts, ...] = (
    ListFacts(
        NOTICES, "公告类型", "每类公告提前多久发, 谁来复核, 默认发给谁, 提醒什么",
        (
            ListColumn("name", "名称", required=True, limit=20, unique=True),
            ListColumn("title", "公告标题", required=True, limit=20),
            ListColumn("lead_hours", "提前量", K.NUMBER, unit="小时", highest=1440, hint="空着就是不要求"),
            ListColumn("advised_hours", "建议提前", K.NUMBER, unit="小时", highest=1440),
            ListColumn("over_hours", "超过几小时才要", K.NUMBER, unit="小时", highest=240, hint="短于这个的不要求提前"),
            ListColumn("within_minutes", "突发几分钟内发", K.NUMBER, unit="分钟", highest=1440),
            ListColumn("review", "审核", K.CHOICE, required=True, code=ReviewMode),
            ListColumn("audience", "默认范围", K.CHOICE, code=Audience),
            ListColumn("outside", "外单位来文", K.FLAG, hint="要填收文时间, 收文后限时转发"),
            ListColumn("restores", "要发恢复", K.FLAG),
            ListColumn("signs_up", "可报名", K.FLAG),
            ListColumn("tips", "温馨提示", limit=300),
            ListColumn("problems", "群报的问题码", K.WORDS, hint="报这些问题的人多了, 建议发这类公告: 16、12"),
        ),
        ListColumn("code", "码", required=True, hint="2 位数字", limit=2),
        kept=frozenset({GENERAL, URGENT_KIND}), brief=("lead_hours", "review", "audience"), check=_check_type,
    ),
)  # fmt: skip

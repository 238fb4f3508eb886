"""The office's lists of housekeeping: what can be booked and for which price in words, and the companies that do it."""

import re

from desk.domain.errors import DeskError
from desk.domain.lists import Cells, ListColumn, ListFacts, ListKind, Lists

K = ListKind
WORKS, COMPANIES = "housekeeping_works", "housekeeping_companies"
OTHER_WORK = "0"


def _check_work(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"\d", code):
        raise DeskError(f"“{code}”不是一位数字", "这是预约时按的那个键, 请写 0 到 9", "code")


HOUSEKEEPING_LISTS: tuple[ListFacts, ...] = (
    ListFacts(
        WORKS, "家政项目", "业主能约什么, 多久, 价格怎么说, 上门前提醒什么",
        (
            ListColumn("name", "项目", required=True, limit=12, unique=True),
            ListColumn("words", "联想词", K.WORDS, hint="业主会说的词, 用顿号隔开: 开荒、大扫除"),
            ListColumn("minutes", "用时", K.NUMBER, unit="分钟", highest=1440),
            ListColumn("price", "价格怎么说", limit=60, hint="例如 每小时 45 元, 2 小时起; 由家政公司收"),
            ListColumn("precautions", "上门前的话", K.SENTENCES, limit=300),
        ),
        ListColumn("code", "数字键", required=True, hint="0 到 9", limit=1), kept=frozenset({OTHER_WORK}),
        brief=("minutes", "price"), check=_check_work,
    ),
    ListFacts(
        COMPANIES, "家政公司", "谁来做, 电话多少, 几点上班; 确认的时限从这里的上班时间算",
        (
            ListColumn("name", "名称", required=True, limit=20, unique=True),
            ListColumn("phone", "电话", required=True, limit=40),
            ListColumn("contact", "联系人", limit=20),
            ListColumn("works", "做哪些项目", K.NAMES, refers=WORKS, hint="空着就是都做"),
            ListColumn("hours", "上班时间", K.HOURS, hint="空着就按规则里的家政公司上班时间"),
            ListColumn("confirm_minutes", "确认时限", K.NUMBER, unit="分钟", lowest=1, highest=1440,
                       hint="空着就按规则"),
        ),
        brief=("phone", "works", "hours"),
    ),
)  # fmt: skip

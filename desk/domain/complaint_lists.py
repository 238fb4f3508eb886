"""Kinds of complaints as a list of the office: who answers, how pressing, what makes one valid."""

import re

from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.lists import Cells, ListColumn, ListFacts, ListKind, Lists
from desk.domain.roles import Role

K = ListKind
TYPES = "complaint_types"
OTHER_TYPE = "00"


class Receiver(Code):
    """Who gets a complaint of a kind; a post, not a person."""

    DEPARTMENT = "department", "部门主管"
    SUPERVISOR = "supervisor", "客服主管"
    FOREMAN = "foreman", "工程班长"
    SQUAD_LEADER = "squad_leader", "秩序主管"
    BUTLER = "butler", "管家"
    ACCOUNTANT = "accountant", "财务"
    CLEANING = "cleaning", "保洁/绿化主管"
    MANAGER = "manager", "项目经理"
    HEAD_OFFICE = "head_office", "总部"


# Which account stands for the post. Cleaning and gardening have no head of their own at the desk.
ROLE_OF = {
    Receiver.SUPERVISOR: Role.SUPERVISOR,
    Receiver.FOREMAN: Role.FOREMAN,
    Receiver.SQUAD_LEADER: Role.SQUAD_LEADER,
    Receiver.BUTLER: Role.BUTLER,
    Receiver.ACCOUNTANT: Role.ACCOUNTANT,
    Receiver.CLEANING: Role.SUPERVISOR,
    Receiver.MANAGER: Role.MANAGER,
    Receiver.HEAD_OFFICE: Role.HEAD_OFFICE,
}


def _check_type(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"\d\d", code):
        raise DeskError(f"类型码“{code}”不对", "请写两位数字, 例如 15", "code")
    if cells.get("receiver") and cells.get("receiver") == cells.get("beside"):
        raise DeskError("处理人和同办人是同一个岗位", "请把同办人清空或换一个岗位", "beside")


COMPLAINT_TYPES = ListFacts(
    TYPES, "投诉类型", "哪一类投诉先给谁, 急不急, 怎样算有效; 重点业主的直接给项目经理",
    (
        ListColumn("name", "类型", required=True, limit=20, unique=True),
        ListColumn("receiver", "处理人", K.CHOICE, required=True, code=Receiver, hint="部门主管: 被投诉人的主管"),
        ListColumn("beside", "同办", K.CHOICE, code=Receiver),
        ListColumn("urgent", "紧急", K.FLAG),
        ListColumn("urgent_when", "什么时候算紧急", limit=60, hint="例如 堵门; 受理时照着问"),
        ListColumn("criteria", "有效判定要点", limit=100),
        ListColumn("hours", "答复时限", K.NUMBER, lowest=1, highest=720, unit="小时", hint="空着就按规则"),
        ListColumn("forwarded", "上级转办", K.FLAG, hint="要写对方编号和期限, 时限按对方的"),
    ),
    ListColumn("code", "码", required=True, hint="2 位数字", limit=2), kept=frozenset({OTHER_TYPE}),
    brief=("receiver", "beside", "urgent", "criteria"), check=_check_type,
)  # fmt: skip
COMPLAINT_LISTS: tuple[ListFacts, ...] = (COMPLAINT_TYPES,)

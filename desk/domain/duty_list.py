"""The duty table and the things handed over as lists of the office: who does what when, what must be there."""

from desk.domain import list_cells
from desk.domain.code import Code
from desk.domain.day_cells import spans_of
from desk.domain.errors import DeskError
from desk.domain.lists import Cells, ListColumn, ListFacts, ListKind, Lists
from desk.domain.roles import Role

K = ListKind
DUTY = "duty"
STAFF = "staff"  # not a list of its own: those who work here, laid under the lists so that a row may name them
POSTS = (
    Role.CLERK, Role.SUPERVISOR, Role.SQUAD_LEADER, Role.FOREMAN, Role.BUTLER, Role.MANAGER, Role.ACCOUNTANT,
)  # fmt: skip


class Activity(Code):
    """What somebody is on duty for."""

    DESK = "desk", "前台"
    ACCEPTANCE = "acceptance", "生鲜验收"
    NIGHT = "night", "夜间值班"


def _check_duty(code: str, cells: Cells, lists: Lists) -> None:
    spans_of(cells.get("hours", ""))
    first, last = cells.get("from_on", ""), cells.get("to_on", "")
    if first and last and last < first:
        raise DeskError(f"{first} 起, {last} 止: 起晚于止", "请改正其中一个日期", "from_on")
    roles = set(list_cells.words_of(cells.get("roles", "")))
    staff = lists.every(STAFF)
    for person in list_cells.words_of(cells.get("people", "")):
        held = set(list_cells.words_of(staff.get(person, {}).get("roles", "")))
        if held and not held & roles:
            said = list_cells.join_words(Role.label_of(one) for one in sorted(roles))
            name = staff[person].get("name", person)
            raise DeskError(f"{name}没有“{said}”的岗位", "请换一个人, 或写在代班里, 或先在人员里给他岗位", "people")


DUTY_LIST = ListFacts(
    DUTY, "值班表", "什么事、哪些岗位、哪天、几点到几点; 写了人就只认这个人和代班, 写了起止日期的行那几天盖过平时的",
    (
        ListColumn("name", "班次", required=True, limit=20, unique=True, hint="例如 早班、午间验收"),
        ListColumn("activity", "做什么", K.CHOICE, required=True, code=Activity),
        ListColumn("roles", "岗位", K.CODES, required=True, code=Role, among=POSTS, hint="客服、客服主管"),
        ListColumn("days", "哪几天", K.DAYS, required=True, hint="每天、工作日、周末、节假日、周六"),
        ListColumn("hours", "几点", K.HOURS, required=True, hint="8:00-11:30、13:30-17:00; 过夜写 17:00-8:00"),
        ListColumn("people", "指定的人", K.NAMES, refers=STAFF, hint="空着就是这些岗位的人都可以"),
        ListColumn("deputies", "代班", K.NAMES, refers=STAFF, hint="不在这个岗位也可以代的人"),
        ListColumn("from_on", "从哪天起", K.DATE, hint="只排这几天时才填, 例如 2026-11-22"),
        ListColumn("to_on", "到哪天止", K.DATE),
    ),
    brief=("activity", "days", "hours", "roles", "people"), check=_check_duty,
)  # fmt: skip

OBJECTS = "counter_objects"

OBJECT_LIST = ListFacts(
    OBJECTS, "交接物品", "前台要一班一班交的东西; 交接班时逐件点, 对不上的留在记录里",
    (
        ListColumn("name", "名称", required=True, limit=20, unique=True, hint="例如 对讲机、备用金"),
        ListColumn("count", "应有", K.NUMBER, required=True, highest=100_000),
        ListColumn("unit", "单位", required=True, limit=4, hint="把、部、枚、元"),
        ListColumn("place", "放在哪里", limit=40),
    ),
    brief=("count", "unit", "place"),
)  # fmt: skip

DUTY_LISTS: tuple[ListFacts, ...] = (DUTY_LIST, OBJECT_LIST)

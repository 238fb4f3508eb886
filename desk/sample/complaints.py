"""投诉 in the sample: a modest year in both estates and a lively today, with its neutral lines; in a file of their own.

The main file gets the lines alone. The complaints are told into a chronicle of their own, which `keep` writes into the
confidential file, opened for the people of the sample by their secrets.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import DAY, HOUR, MINUTE, add_days, at, day_of
from desk.domain.lists import Lists
from desk.domain.roles import Actor, Role
from desk.domain.scopes import complaints_of
from desk.sample.founding import Founded
from desk.sample.pins import sample_pin
from desk.services.complaints.line import STEP_TO, line_id
from desk.services.complaints.listed import type_of
from desk.services.complaints.naming import receiver_words
from desk.store.bulk import Chronicle

if TYPE_CHECKING:
    from desk.store.database import Database

LIVELY = "cuihu"
YEAR_DAYS = 340
YES, NO = "yes", "no"
ASKED = ("答复清楚吗?", "问题解决了吗?", "还会再发生吗?")


@dataclass(frozen=True)
class Story:
    """What happened: of which kind, what was said and done, how it was judged, how content the person was.

    `upto`: how far it has come, for those of today. `hours`: from intake to answer.
    """

    type: str
    want: str
    content: str
    handler: Role
    measures: str = ""
    answer: str = ""
    validity: str = "valid"
    reason: str = ""
    content_with: str = "good"
    hours: int = 5
    upto: str = "closed"
    kind: str = "complaint"
    settled: str = ""
    urgent: bool = False


R = Role
# A secret costs a tenth of a second to wrap a key.
HOLDERS = frozenset({R.MANAGER, R.SUPERVISOR, R.FOREMAN, R.HEAD_OFFICE})
YEAR = (
    Story(
        "02",
        "put_right",
        "厨房下水修了两次还堵, 每次都说好了",
        R.FOREMAN,
        "整条横管重新疏通, 换了存水弯",
        "再堵免费上门, 已向您道歉",
    ),
    Story(
        "01",
        "apology",
        "打电话问停水, 前台不耐烦, 没说完就挂了",
        R.SUPERVISOR,
        "听了录音, 当班的人重新培训",
        "已当面道歉",
    ),
    Story(
        "06",
        "put_right",
        "我的固定车位天天被外来车占",
        R.SQUAD_LEADER,
        "加了地锁, 门岗核对车牌",
        "以后有车占位请打门岗, 五分钟内来人",
        hours=30,
    ),
    Story(
        "08",
        "explanation",
        "楼上半夜跳绳, 物业不管",
        R.BUTLER,
        "上门和楼上说了三次",
        "邻里之间我们只能劝, 已约好十点后不跳",
        "invalid",
        "not_ours",
        "fair",
    ),
    Story(
        "04",
        "put_right",
        "地下车库角落的垃圾一个星期没人扫",
        R.SUPERVISOR,
        "已清走, 排进每天的巡查表",
        "每天下午四点前清一次",
        "partial",
    ),
    Story(
        "03",
        "explanation",
        "换个阀门收了一百二, 比价目表贵",
        R.ACCOUNTANT,
        "核对价目表和签字的报价单",
        "多收的四十元已退",
        hours=20,
    ),
    Story(
        "12",
        "explanation",
        "停水公告写下午两点, 上午十点就停了",
        R.SUPERVISOR,
        "核对自来水公司来文",
        "自来水公司提前施工, 已更正公告",
        "invalid",
        "not_so",
        "fair",
    ),
    Story(
        "09",
        "put_right",
        "三栋电梯一个月停了四次",
        R.FOREMAN,
        "换了门机, 维保公司写了保证",
        "已换门机, 停一次通报一次",
        urgent=True,
        hours=1,
    ),
    Story("07", "put_right", "楼上装修中午还在打墙", R.BUTLER, "当场叫停, 发了违规单", "午间停工, 再犯扣押金", hours=2),
)
LIGHT = (
    Story("", "", "单元门口能不能放一把雨伞架", R.SUPERVISOR, settled="taken_up", kind="suggestion", answer="下周放"),
    Story("", "", "保安陈刚帮我把老人送上楼, 谢谢", R.SQUAD_LEADER, settled="told", kind="praise"),
    Story("", "", "王师傅修龙头又快又干净", R.FOREMAN, settled="told", kind="praise"),
    Story("", "", "儿童乐园的灯晚上早点开", R.SUPERVISOR, settled="passed_on", kind="suggestion", answer="已改到六点"),
    Story("", "", "前台小李解释得很耐心", R.SUPERVISOR, settled="thanked", kind="praise"),
)
# Hours and minutes before now, and how far each has come.
TODAY = (
    (
        (46, 0),
        Story(
            "02", "put_right", "空调排水管漏, 说来没来", R.FOREMAN, "师傅已补修", "已修好, 向您道歉", upto="answered"
        ),
    ),
    ((21, 40), Story("06", "explanation", "道闸总不抬杆, 堵了半小时", R.SQUAD_LEADER, upto="assigned")),
    ((3, 10), Story("01", "apology", "保洁阿姨拖地溅了我一身水还骂人", R.SUPERVISOR, upto="received")),
    (
        (1, 20),
        Story("05", "explanation", "昨晚电动车棚又丢了电瓶, 监控没人看", R.SQUAD_LEADER, upto="received", urgent=True),
    ),
    ((2, 30), Story("", "", "小赵班长半夜帮我搬冰箱, 谢谢他", R.SQUAD_LEADER, kind="praise", upto="received")),
)


def tell_complaints(
    chronicle: Chronicle,
    founded: Founded,
    world: Mapping[str, Any],
    lists: Lists,
    number: Callable[[], str],
    now: int,
    seed: int,
) -> Chronicle:
    """The lines into `chronicle`; gives the chronicle of the complaints themselves. `number`: of the next line."""
    own = Chronicle(chronicle.rules, chronicle.calendar, chronicle.settings, seed=seed + 1, lists=lists)
    for estate in sorted(founded.scopes):
        _Complaints(chronicle, own, founded, world, lists, number, estate, now, seed).tell()
    return own


def keep_complaints(database: "Database", own: Chronicle, founded: Founded, company: str, now: int) -> None:
    """Write them into the confidential file, and give its key to those of the sample who answer for something."""
    from desk.store import keyring
    from desk.store.confidential import Confidential
    from desk.store.office import Office

    file = Confidential(database, lambda: own.rules, Office(company, own.calendar), lambda: now)
    holders = sorted(key for key, one in founded.staff.items() if _answers(founded, one.id))
    first = next(key for key in holders if Role.MANAGER in _roles(founded, founded.staff[key].id))
    file.open(founded.staff[first].id, sample_pin(founded.staff[first].staff_no))
    assert file.database is not None
    with file.database.write() as connection:
        own.write(connection)
    with database.write() as connection:
        for key in holders:
            if key != first:
                keyring.begin(connection, founded.staff[key].id, sample_pin(founded.staff[key].staff_no))
    file.admit()
    file.close()


def _roles(founded: Founded, ent: str) -> set[Role]:
    return {role for (who, _), held in founded.roles.items() if who == ent for role in held}


def _answers(founded: Founded, ent: str) -> bool:
    return bool(_roles(founded, ent) & HOLDERS)


class _Complaints:
    def __init__(
        self, lines: Chronicle, own: Chronicle, founded: Founded, world: Mapping[str, Any], lists: Lists,
        number: Callable[[], str], estate: str, now: int, seed: int,
    ) -> None:  # fmt: skip
        self._lines, self._own, self._number, self._lists, self._now = lines, own, number, lists, now
        self._dice = random.Random(f"{seed}/complaints/{estate}")
        self._scope, self._estate = founded.scopes[estate], estate
        people = {row["key"]: row for row in world["residents"]}
        self._homes = [
            (founded.homes[row["home"]], people[row["resident"]], founded.residents[row["resident"]]["id"])
            for row in world["residences"]
            if row["relation"] == "owner" and row["home"].startswith(f"{estate}/") and not row.get("to_on")
        ]
        held = [founded.actor(key, self._scope) for key in sorted(founded.staff)]
        self._by_role = {role: [one for one in held if role in one.roles] for role in Role}
        self._phones = {founded.staff[row["key"]].id: str(row.get("phone") or "") for row in world["staff"]}

    def tell(self) -> None:
        today = day_of(self._now)
        stories = [*YEAR, *LIGHT, *LIGHT] if self._estate == LIVELY else [*YEAR[:3], *LIGHT[:3]]
        days = sorted((self._dice.randrange(8, YEAR_DAYS) for _ in stories), reverse=True)
        for back, story in zip(days, self._dice.sample(stories, len(stories)), strict=True):
            self._story(
                story, at(add_days(today, -back), f"{self._dice.randrange(8, 12)}:{self._dice.randrange(60):02d}")
            )
        if self._estate == LIVELY:
            for (hours, minutes), story in TODAY:
                self._story(story, self._now - hours * HOUR - minutes * MINUTE)

    # who

    def _one(self, role: Role) -> Actor:
        return (self._by_role[role] or self._by_role[Role.SUPERVISOR])[0]

    @property
    def _manager(self) -> Actor:
        return self._one(Role.MANAGER)

    # one matter

    def _story(self, story: Story, begun: int) -> None:
        home, person, resident = self._dice.choice(self._homes)
        handler, clerk = (
            self._one(story.handler),
            self._by_role[Role.CLERK][begun // DAY % len(self._by_role[Role.CLERK])],
        )
        no, ent = self._number(), self._own.new_id(begun)
        kind = type_of(story.type, self._lists)
        receiver = receiver_words(handler.name, handler.roles, self._phones.get(handler.id, ""))
        phones = [one["number"] for one in person.get("phones") or ()]
        told = {
            "kind": story.kind, "no": no, "line_id": line_id(self._scope, ent), "channel": "phone",
            "home_id": home["id"], "where": home["room"], "resident_id": resident, "who": person["name"],
            "phone": phones[0] if phones else "", "type": story.type, "type_label": kind.name if kind else "",
            "want": story.want, "content": story.content, "taken_by": clerk.name, "handler_id": handler.id,
            "handler": handler.name, "urgent": story.urgent or (kind.urgent if kind else False) or None,
        }  # fmt: skip
        self._take("receive", begun, ent, clerk, **told)
        row = self._own.values("complaint", ent)
        self._line("open", begun, ent, clerk, no=no, home_id=home["id"], resident_id=resident, receiver=receiver,
                   due_at=row.get("due_at"))  # fmt: skip
        if story.kind != "complaint":
            if story.upto == "closed":
                self._take("settle", begun + DAY, ent, handler, settled=story.settled, answer=story.answer)
                self._line("close", begun + DAY, ent, handler)
            return
        self._course(story, ent, begun, handler)

    def _course(self, story: Story, ent: str, begun: int, handler: Actor) -> None:
        if story.upto == "received":
            return
        manager, supervisor = self._manager, self._one(Role.SUPERVISOR)
        second = supervisor if supervisor.id != manager.id else handler
        judged = begun + (20 if story.urgent else 40) * MINUTE
        self._take("judge", judged, ent, manager, validity=story.validity, invalid_reason=story.reason,
                   judged_by=manager.name)  # fmt: skip
        if story.validity == "invalid":
            self._take("countersign", judged + 5 * MINUTE, ent, second, second=second.name)
        deputy = manager if handler.id != manager.id else supervisor
        self._take("assign", judged + 6 * MINUTE, ent, manager, handler_id=handler.id, handler=handler.name,
                   deputy_id=deputy.id, deputy=deputy.name)  # fmt: skip
        self._line("work", judged + 6 * MINUTE, ent, manager)
        if story.upto == "assigned":
            return
        answered = max(begun + story.hours * HOUR, judged + 30 * MINUTE)
        self._take("act", answered - 10 * MINUTE, ent, handler, measures=story.measures)
        self._take("answer", answered, ent, handler, answer=story.answer, answered_how="phone",
                   answered_by=handler.name)  # fmt: skip
        self._line("answer", answered, ent, handler)
        if story.upto == "answered":
            return
        called = at(add_days(day_of(answered), 2), "10:20")
        answers: Sequence[dict[str, str]] = [
            {"question": one, "answer": NO if one == ASKED[2] else YES} for one in ASKED
        ]
        self._take("dial", called, ent, handler, called_by=handler.name)
        self._take("revisit", called + 2 * MINUTE, ent, handler, satisfaction=story.content_with, answers=answers,
                   call_code="answered", seconds=75, called_by=handler.name)  # fmt: skip
        self._line("close", called + 2 * MINUTE, ent, handler)

    def _take(self, step: str, moment: int, ent: str, by: Actor, **values: Any) -> None:
        told = {name: value for name, value in values.items() if value not in (None, "")}
        self._own.take(complaints_of(self._scope), by, f"complaint.{step}", moment, told, ent)

    def _line(self, step: str, moment: int, ent: str, by: Actor, **values: Any) -> None:
        assert step == "open" or step in STEP_TO.values(), step
        told = {name: value for name, value in values.items() if value not in (None, "")}
        self._lines.take(self._scope, by, f"in_hand.{step}", moment, told, line_id(self._scope, ent))

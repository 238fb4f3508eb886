"""The duty table: every role at every quarter of an hour may or may not accept, and a refusal names who can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain import day_cells
from desk.domain.calendar import DAY, MINUTE, Calendar, Holidays, add_days, at, start_of_day
from desk.domain.deciding import Context
from desk.domain.duty import (
    Activity,
    Holders,
    duty_rows,
    holders,
    may,
    on_duty,
    refusal,
    turns,
)
from desk.domain.duty_list import DUTY, DUTY_LIST, STAFF
from desk.domain.errors import DeskError
from desk.domain.lists import OFF, YES, Cells, Level, Lists, check_row
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from tests.world import own_lists

OWN = own_lists()
R = Role
HOLIDAYS = Holidays({"2026-10-01": False, "2026-10-10": True}, frozenset({2026}))
CALENDAR = Calendar(HOLIDAYS)
DAYS = {"workday": "2026-11-18", "saturday": "2026-11-21", "holiday": "2026-10-01", "make_up": "2026-10-10"}
QUARTERS = [(day, minute) for day in DAYS for minute in range(0, 1440, 15)]
EDGES = [7 * 60, 8 * 60, 8 * 60 + 10, 11 * 60 + 30, 11 * 60 + 40, 13 * 60 + 30, 13 * 60 + 40, 17 * 60, 17 * 60 + 10,
         22 * 60, 22 * 60 + 10]  # fmt: skip
PEOPLE = {"p1": ("赵刚", "squad_leader"), "p2": ("李敏", "clerk"), "p3": ("周婷", "butler")}


def lists(estate: Mapping[str, Cells] | None = None, company: Mapping[str, Cells] | None = None) -> Lists:
    staff = {key: {"name": name, "roles": role} for key, (name, role) in PEOPLE.items()}
    layers = [(Level.COMPANY, {DUTY: company or {}}), (Level.ESTATE, {DUTY: estate or {}})]
    return Lists(lambda: ({**OWN, STAFF: staff}, layers))


def row(**cells: str) -> Cells:
    told = {"name": "班", "activity": "acceptance", "roles": "clerk", "days": "每天", "hours": "8:00-12:00"}
    return {**told, "people": "", "deputies": "", "from_on": "", "to_on": "", **cells}


def settings(grace: int = 10) -> Settings:
    return Settings({"duty.grace_minutes": str(grace)}, facts=ALL_SETTINGS)


def actor(*roles: Role, who: str = "x") -> Actor:
    return Actor(who, frozenset(roles))


def context(held: Lists, who: Actor, moment: int, calendar: Calendar = CALENDAR) -> Context:
    return Context(moment, "e/1", who, settings(), calendar, lists=held)


def expected(role: Role, minute: int, ms: int = 0) -> bool:
    """counter.md 5.1 written out by hand: who may begin an acceptance, the ten minutes after counted."""
    now = minute * MINUTE + ms

    def inside(first: int, last: int) -> bool:
        return first * MINUTE <= now < (last + 10) * MINUTE

    if role in (R.CLERK, R.SUPERVISOR):
        return inside(480, 690) or inside(810, 1020)
    if role is R.SQUAD_LEADER:
        return inside(420, 480) or inside(690, 810) or inside(1020, 1320)
    return False


@pytest.mark.parametrize("role", [one for one in Role if one is not R.RULES])
def test_every_role_at_every_quarter_of_an_hour(role: Role) -> None:
    held = lists()
    for day, minute in QUARTERS:
        moment = start_of_day(DAYS[day]) + minute * MINUTE
        found = may(held, settings(), CALENDAR, actor(role), Activity.ACCEPTANCE, moment)
        assert found is expected(role, minute), (role, day, minute)


@pytest.mark.parametrize("role", [R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.MANAGER])
@pytest.mark.parametrize("ms", [-1, 0, 1])
def test_to_the_millisecond_at_every_change(role: Role, ms: int) -> None:
    for minute in EDGES:
        moment = start_of_day(DAYS["workday"]) + minute * MINUTE + ms
        found = refusal(context(lists(), actor(role), moment), Activity.ACCEPTANCE) is None
        assert found is expected(role, minute, ms), (role, minute, ms)
        strict = may(lists(), settings(0), CALENDAR, actor(role), Activity.ACCEPTANCE, moment)
        assert found or not strict, "grace takes nothing away"


def test_who_holds_two_posts_may_whenever_one_may() -> None:
    both = actor(R.CLERK, R.SQUAD_LEADER)
    for minute in range(0, 1440, 15):
        moment = start_of_day(DAYS["workday"]) + minute * MINUTE
        found = may(lists(), settings(), CALENDAR, both, Activity.ACCEPTANCE, moment)
        assert found is (expected(R.CLERK, minute) or expected(R.SQUAD_LEADER, minute))


class TestRefusals:
    @pytest.mark.parametrize(
        ("clock", "role", "message", "advice"),
        [
            ("18:00", R.CLERK, "现在由秩序维护班长 验收 (至 22:00)", "请他来验收"),
            ("9:00", R.SQUAD_LEADER, "现在由客服 验收 (至 11:30)", "11:30 起由秩序维护班长验收"),
            ("23:10", R.CLERK, "现在没有排人验收, 明天 07:00 起由秩序维护班长 验收", "请项目经理"),
            ("11:41", R.CLERK, "现在由秩序维护班长 验收 (至 13:30)", "13:30 起由客服验收"),
        ],
    )
    def test_they_name_who_can(self, clock: str, role: Role, message: str, advice: str) -> None:
        found = refusal(context(lists(), actor(role), at(DAYS["workday"], clock)), Activity.ACCEPTANCE)
        assert found is not None
        assert (found.code, found.message) == ("duty", message)
        assert advice in found.advice

    def test_the_person_by_name(self) -> None:
        held = lists({"班长验收": row(name="班长验收", roles="squad_leader", hours="17:00-22:00", people="p1")})
        moment = at(DAYS["workday"], "18:00")
        found = refusal(context(held, actor(R.SQUAD_LEADER, who="other"), moment), Activity.ACCEPTANCE)
        assert found is not None
        assert found.message == "现在由秩序维护班长 赵刚 验收 (至 22:00)"
        assert refusal(context(held, actor(R.SQUAD_LEADER, who="p1"), moment), Activity.ACCEPTANCE) is None

    def test_an_empty_table_says_so(self) -> None:
        off: dict[str, Cells] = {code: {**cells, OFF: YES} for code, cells in OWN[DUTY].items()}
        found = refusal(context(lists(off), actor(R.CLERK), at(DAYS["workday"], "9:00")), Activity.ACCEPTANCE)
        assert found is not None
        assert found.message == "值班表里没有人验收"

    def test_the_rules_themselves_are_never_refused(self) -> None:
        assert refusal(context(lists(), actor(R.RULES), at(DAYS["workday"], "23:30")), Activity.ACCEPTANCE) is None


class TestDeputies:
    HELD = row(name="班长验收", roles="squad_leader", hours="17:00-22:00", people="p1", deputies="p3")

    @pytest.mark.parametrize(("who", "role", "is_on"), [
        ("p1", R.SQUAD_LEADER, True), ("p3", R.BUTLER, True), ("p2", R.CLERK, False), ("x", R.BUTLER, False),
        ("x", R.SQUAD_LEADER, False),
    ])  # fmt: skip
    def test_whoever_the_post(self, who: str, role: Role, is_on: bool) -> None:
        held = lists({"班长验收": self.HELD})
        moment = at(DAYS["workday"], "18:00")
        assert may(held, settings(), CALENDAR, actor(role, who=who), Activity.ACCEPTANCE, moment) is is_on

    def test_the_refusal_names_them(self) -> None:
        held = lists({"班长验收": self.HELD})
        found = refusal(context(held, actor(R.CLERK), at(DAYS["workday"], "18:00")), Activity.ACCEPTANCE)
        assert found is not None
        assert "代班 周婷" in found.advice


class TestDays:
    @pytest.mark.parametrize(("days", "on"), [
        ("每天", {"workday", "saturday", "holiday", "make_up"}), ("工作日", {"workday", "make_up"}),
        ("周末", {"saturday"}), ("节假日", {"holiday"}), ("周六", {"saturday", "make_up"}),
        ("工作日、周末", {"workday", "make_up", "saturday"}),
    ])  # fmt: skip
    def test_which(self, days: str, on: set[str]) -> None:
        held = lists({code: {**cells, OFF: YES} for code, cells in OWN[DUTY].items()} | {"班": row(days=days)})
        found = {name for name, day in DAYS.items() if on_duty(held, CALENDAR, Activity.ACCEPTANCE, at(day, "9:00"))}
        assert found == on

    def test_a_night_belongs_to_the_day_it_begins_on(self) -> None:
        held = lists({"夜": row(name="夜", activity="night", days="周五", hours="17:00-8:00")})
        friday = "2026-11-20"
        only = [one for one in duty_rows(held, Activity.NIGHT) if one.code == "夜"]
        assert [(one.from_at, one.to_at) for one in turns(only, CALENDAR, friday, add_days(friday, 1))] == [
            (at(friday, "17:00"), at(add_days(friday, 1), "8:00"))
        ]
        saturday = on_duty(held, CALENDAR, Activity.NIGHT, at(add_days(friday, 1), "7:59"))
        assert {turn.row.code for turn in saturday} == {"夜", "夜班"}

    def test_rows_with_dates_go_before_the_standing_ones(self) -> None:
        dated = row(name="国庆", roles="squad_leader", hours="8:00-12:00", from_on="2026-10-01", to_on="2026-10-03")
        held = lists({"国庆": dated})
        inside, behind = at("2026-10-02", "9:00"), at("2026-10-04", "9:00")
        assert not may(held, settings(), CALENDAR, actor(R.CLERK), Activity.ACCEPTANCE, inside)
        assert may(held, settings(), CALENDAR, actor(R.SQUAD_LEADER), Activity.ACCEPTANCE, inside)
        assert may(held, settings(), CALENDAR, actor(R.CLERK), Activity.ACCEPTANCE, behind)

    def test_the_estates_row_goes_before_the_companys(self) -> None:
        theirs, ours = row(hours="8:00-9:00"), row(hours="9:00-10:00")
        held = lists({"客服验收": ours}, {"客服验收": theirs})
        assert not may(held, settings(0), CALENDAR, actor(R.CLERK), Activity.ACCEPTANCE, at(DAYS["workday"], "8:30"))
        assert may(held, settings(0), CALENDAR, actor(R.CLERK), Activity.ACCEPTANCE, at(DAYS["workday"], "9:30"))


class TestForScreens:
    @pytest.mark.parametrize(("clock", "words"), [
        ("9:00", "客服 (至 11:30, 之后 班长)"), ("12:00", "班长 (至 13:30, 之后 客服)"),
        ("18:00", "班长 (至 22:00, 之后 班长)"), ("23:00", "无人 (班长 明天 07:00 起)"),
        ("6:59", "无人 (班长 07:00 起)"),
    ])  # fmt: skip
    def test_who_accepts(self, clock: str, words: str) -> None:
        moment = at(DAYS["workday"], clock)
        assert holders(lists(), CALENDAR, Activity.ACCEPTANCE, moment).words(moment) == words

    def test_nobody_at_all(self) -> None:
        assert Holders((), None, ()).words(0) == "没有排班"

    def test_until_somebody_with_a_date_takes_over(self) -> None:
        held = lists({"替": row(name="替", roles="squad_leader", hours="10:00-11:00", from_on="2026-11-18")})
        found = holders(held, CALENDAR, Activity.ACCEPTANCE, at("2026-11-18", "9:00"))
        assert found.until_at == at("2026-11-18", "10:00")
        assert [turn.row.code for turn in found.then] == ["替"]


class TestTheList:
    @pytest.mark.parametrize(("change", "why"), [
        ({}, ""), ({"people": "p2"}, ""), ({"people": "p1"}, "赵刚没有“客服”的岗位"), ({"people": "p9"}, "没有“p9”"),
        ({"hours": "8-12"}, "看不懂时间段"), ({"hours": "8:00-12:00、11:00-13:00"}, "重叠"),
        ({"hours": ""}, "还没有填"),
        ({"from_on": "2026-11-20", "to_on": "2026-11-19"}, "起晚于止"), ({"roles": "guard"}, "只能是"),
        ({"days": "初一"}, "看不懂哪天"), ({"hours": "17:00-8:00、7:00-9:00"}, "重叠"), ({"deputies": "p3"}, ""),
    ])  # fmt: skip
    def test_what_can_stand(self, change: dict[str, str], why: str) -> None:
        if not why:
            return check_row(DUTY_LIST, "班", row(**change), lists())
        with pytest.raises(DeskError) as raised:
            check_row(DUTY_LIST, "班", row(**change), lists())
        assert why in f"{raised.value.message} {raised.value.advice}"
        return None

    @pytest.mark.parametrize(("name", "typed", "stored", "shown"), [
        ("roles", "客服 客服主管", "clerk、supervisor", "客服、客服主管"), 
        ("days", "星期六，周天", "周六、周日", "周六、周日"),
        ("hours", "13：30－17：00 8:00-11:30", "8:00-11:30、13:30-17:00", "8:00-11:30、13:30-17:00"),
        ("hours", "17:00-8:00", "17:00-8:00", "17:00-8:00"), ("from_on", "2026年1月2日", "2026-01-02", "2026-01-02"),
        ("people", "赵刚", "p1", "赵刚"), ("days", "天天", "每天", "每天"),
    ])  # fmt: skip
    def test_as_typed_and_as_shown(self, name: str, typed: str, stored: str, shown: str) -> None:
        column = DUTY_LIST.column(name)
        assert column is not None
        assert column.stored(typed, lists()) == stored
        assert column.shown(stored, lists()) == shown


@dataclass(frozen=True)
class _Table:
    rows: tuple[Cells, ...]


def tables() -> st.SearchStrategy[_Table]:
    hour = st.tuples(st.integers(0, 1439), st.integers(0, 1440)).filter(lambda one: one[0] != one[1])
    hours = hour.map(lambda one: f"{one[0] // 60}:{one[0] % 60:02d}-{one[1] // 60}:{one[1] % 60:02d}")
    one = st.builds(
        row,
        hours=hours,
        roles=st.sampled_from(["clerk", "squad_leader", "butler、manager"]),
        days=st.sampled_from(["每天", "工作日", "周末", "周三", "节假日"]),
        from_on=st.sampled_from(["", "2026-11-18"]),
        people=st.sampled_from(["", "", "p1"]),
    )
    return st.lists(one, max_size=4).map(lambda rows: _Table(tuple(rows)))


def _held(table: _Table) -> Lists:
    off: dict[str, Cells] = {code: {**cells, OFF: YES} for code, cells in OWN[DUTY].items()}
    return lists(off | {str(n): {**cells, "name": str(n)} for n, cells in enumerate(table.rows)})


MOMENTS = st.integers(at("2026-11-16", "0:00"), at("2026-11-25", "0:00"))
WHO: Sequence[Actor] = [actor(role, who=who) for role in (R.CLERK, R.SQUAD_LEADER, R.MANAGER) for who in ("x", "p1")]


@given(tables(), MOMENTS, st.sampled_from(WHO))
def test_who_is_on_may_and_grace_only_adds(table: _Table, moment: int, who: Actor) -> None:
    held = _held(table)
    on = on_duty(held, CALENDAR, Activity.ACCEPTANCE, moment)
    strict = may(held, settings(0), CALENDAR, who, Activity.ACCEPTANCE, moment)
    assert strict is any(turn.row.admits(who) for turn in on)
    wide = may(held, settings(10), CALENDAR, who, Activity.ACCEPTANCE, moment)
    before = [
        may(held, settings(0), CALENDAR, who, Activity.ACCEPTANCE, moment - ms) for ms in range(0, 600_001, 60_000)
    ]
    assert wide or not strict
    assert not any(before[:-1]) or wide, "who was on within the grace may still begin"


@given(tables(), MOMENTS)
def test_what_the_screen_says_is_what_holds(table: _Table, moment: int) -> None:
    held = _held(table)
    found = holders(held, CALENDAR, Activity.ACCEPTANCE, moment)
    assert found.now == on_duty(held, CALENDAR, Activity.ACCEPTANCE, moment)
    if found.until_at is not None:
        last = on_duty(held, CALENDAR, Activity.ACCEPTANCE, found.until_at - 1)
        assert set(found.now) <= set(last)
        assert found.until_at - moment <= DAY
    if found.then and not found.now:
        assert found.then[0].from_at > moment


@given(st.lists(st.sampled_from(["每天", "工作日", "周末", "节假日", "周一", "周日"]), min_size=1))
def test_days_are_stored_as_they_are_read(words: list[str]) -> None:
    text = day_cells.days_text("、".join(words))
    assert day_cells.days_text(text) == text

"""A workbook compared with what is in force, without a file: order, doubles, and what needs no word of its own."""

from collections.abc import Callable

from desk.domain.office_lists import PROBLEMS, SKILLS, list_facts
from desk.domain.roles import Role
from desk.services.settings.exchange.plan import Plan, SheetIn, State, plan
from desk.services.settings.exchange.sheets import SETTINGS_SHEET, VALUE, workbook
from tests.services.settings.test_exchange import held
from tests.world import World

Rows = list[list[str]]
Book = dict[str, Rows]


def book(world: World) -> Book:
    """The sheets as they would be written out: titles, then rows."""
    now = held(world)
    settings = world.office.settings(world.database, world.scope)
    sheets = workbook(settings, now.company, now.estate, now.lists, now.crews)
    return {sheet.name: [list(sheet.titles), *(list(row) for row in sheet.rows)] for sheet in sheets}


def read(world: World, change: Callable[[Book], None], told: Book | None = None) -> Plan:
    sheets = told or book(world)
    change(sheets)
    return plan([SheetIn(name, list(enumerate(rows, start=1))) for name, rows in sheets.items()], held(world))


def put(rows: Rows, key: str, title: str, text: str) -> None:
    next(row for row in rows if row[0] == key)[rows[0].index(title)] = text


def label(name: str) -> str:
    facts = list_facts(name)
    assert facts is not None
    return facts.label


def changed(found: Plan) -> list[str]:
    return [one.what for one in found.good if one.state is not State.SAME]


def test_three_limits_raised_at_once_do_not_overtake_each_other(world: World) -> None:
    def change(sheets: Book) -> None:
        for who, minutes in (("clerk", 70), ("foreman", 80), ("manager", 90)):
            put(sheets[SETTINGS_SHEET], f"escalation.{who}_minutes", VALUE, str(minutes))

    world.changed(Role.MANAGER, *read(world, change).steps)
    settings = world.office.settings(world.database, world.scope)
    assert [settings.number(f"escalation.{who}_minutes") for who in ("clerk", "foreman", "manager")] == [70, 80, 90]


def test_limits_that_cannot_stand_together_stay_out_with_the_reason(world: World) -> None:
    found = read(world, lambda sheets: put(sheets[SETTINGS_SHEET], "escalation.clerk_minutes", VALUE, "45"))
    (bad,) = found.bad
    assert (bad.column, "要大于" in bad.reason) == ("C", True)
    assert found.steps == []


def test_a_value_that_is_the_default_again_is_no_word_of_its_own(world: World) -> None:
    before = book(world)
    world.take(Role.MANAGER, "setting.add", key="desk.lock_minutes", value="7")
    found = read(world, lambda sheets: None, before)
    assert changed(found) == ["自动锁屏"]
    world.changed(Role.MANAGER, *found.steps)
    assert [row["status"] for row in world.rows("setting")] == ["void"]


def test_the_same_row_twice_stays_out_once(world: World) -> None:
    def change(sheets: Book) -> None:
        for name in (SETTINGS_SHEET, label(PROBLEMS)):
            sheets[name].append(list(sheets[name][1]))

    found = read(world, change)
    assert [one.sheet for one in found.bad] == [SETTINGS_SHEET, label(PROBLEMS)]
    assert all("重复" in one.reason for one in found.bad)


def test_a_row_may_name_what_an_earlier_sheet_brings(world: World) -> None:
    def change(sheets: Book) -> None:
        sheets[label(SKILLS)].append(["", "潜水", "", ""])
        put(sheets[label(PROBLEMS)], "11", "要的证书", "潜水")

    found = read(world, change)
    assert found.bad == []
    assert changed(found) == ["潜水", "11 龙头漏水"]
    world.changed(Role.MANAGER, *found.steps)


def test_a_setting_nobody_knows_and_an_empty_value_stay_out(world: World) -> None:
    def change(sheets: Book) -> None:
        sheets[SETTINGS_SHEET].append(["from.tomorrow", "明天的", "3", "", "", "", ""])
        put(sheets[SETTINGS_SHEET], "desk.lock_minutes", VALUE, "")

    found = read(world, change)
    assert sorted(one.column for one in found.bad) == ["A", "C"]
    assert found.steps == []

"""Other rooms on Today: one list by urgency, the pile of fresh goods in seconds, what the rail counts."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import HOUR, MINUTE
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Role
from desk.services.work_orders.matters import Group
from desk.ui.kit.row_model import Row
from desk.ui.special import today_open
from desk.ui.special.today import TodayPage
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

NOW = 100 * HOUR


def delivery(name: str, pile: str, left: int | None = None, **facts: object) -> OpenMatter:
    """`left`: minutes to its time, of twenty."""
    due = None if left is None else NOW + left * MINUTE
    told = {"where": "6-1-1203", "rank": Rank.NEXT, "page": "fresh_orders", "pile": pile, "due_at": due, **facts}
    return OpenMatter(OpenKind.DELIVERY, "fresh_order", name, "5 样", since_at=(due or NOW) - 20 * MINUTE, **told)  # type: ignore[arg-type]


def test_what_is_late_is_for_now_and_what_waits_for_others_is_not() -> None:
    late, soon, calm = delivery("1", "out", -1), delivery("2", "out", 3), delivery("3", "to_inspect", 15)
    hidden = delivery("4", "out", 3, today=False)
    later = delivery("5", "out", 15, rank=Rank.LATER)
    found = today_open.rows([calm, late, soon, hidden, later], NOW)
    assert {(group, row.id[-1]) for group, _press, row in found} == {
        (Group.NOW, "1"), (Group.NOW, "2"), (Group.NEXT, "3"),
    }  # fmt: skip
    by_press = sorted(found, key=lambda one: one[1])
    assert [row.id[-1] for _group, _press, row in by_press] == ["1", "2", "3"]
    assert [(row.shape, row.tone) for _g, _p, row in by_press] == [
        ("square", "bad"),
        ("triangle", "warn"),
        ("ring", ""),
    ]


def test_emergencies_go_before_any_clock() -> None:
    urgent = OpenMatter(OpenKind.NIGHT, "night_entry", "9", "电梯困人", rank=Rank.NOW, urgent=True, since_at=NOW - 1)
    found = sorted(today_open.rows([delivery("1", "out", -9), urgent], NOW), key=lambda one: one[1])
    assert found[0][2].id.endswith("9")


def test_the_pile_says_how_many_stand_where_and_the_most_pressing_in_seconds() -> None:
    pile = today_open.fresh_pile([delivery("1", "on_the_way", 15), delivery("2", "to_inspect", 7)], NOW + 18_000)
    assert (pile.figure, pile.caption) == ("2", "6-1-1203 06:42 · 待验 1 · 在途 1")
    over = today_open.fresh_pile([delivery("1", "out", -2)], NOW)
    assert (over.shape, over.tone, over.caption) == ("square", "bad", "6-1-1203 超 02:00 · 配送中 1")
    assert today_open.fresh_pile([], NOW).caption == "没有在途的"


def test_the_rail_counts_what_calls_for_a_hand_and_noughts() -> None:
    found = today_open.counts([delivery("1", "out", 5), delivery("2", "out", rank=Rank.AWAITED)], NOW)
    assert found["fresh_orders"] == 1
    assert found["hand_over"] == 0
    assert "work_orders" not in found, "Today says those itself"


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def test_a_promise_stands_among_the_repairs_and_leads_to_its_room(desk: WholeDesk) -> None:
    world = desk.world
    world.order(matter="换灯")
    promise = world.take(Role.CLERK, "promise.promise", what="今晚回电", whom="王阿姨", where="3-2-1802",
                         due_at=world.clock.now + 10 * MINUTE)  # fmt: skip
    desk.sign_in()
    page = desk.frame.page
    assert isinstance(page, TodayPage)
    page._read_more()
    settle()
    rows = [one for n in range(page.list.rows.rowCount()) if isinstance(one := page.list.rows.line(n), Row)]
    assert [row.state for row in rows if row.id.startswith(today_open.OPEN)] == ["答应的事"]
    page.list.choose(f"{today_open.OPEN}promise:{promise}")
    desk.press("Enter")
    assert desk.frame.place == "hand_over"
    chosen = desk.frame.page.list.chosen()  # type: ignore[attr-defined]
    assert chosen.id == promise
    assert page.fresh.isHidden(), "an estate without fresh goods keeps the pile of its slips"


def test_the_bar_says_the_shift_and_who_accepts(desk: WholeDesk) -> None:
    desk.world.clock.set("2026-11-18", "9:00")
    desk.sign_in()
    desk.frame.around.settle()
    settle()
    top = desk.frame.top
    assert (top._person.text(), top._duty.text()) == ("早班 李敏", "验收: 客服")
    assert top._duty.toolTip() == "生鲜验收: 客服 (至 11:30, 之后 班长)"
    desk.world.clock.set("2026-11-18", "18:00")
    desk.frame.around.read_duty()
    settle()
    assert (top._person.text(), top._duty.text()) == ("客服 李敏", "验收: 班长")

"""The card of a caller whose water is off: the words to say, and one key that writes the call on the notice."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.intake.announced import NONE
from desk.ui.theme import Theme
from tests.ui.special.notice_desk import DAY, sent
from tests.ui.special.panel_desk import ENTER, F2, F9, PanelDesk, panel_desk
from tests.world import World

Sit = Callable[[World], PanelDesk]


@pytest.fixture
def sit(bare: Theme) -> Iterator[Sit]:
    made: list[PanelDesk] = []

    def seat(world: World) -> PanelDesk:
        made.append(panel_desk(world))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def rung(desk: PanelDesk) -> None:
    desk.press(F2, *"6621", ENTER)


def test_a_caller_hears_of_the_outage_and_one_key_logs_the_call(world: World, sit: Sit) -> None:
    ent = sent(world)
    world.clock.set(DAY, "12:00")
    desk = sit(world)
    rung(desk)
    card = desk.card.form.side.announced
    assert card.isVisible()
    assert card.words.startswith("因为二次供水设备检修, 3栋2单元 11:00 开始停水, 预计 17:00 恢复")
    desk.press(".")
    assert desk.keys == 7
    (call,) = world.rows("notice_call")
    assert (call["notice_id"], call["where"], call["caller"], call["taken_by"]) == (ent, "3-2-1801", "王秀英", "李敏")
    assert desk.frame.panel is None
    assert desk.parked() == [], "the call is over"
    assert world.rows("work_order") == []


def test_a_dripping_tap_is_taken_in_all_the_same(world: World, sit: Sit) -> None:
    sent(world)
    desk = sit(world)
    rung(desk)
    desk.words("厨房水龙头一直滴水. 很久了")
    desk.press(ENTER, "2", F9)
    assert [row["matter"] for row in world.rows("work_order")] == ["厨房水龙头一直滴水. 很久了"]
    assert not desk.card.form.side.announced.isVisible()
    assert world.rows("notice_call") == []


def test_who_is_not_meant_hears_nothing(world: World, sit: Sit) -> None:
    sent(world, targets=["u/3/9"])
    sent(world, "91", title="饺子宴", from_at=at("2026-11-28", "9:00"), to_at=None, expected_at=None)
    desk = sit(world)
    rung(desk)
    assert not desk.card.form.side.announced.isVisible()
    assert "本单元 无停水停电公告" in [one.accessibleName() for one in desk.card.form.side.findChildren(QLabel)]
    desk.press(".")
    assert desk.card.form.hint.text() == NONE
    assert world.rows("notice_call") == []


def test_it_goes_when_another_is_on_the_line(world: World, sit: Sit) -> None:
    sent(world, targets=[f"h/{world.homes[0]}"], audience="home")
    desk = sit(world)
    rung(desk)
    assert desk.card.form.side.announced.isVisible()
    desk.press(F2)
    assert not desk.card.form.side.announced.isVisible()


def test_the_fifth_caller_and_the_notice_is_half_written(world: World, sit: Sit) -> None:
    wanted: list[Any] = []
    first = world.order(place_id=world.place, where="3栋2单元电梯", problem="52", problem_label="电梯·停运/异响",
                        area="public", urgency="urgent", home_id=None, matter="电梯不动了",
                        reporter="刘芳", reporter_phone="13911112222")  # fmt: skip
    for number in range(3):
        co_report(world, first, number)
    desk = sit(world)
    desk.counter.ways.notice_wanted.connect(wanted.append)
    rung(desk)
    desk.press("+", "5")
    (values,) = wanted
    assert (values["kind"], values["targets"]) == ("00", ["u/3/2"])
    assert values["reason"].startswith("3栋2单元电梯")
    assert values["from_at"] == world.row("work_order", first)["reported_at"]


def co_report(world: World, order: str, number: int) -> None:
    world.take(
        Role.CLERK, "co_report.join", order_id=order, home_id=world.homes[1 + number % 2], where=f"3-2-{number}",
        reporter=f"邻居{number}", reporter_phone=f"1390000000{number}", wants_reply=False,
    )  # fmt: skip

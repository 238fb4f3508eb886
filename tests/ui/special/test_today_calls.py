"""Today in depth: who is called on and answers, who is not told yet, one key of the radio and its words afterwards."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.kit.row_model import Row
from desk.ui.special.calls.answering import AnswerPanel
from desk.ui.special.calls.ringing import RingPanel
from desk.ui.special.step_panel import StepPanel
from desk.ui.special.today_facts import Figure, figures, reckon
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.test_today import DAY, facts, headings, page, rows, window
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def row(desk: WholeDesk, ent: str) -> Row:
    page(desk).refresh()
    settle()
    return next(one for one in rows(desk) if one.id == ent)


def told(world: World, begin: str = "8:30", stop: str = "10:30", **values: object) -> str:
    """Out, and the resident knows."""
    order = world.dispatched(**window(world, begin, stop), **values)
    world.take(Role.CLERK, "work_order.inform", order, informed_how="on_call")
    return order


def gone(desk: WholeDesk, ent: str) -> bool:
    page(desk).refresh()
    settle()
    return ent not in [one.id for one in rows(desk)]


class TestLadder:
    def test_the_row_says_who_is_called_and_since_when(self, desk: WholeDesk) -> None:
        order = desk.world.order()
        desk.world.clock.forward(minutes=42)
        desk.sign_in()
        one = row(desk, order)
        assert one.note == "升级到工程班长 12′, 没人答复"
        assert (one.also_key, one.also_label) == ("*", "登记答复")
        assert headings(desk)[0] == "马上"

    def test_one_key_then_two_digits_register_the_answer_of_a_named_person(self, desk: WholeDesk) -> None:
        order = desk.world.order()
        desk.world.clock.forward(minutes=42)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("*")
        panel = page(desk).taker.spoken
        assert isinstance(panel, AnswerPanel)
        assert [one.words for one in panel.who.choices] == ["孙国强", "其他人"]
        assert nameless(panel) == []
        assert cramped(panel) == []
        desk.press("1", "1")
        found = desk.world.row("work_order", order)
        assert (found["answered_level"], found["answered_by"], found["call_answer"]) == ("foreman", "孙国强", "sent")
        assert row(desk, order).note == "孙国强: 马上派人, 已等 42 分"
        assert row(desk, order).also_key == ""

    def test_answered_it_is_calm_until_the_manager_is_called(self, desk: WholeDesk) -> None:
        order = desk.world.order()
        desk.world.take(Role.CLERK, "work_order.inform", order, informed_how="on_call")
        desk.world.clock.forward(minutes=42)
        desk.sign_in()
        assert row(desk, order).shape == "square"
        page(desk).list.choose(order)
        desk.press("*", "1", "2")
        assert row(desk, order).shape == ""
        assert headings(desk) == ["接着办"]
        desk.world.clock.forward(minutes=20)
        assert row(desk, order).note.startswith("升级到项目经理 2′, 没人答复")
        assert headings(desk) == ["马上"]

    def test_somebody_else_and_other_words(self, desk: WholeDesk) -> None:
        order = desk.world.order()
        desk.world.clock.forward(minutes=42)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("*", "0")
        panel = page(desk).taker.spoken
        assert isinstance(panel, AnswerPanel)
        desk.press("F9")
        assert "谁答复" in panel._name.error
        type_words(panel.name, "代班老刘")
        desk.press("Enter", "6")
        type_words(panel.remark, "在开会, 二十分钟后")
        desk.press("Enter")
        found = desk.world.row("work_order", order)
        assert (found["answered_by"], found["call_answer"], found["remark"]) == (
            "代班老刘", "other", "在开会, 二十分钟后",
        )  # fmt: skip

    def test_urges_call_as_well(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("+", "+")
        assert row(desk, order).note == "升级到工程班长 0′, 没人答复, 催过 2 次"
        page(desk).list.choose(order)
        desk.press("*", "1", "5")
        assert row(desk, order).note == "孙国强: 找外单位, 催过 2 次"

    def test_nobody_is_called_where_nothing_is_wrong(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("*")
        assert page(desk).taker.spoken is None


class TestToBeTold:
    def test_sent_and_not_told_it_stands_on_today_with_the_response_clock(self, desk: WholeDesk) -> None:
        order = desk.world.dispatched(**window(desk.world, "14:00", "16:00"))
        desk.sign_in()
        one = row(desk, order)
        assert (one.state, one.next_label, one.clock) == ("待告知", "回电", "回复 还剩 15 分")
        assert figures(facts(desk.world), reckon(facts(desk.world), desk.world.clock.now), desk.world.clock.now)[
            0
        ] == Figure("待告知", 1, "")

    def test_enter_opens_the_call_enter_dials_one_tells(self, desk: WholeDesk) -> None:
        order = desk.world.dispatched(**window(desk.world, "14:00", "16:00"))
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("Enter")
        panel = page(desk).taker.spoken
        assert isinstance(panel, RingPanel)
        assert panel.phone.text() == "138****6621"
        assert panel.aloud._sentence.accessibleName() == "王秀英您好, 水电班师傅今天下午2点到4点上门, 不收费。"
        assert nameless(panel) == []
        assert cramped(panel) == []
        desk.press("Enter")
        assert panel.phone.text() == "138 0000 6621"
        assert desk.world.database.read("SELECT COUNT(*) FROM device_log WHERE what = 'reveal'")[0][0] == 1
        desk.press("1")
        found = desk.world.row("work_order", order)
        assert (found["informed_how"], found["informed_at"]) == ("called_back", desk.world.clock.now)
        assert gone(desk, order)

    def test_nobody_picks_up_and_the_clock_runs_on(self, desk: WholeDesk) -> None:
        order = desk.world.dispatched(**window(desk.world, "14:00", "16:00"))
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("Enter", "Enter", "2")
        found = desk.world.row("work_order", order)
        assert found.get("informed_at") is None
        assert found["remark"] == "回电没人接"
        assert row(desk, order).state == "待告知"

    def test_another_time_is_agreed_on_the_same_call(self, desk: WholeDesk) -> None:
        order = desk.world.dispatched(**window(desk.world, "14:00", "16:00"))
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("Enter", "Enter", "3")
        panel = page(desk).taker.spoken
        assert isinstance(panel, RingPanel)
        place = next(one.digit for one in panel.windows.choices if one.words == "今天 16-18点")
        desk.press(place)
        found = desk.world.row("work_order", order)
        assert (found["window_from_at"], found["informed_how"]) == (at(DAY, "16:00"), "called_back")


class TestRadio:
    @pytest.mark.parametrize(
        ("key", "status"), [("Space", "arrived"), ("8", "suspended"), ("7", "suspended"), ("9", "finished")]
    )
    def test_a_radio_call_is_one_key_and_opens_nothing(self, desk: WholeDesk, key: str, status: str) -> None:
        order = told(desk.world)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press(key)
        assert desk.world.row("work_order", order)["status"] == status
        assert page(desk).taker.spoken is None
        assert desk.frame.page is page(desk)

    def test_what_and_who_are_asked_afterwards(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("8")
        one = row(desk, order)
        assert (one.state, one.next_label, one.next_key) == ("挂起·等料", "补写", "8")
        assert one.note == "11-21到期, 等什么还没写"
        desk.press("8")
        panel = page(desk).taker.panel
        assert isinstance(panel, StepPanel)
        type_words(panel.asks[0].inside, "恒温阀芯")
        desk.press("Enter", "3", "F9")
        found = desk.world.row("work_order", order)
        assert (found["suspend_note"], found["parts_from"]) == ("恒温阀芯", "buyer")
        assert gone(desk, order)

    def test_an_empty_home_is_rung_up_in_the_evening(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.sign_in()
        page(desk).list.choose(order)
        desk.press("7")
        assert gone(desk, order)
        desk.world.clock.set(DAY, "18:29")
        assert gone(desk, order)
        desk.world.clock.set(DAY, "18:30")
        one = row(desk, order)
        assert (one.next_label, one.note) == ("再联系", "18:30 再联系")

    def test_rung_up_again_a_time_is_agreed_and_it_goes_out(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.world.take(Role.CLERK, "work_order.nobody_home", order)
        desk.world.clock.set(DAY, "18:30")
        desk.sign_in()
        before = desk.world.row("work_order", order)["informed_at"]
        row(desk, order)
        page(desk).list.choose(order)
        desk.press("Enter", "Enter", "1", "1")
        found = desk.world.row("work_order", order)
        assert found["status"] == "dispatched"
        assert found["window_from_at"] == at("2026-11-19", "8:30")
        assert found["informed_at"] == before

    def test_nobody_again_it_comes_back_at_the_next_good_hour(self, desk: WholeDesk) -> None:
        order = told(desk.world)
        desk.world.take(Role.CLERK, "work_order.nobody_home", order)
        desk.world.clock.set(DAY, "18:30")
        desk.sign_in()
        row(desk, order)
        page(desk).list.choose(order)
        desk.press("Enter", "Enter", "2", "Enter")
        found = desk.world.row("work_order", order)
        assert (found["status"], found["call_again_at"]) == ("suspended", at("2026-11-19", "18:30"))
        assert gone(desk, order)
        desk.world.clock.set("2026-11-19", "18:31")
        assert row(desk, order).next_label == "再联系"


class TestSuspended:
    def wait(self, desk: WholeDesk, **values: object) -> str:
        order = told(desk.world)
        desk.world.take(Role.CLERK, "work_order.wait_parts", order, suspend_note="阀芯", **values)
        return order

    def test_it_comes_back_on_its_day(self, desk: WholeDesk) -> None:
        order = self.wait(desk, suspended_until_on="2026-11-20")
        desk.sign_in()
        assert gone(desk, order)
        desk.world.clock.set("2026-11-20", "8:05")
        assert row(desk, order).next_label == "恢复"

    def test_longer_than_three_days_it_is_named(self, desk: WholeDesk) -> None:
        order = self.wait(desk, suspended_until_on="2026-12-20")
        desk.sign_in()
        desk.world.clock.set("2026-11-21", "9:00")
        assert gone(desk, order)
        desk.world.clock.set("2026-11-21", "9:01")
        assert row(desk, order).note == "12-20到期, 阀芯"
        assert headings(desk) == ["等料超3天"]
        found = facts(desk.world)
        now = desk.world.clock.now
        assert Figure("等料", 1, "▲ 1 件超 3 天") in figures(found, reckon(found, now), now)

    def test_a_pause_used_up_says_that_the_clock_runs(self, desk: WholeDesk) -> None:
        order = self.wait(desk, suspended_until_on="2026-12-20")
        desk.sign_in()
        desk.world.clock.set("2026-11-25", "9:01")
        assert "暂停已满, 时限在走" in row(desk, order).note


class TestOutside:
    def test_a_company_s_work_is_counted_and_does_not_stand_in_the_way(self, desk: WholeDesk) -> None:
        order = desk.world.order()
        desk.world.take(Role.CLERK, "work_order.inform", order, informed_how="on_call")
        desk.world.take(Role.CLERK, "work_order.hand_out", order, contractor="电梯维保")
        desk.sign_in()
        assert gone(desk, order)
        found, now = facts(desk.world), desk.world.clock.now
        assert Figure("转外单位", 1, "") in figures(found, reckon(found, now), now)


@pytest.mark.parametrize("scale", SCALES)
def test_words_have_room_at_every_scale(look: Theme, dressed: QApplication, world: World, scale: float) -> None:
    look.wear(dressed, dark=False, scale=scale)
    desk = whole_desk(dressed, world, (round(1366 * scale), round(768 * scale)))
    untold = world.dispatched(reporter="阿卜杜热合曼·买买提明江", **window(world, "14:00", "16:00"))
    waiting = world.order()
    world.clock.forward(minutes=42)
    desk.sign_in()
    for ent, keys in ((untold, ("Enter", "Enter", "3")), (waiting, ("*", "0"))):
        row(desk, ent)
        page(desk).list.choose(ent)
        desk.press(*keys)
        panel = page(desk).taker.spoken
        assert panel is not None
        assert cramped(panel) == []
        desk.press("Esc")
    end(desk)

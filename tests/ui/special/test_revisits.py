"""Calls back as a clerk makes them: counted keys, one transaction a call, nothing lost by looking elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.roles import Role
from desk.services.revisits.record import CallCode
from desk.ui.special.revisits import RevisitsPage
from desk.ui.special.revisits.piles import Pile
from desk.ui.special.revisits.talk import Stage
from desk.ui.tasks import Tasks
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.prepared import again, prepared
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, DOWN, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F9, Qt.Key.Key_Escape
NEIGHBOUR: dict[str, Any] = {"where": "3-2-1901", "reporter": "赵宇", "reporter_phone": "13911112222"}


class Hands:
    """A page at 9:40 on the first day of calls."""

    def __init__(self, world: World, role: Role = Role.CLERK, clock: str = "9:40") -> None:
        world.clock.set("2026-11-21", clock)
        self.world = world
        self.counter = counter_at(world, role)
        self.page = RevisitsPage(self.counter)
        self.desk = Desk(self.page)
        self.desk.listen(self.counter)
        self.desk.open()
        self.press = self.desk.press

    def turn(self, pile: Pile) -> None:
        """To another pile, by the keys at the list or at the words that stand in its place."""
        names = [one for one, _ in self.page.tabs._tabs]
        steps = names.index(str(pile)) - names.index(self.page.tabs.value)
        for _ in range(abs(steps)):
            self.page.tabs.step(1 if steps > 0 else -1)
        self.page.list.setFocus()

    @property
    def rows(self) -> list[str]:
        model = self.page.list.rows
        return [str(model.index(n).data()) for n in range(model.rowCount())]

    @property
    def chosen(self) -> str:
        one = self.page.list.chosen()
        return one.where if one else ""

    @property
    def aloud(self) -> str:
        return self.page.panel.aloud._sentence.accessibleName()

    @property
    def number(self) -> str:
        return self.page.panel.phone.text()

    def reveals(self) -> list[tuple[Any, ...]]:
        return self.world.database.read("SELECT by, about FROM device_log WHERE what = 'reveal'")


def two_back(world: World) -> None:
    """A repair at 1801 and one at 1901, both finished three days ago, slips back."""
    world.slip_back(resident_id=world.resident, problem_label="给排水·龙头漏水", technician="王建国")
    world.slip_back(home_id=world.homes[2], problem_label="电气·换灯", **NEIGHBOUR)


@pytest.fixture(scope="module")
def back(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    return prepared(built_world, tmp_path_factory.mktemp("back"), two_back)


@pytest.fixture
def two(back: World, look: Theme, tmp_path: Path) -> Iterator[Hands]:
    """A page on the office with two slips back."""
    hands = Hands(again(back, tmp_path))
    yield hands
    hands.desk.gone()
    hands.world.database.close()


def orders(world: World) -> list[dict[str, Any]]:
    return sorted(world.rows("work_order"), key=lambda row: row["no"])


class TestKeys:
    def test_content_seven_keys(self, two: Hands) -> None:
        assert two.chosen == "3-2-1801"
        keys = two.press(ENTER, "1")
        two.world.clock.forward(ms=48_000)
        keys += two.press("1", "1", "1", "1", F9)
        assert keys == 7
        first = orders(two.world)[0]
        assert (first["status"], first["closed_by"], first["satisfaction"]) == ("closed", "revisit", "good")
        row = two.world.row("revisit", first["revisit_id"])
        assert (row["status"], row["call_code"], row["satisfaction"], row["seconds"]) == (
            "answered", "answered", "good", 48,
        )  # fmt: skip
        assert [one["answer"] for one in row["answers"]] == ["yes", "yes", "yes"]
        assert row["called_by"] == "李敏"
        assert two.chosen == "3-2-1901"
        assert QApplication.focusWidget() is two.page.list

    def test_nobody_three_keys(self, two: Hands) -> None:
        keys = two.press(ENTER, "2")
        assert "14:30" in two.page.panel.again.when.choices[0].words
        keys += two.press(ENTER)
        assert keys == 3
        row = two.world.row("revisit", orders(two.world)[0]["revisit_id"])
        assert row["status"] == "waiting"
        assert [one["code"] for one in row["attempts"]] == ["no_answer"]
        assert orders(two.world)[0]["status"] == "slip_back"
        assert two.chosen == "3-2-1901"
        assert any("约 14:30" in one for one in two.rows)

    def test_dissatisfied_with_rework_eight_keys(self, two: Hands) -> None:
        keys = two.press(ENTER, "1", "2", "1", "1", "3")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "还是滴水")
        keys += two.press("1", F9)
        assert keys == 8
        old, _, again = orders(two.world)
        assert (old["status"], old["closed_by"], old["satisfaction"]) == ("closed", "reworked", "bad")
        assert (again["rework_of"], again["rework_of_no"], again["status"]) == (old["id"], old["no"], "accepted")
        assert again["matter"] == "返工: 还是滴水"
        row = two.world.row("revisit", old["revisit_id"])
        assert (row["words"], row["follow_up"], row["rework_id"]) == ("还是滴水", "rework", again["id"])
        assert two.desk.said[-1] == f"已开返工单 {again['no']}, 在待派; 原单已结"
        assert two.chosen == "3-2-1901"

    def test_letters_and_backspace_go_to_the_words_too(self, two: Hands) -> None:
        two.press(ENTER, "1", "1", "1", "1", "3", "a", "b", Qt.Key.Key_Backspace, "2", F9)
        row = two.world.row("revisit", orders(two.world)[0]["revisit_id"])
        assert (row["words"], row["follow_up"]) == ("a", "call_back")


class TestReveal:
    def test_the_number_is_shown_by_dialling_and_that_is_written_down(self, two: Hands) -> None:
        assert two.number == "138****6621"
        assert two.reveals() == []
        two.press(ENTER)
        assert two.number == "138 0000 6621"
        revisit = orders(two.world)[0]["revisit_id"]
        assert two.reveals() == [(two.world.people[Role.CLERK].id, revisit)]
        assert two.world.row("revisit", revisit)["dialled_at"] == two.world.clock()

    def test_no_other_number_is_shown(self, two: Hands) -> None:
        two.press(ENTER, ESC, ESC, DOWN)
        assert two.number == "139****2222"

    def test_a_person_without_a_number_is_not_dialled(self, world: World, look: Theme) -> None:
        world.slip_back(home_id=world.homes[2], where="3-2-1901", reporter_phone=None)
        hands = Hands(world)
        assert hands.rows == []
        hands.turn(Pile.NUMBERS)
        hands.press(ENTER)
        assert hands.page._talk().stage is Stage.READY
        assert "没有号码" in hands.desk.said[-1]
        hands.desk.gone()


class TestWordsToSay:
    def test_greeting_with_the_first_question_then_each_question(self, two: Hands) -> None:
        two.press(ENTER, "1")
        no = two.counter.actor.staff_no
        assert two.aloud == (
            f"王秀英您好, 翠湖花园物业回访, 工号{no}. 11月18日周三王师傅上门处理的龙头漏水. 修好了吗?"
        )  # fmt: skip
        two.press("1")
        assert two.aloud == "有没有说明原因和注意事项?"
        two.press("1", "1")
        assert two.aloud == "您对这次服务满意、较满意还是不满意?"
        two.press("1")
        assert two.aloud.startswith("还有别的需要吗? 谢谢")

    def test_dissatisfied_is_answered_with_an_apology(self, two: Hands) -> None:
        two.press(ENTER, "1", "1", "1", "1", "3")
        assert two.aloud.startswith("对不起")


class TestRefusals:
    def test_saving_without_a_rating_says_so_and_stays(self, two: Hands) -> None:
        two.press(ENTER, "1", "1", F9)
        asking = two.page.panel.asking
        assert asking._error.isVisible()
        assert "还没有评价" in asking._error.text()
        assert QApplication.focusWidget() is asking.rating
        assert orders(two.world)[0]["status"] == "slip_back"

    def test_dissatisfied_without_a_way_on_says_so(self, two: Hands) -> None:
        two.press(ENTER, "1", "1", "1", "1", "3", F9)
        assert "去向" in two.page.panel.asking._error.text()
        assert QApplication.focusWidget() is two.page.panel.asking.follow_up
        two.press("2", F9)
        order = orders(two.world)[0]
        assert order["status"] == "slip_back"
        assert len(two.world.rows("revisit")) == 3
        assert not any("3-2-1801" in one for one in two.rows)
        two.turn(Pile.JUDGED)
        assert any("3-2-1801" in one for one in two.rows)

    def test_there_is_no_way_to_answer_without_a_call(self, two: Hands) -> None:
        two.press("1", "1", F9)
        assert [row["status"] for row in two.world.rows("revisit")] == ["waiting", "waiting"]


class TestOneCall:
    @pytest.fixture
    def three(self, world: World, look: Theme) -> Iterator[Hands]:
        for problem in ("给排水·龙头漏水", "电气·换灯", "门窗·单元门"):
            world.slip_back(resident_id=world.resident, problem_label=problem)
        hands = Hands(world)
        yield hands
        hands.desk.gone()

    def test_three_matters_are_dialled_once(self, three: Hands) -> None:
        assert len([one for one in three.rows if "3-2-1801" in one]) == 1
        keys = three.press(ENTER, "1", "1", "1", "1", "1", F9)
        assert three.page._talk().stage is Stage.ASKING
        assert three.aloud.startswith("还有一件: ")
        three.world.clock.forward(ms=20_000)
        keys += three.press("1", "1", "1", "1", F9)
        keys += three.press("1", "1", "1", "2", F9)
        assert keys == 17
        assert [row["satisfaction"] for row in orders(three.world)] == ["good", "good", "fair"]
        assert len(three.reveals()) == 1
        assert three.rows == []
        assert three.page.notice.isVisible()

    def test_an_unanswered_call_counts_for_all(self, three: Hands) -> None:
        three.press(ENTER, "3", ENTER)
        assert [len(row["attempts"]) for row in three.world.rows("revisit")] == [1, 1, 1]
        wait = {row["next_call_at"] - three.world.clock() for row in three.world.rows("revisit")}
        assert wait == {20 * 60_000}


class TestOtherResults:
    @pytest.mark.parametrize(
        ("digit", "code"),
        [("2", "no_answer"), ("3", "busy"), ("4", "dead"), ("5", "wrong"), ("7", "later"), ("9", "cut")],
    )
    def test_each_result_is_kept(self, two: Hands, digit: str, code: str) -> None:
        two.press(ENTER, digit, ENTER)
        row = two.world.row("revisit", orders(two.world)[0]["revisit_id"])
        assert row["attempts"][-1]["code"] == code
        assert row["next_call_at"] > two.world.clock()

    def test_family_answers_too(self, two: Hands) -> None:
        two.press(ENTER, "8", "1", "1", "1", "1", F9)
        assert two.world.row("revisit", orders(two.world)[0]["revisit_id"])["call_code"] == str(CallCode.FAMILY)

    def test_a_refusal_closes_apart(self, two: Hands) -> None:
        two.press(ENTER, "6", ENTER)
        order = orders(two.world)[0]
        assert (order["status"], order["closed_by"]) == ("closed", "refused")

    def test_an_hour_that_was_asked_for(self, two: Hands) -> None:
        two.press(ENTER, "7", "4", ENTER, *"1615", ENTER)
        row = two.world.row("revisit", orders(two.world)[0]["revisit_id"])
        assert any("约 16:15" in one for one in two.rows)
        assert row["next_call_at"] - two.world.clock() == (6 * 60 + 35) * 60_000

    def test_an_hour_that_is_none_is_refused_at_its_field(self, two: Hands) -> None:
        two.press(ENTER, "7", "4", ENTER, *"2561", ENTER)
        assert "2561" in two.page.panel.again._clock_field.error
        assert two.world.row("revisit", orders(two.world)[0]["revisit_id"]).get("attempts") is None

    def test_the_third_call_on_a_second_day_says_what_it_ends(self, two: Hands) -> None:
        for day, clock in (("2026-11-21", "9:40"), ("2026-11-21", "14:40"), ("2026-11-22", "9:40")):
            two.world.clock.set(day, clock)
            two.page.reload()
            two.page.show_revisit(orders(two.world)[0]["revisit_id"])
            two.press(ENTER, "2")
            if day == "2026-11-22":
                assert two.page.panel.again.words.text() == "已打满 3 次, 记为未联系上"
            two.press(ENTER)
        order = orders(two.world)[0]
        assert (order["status"], order["closed_by"]) == ("closed", "not_reached")

    def test_a_caller_is_asked_without_dialling(self, two: Hands) -> None:
        two.press("+", "1", "1", "1", "1", F9)
        assert orders(two.world)[0]["closed_by"] == "revisit"
        assert two.reveals() == []


class TestNothingIsLost:
    def test_looking_at_another_row_keeps_what_was_heard(self, two: Hands) -> None:
        two.press(ENTER, "1", "1", "2")
        two.page.list.setFocus()
        two.press(DOWN)
        assert two.chosen == "3-2-1901"
        assert two.page._talk().stage is Stage.READY
        two.press(Qt.Key.Key_Up, ENTER)
        assert list(two.page._talk().answers.values()) == ["yes", "no"]
        two.press("1", "1", F9)
        row = two.world.row("revisit", orders(two.world)[0]["revisit_id"])
        assert [one["answer"] for one in row["answers"]] == ["yes", "no", "yes"]

    def test_a_change_elsewhere_does_not_disturb_the_call(self, two: Hands) -> None:
        two.press(ENTER, "1", "1")
        focus = QApplication.focusWidget()
        two.counter.take(
            two.page, [two.counter.request("work_order", "remark", {"remark": "x"}, orders(two.world)[1]["id"])]
        )
        assert QApplication.focusWidget() is focus
        assert two.chosen == "3-2-1801"
        assert list(two.page._talk().answers.values()) == ["yes"]

    def test_escape_goes_back_and_keeps(self, two: Hands) -> None:
        two.press(ENTER, "1", "2", ESC)
        assert two.page._talk().stage is Stage.DIALLED
        two.press("1")
        assert list(two.page._talk().answers.values()) == ["no"]


class TestWithThreads:
    def test_a_call_over_real_lanes_and_an_impatient_hand(self, world: World, look: Theme, qtbot: QtBot) -> None:
        """Keys are not waited for: a second F9 before the first has landed writes nothing more."""
        world.slip_back(resident_id=world.resident)
        world.slip_back(home_id=world.homes[2], **NEIGHBOUR)
        hands = Hands(world)
        hands.desk.gone()
        lane = Tasks(1)
        failures: list[Exception] = []
        lane.failed.connect(failures.append)
        hands.counter.db = lane
        page = RevisitsPage(hands.counter)
        desk = Desk(page)
        desk.listen(hands.counter)
        desk.open()
        qtbot.waitUntil(lambda: page.list.chosen() is not None)
        page.list.setFocus()
        desk.press(ENTER, "1", "1", "1", "1", "1", F9, F9)
        qtbot.waitUntil(lambda: (row := page.list.chosen()) is not None and row.where == "3-2-1901")
        lane.wait()
        assert [row["status"] for row in orders(world)] == ["closed", "slip_back"]
        assert (desk.refused, failures) == ([], [])
        desk.gone()


class TestPage:
    def test_outside_good_hours_a_quiet_hint(self, world: World, look: Theme) -> None:
        world.slip_back()
        hands = Hands(world, clock="12:10")
        assert hands.page.hint.isVisible()
        assert "今天 14:30 起" in hands.page.hint.text()
        hands.desk.gone()

    def test_in_good_hours_there_is_none(self, two: Hands) -> None:
        assert not two.page.hint.isVisible()

    def test_nothing_due_says_what_would_be_here(self, world: World, look: Theme) -> None:
        hands = Hands(world)
        assert hands.page.notice.isVisible()
        assert "没有要打的回访" in hands.page.notice.accessibleName()
        hands.desk.gone()

    def test_who_may_not_call_sees_no_calls(self, world: World, look: Theme) -> None:
        world.slip_back()
        hands = Hands(world, Role.ACCOUNTANT)
        assert hands.page.notice.isVisible()
        assert hands.rows == []
        hands.desk.gone()

    def test_earlier_calls_are_listed_without_their_seconds(self, two: Hands) -> None:
        two.press(ENTER, "2", ENTER)
        two.page.show_revisit(orders(two.world)[0]["revisit_id"])
        assert two.page.panel.story.accessibleDescription() == "今天 09:40 第 1 次: 无人接  李敏"

    def test_every_control_has_a_name(self, two: Hands) -> None:
        for keys in ((), (ENTER,), ("1",), ("1", "1", "1", "3")):
            two.press(*keys)
            assert nameless(two.page) == []

    @pytest.mark.parametrize("scale", SCALES)
    def test_every_word_has_room(self, world: World, look: Theme, dressed: QApplication, scale: float) -> None:
        world.slip_back(resident_id=world.resident, problem_label="给排水·龙头漏水")
        look.wear(dressed, scale=scale)
        hands = Hands(world)
        hands.desk.resize(*SIZES[scale > 1.25])
        for keys in ((), (ENTER,), ("1",), ("1", "1", "1", "3")):
            hands.press(*keys)
            QApplication.processEvents()
            assert cramped(hands.page) == []
        hands.desk.gone()

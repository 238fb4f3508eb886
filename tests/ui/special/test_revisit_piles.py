"""The piles beside today's calls: the supervisor's, numbers to check, what has ended, and the manager's second call."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.ui.special.revisits.piles import Pile
from desk.ui.special.revisits.talk import Stage
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.prepared import again, prepared
from tests.ui.special.counting import SIZES
from tests.ui.special.test_revisits import Hands, orders, two_back
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, F9, ESC, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_Escape, Qt.Key.Key_Right


def call(world: World, *keys: Any, words: str = "", clock: str = "9:40") -> None:
    """One call by the clerk, on a page of her own."""
    hands = Hands(world, clock=clock)
    hands.press(ENTER, "1")
    world.clock.forward(ms=48_000)
    hands.press(*keys)
    if words:
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, words)
    hands.desk.gone()


@pytest.fixture(scope="module")
def back(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    return prepared(built_world, tmp_path_factory.mktemp("back"), two_back)


@pytest.fixture
def two(back: World, look: Theme, tmp_path: Path) -> Iterator[World]:
    world = again(back, tmp_path)
    yield world
    world.database.close()


def at_pile(world: World, pile: Pile, role: Role = Role.CLERK, day: str = "", clock: str = "10:00") -> Hands:
    hands = Hands(world, role, clock)
    if day:
        world.clock.set(day, clock)
        hands.page.reload()
    hands.turn(pile)
    return hands


class TestPiles:
    def test_right_and_left_turn_them_also_where_one_is_empty(self, two: World) -> None:
        hands = Hands(two)
        seen = [hands.page.pile]
        for _ in range(5):
            hands.press(RIGHT)
            seen.append(hands.page.pile)
        assert seen == [one for one in Pile if one is not Pile.CHECK]
        hands.press(*[Qt.Key.Key_Left] * 5)
        assert hands.page.pile is Pile.TODAY
        assert QApplication.focusWidget() is hands.page.list
        hands.desk.gone()

    @pytest.mark.parametrize(("role", "shown"), [(Role.CLERK, False), (Role.SUPERVISOR, True), (Role.MANAGER, True)])
    def test_what_is_checked_is_offered_to_those_who_check(self, two: World, role: Role, shown: bool) -> None:
        hands = Hands(two, role)
        assert (str(Pile.CHECK) in [name for name, _ in hands.page.tabs._tabs]) is shown
        hands.counter.sign_in(two.people[Role.MANAGER].id, two.scope.partition("/")[2])
        assert str(Pile.CHECK) in [name for name, _ in hands.page.tabs._tabs]
        hands.desk.gone()

    @pytest.mark.parametrize("pile", Pile, ids=str)
    def test_an_empty_one_says_what_would_be_here(self, world: World, look: Theme, pile: Pile) -> None:
        hands = at_pile(world, pile, Role.MANAGER)
        assert hands.page.notice.isVisible()
        assert len(hands.page.notice.accessibleName()) > 8
        hands.desk.gone()

    def test_what_is_coming_is_counted_apart(self, two: World) -> None:
        hands = Hands(two)
        two.clock.set("2026-11-19", "9:40")
        hands.page.reload()
        assert (hands.page.tabs.count(str(Pile.TODAY)), hands.page.tabs.count(str(Pile.COMING))) == (0, 2)
        hands.desk.gone()


class TestTheSupervisors:
    @pytest.fixture
    def bad(self, two: World) -> World:
        hands = Hands(two)
        hands.press(ENTER, "1", "2", "1", "1", "3")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "还是滴水")
        hands.press("2", F9)
        hands.desk.gone()
        return two

    def test_a_clerk_sees_it_and_does_not_ring(self, bad: World) -> None:
        hands = at_pile(bad, Pile.JUDGED)
        assert hands.chosen == "3-2-1801"
        hands.press(ENTER)
        assert hands.page._talk().stage is Stage.READY
        assert "主管" in hands.desk.said[-1]
        hands.press("+")
        assert hands.page._talk().stage is Stage.READY
        assert not hands.page.panel.exempt.isVisible()
        hands.desk.gone()

    def test_the_supervisor_reads_what_was_said_and_rings_in_six_keys(self, bad: World) -> None:
        hands = at_pile(bad, Pile.JUDGED, Role.SUPERVISOR)
        assert "还是滴水" in hands.page.panel._earlier.text()
        assert "李敏" in hands.page.panel._earlier.text()
        keys = hands.press(ENTER, "1", "1", "1", "1", F9)
        assert keys == 6
        order = orders(bad)[0]
        assert (order["status"], order["closed_by"], order["satisfaction"]) == ("closed", "revisit", "good")
        assert hands.rows == []
        hands.desk.gone()


class TestComplaints:
    @pytest.fixture
    def open_one(self, world: World, look: Theme) -> World:
        for problem in ("给排水·龙头漏水", "电气·换灯"):
            world.slip_back(resident_id=world.resident, problem_label=problem)
        hands = Hands(world)
        hands.press(ENTER, "1", "2", "1", "1", "3")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "要个说法")
        hands.press("3", F9)
        assert hands.page._talk().stage is Stage.READY, "nobody is asked about the lamp in the same breath"
        assert hands.rows == []
        hands.desk.gone()
        return world

    def test_nobody_is_rung_for_the_lamp(self, open_one: World) -> None:
        hands = at_pile(open_one, Pile.JUDGED)
        assert [one for one in hands.rows if "换灯" in one]
        hands.press(ENTER)
        assert hands.page._talk().stage is Stage.READY
        assert "投诉" in hands.page.panel.why.text()
        hands.desk.gone()

    def test_its_words_are_for_those_who_handle_it(self, open_one: World) -> None:
        seen = []
        for role in (Role.SQUAD_LEADER, Role.CLERK, Role.MANAGER):
            hands = at_pile(open_one, Pile.ANSWERED, role)
            seen.append(hands.page.past.words.text())
            hands.desk.gone()
        assert seen == ["转投诉的原话只给主管和经理看", "“要个说法”", "“要个说法”"]

    def test_the_manager_may_decide_otherwise(self, open_one: World) -> None:
        hands = at_pile(open_one, Pile.JUDGED, Role.MANAGER)
        hands.press("-")
        assert hands.page._talk().stage is Stage.EXEMPT
        hands.press("4", ENTER)
        row = next(one for one in open_one.rows("revisit") if one["status"] == "exempt")
        assert row["exempt_reason"] == "with_complaint"
        hands.desk.gone()


class TestExempt:
    def test_three_keys_for_those_who_may(self, two: World) -> None:
        hands = Hands(two, Role.SUPERVISOR)
        keys = hands.press("-", "2", ENTER)
        assert keys == 3
        order = orders(two)[0]
        assert (order["status"], order["closed_by"]) == ("closed", "exempt")
        assert two.row("revisit", order["revisit_id"])["exempt_reason"] == "no_phone"
        assert hands.chosen == "3-2-1901"
        hands.turn(Pile.NOT_ASKED)
        assert "没有电话" in hands.page.past.rating.text()
        hands.desk.gone()

    def test_not_for_a_clerk(self, two: World) -> None:
        hands = Hands(two)
        hands.press("-")
        assert hands.page._talk().stage is Stage.READY
        hands.desk.gone()

    def test_escape_leaves_it(self, two: World) -> None:
        hands = Hands(two, Role.SUPERVISOR)
        hands.press("-", ESC)
        assert hands.page._talk().stage is Stage.READY
        assert {one["status"] for one in two.rows("revisit")} == {"waiting"}
        hands.desk.gone()


class TestNumbers:
    @pytest.fixture
    def dead(self, two: World) -> Iterator[Hands]:
        hands = Hands(two)
        hands.press(ENTER, "4", ENTER)
        two.clock.forward(minutes=1)
        hands.turn(Pile.NUMBERS)
        yield hands
        hands.desk.gone()

    def test_a_new_number_is_written_down_at_once_and_rung(self, dead: Hands) -> None:
        world = dead.world
        dead.press("*")
        assert "现在用哪个号码" in dead.aloud
        dead.press(*"13712345678", ENTER, ENTER)
        phones = world.row("resident", world.resident)["phones"]
        assert [(one["number"], one.get("note")) for one in phones] == [("13712345678", ""), ("13800006621", "空号")]
        assert dead.page.pile is Pile.TODAY
        assert dead.chosen == "3-2-1801"
        assert dead.number == "137****5678"
        dead.press(ENTER, "2", ENTER)
        assert dead.page.talking.calls, "an unanswered call brings no dead number back"
        again = next(one for one in dead.page._all if one.where == "3-2-1801")
        assert again.phones == ("13712345678",)

    @pytest.mark.parametrize(("typed", "why"), [("", "还没有填号码"), ("13800006621", "打不通的号码")])
    def test_what_is_no_new_number_is_refused_at_its_field(self, dead: Hands, typed: str, why: str) -> None:
        dead.press("*", *typed, F9)
        assert why in dead.page.panel.number._frame.error
        assert dead.page._talk().stage is Stage.NUMBER
        dead.press(ESC)
        assert dead.page._talk().stage is Stage.READY

    def test_a_reporter_who_is_not_on_file_is_said_so(self, world: World, look: Theme) -> None:
        world.slip_back(home_id=world.homes[2], where="3-2-1901", reporter_phone=None)
        hands = at_pile(world, Pile.NUMBERS)
        hands.press("*")
        assert hands.page._talk().stage is Stage.READY
        assert "不在住户档案" in hands.desk.said[-1]
        hands.desk.gone()


class TestBestHour:
    @pytest.fixture
    def evenings(self, world: World, look: Theme) -> World:
        """Twice answered at seven in the evening."""
        for day in (1, 8):
            world.clock.set(f"2026-11-{day:02d}", "9:00")
            world.slip_back(resident_id=world.resident)
            hands = Hands(world)
            world.clock.set(f"2026-11-{day + 3:02d}", "19:10")
            hands.page.reload()
            hands.press(ENTER, "1", "1", "1", "1", "1", F9)
            hands.desk.gone()
        world.clock.set("2026-11-18", "9:00")
        world.slip_back(resident_id=world.resident)
        return world

    @pytest.mark.parametrize(("clock", "first"), [("9:40", "今天 19:00"), ("19:30", "明天 09:30")])
    def test_it_is_shown_and_offered(self, evenings: World, clock: str, first: str) -> None:
        hands = Hands(evenings, clock=clock)
        assert "常在 19 点接" in hands.page.panel.best.text()
        hands.press(ENTER, "2")
        offered = hands.page.panel.again.when.choices
        assert offered[0].words == first
        assert "常在 19 点接" in [one.aside for one in offered]
        hands.desk.gone()


class TestPaid:
    def test_a_paid_repair_takes_no_key_more(self, world: World, look: Theme) -> None:
        world.slip_back(resident_id=world.resident, charge="paid", price_form="list", price_from_fen=3000,
                        price_to_fen=5000)  # fmt: skip
        hands = Hands(world)
        keys = hands.press(ENTER, "1", "1")
        assert hands.aloud == "有没有说明原因和注意事项? 收费与约定一致吗?"
        keys += hands.press("3", "1", "1", F9)
        assert keys == 7
        row = world.row("revisit", orders(world)[0]["revisit_id"])
        assert [one["answer"] for one in row["answers"]] == ["yes", "yes", "yes", "no"]
        hands.desk.gone()

    def test_much_money_known_with_the_slip_is_asked_about(self, world: World, look: Theme) -> None:
        order = world.finished(resident_id=world.resident, charge="paid", price_form="on_site")
        world.take(Role.CLERK, "work_order.sign", order, signature="self", tick="good")
        world.take(Role.CLERK, "work_order.slip_back", order, received_fen=20_001, payment="cash")
        hands = Hands(world)
        hands.press(ENTER, "1")
        assert "报价在先吗" in hands.aloud
        hands.desk.gone()


class TestChecking:
    @pytest.fixture
    def drawn(self, two: World) -> World:
        two.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="100")
        call(two, "1", "1", "1", "1", F9)
        return two

    def test_three_keys_and_the_number_is_shown_by_dialling(self, drawn: World) -> None:
        hands = at_pile(drawn, Pile.CHECK, Role.MANAGER)
        past = hands.page.past
        assert past.phone.text() == "138****6621"
        assert past.rating.text() == "满意"
        keys = hands.press(ENTER)
        assert past.phone.text() == "138 0000 6621"
        assert hands.reveals()[-1][0] == drawn.people[Role.MANAGER].id
        keys += hands.press("1", F9)
        assert keys == 3
        row = drawn.row("revisit", orders(drawn)[0]["revisit_id"])
        assert (row["check_result"], row["checked_by"]) == ("same", "吴明")
        assert past.phone.text() == "138****6621"
        hands.desk.gone()

    def test_what_was_never_asked_is_asked_by_the_supervisor(self, drawn: World) -> None:
        hands = at_pile(drawn, Pile.CHECK, Role.MANAGER)
        hands.press(ENTER, "3")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "说没接过电话")
        hands.press(F9)
        assert "已请主管重打" in hands.desk.said[-1]
        hands.turn(Pile.JUDGED)
        assert hands.chosen == "3-2-1801"
        assert "没打过 说没接过电话" in hands.page.panel._earlier.text()
        hands.desk.gone()

    def test_a_result_is_wanted_before_it_is_saved(self, drawn: World) -> None:
        hands = at_pile(drawn, Pile.CHECK, Role.MANAGER)
        hands.press(ENTER, F9)
        assert "抽查结果" in hands.desk.said[-1]
        assert "check_result" not in drawn.row("revisit", orders(drawn)[0]["revisit_id"])
        hands.press(ESC)
        assert hands.page.past.phone.text() == "138****6621"
        hands.desk.gone()

    def test_nobody_checks_his_own_call(self, two: World) -> None:
        two.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="100")
        hands = Hands(two, Role.SUPERVISOR)
        hands.press(ENTER, "1", "1", "1", "1", "1", F9)
        hands.turn(Pile.CHECK)
        hands.press(ENTER)
        assert "自己打的" in hands.desk.said[-1]
        assert not hands.page.checking.begun
        hands.desk.gone()

    def test_a_short_call_is_for_the_manager(self, two: World) -> None:
        hands = Hands(two)
        hands.press(ENTER, "1", "1", "1", "1", "1", F9)
        hands.desk.gone()
        hands = at_pile(two, Pile.CHECK, Role.MANAGER)
        assert any("3-2-1801" in one for one in hands.rows)
        hands.desk.gone()


class TestEnded:
    def test_words_and_seconds_can_be_read_again(self, two: World) -> None:
        call(two, "1", "1", "1", "2")
        hands = Hands(two)
        hands.press(ENTER, "1")
        two.clock.forward(ms=48_000)
        hands.press("1", "1", "1", "2")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "来晚了一点")
        hands.press(F9)
        hands.turn(Pile.ANSWERED)
        past = hands.page.past
        assert (past.rating.text(), past.words.text()) == ("较满意", "“来晚了一点”")
        assert "48 秒" in hands.rows[1]
        hands.press(F9, ENTER)
        assert not hands.page.checking.begun, "nothing is checked here"
        hands.desk.gone()


@pytest.mark.parametrize("scale", SCALES)
def test_every_word_has_room_and_every_control_a_name(
    two: World, look: Theme, dressed: QApplication, scale: float
) -> None:
    two.take(Role.MANAGER, "setting.add", key="revisit.check_percent", value="100")
    call(two, "1", "1", "1", "1", F9)
    look.wear(dressed, scale=scale)
    hands = Hands(two, Role.MANAGER, "10:00")
    hands.desk.resize(*SIZES[scale > 1.25])
    for pile in (Pile.JUDGED, Pile.NUMBERS, Pile.ANSWERED, Pile.NOT_ASKED, Pile.CHECK):
        hands.turn(pile)
        for keys in ((), (ENTER,)):
            if hands.rows:
                hands.press(*keys)
            QApplication.processEvents()
            assert cramped(hands.page) == [], pile
            assert nameless(hands.page) == [], pile
        hands.press(ESC)
        hands.page.list.setFocus()
    hands.desk.gone()

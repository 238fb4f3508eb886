"""交接: what is left, counted and signed by two with their own PINs; promises; the night from paper. Keys only."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.work_orders.drafting import Draft
from desk.store import accounts, parked
from desk.ui.special.hand_over.page import HandOverPage
from desk.ui.special.hand_over.papers import HandOverPapers, NightSheetPapers
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.tree import nameless
from tests.world import World

ENTER, F8, F9, RIGHT, ESC, SPACE = (
    Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_Space,
)  # fmt: skip
NEW, BACK = Qt.Key.Key_N, Qt.Key.Key_R  # with Ctrl
DAY, NEXT = "2026-11-18", "2026-11-19"
PINS = {Role.CLERK: "5206", Role.SQUAD_LEADER: "8086"}


class Book:
    """The page in a window, ten minutes before the shift ends."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        with world.database.write() as connection:
            for one, pin in PINS.items():
                accounts.set_secret(connection, world.people[one].id, pin)
        self.counter = counter_at(world, role)
        self.page = HandOverPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)
        self.wanted: list[Any] = []
        ways = self.counter.ways
        for signal in (ways.print_wanted, ways.intake_wanted, ways.matter_wanted):
            signal.connect(lambda *told: self.wanted.append(told))
        self.desk.open()
        QTest.qWait(1)

    def press(self, *keys: Any) -> int:
        count = 0
        for key in keys:
            if key in (NEW, BACK):
                focus = QApplication.focusWidget()
                assert focus is not None
                QTest.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier)
                count += 1
            else:
                count += self.desk.press(key)
        QApplication.processEvents()
        return count

    def count_all(self) -> int:
        """Enter in every object: it agrees."""
        return self.press(F9, *[ENTER] * len(self.page.sign.counts))

    @property
    def rows(self) -> list[str]:
        model = self.page.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def leave(self) -> None:
        self.desk.close()
        delete(self.desk)


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Book] = []

    def seat(world: World, *told: Any) -> Book:
        made.append(Book(world, *told))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def evening(world: World) -> None:
    world.dispatched()
    world.take(Role.CLERK, "promise.promise", what="今晚回电", whom="王阿姨", where="3-2-1802",
               due_at=at(DAY, "19:30"), promised_by="李敏")  # fmt: skip
    world.clock.set(DAY, "16:50")


def given(world: World) -> dict[str, Any]:
    (row,) = world.rows("hand_over")
    return row


def test_both_sign_and_the_counter_is_the_takers(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    assert one.page.sign.title.text() == "早班 → 夜班"
    assert [row for row in one.rows if "回电" in row or "滴水" in row] != []
    count = one.count_all() + one.press(ENTER, *"5206", ENTER)
    place = [box.value for box in one.page.sign.taker.choices].index(world.people[Role.SQUAD_LEADER].id) + 1
    count += one.press(str(place), *"8086", ENTER)
    row = given(world)
    assert (row["status"], row["giver_id"], row["taker_id"]) == (
        "taken", world.people[Role.CLERK].id, world.people[Role.SQUAD_LEADER].id,
    )  # fmt: skip
    assert {line["kind"] for line in row["lines"]} >= {"promise", "order"}
    assert all(each["counted"] == each["expected"] for each in row["objects"])
    assert one.counter.actor.id == world.people[Role.SQUAD_LEADER].id
    assert one.desk.said[-1] == "赵刚 已接班, F8 打印交接班记录"
    assert count <= 20, "six objects, a word, two PINs"
    one.press(F8)
    assert one.wanted[-1] == (HandOverPapers(ent=row["id"]),)


@pytest.mark.parametrize(("giver", "taker", "why"), [
    ("9999", "8086", "密码不对"), ("5206", "9999", "密码不对"), ("", "8086", "交班人还没有输密码"),
    ("5206", "", "接班人还没有输密码"),
])  # fmt: skip
def test_a_wrong_pin_signs_nothing(world: World, sit: Any, giver: str, taker: str, why: str) -> None:
    evening(world)
    one = sit(world)
    one.count_all()
    sign = one.page.sign
    sign.giver_secret.setText(giver)
    sign.taker.choose(world.people[Role.SQUAD_LEADER].id)
    sign.taker_secret.setText(taker)
    one.press(F9)
    assert why in sign.giver_field.error + sign.taker_field.error
    assert world.rows("hand_over") == []
    assert one.counter.actor.id == world.people[Role.CLERK].id


def test_not_with_parked_intakes_unless_they_are_left_over(world: World, sit: Any) -> None:
    evening(world)
    told = {"matter": "漏水"}
    kept = parked.park(world.database, world.scope, world.people[Role.CLERK].id, world.clock.now, "6-1-302 漏水", told)
    one = sit(world)
    assert "遗留问题 1" in one.rows
    one.count_all()
    one.press(ENTER, *"5206", F9)
    assert "还有 1 张暂存的受理" in one.page.sign.said.text()
    assert world.rows("hand_over") == []
    one.press(ESC)
    one.page.list.choose(f"parked:{kept}")
    one.press("*")
    assert any("留给下班" in row for row in one.rows)
    one.press(F9)
    one.page.sign.giver_secret.setText("5206")
    one.press(F9)
    row = given(world)
    assert (row["status"], row["lines"][0]["where"]) == ("waiting", "6-1-302")
    assert len(parked.all_parked(world.database, world.scope)) == 1, "nothing of it is lost"


def test_what_does_not_agree_is_sent_back_and_given_again(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.count_all()
    one.page.sign.counts["对讲机"].setText("1")
    one.page.sign.giver_secret.setText("5206")
    one.press(F9)
    assert (given(world)["status"], given(world)["short"]) == ("waiting", 1)
    one.counter.sign_in(world.people[Role.SQUAD_LEADER].id, world.scope.partition("/")[2])
    assert one.page.sign.found.text().startswith("▲ 对讲机 应 2 部 实 1 部")
    assert one.page.sign.button.text() == "接班签字"
    one.press(BACK, "1")
    assert (given(world)["status"], given(world)["return_reason"]) == ("returned", "objects")
    one.counter.sign_in(world.people[Role.CLERK].id, world.scope.partition("/")[2])
    assert "接班人退回了: 物品对不上" in one.page.sign.state.text()
    one.count_all()
    one.page.sign.giver_secret.setText("5206")
    one.press(F9)
    assert (given(world)["status"], given(world)["short"]) == ("waiting", 0)


def test_the_taker_signs_later_with_his_own_pin(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.count_all()
    one.page.sign.giver_secret.setText("5206")
    one.press(F9)
    assert "已交班, 等接班的人签" in one.desk.said[-1]
    one.counter.sign_in(world.people[Role.SQUAD_LEADER].id, world.scope.partition("/")[2])
    one.press(F9, *"8086", ENTER)
    assert given(world)["status"] == "taken"


def test_a_thing_that_was_not_counted_is_asked_for(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.page.sign.giver_secret.setText("5206")
    one.press(F9, F9)
    code = next(iter(one.page.sign.counts))
    assert "还没有点数" in one.page.sign.count_fields[code].error
    one.press("x", F9)
    assert "看不懂数目" in one.page.sign.count_fields[code].error


def test_a_promise_is_written_down_kept_and_taken_back(world: World, sit: Any) -> None:
    world.clock.set(DAY, "16:50")
    one = sit(world)
    assert "没有要交代的" in one.page.notice.accessibleName()
    one.press(NEW)
    form = one.page.panels.panel
    assert form is not None
    form.what.setText("今晚回电")
    one.press(ENTER, *"1930", ENTER, ENTER, ENTER)
    (row,) = world.rows("promise")
    assert (row["what"], row["due_at"], row["promised_by"]) == ("今晚回电", at(DAY, "19:30"), "李敏")
    one.page.list.setFocus()
    one.press(SPACE)
    assert world.rows("promise")[0]["status"] == "kept"
    assert "没有要交代的" in one.page.notice.accessibleName()


def test_a_promise_is_dropped_for_a_reason(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    promise = world.rows("promise")[0]["id"]
    one.page.list.choose(promise)
    one.press("*", "1", F9)
    assert (world.rows("promise")[0]["status"], world.rows("promise")[0]["drop_reason"]) == ("dropped", "withdrawn")


class TestNight:
    def test_a_sheet_is_written_down_with_its_true_times(self, world: World, sit: Any) -> None:
        sheet = world.take(Role.CLERK, "night_sheet.print", no="W1A-Y261118-1", night_on=DAY, watch="赵刚")
        world.clock.set(NEXT, "8:05")
        one = sit(world)
        one.page.show_record(sheet)
        assert one.page.tabs.value == "night"
        one.press(ENTER, "3", *"215", ENTER)
        form = one.page.panels.panel
        assert "不要扒门" in form.words_first.text()
        form.where.setText("5栋电梯")
        one.press(ENTER, ENTER, ENTER, ENTER, ENTER, *"240", ENTER)
        (row,) = world.rows("night_entry")
        assert (row["kind"], row["heard_at"], row["ended_at"]) == ("lift", at(NEXT, "2:15"), at(NEXT, "2:40"))
        assert (row["heard_source"], row["sheet_no"], row["line_no"], row["heard_by"]) == (
            "slip", "W1A-Y261118-1", 1, "赵刚",
        )  # fmt: skip
        assert "第 2 件" in one.page.panels.panel.accessibleName() or one.page.panels.is_open
        one.press(ESC)
        one.page.list.setFocus()
        one.page.list.choose(f"sheet:{sheet}")
        one.press("*")
        (paper,) = world.rows("night_sheet")
        assert (paper["status"], paper["entries"], paper["entered_by"]) == ("entered", 1, "李敏")

    def test_the_papers_number_is_drawn_for_the_night(self, world: World, sit: Any) -> None:
        world.clock.set(DAY, "17:30")
        one = sit(world)
        one.press(RIGHT, F8)
        (papers,) = one.wanted[-1]
        assert papers == NightSheetPapers(night_on=DAY, watch="班长")

    def test_what_waited_for_the_morning_becomes_an_order(self, world: World, sit: Any) -> None:
        world.clock.set(NEXT, "2:00")
        world.take(Role.SQUAD_LEADER, "night_entry.log", kind="other", where="3-2-1801", words="水池堵了")
        world.clock.set(NEXT, "8:05")
        one = sit(world)
        one.press(RIGHT, ENTER)
        (draft,) = one.wanted[-1]
        assert isinstance(draft, Draft)
        assert (draft.where, draft.matter, draft.channel) == ("3-2-1801", "水池堵了", "night")
        other = world.request("work_order.intake", where="9-9-909", matter="别的", charge="free")
        one.counter.changed.emit(world.changed(Role.CLERK, other))
        assert world.rows("night_entry")[0]["status"] == "morning", "an order of another place is not its"
        request = world.request("work_order.intake", home_id=world.homes[0], where="3-2-1801", matter="水池堵了",
                                charge="free")  # fmt: skip
        one.counter.changed.emit(world.changed(Role.CLERK, request))
        (row,) = world.rows("night_entry")
        assert row["status"] == "passed_on"
        assert row["order_no"] == next(each["no"] for each in world.rows("work_order") if each["where"] == "3-2-1801")


def test_another_person_sees_nothing_of_what_was_typed(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.count_all()
    one.page.sign.giver_secret.setText("5206")
    one.counter.sign_in(world.people[Role.SUPERVISOR].id, world.scope.partition("/")[2])
    assert one.page.sign.giver_secret.text() == ""
    assert all(field.text() == "" for field in one.page.sign.counts.values())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", SCALES)
def test_every_word_has_room(world: World, sit: Any, look: Theme, scale: float, size: tuple[int, int]) -> None:
    evening(world)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = sit(world, Role.CLERK, size)
    one.page.sign.taker.choose(world.people[Role.SQUAD_LEADER].id)
    assert cramped(one.page) == []
    assert nameless(one.page) == []

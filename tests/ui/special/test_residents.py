"""The residents' page: found, shown, dialled, and written down by forms that say in Chinese what is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.domain.roles import Role
from desk.services.work_orders.drafting import Draft
from desk.ui.kit.buttons import KeyButton
from desk.ui.special.residents import ResidentsPage
from desk.ui.special.residents.forms import Form
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.tree import nameless
from tests.ui.typing_words import preedit, type_words
from tests.world import World

ENTER, DOWN, F2, F4, F9, ESC = (
    Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_Escape,
)  # fmt: skip


def people(world: World) -> None:
    """A husband at 1801, a tenant of 1901 with a landline."""
    clerk = Role.CLERK
    husband = world.take(clerk, "resident.add", name="王强", phones=[{"number": "13911112222", "note": ""}])
    world.take(clerk, "residence.add", resident_id=husband, home_id=world.homes[0], relation="family")
    tenant = world.take(
        clerk, "resident.add", name="欧阳𬭎", phones=[{"number": "0591-88016000", "note": "单位"}], level="key"
    )
    world.take(clerk, "residence.add", resident_id=tenant, home_id=world.homes[2], relation="tenant")


class Hands:
    def __init__(self, world: World, role: Role = Role.CLERK) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = ResidentsPage(self.counter)
        self.desk = Desk(self.page)
        self.desk.listen(self.counter)
        self.drafts: list[Draft] = []
        self.counter.ways.intake_wanted.connect(self.drafts.append)
        self.desk.open()
        self.press = self.desk.press

    @property
    def rows(self) -> list[str]:
        model = self.page.list.rows
        return [str(model.index(n).data()) for n in range(model.rowCount())]

    def words(self, root: QWidget | None = None) -> str:
        """All that can be read."""
        QApplication.processEvents()
        top = root or self.page.panel
        shown = [one.text() for one in top.findChildren(QLabel) if one.isVisibleTo(top) and one.text()]
        return " | ".join(shown)

    def button(self, words: str) -> KeyButton:
        return next(one for one in self.page.findChildren(KeyButton) if one.text() == words and one.isVisible())

    @property
    def form(self) -> Form:
        panel = self.page.keeping.panel
        assert isinstance(panel, Form)
        return panel

    def find(self, typed: str) -> None:
        self.page.search.setFocus()
        self.page.search.selectAll()
        self.press(typed)


@pytest.fixture
def hands(world: World, look: Theme) -> Iterator[Hands]:
    people(world)
    made = Hands(world)
    yield made
    made.desk.gone()


def residents(world: World) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in world.rows("resident")}


class TestFinding:
    def test_everybody_room_by_room(self, hands: Hands) -> None:
        assert [row.split()[:3] for row in hands.rows] == [
            ["业主", "3-2-1801", "王秀英"], ["家人", "3-2-1801", "王强"], ["租户", "3-2-1901", "欧阳𬭎"],
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("typed", "names"), [("6621", ["王秀英"]), ("3-2-1901", ["欧阳𬭎"]), ("wq", ["王强"]), ("6000", ["欧阳𬭎"])]
    )
    def test_by_tail_room_and_initials(self, hands: Hands, typed: str, names: list[str]) -> None:
        hands.find(typed)
        found = [name for row in hands.rows for name in ("王秀英", "王强", "欧阳𬭎") if name in row]
        assert found == names

    def test_by_words_and_while_they_are_composed(self, hands: Hands) -> None:
        hands.page.search.setFocus()
        preedit(hands.page.search, "wxy")
        assert len(hands.rows) == 1
        type_words(hands.page.search, "王强")
        assert "王强" in hands.rows[0]

    def test_nothing_found_says_what_to_do(self, hands: Hands) -> None:
        hands.find("9999")
        assert hands.page.notice.isVisible()
        assert "没有找到“9999”" in hands.page.notice.accessibleName()
        assert not hands.page.panel.isVisible()  # nobody is acted on who is not in the list
        hands.press(F2)
        assert hands.drafts == []
        hands.press(ESC)
        assert len(hands.rows) == 3

    def test_many_come_a_page_at_a_time_and_nobody_twice(self, world: World, look: Theme) -> None:
        from desk.services.residents.listing import listed

        for number in range(7):
            world.take(Role.CLERK, "residence.add", resident_id=world.resident, home_id=world.take(
                Role.SUPERVISOR, "home.add", building_no="5", unit_no="1", room_no=f"{number + 1}01",
                room=f"5-1-{number + 1}01"), relation="owner")  # fmt: skip
        actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
        counter = counter_at(world)
        seen, after = [], None
        for _ in range(5):
            part = listed(counter.search, actor, world.scope, "2026-11-18", after, 3)
            seen += [one.room_short for one in part.people]
            after = part.next
            if after is None:
                break
        assert seen == ["3-2-1801", *(f"5-1-{number + 1}01" for number in range(7))]


class TestCard:
    def test_all_that_is_known(self, world: World, look: Theme) -> None:
        people(world)
        world.slip_back(resident_id=world.resident, matter="客厅灯不亮")
        world.order(resident_id=world.resident, matter="厨房龙头滴水")
        world.take(Role.SUPERVISOR, "home.edit", world.homes[0], arrears_fen=123_450, note="有狗")
        egg = {"n": 1, "name": "鸡蛋", "unit": "piece", "ordered": 1, "price_fen": 1580}
        told = {"no": "TX8834", "shop": "淘鲜果", "where": "3-2-1801", "channel": "platform", "items": [egg]}
        fresh = world.take(Role.CLERK, "fresh_order.receive", **told, resident_id=world.resident)
        world.take(Role.CLERK, "fresh_order.begin", fresh)
        world.take(Role.CLERK, "fresh_order.inspect", fresh, inspected=[{"n": 1}])
        world.take(Role.CLERK, "fresh_order.hand_out", fresh, guard="陈刚")
        world.take(Role.CLERK, "fresh_order.sign", fresh, signature="self")
        world.clock.set("2026-11-21", "10:00")
        hands = Hands(world)
        words = hands.words()
        for said in ("王秀英", "3栋2单元1801  业主", "138****6621", "厨房龙头滴水", "待派工", "回访到期", "11-25止",
                     "王强", "家人", "139****2222", "¥1,234.50", "积分", "15", "有狗"):  # fmt: skip
            assert said in words, said
        assert "13800006621" not in words
        hands.desk.gone()

    def test_the_night_man_sees_no_debts(self, world: World, look: Theme) -> None:
        world.take(Role.SUPERVISOR, "home.edit", world.homes[0], arrears_fen=123_450)
        hands = Hands(world, Role.SQUAD_LEADER)
        assert "王秀英" in hands.words()
        assert "欠费" not in hands.words()
        assert "生日" not in hands.words()
        assert "积分" not in hands.words(), "none yet"
        hands.desk.gone()

    def test_who_keeps_no_residents_sees_none(self, world: World, look: Theme) -> None:
        hands = Hands(world, Role.FOREMAN)
        assert hands.rows == []
        assert hands.page.notice.isVisible()
        hands.desk.gone()

    def test_dialling_shows_one_number_and_is_written_down(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.press(ENTER)
        assert "138 0000 6621" in hands.words()
        log = hands.world.database.read("SELECT by, about FROM device_log WHERE what = 'reveal'")
        assert log == [(hands.world.people[Role.CLERK].id, hands.world.resident)]
        hands.press(DOWN, Qt.Key.Key_Up)
        assert "138 0000 6621" not in hands.words()

    def test_an_intake_begins_for_the_person_at_hand(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.press(F2)
        draft = hands.drafts[0]
        assert (draft.resident_id, draft.home_id, draft.where) == (
            hands.world.resident,
            hands.world.homes[0],
            "3-2-1801",
        )
        assert (draft.reporter, draft.reporter_phone, draft.reporter_relation) == ("王秀英", "13800006621", "业主")

    def test_another_page_asks_for_a_person(self, hands: Hands) -> None:
        hands.page.show_resident(residents(hands.world)["欧阳𬭎"]["id"])
        assert "欧阳𬭎" in hands.words()
        assert hands.page.panel.level.isVisible()


class TestForms:
    def test_a_new_resident_with_a_room(self, hands: Hands) -> None:
        hands.press(Qt.Key.Key_Escape)
        hands.button("新增住户").click()
        form: Any = hands.form
        type_words(form.name, "买买提·阿卜杜拉")
        hands.press(ENTER, ENTER, *"139 0000 1111", ENTER, ENTER, *"3-2-1802", ENTER, "3", ENTER, *"20261101", F9)
        row = residents(hands.world)["买买提·阿卜杜拉"]
        assert row["phones"] == [{"number": "13900001111", "note": ""}]
        living = next(one for one in hands.world.rows("residence") if one["resident_id"] == row["id"])
        assert (living["home_id"], living["relation"], living["from_on"]) == (
            hands.world.homes[1],
            "tenant",
            "2026-11-01",
        )
        assert not hands.page.keeping.is_open
        assert "买买提·阿卜杜拉" in hands.words()

    def test_what_is_missing_is_said_at_its_field(self, hands: Hands) -> None:
        hands.button("新增住户").click()
        form: Any = hands.form
        hands.press(F9)
        assert form.fields["name"].error.startswith("还没有填姓名")
        assert form.name.hasFocus()
        type_words(form.name, "张三")
        hands.press(F9)
        assert form.fields["name"].error == ""
        assert form.fields["room"].error.startswith("还没有填房号")
        form.room.typed.setFocus()
        hands.press("9-9-999", F9)
        assert "没有找到房屋“9-9-999”" in form.fields["room"].error
        assert "张三" not in residents(hands.world)

    def test_changing_keeps_what_was_seen(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.button("修改").click()
        form: Any = hands.form
        form.birthday.setFocus()
        hands.press("1968.5.20", F9)
        assert residents(hands.world)["王秀英"]["birthday_on"] == "1968-05-20"

    def test_a_day_that_is_none(self, hands: Hands) -> None:
        hands.button("修改").click()
        form: Any = hands.form
        form.birthday.setFocus()
        hands.press("2026-02-30", F9)
        assert "看不懂日期“2026-02-30”" in form.fields["birthday_on"].error
        assert hands.page.keeping.is_open

    def test_nothing_changed_writes_nothing(self, hands: Hands) -> None:
        before = hands.world.last_op()
        hands.button("修改").click()
        hands.press(F9)
        assert not hands.page.keeping.is_open
        assert hands.world.last_op() == before

    def test_a_number_in_passing(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.press("+")
        hands.press(*"1391234567")
        form: Any = hands.form
        assert "11 位" in form.hint.text()
        hands.press("8", F9)
        numbers = [one["number"] for one in residents(hands.world)["王秀英"]["phones"]]
        assert numbers == ["13800006621", "13912345678"]

    def test_a_number_that_is_there(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.press("+", *"13800006621", F9)
        assert "已经有了" in hands.form.fields["phones"].error

    def test_moving_in_and_out(self, hands: Hands) -> None:
        hands.page.list.setFocus()
        hands.button("搬入").click()
        hands.press(*"3-2-1802", ENTER, F9)
        assert len([row for row in hands.rows if "王秀英" in row]) == 2
        hands.page.show_resident(hands.world.resident, hands.world.homes[1])
        hands.button("搬出").click()
        form: Any = hands.form
        form.to_on.setFocus()
        form.to_on.selectAll()
        form.which.setFocus()
        hands.press("1", ENTER)
        form.to_on.selectAll()
        hands.press(*"2026-11-17", F9)
        gone = [row for row in hands.world.rows("residence") if row.get("to_on")]
        assert [(row["to_on"], row["home_id"]) for row in gone] == [("2026-11-17", hands.world.homes[0])]
        assert len([row for row in hands.rows if "王秀英" in row]) == 1

    def test_moving_out_before_moving_in(self, hands: Hands) -> None:
        living = next(row for row in hands.world.rows("residence") if row["resident_id"] == hands.world.resident)
        hands.world.take(Role.CLERK, "residence.edit", living["id"], from_on="2020-01-01")
        hands.page.reload()
        hands.button("搬出").click()
        form: Any = hands.form
        form.to_on.setFocus()
        form.to_on.selectAll()
        hands.press(*"2019-12-31", F9)
        assert "迁出早于入住" in form.fields["to_on"].error

    def test_escape_goes_back(self, hands: Hands) -> None:
        of_the_list = hands.page.keys()
        hands.button("修改").click()
        assert ("F9", "保存") in list(hands.page.keys())
        hands.press(ESC)
        assert not hands.page.keeping.is_open
        assert hands.page.keys() == of_the_list


class TestLooks:
    def test_every_control_has_a_name(self, hands: Hands) -> None:
        assert nameless(hands.page) == []
        for words in ("新增住户", "修改", "加电话", "搬入", "搬出"):
            hands.button(words).click()
            assert nameless(hands.page) == []
            hands.press(ESC)

    @pytest.mark.parametrize("scale", SCALES)
    def test_every_word_has_room(self, world: World, look: Theme, dressed: QApplication, scale: float) -> None:
        people(world)
        world.slip_back(resident_id=world.resident)
        look.wear(dressed, scale=scale)
        hands = Hands(world)
        hands.desk.resize(*SIZES[scale > 1.25])
        QApplication.processEvents()
        assert cramped(hands.page) == []
        hands.button("修改").click()
        QApplication.processEvents()
        assert cramped(hands.form) == []
        hands.desk.gone()

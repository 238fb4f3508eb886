"""投诉 in the window: intake by keys, what a clerk sees, the piles, judging by two, the answer, the call back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.complaints.receiving import Draft
from desk.store.accounts import set_secret
from desk.ui.special.complaints.papers import ComplaintPapers
from desk.ui.special.registers import RegistersPane
from tests.ui.fit import cramped
from tests.ui.special.complaint_desk import WORDS, Scene, answered, judged, receive
from tests.ui.special.counting import SIZES
from tests.ui.tree import nameless
from tests.world import World

R = Role
ENTER, LEFT, RIGHT, DOWN, ESC = (
    Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Escape,
)  # fmt: skip
F4, F7, F8, F9 = Qt.Key.Key_F4, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9
LONG = "阿卜杜热合曼·买买提明江"
PIN = "380275"


@pytest.fixture
def scenes(world: World, look: object) -> Iterator[list[Scene]]:
    made: list[Scene] = []
    yield made
    for one in made:
        one.leave()


@pytest.fixture
def clerk(world: World, scenes: list[Scene]) -> Scene:
    scenes.append(Scene(world, R.CLERK))
    return scenes[-1]


def manager(world: World, scenes: list[Scene], size: tuple[int, int] = SIZES[0]) -> Scene:
    scenes.append(Scene(world, R.MANAGER, size))
    return scenes[-1]


class TestIntake:
    def test_a_known_caller_in_fourteen_keys_and_the_sentence_read_back(self, clerk: Scene, world: World) -> None:
        world.clock.set("2026-11-18", "15:20")
        world.take(R.HEAD_OFFICE, "staff.edit", world.people[R.SUPERVISOR].id, phone="802")
        keys = clerk.press("+", "6", "6", "2", "1", ENTER, "0", "1", "1")
        clerk.words(WORDS)
        keys += clerk.press(F9)
        assert keys == 10
        said = clerk.intake.form.aloud._sentence.accessibleName()
        assert said == "已登记, 张主管会在明天下午3点20分前给您答复。"
        row = clerk.complaint()
        assert (row["type"], row["want"], row["content"], row["who"]) == ("01", "apology", WORDS, "王秀英")
        assert (row["handler"], row["due_at"], row["taken_by"]) == ("张敏", at("2026-11-19", "15:20"), "李敏")
        line = world.rows("in_hand")[0]
        assert (line["no"], line["receiver"], line["status"]) == (row["no"], "张主管 802", "received")
        assert row["line_id"] == line["id"]

    def test_enter_walks_in_the_order_of_speech(self, clerk: Scene) -> None:
        form = clerk.intake.form
        clerk.press("+", "6", "6", "2", "1", ENTER)
        walked = [clerk.desk.focusWidget()]
        for keys in (("0", "6"), ("2",), ()):
            clerk.press(*keys)
            walked.append(clerk.desk.focusWidget())
        clerk.words("门口总被人占")
        for _ in range(3):
            clerk.press(ENTER)
            walked.append(clerk.desk.focusWidget())
        assert walked == [
            form.type, form.want, form.content, form.content, form.urgent, form.handler, form.save,
        ]  # fmt: skip

    def test_nothing_of_it_stays_at_the_counter(self, clerk: Scene) -> None:
        clerk.press("+", "6", "6", "2", "1", ENTER, "0", "1", "1")
        clerk.words(WORDS)
        clerk.press(F9)
        assert WORDS not in clerk.seen()
        assert "服务态度" not in clerk.seen()
        clerk.press(ESC)
        assert WORDS not in clerk.seen()
        assert clerk.intake.draft.content == ""

    def test_what_is_missing_is_said_beside_its_field(self, clerk: Scene) -> None:
        clerk.press("+", "6", "6", "2", "1", ENTER, F9)
        assert clerk.intake.form.fields["type"].error.startswith("还没有选投诉类型")
        clerk.press("0", "5", F9)
        assert clerk.intake.form.fields["want"].error.startswith("还没有问业主要什么")
        clerk.press("4", F9)
        assert clerk.intake.form.fields["content"].error.startswith("还没有写内容")
        assert clerk.intake.draft.urgent, "security is urgent by its kind"
        assert clerk.intake.form.due.text() == "今天 11:00 前"

    def test_what_was_handed_down_asks_for_their_number_and_date(self, clerk: Scene) -> None:
        clerk.press("+", "6", "6", "2", "1", ENTER, "1", "4", "4")
        clerk.words("12345 转来")
        clerk.press(F9)
        assert "对方编号" in clerk.intake.form.fields["forwarded_no"].error
        clerk.press(*"GD1", F9)
        assert "对方期限" in clerk.intake.form.fields["forwarded_due_at"].error
        clerk.press(*"11-25 17:00")
        assert clerk.intake.form.due.text() == "11-24 17:00 前"
        clerk.press(F9)
        assert clerk.complaint()["due_at"] == at("2026-11-24", "17:00")

    def test_praise_is_a_light_form(self, clerk: Scene) -> None:
        clerk.press("+", "6", "6", "2", "1", ENTER, "*")
        assert not clerk.intake.form.want.isVisible()
        clerk.words("小陈帮我妈提菜上楼")
        clerk.press(F9)
        row = clerk.complaint()
        assert (row["kind"], row.get("due_at"), row.get("type")) == ("praise", None, None)
        assert "谢谢您的表扬" in clerk.seen()

    def test_what_was_begun_waits_for_the_same_person_alone(self, clerk: Scene, world: World) -> None:
        clerk.press("+", "6", "6", "2", "1", ENTER, "0", "1", "1")
        clerk.words(WORDS)
        clerk.press(ESC)
        clerk.change(R.SUPERVISOR)
        clerk.press("+")
        assert clerk.intake.draft.is_empty
        clerk.press(ESC)
        clerk.change(R.CLERK)
        clerk.press("+")
        assert clerk.intake.draft.content == WORDS
        assert world.rows("complaint") == []

    def test_the_same_matter_once_more_is_linked_by_one_key(self, clerk: Scene, world: World) -> None:
        receive(world)
        world.clock.forward(minutes=1)
        clerk.press("+", "6", "6", "2", "1", ENTER)
        assert "有在办事项, 请转 孙班长 802" in clerk.seen()
        clerk.press("+", "0", "1", "1")
        clerk.words("又来了")
        clerk.press(F9)
        assert clerk.complaint()["repeat_of_no"] == first_no(world)

    def test_a_key_resident_and_who_is_complained_about(self, clerk: Scene, world: World) -> None:
        world.take(R.SUPERVISOR, "resident.edit", world.resident, level="key")
        clerk.press("+", "6", "6", "2", "1", ENTER, "0", "1", "1")
        clerk.words(WORDS)
        assert clerk.intake.draft.handler == "吴明"
        clerk.press(ENTER)
        clerk.words("吴明")
        assert clerk.intake.draft.handler == "王总", "never the one it is about"
        assert "吴经理" not in [one.words for one in clerk.intake.form.handler.choices]

    def test_it_begins_with_what_another_place_hands_over(self, clerk: Scene, world: World) -> None:
        home, who = world.homes[0], world.resident
        clerk.place.receive(
            Draft(home_id=home, resident_id=who, where="3-2-1801", who="王秀英", type="02", source_no="W1A-0009",
                  channel="revisit")
        )  # fmt: skip
        assert clerk.intake.draft.type_label == "维修不及时/质量"
        assert clerk.intake.form.source.text() == "来自 W1A-0009"
        clerk.press("2")
        clerk.words("修了三次")
        clerk.press(F9)
        row = clerk.complaint()
        assert (row["channel"], row["source_no"], row["handler"]) == ("revisit", "W1A-0009", "孙国强")


class TestAtTheCounter:
    def test_a_clerk_sees_number_whom_and_until_when_and_no_word_of_it(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        judged(world, home_id=world.homes[1], where="3-2-1802", type_label="维修不及时/质量", type="02")
        answered(world, home_id=world.homes[2], where="3-2-1901")
        scenes.append(Scene(world, R.CLERK))
        one = scenes[-1]
        assert one.rows()[0] == f"已登记 3-2-1801 {first_no(world)} 孙班长 802 明天 09:00 前"
        said = one.page.line.aloud._sentence.accessibleName()
        assert said == f"您的事项 {first_no(world)} 在办, 孙班长会在明天上午9点前给您答复, 要找孙班长请打 802。"
        for word in (WORDS, "服务态度", "维修不及时", "和当班的人谈了话", "已道歉"):
            assert word not in one.seen()
        assert [name for name, _ in one.page.tabs._tabs] == ["in_hand", "done"]

    def test_when_the_time_has_gone_by_the_words_are_others(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        world.clock.forward(days=2)
        scenes.append(Scene(world, R.CLERK))
        assert "还没有答复, 我马上请" in scenes[-1].seen()

    def test_the_line_follows_when_a_kill_fell_between_the_two(self, world: World, scenes: list[Scene]) -> None:
        answered(world)
        assert world.rows("in_hand")[0]["status"] == "received"
        manager(world, scenes)
        assert world.rows("in_hand")[0]["status"] == "answered"

    def test_another_person_sees_nothing_of_the_last_one(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        one = manager(world, scenes)
        assert WORDS in one.seen()
        one.change(R.CLERK)
        assert WORDS not in one.seen()
        assert one.page.detail.found is None

    def test_an_empty_office_says_what_to_do(self, clerk: Scene) -> None:
        assert "没有在办事项" in clerk.seen()
        assert "按 + 登记" in clerk.seen()


class TestHandling:
    def test_until_it_is_read_again_no_key_opens_a_step_of_how_it_stood(
        self, world: World, scenes: list[Scene], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receive(world)
        one = manager(world, scenes)
        one.press(ENTER, "1")
        held: list[tuple[Any, ...]] = []
        read = one.counter.read
        monkeypatch.setattr(one.counter, "read", lambda *told: held.append(told))
        one.press(ENTER)
        assert one.complaint()["status"] == "judged"
        assert not one.page.taking.panels.is_open
        one.press(ENTER)
        assert not one.page.taking.panels.is_open, "it was judged already"
        monkeypatch.setattr(one.counter, "read", read)
        for told in held:
            read(*told)
        one.press(RIGHT, ENTER)
        assert one.page.taking.panels.is_open

    def test_from_judging_to_the_call_back_by_keys(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        one = manager(world, scenes)
        assert one.rows() == ["待判定 3-2-1801 服务态度 孙国强 明天 09:00 前"]
        one.press(ENTER, "1", ENTER)
        assert one.complaint()["validity"] == "valid"
        assert world.rows("in_hand")[0]["status"] == "in_hand"
        one.press(RIGHT, ENTER, F9)
        row = one.complaint()
        assert (row["status"], row["handler"], row["deputy"]) == ("assigned", "孙国强", "吴明")
        one.press(ENTER)
        one.words("和当班的人谈了话")
        one.press(F9)
        one.press(RIGHT, F4)
        one.words("向您道歉, 已经重新培训")
        one.press(ENTER, "1", F9)
        assert one.complaint()["status"] == "answered"
        assert world.rows("in_hand")[0]["status"] == "answered"
        world.clock.set("2026-11-19", "10:00")
        one.press(RIGHT, F7)
        assert "138****6621" in one.seen()
        one.press(ENTER, "1", "1", "1", "2", "1", F9)
        row = one.complaint()
        assert (row["status"], row["closed_by"], row["satisfaction"]) == ("closed", "revisit", "good")
        assert [answer["answer"] for answer in row["answers"]] == ["yes", "yes", "no"]
        assert world.rows("in_hand")[0]["status"] == "closed"

    def test_invalid_waits_for_a_second_who_signs_with_the_own_secret(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        with world.database.write() as connection:
            set_secret(connection, world.people[R.SUPERVISOR].id, PIN)
        one = manager(world, scenes)
        one.press(ENTER, "3", "2", F9)
        assert one.rows() == ["待签字 3-2-1801 服务态度 孙国强 明天 09:00 前"]
        one.press(ENTER)
        panel = one.page.taking.panels.panel
        assert "吴明" not in [choice.words for choice in panel.people.choices]  # type: ignore[union-attr]
        digit = next(c.digit for c in panel.people.choices if c.words == "张敏")  # type: ignore[union-attr]
        one.press(digit, *"111111", F9)
        assert "密码不对" in one.seen()
        assert one.complaint()["status"] == "to_sign"
        one.press(*PIN, F9)
        row = one.complaint()
        assert (row["status"], row["validity"], row["second"]) == ("judged", "invalid", "张敏")
        assert row["second_id"] == world.people[R.SUPERVISOR].id
        assert row["second_id"] in row["handlers"]

    def test_nobody_home_makes_another_call_and_the_third_ends_it(self, world: World, scenes: list[Scene]) -> None:
        answered(world)
        world.clock.set("2026-11-19", "10:00")
        one = manager(world, scenes)
        for day in ("2026-11-19", "2026-11-19", "2026-11-20"):
            world.clock.set(day, "10:00")
            one.press(F7, ENTER, "2", F9)
        row = one.complaint()
        assert (row["status"], row["closed_by"], len(row["attempts"])) == ("closed", "not_reached", 3)

    def test_what_did_not_help_goes_back_to_work(self, world: World, scenes: list[Scene]) -> None:
        answered(world)
        one = manager(world, scenes)
        one.press(F7, ENTER, "1", "1", "2", "1", "3")
        one.words("还是那样")
        one.press(F9)
        row = one.complaint()
        assert (row["status"], row["reopened"], row["revisit_words"]) == ("assigned", 1, "还是那样")
        assert world.rows("in_hand")[0]["status"] == "in_hand"

    def test_what_is_taken_back_takes_its_line_along(self, world: World, scenes: list[Scene]) -> None:
        ent = receive(world)
        one = manager(world, scenes)
        undo: list[Any] = []
        one.counter.ways.undoable.connect(lambda _words, request: undo.append(request))
        one.press(ENTER, "1", ENTER)
        assert world.rows("in_hand")[0]["status"] == "in_hand"
        one.counter.take(one.page, undo)
        assert world.row("complaint", ent)["status"] == "received"
        assert world.rows("in_hand")[0]["status"] == "received"

    def test_the_book_is_offered_to_handlers_alone(self, world: World, scenes: list[Scene]) -> None:
        one = manager(world, scenes)
        pane = RegistersPane(one.counter, one.place)
        pane.begin("complaints")
        assert pane.book.value == "complaints"
        one.change(R.CLERK)
        pane.begin("complaints")
        assert "complaints" not in [choice.value for choice in pane.book.choices]

    def test_late_ones_stand_above_and_say_how_late(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        world.clock.forward(days=1, minutes=5)
        receive(world, home_id=world.homes[1], where="3-2-1802")
        one = manager(world, scenes)
        assert one.rows() == [
            "已过时限 1",
            "待判定 3-2-1801 服务态度 孙国强 超时 5 分",
            "时限内 1",
            "待判定 3-2-1802 服务态度 孙国强 明天 09:05 前",
        ]

    def test_a_repeat_is_seen_and_linked(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        world.clock.forward(days=3)
        second = receive(world)
        one = manager(world, scenes)
        one.page.list.choose(second)
        assert f"投诉过服务态度 {first_no(world)}, 是同一件就并案" in one.seen()
        one.page.detail.step_wanted.emit("link")
        QTest.qWait(1)
        one.press("1", F9)
        assert world.row("complaint", second)["repeat_of_no"] == first_no(world)
        assert "同一事项又投诉了 1 次" not in one.seen()

    def test_papers_are_asked_for_by_key(self, world: World, scenes: list[Scene]) -> None:
        ent = receive(world)
        one = manager(world, scenes)
        one.press(F8)
        assert [(paper.what, paper.ent) for paper in one.printed if isinstance(paper, ComplaintPapers)] == [
            ("form", ent)
        ]

    def test_a_handler_sees_his_own_alone(self, world: World, scenes: list[Scene]) -> None:
        receive(world)
        receive(world, handler_id=world.people[R.BUTLER].id, handler="周婷", content="别家的事")
        scenes.append(Scene(world, R.FOREMAN))
        assert scenes[-1].page.tabs.count("to_judge") == 1
        assert "别家的事" not in scenes[-1].seen()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_with_the_longest_words(
    world: World, scenes: list[Scene], look: Any, size: tuple[int, int], dark: bool, tmp_path: Path
) -> None:
    look.wear(QApplication.instance(), dark=dark)
    answered(world, who=LONG, where="翠湖花园国际社区三期高层组团 3-2-1801", content=WORDS * 20)
    one = manager(world, scenes, size)
    one.desk.picture(tmp_path, "page")
    assert cramped(one.desk) == []
    assert nameless(one.desk) == []
    one.press("+")
    assert cramped(one.intake) == []
    assert nameless(one.intake) == []


def first_no(world: World) -> str:
    return str(min(world.rows("in_hand"), key=lambda row: str(row["no"]))["no"])

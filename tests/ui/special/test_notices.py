"""公告: written by keys with its lead and homes before it goes, read by another, corrected, restored; sign-ups."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.notices.open_matters import open_matters
from desk.services.slips import files
from desk.ui.special.notices.papers import PosterPapers, SignUpPapers
from desk.ui.special.pictures import image_of
from desk.ui.theme import Theme
from reports.posters.paper import PosterFormat
from tests.services.slips.test_files import jpeg
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES
from tests.ui.special.notice_desk import (
    BACK,
    DAY,
    ENTER,
    ESC,
    F4,
    F8,
    F9,
    LEFT,
    Board,
    drafted,
    sent,
    submitted,
)
from tests.ui.tree import nameless
from tests.world import World

LONGEST = "阿卜杜热合曼·买买提明江"


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Board] = []

    def seat(world: World, *told: Any) -> Board:
        made.append(Board(world, *told))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def only(world: World) -> dict[str, Any]:
    (row,) = world.rows("notice")
    return row


def test_a_planned_outage_by_keys(world: World, sit: Any) -> None:
    board = sit(world)
    count = board.press("+", *"11")  # two figures: the type is taken, the times are next
    board.words("明天 ")
    count += 1 + board.press(*"1100", ENTER, *"1700", ENTER, *"3-2", ENTER)
    assert board.form.told.text() == "提前 26 小时 (要求 24) · 3 户 · 复核人: 张敏、吴明、周婷"
    count += board.press(ENTER)
    board.words("二次供水设备检修")
    count += board.press(ENTER, ENTER, ENTER, ENTER, ENTER, F9)
    row = only(world)
    assert row["status"] == "to_review"
    assert (row["kind_label"], row["title"], row["range_words"], row["homes"]) == (
        "停水(计划)", "停水通知", "3栋2单元", 3,
    )  # fmt: skip
    assert (row["from_at"], row["to_at"], row["expected_at"]) == (at(DAY, "11:00"), at(DAY, "17:00"), at(DAY, "17:00"))
    assert (row["writer"], row["undersigned"]) == ("李敏", "翠湖花园物业服务中心")
    assert row["tips"].startswith("请提前储水")
    assert board.desk.said[-1] == "停水通知 已送复核 · 3 户"
    assert not board.page.acts.is_open
    assert count <= 30, "of them twelve figures of times and room"


def test_the_poster_stands_beside_the_form(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"11")
    board.form.poster.show_notice({"title": "停水通知"}, at_once=True)
    board.form.poster._draw()
    QApplication.processEvents()
    assert board.form.poster.drawn


def test_too_late_is_said_and_asks_why(world: World, sit: Any) -> None:
    ent = drafted(world)
    world.clock.set("2026-11-18", "13:00")
    board = sit(world)
    board.turn("draft")
    board.press(ENTER)
    assert board.form.told.text().startswith("提前 22 小时 (要求 24): 晚了 2 小时 00 分")
    board.press(F9)
    assert "提前不足" in board.form.fields["late_reason"].error
    board.press("1", F9)
    row = world.row("notice", ent)
    assert (row["status"], row["late_reason"]) == ("to_review", "told_late")


def test_a_time_that_nobody_touched_stays_what_it_was(world: World, sit: Any) -> None:
    ent = drafted(world, "12", reason=None, expected_at=None)
    world.clock.set(DAY, "12:00")
    board = sit(world)
    board.turn("draft")
    board.press(ENTER)
    board.form.urgent.choose("breakdown")
    board.press(F4)
    assert world.row("notice", ent)["from_at"] == at(DAY, "11:00")


def test_others_paper_goes_with_its_hour_and_its_picture(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"22")
    board.form.begins.setText("11-26 0800")
    board.form.ends.setText("1800")
    board.form.reason.setText("供电部门线路改造")
    board.press(F9)
    assert "收文时间" in board.form.fields["received_at"].error
    board.form.received.setText("0830")
    picture = files.take_in(jpeg(), "来文.jpg")
    board.form.photos.drop.ready.emit(picture, image_of(picture))
    board.press(F9)
    row = only(world)
    assert (row["status"], row["audience"], row["range_words"]) == ("to_review", "all", "全小区")
    assert (row["received_at"], row["received_photo"]) == (at("2026-11-18", "8:30"), picture.sha256)
    assert row["forward_due_at"] == at("2026-11-18", "10:30")
    (photo,) = world.rows("attachment")
    assert (photo["about"], photo["about_id"], photo["sha256"]) == ("notice", row["id"], picture.sha256)


def test_esc_keeps_what_was_begun(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"11")
    board.words("明天 ")
    board.press(*"900", ESC)
    assert only(world)["status"] == "draft"
    assert board.desk.said[-1] == "已存草稿"
    board.press("+", ESC)
    assert len(world.rows("notice")) == 1, "nothing begun, nothing kept"


def test_what_cannot_be_read_is_said_beside_its_field(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"11", *"99", F9)
    assert "看不懂" in board.form.fields["from_at"].error or "没有" in board.form.fields["from_at"].error
    assert world.rows("notice") == []


def test_the_range_is_counted_at_every_step(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"11")
    picked = board.form.range
    picked.line.setFocus()
    for typed, homes in (("3", 3), ("3-2-1801", 3), ("3", 1), ("0", 3)):
        board.press(*typed, ENTER)
        assert picked.homes == homes
        assert picked.count_label.text() == f"{homes} 户"
    board.press(BACK)
    assert picked.audience == ""
    board.press(*"99", ENTER)
    assert "没有“99”" in picked.said.text()


def test_a_chosen_resident_is_found_by_the_tail(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"92")
    board.form.range.line.setFocus()
    board.press(*"6621", ENTER)
    assert board.form.range.targets == (f"r/{world.resident}",)
    assert (board.form.range.homes, board.form.range.words) == (1, "指定住户 1 位")


def test_the_second_reader_lets_it_out(world: World, sit: Any) -> None:
    ent = submitted(world)
    board = sit(world, Role.SUPERVISOR)
    board.turn("to_review")
    count = board.press(ENTER, F9)
    assert world.row("notice", ent)["status"] == "sent"
    assert world.row("notice", ent)["reviewer"] == "张敏"
    assert count == 2
    board.turn("running")
    assert board.rows == ["已发·未开始 停水通知 3栋2单元 明天 11:00 起"]


def test_the_rail_says_how_many_call_for_a_hand_as_today_does(world: World, sit: Any) -> None:
    drafted(world)
    submitted(world)
    sent(world)
    board = sit(world)
    told: list[object] = []
    board.page.counts.connect(told.append)
    board.page.reload()
    counter = board.counter
    matters = open_matters(world.database, counter.actor, counter.scope, counter.settings(), counter.lists(),
                           counter.calendar, world.clock.now)  # fmt: skip
    assert told == [{"notices": sum(one.calls(world.clock.now) for one in matters)}] == [{"notices": 2}]


def test_the_writer_is_told_that_another_must_read_it(world: World, sit: Any) -> None:
    ent = submitted(world)
    board = sit(world)
    board.turn("to_review")
    board.press(ENTER)
    board.press(F9)
    assert "不能自己复核" in board.review.error.text()
    assert world.row("notice", ent)["status"] == "to_review"


def test_sent_back_with_a_word(world: World, sit: Any) -> None:
    ent = submitted(world)
    board = sit(world, Role.SUPERVISOR)
    board.turn("to_review")
    board.press(ENTER, F4)
    assert "哪里要改" in board.review.note_field.error
    board.words("时间写到小时")
    board.press(F4)
    assert (world.row("notice", ent)["status"], world.row("notice", ent)["review_note"]) == ("draft", "时间写到小时")


def test_an_emergency_goes_first_and_is_read_after(world: World, sit: Any) -> None:
    board = sit(world)
    board.press("+", *"12")
    assert board.form.begins.text() == "0900"
    board.form.range.line.setFocus()
    board.press("0", ENTER, F4)
    assert "先发原因" in board.form.fields["urgent_reason"].error
    board.press("1", F4)
    row = only(world)
    assert (row["status"], row["urgent_reason"], row["sent_at"]) == ("sent", "breakdown", world.clock.now)
    assert board.rows[0].startswith("紧急 未补核 停水通知")
    other = sit(world, Role.SUPERVISOR)
    other.turn("running")
    other.press(ENTER, F9)
    assert only(world)["reviewer"] == "张敏"


def test_a_correction_is_a_copy_that_takes_its_place(world: World, sit: Any) -> None:
    wrong = sent(world)
    board = sit(world)
    board.turn("running")
    board.press("7")
    assert board.form.title.text() == "更正公告"
    board.press("1", "1")
    board.form.ends.setText("11-19 1900")
    board.press(F9)
    right = next(row for row in world.rows("notice") if row["id"] != wrong)
    assert (right["status"], right["found_by"], right["wrong_part"]) == ("to_review", "ourselves", "time")
    assert right["to_at"] == at(DAY, "19:00")
    world.take(Role.SUPERVISOR, "notice.approve", right["id"], reviewer="张敏")
    assert world.row("notice", wrong)["status"] == "corrected"
    board.choose(wrong)
    assert "第 1 次更正" in board.page.detail.history.accessibleDescription()


def test_restored_with_the_hour_it_came_back(world: World, sit: Any) -> None:
    ent = sent(world)
    world.clock.set(DAY, "17:10")
    board = sit(world)
    board.turn("to_restore")
    assert "18:00 前发恢复" in board.page.detail.stand.text()
    count = board.press(ENTER)
    board.words("")
    count += board.press(ENTER, *"1650", F9)
    row = world.row("notice", ent)
    assert (row["status"], row["restored_at"]) == ("restored", at(DAY, "16:50"))
    assert count <= 7


def test_a_call_shows_the_words_and_who_rang(world: World, sit: Any) -> None:
    ent = sent(world)
    world.take(Role.CLERK, "notice_call.log", notice_id=ent, home_id=world.homes[0], where="3-2-1801")
    board = sit(world)
    board.choose(ent)
    assert board.page.detail.say.text().startswith("对来电说: 因为二次供水设备检修")
    assert "来电问过 1" in board.page.detail.early.text()
    assert "问过 1" in board.rows[0]


def test_the_poster_is_printed(world: World, sit: Any) -> None:
    ent = sent(world)
    board = sit(world)
    board.choose(ent)
    board.press(F8, "8")
    assert board.printed == [PosterPapers(notice_id=ent), PosterPapers(notice_id=ent, paper=PosterFormat.A3)]


def test_an_activity_takes_names_until_it_is_full(world: World, sit: Any) -> None:
    ent = sent(world, "91", title="重阳节饺子宴", from_at=at("2026-11-28", "9:00"), to_at=at("2026-11-28", "11:00"),
               expected_at=None, audience="all", targets=None, sign_up_limit=3, matter="一起包饺子")  # fmt: skip
    board = sit(world)
    board.choose(ent)
    board.press("4", *"6621", ENTER, "2", F9)
    assert board.sign_ups.told.text().startswith("已报 2 人 / 名额 3")
    board.press(*"3-2-1802", ENTER, "2", F9)
    assert "候补 1 户" in board.sign_ups.told.text()
    states = {row["where"]: row["people"] for row in world.rows("sign_up")}
    assert states == {"3-2-1801": 2, "3-2-1802": 2}
    board.press(*"6621", ENTER, "1", F9)
    assert "已经报过名了" in board.sign_ups.who_field.error


def test_empty_refused_and_piles_by_keys(world: World, sit: Any) -> None:
    board = sit(world)
    assert board.page.tabs.value == "draft"
    ent = sent(world)
    board.page.enter()
    board.choose(ent)
    assert board.page.tabs.value == "running"
    board.press(LEFT)
    assert board.page.tabs.value == "scheduled"
    assert board.page.notice.accessibleName().startswith("没有定时待发的公告")
    technician = sit(world, Role.ACCOUNTANT)
    assert "看不到" in technician.page.notice.accessibleName()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_a_name(
    world: World, sit: Any, look: Theme, scale: float, size: tuple[int, int]
) -> None:  # fmt: skip
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    sent(world)
    submitted(world)
    party = sent(world, "91", title="重阳节饺子宴", from_at=at("2026-11-28", "9:00"), expected_at=None, audience="all",
                 to_at=at("2026-11-28", "11:00"), targets=None, sign_up_limit=2, matter="一起包饺子")  # fmt: skip
    board = sit(world, Role.CLERK, (round(size[0] * scale), round(size[1] * scale)))
    board.turn("running")
    assert cramped(board.page) == []
    assert nameless(board.page) == []
    board.press("+")
    assert cramped(board.form) == []
    board.press(*"11")
    assert cramped(board.form) == []
    assert nameless(board.page) == []
    board.press(ESC)
    world.take(Role.CLERK, "sign_up.sign", notice_id=party, name=LONGEST, people=2, where="翠湖花园国际社区三期 3栋",
               channel="wechat", identity_unchecked=True)  # fmt: skip
    board.choose(party)
    assert any("待核对 1" in row for row in board.rows)
    board.press("4")
    assert cramped(board.sign_ups) == []
    assert nameless(board.sign_ups) == []


def test_an_activity_from_an_unknown_name_to_the_calls_about_it(world: World, sit: Any) -> None:
    """Signed up by the channel, looked at by keys, ticked off, printed, ended: those who came are asked."""
    ent = sent(world, "91", title="重阳节饺子宴", from_at=at("2026-11-28", "9:00"), to_at=at("2026-11-28", "11:00"),
               expected_at=None, audience="all", targets=None, sign_up_limit=2, matter="一起包饺子")  # fmt: skip
    one = world.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="孙立新", phone="13922223333", people=2,
                     where="翠湖 3 栋", channel="wechat", identity_unchecked=True)  # fmt: skip
    board = sit(world)
    board.choose(ent)
    board.press("4")
    assert "待核对身份 1" in board.sign_ups.told.text()
    board.sign_ups.list.setFocus()
    board.sign_ups.list.choose(one)
    count = board.press(ENTER)
    assert board.sign_ups.told.text().startswith("“孙立新”是哪一家的")
    assert dict(board.page.keys())["F9"] == "核对身份"
    count += board.press(*"6621", ENTER, F9)
    row = world.row("sign_up", one)
    assert (row.get("identity_unchecked"), row["where"], row["resident_id"]) == (None, "3-2-1801", world.resident)
    assert count == 7
    board.press(*"3-2-1802", ENTER, F9)
    assert "候补 1 户" in board.sign_ups.told.text()
    board.press(F8)
    assert board.printed == [SignUpPapers(notice_id=ent)]
    board.sign_ups.list.setFocus()
    board.sign_ups.list.choose(one)
    board.press(" ", ESC)
    world.clock.set("2026-11-28", "11:30")
    board.page.reload()
    board.choose(ent)
    assert board.rows[0].startswith("待结束 重阳节饺子宴")
    board.press(ENTER)
    assert world.row("notice", ent)["status"] == "ended"
    (call,) = world.rows("revisit")
    assert (call["about_id"], call["source"]) == (one, "activity")
    assert board.desk.said[-1] == "重阳节饺子宴 已结束, 1 家按比例回访"


def test_a_corrected_end_leaves_no_old_word_of_when_it_comes_back(world: World, sit: Any) -> None:
    plain, told = sent(world), sent(world, expected_at=at(DAY, "16:00"))
    board = sit(world)
    for ent in (plain, told):
        board.choose(ent)
        board.press("7", "1")
        board.form.ends.setFocus()
        board.form.ends.selectAll()
        board.press(*"2000")
        assert board.form.expected.text() == "", "it follows the end, or is said anew"
        board.press(F9)
        right = next(row for row in world.rows("notice") if row.get("corrects_id") == ent)
        assert (right["to_at"], right["expected_at"]) == (at(DAY, "20:00"), at(DAY, "20:00"))

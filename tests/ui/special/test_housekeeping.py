"""家政 by keys: what the company says is one key, a booking ten, the slip of the day with all it tells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.store.search import Search
from desk.ui.kit.slide_over import SlideOver
from desk.ui.special.find_reads import find
from desk.ui.special.housekeeping import HousekeepingPage
from desk.ui.special.housekeeping.book_pane import BookPane
from desk.ui.special.housekeeping.papers import BookingPapers
from desk.ui.special.housekeeping.slip_form import SlipForm
from desk.ui.theme import Theme
from reports.preview import Pages
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.test_preview import PaperTray, Place
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
F4, F6, F8, F9 = Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F9
VISIT = at("2026-11-18", "14:00")


class Hands:
    """A page at nine in the morning, and bookings made by real steps."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = HousekeepingPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)

    def press(self, *keys: Qt.Key | str) -> int:
        """Each key where the focus is; a panel takes it in the next turn of the loop."""
        for key in keys:
            self.desk.press(key)
            QApplication.processEvents()
        return len(keys)

    def open(self, pile: str = "") -> "Hands":
        self.desk.open()
        for _ in range(4):  # what wraps finds its height in the turns after it has its width
            QApplication.processEvents()
        if pile:
            self.page.tabs.choose(pile)
            self.page.body.settle()
        return self

    @property
    def rows(self) -> list[str]:
        model = self.page.body.list.rows  # type: ignore[attr-defined]
        return [str(model.index(n).data()) for n in range(model.rowCount())]

    def row(self, ent: str) -> dict[str, Any]:
        return self.world.row("housekeeping", ent)


def book(world: World, **more: Any) -> str:
    told: dict[str, Any] = {
        "where": "3-2-1801", "home_id": world.homes[0], "resident_id": world.resident, "customer": "王秀英",
        "customer_phone": "13800006621", "work": "1", "company": "jiewanjia", "matter": "三室两厅",
    }  # fmt: skip
    return world.take(Role.CLERK, "housekeeping.book", **(told | more))


def agree(world: World, ent: str, when: int = VISIT) -> str:
    world.take(Role.CLERK, "housekeeping.agree", ent, visit_from_at=when, agreed_by="company", worker="李阿姨")
    return ent


@pytest.fixture
def hands(world: World, look: Theme) -> Iterator[Hands]:
    made = Hands(world)
    yield made
    made.desk.gone()


class TestKeys:
    def test_confirmed_is_one_key_and_agreed_a_time_and_one(self, hands: Hands) -> None:
        ent = book(hands.world)
        hands.open()
        assert hands.rows[1].startswith("待确认 3-2-1801 日常保洁 洁万家家政 确认还剩")
        assert hands.press(ENTER) == 1
        assert hands.row(ent)["status"] == "confirmed"
        hands.page.tabs.choose("to_agree")
        hands.page.body.settle()
        hands.press(ENTER)
        hands.press(*"+1 1430", F9)
        row = hands.row(ent)
        assert (row["status"], row["visit_from_at"], row["agreed_by"]) == (
            "agreed",
            at("2026-11-19", "14:30"),
            "company",
        )

    def test_the_day_of_the_visit_a_key_each(self, hands: Hands) -> None:
        came, late, away = (agree(hands.world, book(hands.world)) for _ in range(3))
        hands.world.clock.now = VISIT
        hands.open("agreed")
        hands.page.body.choose(came)
        hands.press(" ", "9")
        assert hands.row(came)["status"] == "done"
        assert hands.row(came)["finished_at"] == VISIT
        for ent, key, missed in ((late, "8", "no_show"), (away, "7", "nobody_home")):
            hands.page.body.choose(ent)
            hands.press(key)
            assert (hands.row(ent)["status"], hands.row(ent)["missed"]) == ("to_agree", missed)

    def test_what_cannot_be_says_why(self, hands: Hands) -> None:
        book(hands.world)
        hands.open().press("9")
        assert hands.desk.said == ["3-2-1801 现在是“待公司确认”, 不能做完"]
        hands.press(F6)
        assert hands.desk.said[-1] == "3-2-1801 现在是“待公司确认”, 不能回单"

    def test_another_company_by_its_number(self, hands: Hands) -> None:
        ent = book(hands.world)
        hands.open().press("5", "2", F9)
        assert (hands.row(ent)["company_label"], hands.row(ent)["status"]) == ("和合家政", "booked")

    def test_urged_and_declined(self, hands: Hands) -> None:
        ent = book(hands.world)
        hands.open().press("+", "-", "1", F9)
        row = hands.row(ent)
        assert (row["urges"], row["status"], row["decline_reason"]) == (1, "declined", "no_hands")
        assert hands.rows[0].startswith("公司接不了 1")


class TestSlip:
    def form(self, hands: Hands) -> SlipForm:
        found = hands.page._slip.panel if hands.page._slip is not None else None
        assert isinstance(found, SlipForm)
        return found

    def test_five_keys_where_all_was_told_before(self, hands: Hands) -> None:
        ent = agree(hands.world, book(hands.world))
        hands.world.clock.now = VISIT
        for step in ("arrive", "finish"):
            hands.world.take(Role.CLERK, f"housekeeping.{step}", ent)
        hands.open("slip")
        assert hands.press(F6, "1", "1", F9) == 4
        row = hands.row(ent)
        assert (row["status"], row["signature"], row["tick"]) == ("closed", "self", "good")
        assert hands.desk.said == ["3-2-1801 已回单: 满意"]

    def test_what_nobody_told_stands_on_the_paper(self, hands: Hands) -> None:
        ent = agree(hands.world, book(hands.world))
        hands.world.clock.set("2026-11-18", "17:30")
        hands.open("agreed")
        hands.press(F6)
        hands.press(*"1410", ENTER, *"1605", ENTER, "2")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "女儿")
        hands.press(ENTER, "3", "1")
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, "花瓶碰掉了")
        hands.press(F9)
        row = hands.row(ent)
        assert (row["arrived_at"], row["finished_at"]) == (at("2026-11-18", "14:10"), at("2026-11-18", "16:05"))
        assert (row["arrived_source"], row["signed_for"], row["tick"]) == ("slip", "女儿", "bad")
        assert (row["trouble"], row["trouble_note"], row["status"]) == ("damage", "花瓶碰掉了", "closed")
        assert hands.world.row("revisit", row["revisit_id"])["due_from_on"] == "2026-11-19"

    def test_nothing_is_written_while_something_lacks(self, hands: Hands) -> None:
        ent = agree(hands.world, book(hands.world))
        hands.world.clock.now = VISIT
        hands.open("agreed")
        hands.press(F6, F9)
        assert self.form(hands).fields["tick"].error.startswith("还没有勾选")
        self.form(hands).signature.choose("unsigned")
        self.form(hands).tick.choose("none")
        hands.press(F9)
        assert self.form(hands).fields["unsigned_reason"].error
        assert hands.row(ent)["status"] == "agreed", "came and done go back with the rest"
        hands.press(ESC)
        assert hands.page._slip is None


def test_a_complaint_is_near_and_is_handed_over(hands: Hands) -> None:
    ent = agree(hands.world, book(hands.world))
    hands.world.clock.now = VISIT
    for step in ("arrive", "finish"):
        hands.world.take(Role.CLERK, f"housekeeping.{step}", ent)
    hands.world.take(Role.CLERK, "housekeeping.slip_back", ent, signature="self", tick="bad")
    drafts: list[Any] = []
    hands.counter.ways.complaint_wanted.connect(drafts.append)
    hands.open("over")
    hint = hands.page.detail.hint  # type: ignore[attr-defined]
    assert hint.isVisible()
    hands.page.want("complaint", hands.page.detail.values)  # type: ignore[attr-defined]
    assert [(one.where, one.who, one.source_no) for one in drafts] == [("3-2-1801", "王秀英", hands.row(ent)["no"])]


def test_the_number_is_masked_until_it_is_wanted(hands: Hands) -> None:
    book(hands.world)
    hands.open()
    detail = hands.page.detail
    facts = dict(detail.facts_of(detail.values, hands.world.clock()))  # type: ignore[attr-defined]
    assert facts["联系电话"] == "138****6621"
    detail.want("phone")  # type: ignore[attr-defined]
    facts = dict(detail.facts_of(detail.values, hands.world.clock()))  # type: ignore[attr-defined]
    assert facts["联系电话"] == "138 0000 6621"
    assert len(hands.world.database.read("SELECT 1 FROM device_log WHERE what = 'reveal'")) == 1


def test_the_slip_is_printed_and_counted_once_it_is_out(world: World, look: Theme, tmp_path: Path) -> None:
    """F8 on the row, F8 in the preview, 1 when the paper came; the second print says 补打."""
    ent = agree(world, book(world))
    hands = Hands(world).open("agreed")
    wanted: list[BookingPapers] = []
    hands.counter.ways.print_wanted.connect(wanted.append)
    hands.press(F8)
    hands.desk.gone()
    assert [one.ids for one in wanted] == [(ent,)]
    place = Place(world, PaperTray(tmp_path, "HP"), wanted[0])  # type: ignore[arg-type]
    assert place.pane.title.text() == f"打印家政派工单 {world.row('housekeeping', ent)['no']}"
    place.print()
    assert "copies" not in world.row("housekeeping", ent), "nobody has seen the paper yet"
    place.press("1")
    assert world.row("housekeeping", ent)["copies"] == 1
    with Pages(place.tray.printed[0].read_bytes()) as pages:
        assert len(pages) == 2
    assert place.desk.said[-1].endswith("已打印, 交 洁万家家政")
    place.pane.begin(BookingPapers(ids=(ent,)))
    place.pane.enter()
    assert place.pane.title.text().startswith("补打家政派工单")
    place.leave()


class TestBooking:
    @pytest.fixture
    def pane(self, hands: Hands) -> BookPane:
        hands.open()
        pane = BookPane(hands.counter)
        over = SlideOver(pane, hands.page, pane.WIDTH)
        pane.begin("", "")
        over.open()
        pane.enter()
        QApplication.processEvents()
        return pane

    def test_ten_keys_and_the_words(self, hands: Hands, pane: BookPane) -> None:
        keys = 1 + hands.press(*"6621", ENTER)  # the first one opened it
        type_words(pane.matter, "想擦一下玻璃, 六扇窗")
        assert pane.work.value == "3"
        keys += hands.press(ENTER, ENTER, "4")
        assert pane.aloud.isVisible()
        pane.save()
        keys += 1  # F9
        assert keys == 10
        (row,) = hands.world.rows("housekeeping")
        assert (row["where"], row["customer"], row["customer_phone"], row["work_label"], row["company_label"]) == (
            "3-2-1801", "王秀英", "13800006621", "擦玻璃", "洁万家家政",
        )  # fmt: skip
        assert (row["wished_from_at"], row["matter"]) == (at("2026-11-19", "8:30"), "想擦一下玻璃, 六扇窗")
        assert hands.desk.said[-1] == "3-2-1801 已登记, 请打给 洁万家家政 400-820-1188, 60 分钟内确认"

    def test_what_lacks_is_said_beside_it(self, hands: Hands, pane: BookPane) -> None:
        pane.save()
        assert QApplication.focusWidget() is pane.who.line
        hands.press(*"6621", ENTER)
        pane.save()
        assert pane.fields["work"].error.startswith("还没有选项目")
        pane.work.choose("1")
        pane.wish.choose("other")
        pane.save()
        assert pane.fields["other"].error
        assert hands.world.rows("housekeeping") == []

    def test_whom_they_had_before_comes_first(self, hands: Hands, pane: BookPane) -> None:
        ent = agree(hands.world, book(hands.world, company="hehe", work="3"))
        hands.world.clock.now = VISIT
        for step, told in (("arrive", {}), ("finish", {}), ("slip_back", {"signature": "self", "tick": "good"})):
            hands.world.take(Role.CLERK, f"housekeeping.{step}", ent, **told)
        hands.press(*"6621", ENTER)
        pane.work.choose("3")
        assert pane.company.choices[0].words == "和合家政"
        assert pane.company.value == "hehe"

    def test_a_stranger_leaves_a_number(self, hands: Hands, pane: BookPane) -> None:
        type_words(pane.who.line, "临时板房")
        hands.press(ENTER)
        pane.work.choose("1")
        pane.save()
        assert pane.fields["customer_phone"].error.startswith("没有电话")
        pane.name.setText("老周")
        pane.phone.setText("13922223333")
        pane.save()
        (row,) = hands.world.rows("housekeeping")
        assert (row["where"], row["customer"], row["customer_phone"]) == ("临时板房", "老周", "13922223333")

    def test_parked_it_stays(self, hands: Hands, pane: BookPane) -> None:
        hands.press(*"6621", ENTER)
        type_words(pane.matter, "打扫")
        pane.press("Esc")
        pane.begin("", "")
        pane.enter()
        assert (pane.matter.text(), pane.who.line.text()) == ("打扫", "3栋2单元1801 王秀英")
        pane.begin(hands.world.resident, "")
        assert pane.matter.text() == ""


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.FOREMAN])
def test_who_may_not_is_offered_nothing(world: World, look: Theme, role: Role) -> None:
    book(world)
    hands = Hands(world, role).open()
    assert hands.page.detail.possible() == []  # type: ignore[attr-defined]
    hands.desk.gone()


@pytest.mark.parametrize("scale", SCALES)
def test_every_word_has_room(world: World, look: Theme, dressed: QApplication, scale: float) -> None:
    book(world, customer="阿卜杜热合曼·买买提明江")
    agree(world, book(world))
    look.wear(dressed, dark=False, scale=scale)
    hands = Hands(world, size=SIZES[0]).open()
    assert cramped(hands.page) == []
    assert nameless(hands.page) == []
    pane = BookPane(hands.counter)
    over = SlideOver(pane, hands.page, pane.WIDTH)
    pane.begin(world.resident, world.homes[0])
    over.open()
    pane.enter()
    QApplication.processEvents()
    assert cramped(pane) == []
    hands.desk.gone()


@pytest.mark.parametrize("typed", ["number", "3-2-1801", "6621", "日常保洁"])
def test_it_is_found(world: World, typed: str) -> None:
    ent = book(world)
    wanted = str(world.row("housekeeping", ent)["no"])[-4:] if typed == "number" else typed
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    search = Search(world.database, world.rules.records)
    found = find(search, clerk, world.scope, wanted, world.clock())
    (answer,) = [one for one in found if one.kind == "housekeeping"]
    assert (answer.id, answer.bold, answer.state) == (ent, "3-2-1801", "待公司确认")
    assert "6621" not in answer.words

"""年度考核 in the window: every figure leads to as many records, a sheet's life by keys, nobody sees too much."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.ui import places
from desk.ui.drill_list import DrillList
from desk.ui.papers import DocumentPapers
from desk.ui.special.assessment.compare_pane import ComparePane
from desk.ui.special.assessment.marks_form import MarksForm
from desk.ui.theme import Theme
from tests.services.assessment.awkward import FULL
from tests.ui.fit import cramped
from tests.ui.special.assessment_desk import NAMES, Sitting, Town, build, decided, fill, settle, walk
from tests.ui.special.slow_lane import LaterTasks
from tests.ui.tree import nameless
from tests.world import World

pytestmark = pytest.mark.usefixtures("look")
SHEET, RANKING, CREW, SHOPS, CLERKS, DAYS = "sheet", "ranking", "technicians", "shops", "clerks", "days"


@pytest.fixture(scope="module")
def year(
    built_world: World, rules: Rulebook, calendar: Calendar, tmp_path_factory: pytest.TempPathFactory
) -> Town:  # fmt: skip
    return build(built_world, tmp_path_factory.mktemp("year"), rules, calendar)


@pytest.fixture(scope="module")
def desk(year: Town, worn: Theme, dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """One window for all that only look."""
    town = year.again(tmp_path_factory.mktemp("looked"))
    one = Sitting(town)
    yield one
    one.close()
    town.close()


@pytest.fixture
def own(year: Town, tmp_path: Path) -> Iterator[Sitting]:
    """A window on files that may be written."""
    town = year.again(tmp_path)
    one = Sitting(town)
    yield one
    one.close()
    town.close()


def begin(desk: Sitting, role: Role, part: str = SHEET) -> None:
    """The person sits down and looks at the awkward year."""
    desk.sit(role)
    last_year(desk)
    desk.tab(part)


def last_year(desk: Sitting) -> None:
    if desk.page._asked is not None and desk.page._asked.days.words != "2024 年":
        desk.press("*", "2")
        if desk.page.over.is_open:  # several estates: this one
            desk.press("F9")


def test_every_figure_of_the_sheet_leads_to_its_records(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    page = desk.page
    assert page.sheet.head.total.accessibleName().startswith("总分")
    codes = [row.code for row in page.seen.sheet.rows] if page.seen else []
    assert len(codes) == 14
    if "fold" in [one.code for one in page.sheet.list.lines]:  # the rows that lost nothing
        desk.choose("fold")
        desk.press("Enter")
    walked = 0
    for code in [*codes, "left"]:
        desk.choose(code)
        desk.press("Enter")
        walked += walk(desk)
        desk.press("Esc")
    assert walked > 80
    assert not page.over.is_open


def test_a_click_on_a_figure_opens_its_own_list(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    chips = desk.page.sheet.chips["2.1"]
    desk.page.sheet.list.entered.emit("2.1", 1)
    settle()
    assert desk.pane.figure is not None
    assert desk.pane.figure.label == chips[1].label == "达到"
    assert len(desk.pane.cases) == chips[1].count


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER])
def test_of_a_complaint_one_may_not_read_the_list_says_nothing(desk: Sitting, role: Role) -> None:
    desk.sit(role, reader=True)  # the file is open, the supervisor handles none of them
    last_year(desk)
    desk.tab(SHEET)
    desk.choose("4.2")
    desk.press("Enter")
    fill(desk)
    assert ("received_at" in (desk.pane.model.row(0) or {})) is (role is Role.MANAGER)


@pytest.mark.parametrize("part", [CREW, SHOPS, CLERKS])
def test_every_figure_of_people_and_shops_leads_to_its_records(desk: Sitting, part: str) -> None:
    begin(desk, Role.MANAGER, part)
    tab = desk.page.people[part]
    assert len(tab.found) == 2
    walked = 0
    for row in range(len(tab.found)):
        tab.grid.choose(row)
        desk.press("Enter")
        walked += walk(desk)
        desk.press("Esc")
    assert walked >= 6


def test_enter_in_the_list_opens_the_record_in_its_own_estate(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    for code, way in (("2.1", "order_wanted"), ("3.1", "fresh_wanted"), ("1.2", "matter_wanted"),
                      ("3.4", "matter_wanted"), ("4.1", "matter_wanted"), ("5", "resident_wanted")):  # fmt: skip
        desk.choose(code)
        desk.press("Enter")
        pane = desk.pane
        fill(desk)
        first = pane.cases[0].id
        desk.wanted.clear()
        desk.press("Enter")
        if way == "resident_wanted":
            assert "还没有登记住户" in desk.desk.refused[-1]
        else:
            assert desk.wanted[0][0] == way
            assert desk.wanted[0][-1] == first
        assert not desk.page.over.is_open


def test_a_record_of_another_estate_turns_the_desk_to_it(desk: Sitting) -> None:
    begin(desk, Role.HEAD_OFFICE, RANKING)
    rows = desk.page.ranking.grid.words.rows
    assert {one.cells[1] for one in rows} >= {*NAMES.values()}
    place = next(n for n, one in enumerate(rows) if one.cells[1] == "明珠苑")
    desk.page.ranking.grid.choose(place)
    desk.press("Enter")
    assert desk.page.part == SHEET
    assert "明珠苑" in desk.page.sheet.head.whose.accessibleName()
    desk.choose("2.5")
    desk.press("Enter")
    fill(desk)
    desk.press("Enter")
    assert desk.counter.estate_name == "明珠苑"
    assert "现在是明珠苑" in desk.desk.said[-1]


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (Role.CLERK, [CLERKS]),
        (Role.SQUAD_LEADER, [CLERKS]),
        (Role.FOREMAN, [CREW]),
        (Role.ACCOUNTANT, [SHOPS]),
        (Role.SUPERVISOR, [SHEET, CREW, SHOPS, CLERKS, DAYS]),
        (Role.MANAGER, [SHEET, CREW, SHOPS, CLERKS, DAYS]),
        (Role.BUTLER, []),
    ],
)
def test_who_sees_what(desk: Sitting, role: Role, parts: list[str]) -> None:
    desk.sit(role)
    asked = desk.page._asked
    assert ([one for one, _ in asked.parts] if asked else []) == parts
    if role is Role.BUTLER:
        assert "看不到这里" in desk.page.notice.accessibleName()


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_who_is_no_manager_sees_nobody_elses_calls(desk: Sitting, role: Role) -> None:
    begin(desk, role, CLERKS)
    me = desk.town.world.people[role].id
    assert len(desk.page.people[CLERKS].found) == 1
    assert {row.id for row in desk.page.people[CLERKS].grid.words.rows} == {me}
    desk.press("Enter")
    walk(desk)


def test_the_next_person_finds_nothing_of_the_last_one(desk: Sitting) -> None:
    begin(desk, Role.MANAGER, CLERKS)
    desk.press("Enter")
    assert isinstance(desk.page.over.panel, DrillList)
    desk.sit(Role.CLERK)
    assert not desk.page.over.is_open
    assert len(desk.page.people[CLERKS].found) == 1
    assert "只有您自己的" in desk.page.people[CLERKS].said.text()


def test_without_the_complaints_file_there_is_no_total_and_it_says_why(desk: Sitting) -> None:
    begin(desk, Role.SUPERVISOR)
    assert "未计算" in desk.page.sheet.head.total.accessibleName()
    lines = {one.code: one for one in desk.page.sheet.list.lines}
    assert "投诉档案未打开" in lines["4.1"].remark
    desk.choose("4.2")
    desk.press("Enter")
    assert "没有打开" in desk.pane.notice.accessibleName()


def test_it_remembers_days_and_tab(desk: Sitting) -> None:
    begin(desk, Role.MANAGER, SHOPS)
    desk.sit(Role.CLERK)
    desk.sit(Role.MANAGER)
    assert desk.page.part == SHOPS
    assert desk.page._asked is not None
    assert desk.page._asked.days.words == "2024 年"


def test_undecided_matters_come_before_freezing(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    assert not desk.page.foot.shown("freeze")
    assert "待裁定" in desk.page.foot.warning.text()
    desk.wanted.clear()
    desk.press("F9")
    assert desk.wanted == [("review_wanted", "")]


def test_a_sheets_life_by_keys(own: Sitting) -> None:
    desk = own
    decided(desk)
    begin(desk, Role.SUPERVISOR)
    assert desk.reason("freeze") == "冻结由项目经理或总部办"
    begin(desk, Role.MANAGER)
    desk.press("*", "1")
    assert "2025-12-31" in desk.reason("freeze")
    desk.press("F9")
    assert "只能试算" in desk.said
    desk.press("*", "2", "F9")
    assert desk.status == "draft"
    desk.take_back()
    assert desk.status == "", "undone: a trial again"
    assert desk.press("F9", "6", "F9", "F4") == 4  # freeze, agree with what was computed, submit
    assert desk.status == "submitted"
    assert "不能再做主管评定" in desk.reason("mark")
    desk.take_back()
    assert desk.status == "draft"
    desk.press("F4")
    begin(desk, Role.HEAD_OFFICE)
    assert "还没有主管评定" in desk.reason("confirm")
    desk.press("-", *"1.1", "F9")
    assert (desk.status, "退回: 1.1" in desk.page.foot.words.text()) == ("draft", True)
    begin(desk, Role.MANAGER)
    desk.press("6")
    form = desk.page.over.panel
    assert isinstance(form, MarksForm)
    desk.press(*"99", "F9")
    assert "请写 0 到" in form.fields["1.1"].error
    desk.press("Ctrl+A", "0", "Tab", *"be", "F9", "F4")
    begin(desk, Role.HEAD_OFFICE)
    desk.press("6", "F9", "F7", "F7")
    assert desk.status == "locked"
    lines = {one.code: one for one in desk.page.sheet.list.lines}
    assert (lines["1.1"].own, lines["1.1"].chief) == ("0.0", "0.0")
    assert not any(desk.page.foot.shown(name) for name in ("void", "send_back", "mark", "lock", "refreeze"))


def test_frozen_figures_lead_to_the_records_of_now_and_a_late_entry_is_said(own: Sitting) -> None:
    desk = own
    decided(desk)
    begin(desk, Role.MANAGER)
    desk.press("F9")
    desk.choose("2.1")
    desk.press("Enter")
    walk(desk)
    assert "冻结以后记录有变" not in desk.pane.said.text()
    desk.press("Esc")
    with desk.town.world.database.write() as connection:
        (late,) = connection.exec_driver_sql(ANSWERED, (FULL,)).fetchone() or ("",)
        connection.exec_driver_sql("UPDATE work_order SET informed_at = NULL WHERE id = ?", (late,))
    desk.choose("2.1")
    desk.press("Enter")
    walk(desk)
    desk.pane.tabs.choose("0")
    settle()
    assert "冻结以后记录有变" in desk.pane.said.text()
    assert late in [one.id for one in desk.pane.cases]
    desk.press("Esc")
    desk.choose("left")
    desk.press("Enter")
    walk(desk)
    desk.press("Esc", "/")
    pane = desk.page.over.panel
    assert isinstance(pane, ComparePane)
    assert "记录有变: 回复及时" in pane.words.text()
    rows = {one.id: one for one in pane.grid.words.rows}
    assert rows["2.1"].cells[2] != rows["2.1"].cells[4]
    desk.press("Esc", "6", "F9", "Ctrl+R")
    assert "自评要再打" in desk.said
    desk.press("/")
    assert isinstance(desk.page.over.panel, ComparePane)
    assert desk.page.over.panel.words.text() == "和冻结时完全一样"


ANSWERED = """SELECT id FROM work_order WHERE scope = ? AND informed_at <= response_due_at AND status = 'closed'
              AND reported_at BETWEEN 1712000000000 AND 1718000000000 AND kind <> 'enquiry' LIMIT 1"""


def test_counting_is_stopped_by_esc_and_what_comes_late_is_dropped(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    fast, slow = desk.counter.work, LaterTasks()
    desk.counter.work = slow
    try:
        desk.press("F5")
        assert desk.page.working.busy
        desk.press("Esc")
        assert "停下了" in desk.page.notice.accessibleName()
        slow.answer()
        assert desk.page.seen is None, "nobody waits for it any more"
        desk.press("F5")
        slow.answer()
        slow.answer()
        assert desk.page.seen is not None
    finally:
        desk.counter.work = fast
        slow.setParent(desk.counter)


def test_beside_the_year_before(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    desk.press("+")
    pane = desk.page.over.panel
    assert isinstance(pane, ComparePane)
    assert "2023 年没有冻结过" in pane.words.text()
    assert "2023 年没有哪个比率的件数够计分" in pane.words.text()
    rows = {one.id: one for one in pane.grid.words.rows}
    assert {one.cells[-1] for one in rows.values()} == {"—"}, "full marks that differ are no difference"
    assert " / " in rows["1.1"].cells[3]


def test_print_preview_of_one_and_of_all(desk: Sitting) -> None:
    begin(desk, Role.MANAGER)
    desk.wanted.clear()
    desk.press("F8")
    way, papers = desk.wanted[0]
    assert (way, isinstance(papers, DocumentPapers)) == ("print_wanted", True)
    assert papers.pdf.startswith(b"%PDF")


def test_who_prints_no_slips_prints_a_report(desk: Sitting) -> None:
    desk.sit(Role.HEAD_OFFICE)
    assert places.refusal(desk.counter, "preview", DocumentPapers(name="年度考核")) == ""
    assert "不能打印" in places.refusal(desk.counter, "preview", ["order"])


def test_days_that_do_not_count_and_what_nobody_wrote_down(own: Sitting) -> None:
    desk = own
    begin(desk, Role.MANAGER, DAYS)
    page = desk.page
    assert not page.foot.shown("find"), "found by head office alone"
    desk.press("+", "3", *"2024-12-20", "Enter", *"2024-12-20", "Enter", "Enter")
    assert "不可抗力已登记" in desk.said
    assert any("2024-12-20" in line.where for line in _rows(desk))
    desk.take_back()
    begin(desk, Role.HEAD_OFFICE, DAYS)
    claimed = next(one for one in _rows(desk) if one.next_step == "agree")
    page.days.list.choose(claimed.id)
    desk.press("Enter")
    assert "总部已同意" in desk.said
    desk.press("9", *"2024-11-03", "Enter", "0", "Enter", "2", "Enter")
    assert "漏登记已记下" in desk.said


def _rows(desk: Sitting) -> list[Any]:
    model = desk.page.days.list.rows
    return [one for n in range(model.rowCount()) if (one := model.line(n)) is not None and hasattr(one, "where")]


def test_every_word_has_room_and_every_control_a_name(desk: Sitting) -> None:
    for role, parts in ((Role.MANAGER, (SHEET, CREW, SHOPS, CLERKS, DAYS)), (Role.HEAD_OFFICE, (RANKING, SHEET))):
        for part in parts:
            begin(desk, role, part)
            assert cramped(desk.desk) == []
            assert nameless(desk.desk) == []
    for keys in (("*",), ("Ctrl+E",), ("+",), ("Enter",)):
        desk.press(*keys)
        assert cramped(desk.desk) == []
        assert nameless(desk.desk) == []
        desk.press("Esc")

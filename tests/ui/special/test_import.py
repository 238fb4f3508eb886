"""An owners' list from a file to the residents: preview, confirmation, bad rows, and nothing twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.ui.special import import_page
from desk.ui.special.import_page import ImportPage
from desk.ui.special.residents import ResidentsPage, keeping
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.tree import nameless
from tests.world import World

DATA = Path(__file__).parents[2] / "data" / "workbooks"
ENTER, F9 = Qt.Key.Key_Return, Qt.Key.Key_F9
TITLES = ["楼栋", "单元", "房号", "面积", "姓名", "关系", "电话", "备注"]
ROWS: list[list[Any]] = [
    ["3", "2", "1801", 94.56, "王秀英", "业主", "13800006621、0591-88016000", ""],
    ["3", "2", "1803", 88, "欧阳𬭎", "租户", "13900001111", ""],
    ["6", "1", "302", 60, "古丽米热·阿不都热依木江", "业主", "13700002222", "老人独居"],
    ["6", "1", "", 60, "没有房号的人", "业主", "13700003333", ""],
]
KINDS = ("building", "unit", "home", "resident", "residence")


def book(path: Path, rows: list[list[Any]]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "住户"
    for row in [TITLES, *rows]:
        sheet.append(row)
    made.save(path)
    return path


class Hands:
    def __init__(self, world: World, folder: Path, role: Role = Role.SUPERVISOR) -> None:
        self.world, self.folder = world, folder
        self.counter = counter_at(world, role)
        self.page = ImportPage(self.counter)
        self.desk = Desk(self.page)
        self.desk.listen(self.counter)
        self.desk.open()
        self.press = self.desk.press

    def read(self, path: Path) -> None:
        self.page.path.setFocus()
        self.page.path.selectAll()
        self.page.path.setText(str(path))
        self.press(ENTER)

    @property
    def rows(self) -> list[str]:
        model = self.page.list.rows
        return [str(model.index(n).data()) for n in range(model.rowCount())]

    def stored(self) -> dict[str, int]:
        return {kind: len(self.world.rows(kind)) for kind in KINDS}


@pytest.fixture
def hands(world: World, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr(import_page, "documents", lambda: tmp_path)
    made = Hands(world, tmp_path)
    yield made
    made.desk.gone()


class TestPreview:
    def test_what_is_new_what_changes_and_what_is_wrong(self, hands: Hands) -> None:
        hands.read(book(hands.folder / "名单.xlsx", ROWS))
        assert hands.page.counts.text() == "新增 2 行 · 有变化 1 行 · 有问题 1 行"
        assert "新增房屋 2" in hands.page.records.text()
        changed = next(row for row in hands.rows if "王秀英" in row)
        assert "电话 增加 0591-****6000" in changed
        assert "住户 第 2 行" in changed
        assert "面积 空 → 94.56 ㎡" in changed
        assert "13800006621" not in " ".join(hands.rows)
        hands.page.tabs.choose("bad")
        assert hands.rows[0] == "这些行先不导入 1"
        assert hands.rows[1].startswith("第 5 行 C 列 ")
        assert "房号" in hands.page.whole.text()

    def test_nothing_is_written_before_it_is_confirmed(self, hands: Hands) -> None:
        before = hands.stored()
        hands.read(book(hands.folder / "名单.xlsx", ROWS))
        assert hands.stored() == before

    @pytest.mark.parametrize("name", ["没有这个文件.xlsx", "hostile/xmlbomb.xml", "hostile/xor-encryption-abc.xls"])
    def test_any_other_file_is_refused_at_the_field(self, hands: Hands, name: str) -> None:
        hands.read(DATA / name)
        assert hands.page.field.error
        assert not hands.page.confirm.isEnabled()

    def test_no_file_at_all(self, hands: Hands) -> None:
        hands.press(ENTER)
        assert "还没有选文件" in hands.page.field.error

    def test_a_file_dropped_on_the_panel(self, hands: Hands) -> None:
        path = book(hands.folder / "名单.xlsx", ROWS)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        hands.page.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
        assert hands.page.counts.text().startswith("新增 2 行")

    def test_a_clerk_may_not_add_buildings_and_is_told_before(self, world: World, look: Theme, tmp_path: Path) -> None:
        hands = Hands(world, tmp_path, Role.CLERK)
        hands.read(book(tmp_path / "名单.xlsx", ROWS))
        before = hands.stored()
        hands.press(F9)
        assert "您的岗位不能写“楼栋”" in hands.desk.said[-1]
        assert hands.stored() == before
        hands.desk.gone()


class TestWriting:
    def test_confirmed_rows_are_residents(self, hands: Hands) -> None:
        hands.read(book(hands.folder / "名单.xlsx", ROWS))
        hands.press(F9)
        assert "已导入" in hands.page.notice.accessibleName()
        rows = {row["name"]: row for row in hands.world.rows("resident")}
        assert [one["number"] for one in rows["王秀英"]["phones"]] == ["13800006621", "0591-88016000"]
        assert rows["王秀英"]["id"] == hands.world.resident
        home = next(row for row in hands.world.rows("home") if row["room_no"] == "302")
        assert (home["room"], home["sort_key"], home["area_cm2"]) == ("6-1-302", "0006-0001-0302", 600_000)
        assert "没有房号的人" not in rows
        found = hands.counter.search.find(hands.counter.actor, [hands.world.scope], "6-1-302")
        assert {hit.kind for hit in found} >= {"home"}

    def test_again_changes_nothing(self, hands: Hands) -> None:
        path = book(hands.folder / "名单.xlsx", ROWS)
        hands.read(path)
        hands.press(F9)
        before, last = hands.stored(), hands.world.last_op()
        hands.read(path)
        assert hands.page.records.text() == "和已有的一样, 没有要写入的"
        hands.press(F9)
        assert (hands.stored(), hands.world.last_op()) == (before, last)

    def test_what_was_stopped_goes_on_where_it_stopped(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        from desk.services.residents.importing import confirm

        monkeypatch.setattr(confirm, "AT_ONCE", 3)
        path = book(hands.folder / "名单.xlsx", ROWS)
        hands.read(path)
        hands.counter.changed.connect(lambda changed: hands.page.cancel())
        hands.press(F9)
        assert "还有" in hands.page.notice.accessibleName()
        assert hands.stored()["building"] == 2
        assert len(hands.world.rows("resident")) == 1
        hands.counter.changed.disconnect()
        hands.read(path)
        hands.press(F9)
        assert len(hands.world.rows("resident")) == 3
        assert [row["no"] for row in hands.world.rows("building")].count("6") == 1

    def test_a_home_that_was_voided_comes_back(self, hands: Hands) -> None:
        path = book(hands.folder / "名单.xlsx", ROWS)
        hands.read(path)
        hands.press(F9)
        home = next(row for row in hands.world.rows("home") if row["room_no"] == "302")
        hands.world.take(Role.SUPERVISOR, "home.void", home["id"])
        hands.read(path)
        hands.press(F9)
        assert hands.world.row("home", home["id"])["status"] == "active"

    @pytest.mark.parametrize("name", ["hc.xlsx", "hc20200610.xlsx", "importRoom.xlsx"])
    def test_lists_of_another_system_twice(self, hands: Hands, name: str) -> None:
        before = hands.stored()
        hands.read(DATA / "community" / name)
        assert hands.page.field.error == ""
        hands.press(F9)
        after = hands.stored()
        assert after["home"] > before["home"]
        assert after["resident"] > before["resident"]
        hands.read(DATA / "community" / name)
        assert hands.page.records.text() == "和已有的一样, 没有要写入的"
        assert hands.stored() == after


class TestFiles:
    def test_bad_rows_are_saved_mended_and_imported(self, hands: Hands) -> None:
        hands.read(book(hands.folder / "名单.xlsx", ROWS))
        hands.press(F9)
        hands.page.save_bad.click()
        saved = hands.folder / "名单-有问题的行.xlsx"
        assert hands.desk.said[-1] == f"已存到 {saved}"
        again = load_workbook(saved)
        sheet = again.worksheets[0]
        assert str(sheet.cell(2, 9).value).startswith("C 列")
        sheet.cell(2, 3).value = "303"
        again.save(saved)
        hands.read(saved)
        hands.press(F9)
        assert "没有房号的人" in {row["name"] for row in hands.world.rows("resident")}

    def test_the_template_reads_as_nothing_to_import(self, hands: Hands) -> None:
        hands.page.template.click()
        hands.page.template.click()
        assert (hands.folder / "业主名单模板 (2).xlsx").exists()
        hands.read(hands.folder / "业主名单模板.xlsx")
        assert hands.page.records.text() == "和已有的一样, 没有要写入的"


class TestOwnList:
    """Our own export is a list like any other."""

    @pytest.fixture
    def exported(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(keeping, "documents", lambda: hands.folder)
        rows = [*ROWS[:3], ["8", "", "101", "", "", "", "", "商铺"]]
        hands.read(book(hands.folder / "名单.xlsx", rows))
        hands.press(F9)
        phones = [{"number": "13800006621", "note": "本人"}, {"number": "0591-88016000", "note": ""}]
        person = {"level": "key", "birthday_on": "1958-05-20", "phones": phones}
        hands.world.take(Role.CLERK, "resident.edit", hands.world.resident, **person)
        page = ResidentsPage(hands.counter)
        desk = Desk(page)
        desk.open()
        page.export_button.click()
        desk.gone()
        hands.desk.open()
        return hands.folder / f"{hands.counter.estate_name}业主名单-2026-11-18.xlsx"

    def test_read_again_it_changes_nothing(self, hands: Hands, exported: Path) -> None:
        assert load_workbook(exported).worksheets[0].max_row == 1 + 6
        hands.read(exported)
        assert hands.page.field.error == ""
        assert hands.page.counts.text() == "没有变化 6 行"
        assert hands.page.records.text() == "和已有的一样, 没有要写入的"

    def test_that_it_was_made_is_written_down(self, hands: Hands, exported: Path) -> None:
        log = hands.world.database.read("SELECT by FROM device_log WHERE what = 'export_residents'")
        assert log == [(hands.world.people[Role.SUPERVISOR].id,)]

    def test_a_clerk_makes_no_such_file(self, world: World, look: Theme) -> None:
        page = ResidentsPage(counter_at(world, Role.CLERK))
        desk = Desk(page)
        desk.open()
        assert not page.export_button.isVisible()
        desk.gone()


class TestLooks:
    def test_every_control_has_a_name(self, hands: Hands) -> None:
        assert nameless(hands.page) == []
        hands.read(book(hands.folder / "名单.xlsx", ROWS))
        assert nameless(hands.page) == []

    @pytest.mark.parametrize("scale", SCALES)
    def test_every_word_has_room(
        self, world: World, look: Theme, dressed: QApplication, tmp_path: Path, scale: float
    ) -> None:
        look.wear(dressed, scale=scale)
        hands = Hands(world, tmp_path)
        hands.desk.resize(*SIZES[scale > 1.25])
        hands.read(book(tmp_path / "名单.xlsx", ROWS))
        QApplication.processEvents()
        assert cramped(hands.page) == []
        hands.desk.gone()

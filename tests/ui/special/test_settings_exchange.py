"""导入导出: written out, changed, looked through, kept; nothing is written before F9."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.ui.special import settings_exchange
from desk.ui.special.settings_exchange import ExchangeSection
from desk.ui.theme import Theme
from tests.services.settings.test_exchange import edit, put
from tests.ui.whole_desk import WholeDesk, end, whole_desk
from tests.world import World


@pytest.fixture
def desk(
    look: Theme, dressed: QApplication, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WholeDesk]:
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(settings_exchange, "documents", lambda: folder)
    made = whole_desk(dressed, world)
    yield made
    end(made)


def section(desk: WholeDesk, role: Role = Role.MANAGER) -> ExchangeSection:
    desk.sign_in(role)
    page: Any = desk.go("settings")
    desk.press("8")
    found = page.exchange
    assert isinstance(found, ExchangeSection)
    assert found.isVisible()
    return found


def minutes(desk: WholeDesk) -> int:
    return desk.world.office.settings(desk.world.database, desk.world.scope).number("desk.lock_minutes")


def test_out_changed_and_in_by_keys(desk: WholeDesk, tmp_path: Path) -> None:
    one = section(desk)
    desk.press("F6")
    (path,) = (tmp_path / "documents").iterdir()
    assert one.path.text() == str(path)
    edit(path, lambda book: put(book, "规则", "desk.lock_minutes", "值", 7))
    one.read()
    assert "更新 1 行" in one.counts.text()
    assert "10分钟 → 7分钟" in one.whole.text()
    assert minutes(desk) == 10
    desk.press("F9")
    assert minutes(desk) == 7
    one.read()
    assert "更新 0 行" in one.counts.text()
    desk.press("F9")
    assert len(desk.world.rows("setting")) == 1


def test_a_bad_row_is_shown_with_its_place_and_saved(desk: WholeDesk, tmp_path: Path) -> None:
    one = section(desk)
    desk.press("F6")
    (path,) = (tmp_path / "documents").iterdir()
    edit(path, lambda book: put(book, "问题树", "11", "班组", "泳池班"))
    one.read()
    assert one.tabs.value == "bad"
    first = one.list.chosen()
    assert first is not None
    assert (first.state, first.where) == ("第 2 行", "问题树 H 列")
    assert "泳池班" in first.what
    desk.press("F7")
    (bad,) = [found for found in path.parent.iterdir() if "有问题" in found.name]
    assert openpyxl.load_workbook(bad).sheetnames == ["问题树"]


def test_what_is_no_workbook_is_refused_in_words(desk: WholeDesk, tmp_path: Path) -> None:
    one = section(desk)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    one.take(str(tmp_path / "x.xlsx"))
    assert "已损坏" in one.field.error
    assert desk.world.rows("setting") == []


def test_a_supervisor_writes_out_and_reads_nothing_in(desk: WholeDesk, tmp_path: Path) -> None:
    one = section(desk, Role.SUPERVISOR)
    desk.press("F6")
    (path,) = (tmp_path / "documents").iterdir()
    edit(path, lambda book: put(book, "规则", "desk.lock_minutes", "值", 7))
    one.take(str(path))
    desk.press("F9")
    assert minutes(desk) == 10
    assert not one.confirm.isVisible()

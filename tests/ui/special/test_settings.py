"""Settings: in force at once, refused in words, kept as steps; secrets in no log; a whole copy of the data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.effects import group_of
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.store import accounts
from desk.store.database import Database
from desk.ui.kit.rows import Row
from desk.ui.special.settings_edit import SettingForm
from desk.ui.special.settings_page import SettingsPage
from desk.ui.theme import Theme
from tests.ui.typing_words import type_words
from tests.ui.whole_desk import PIN, WholeDesk, end, settle, whole_desk
from tests.world import KEY, World


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def settings(desk: WholeDesk, role: Role, section: str) -> SettingsPage:
    desk.sign_in(role)
    found = desk.go("settings")
    assert isinstance(found, SettingsPage)
    desk.press(section)
    return found


def open_rule(desk: WholeDesk, page: SettingsPage, key: str) -> SettingForm:
    page.rules.tabs.choose(group_of(key).name)
    assert page.rules.list.choose(key)
    desk.press("Enter")
    form = page.panels.panel
    assert isinstance(form, SettingForm)
    return form


def change(desk: WholeDesk, page: SettingsPage, key: str, text: str) -> SettingForm:
    form = open_rule(desk, page, key)
    desk.press("Backspace", *text, "F9")
    return form


def number(desk: WholeDesk, key: str) -> int:
    return desk.world.office.settings(desk.world.database, desk.world.scope).number(key)


def test_a_rule_is_in_force_at_once_and_goes_back(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "3")
    for text in ("3", "4"):
        change(desk, page, "desk.lock_minutes", text)
        assert number(desk, "desk.lock_minutes") == int(text)
        assert not page.panels.is_open
    open_rule(desk, page, "desk.lock_minutes")
    desk.press("F6")
    assert number(desk, "desk.lock_minutes") == 10
    change(desk, page, "desk.lock_minutes", "7")
    assert number(desk, "desk.lock_minutes") == 7
    change(desk, page, "desk.lock_minutes", "10")
    assert [row[0] for row in desk.world.database.read("SELECT status FROM setting")] == ["void", "void"]


def test_a_change_is_taken_back_by_its_key(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "3")
    change(desk, page, "desk.lock_minutes", "3")
    desk.press("Ctrl+Z")
    assert number(desk, "desk.lock_minutes") == 10
    change(desk, page, "desk.lock_minutes", "4")
    change(desk, page, "desk.lock_minutes", "5")
    desk.press("Ctrl+Z")
    assert number(desk, "desk.lock_minutes") == 4


def test_what_it_does_is_said_while_it_is_typed(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "3")
    form = open_rule(desk, page, "revisit.last_day")
    assert "完工后第3-7天回访" in form.effect.text()
    desk.press("Backspace", "9")
    assert "完工后第3-9天回访" in form.effect.text()
    desk.press("Backspace", "2")
    assert "不能早于" in form.effect.text()


def test_who_changed_what_is_kept_with_the_setting_and_in_one_list(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "3")
    change(desk, page, "desk.lock_minutes", "3")
    desk.world.clock.forward(minutes=5)
    change(desk, page, "desk.lock_minutes", "4")
    form = open_rule(desk, page, "desk.lock_minutes")
    said = form.story.accessibleDescription().splitlines()
    assert "3分钟 → 4分钟" in said[0]
    assert "默认 10分钟 → 3分钟" in said[1]
    assert desk.world.people[Role.MANAGER].name in said[0]
    desk.press("Esc")
    page.rules.tabs.choose("log")
    first = page.rules.log.chosen()
    assert first is not None
    assert (first.where, first.what) == ("自动锁屏", "3分钟 → 4分钟")


def test_head_office_writes_for_the_company_and_the_estate_goes_before_it(desk: WholeDesk) -> None:
    page = settings(desk, Role.HEAD_OFFICE, "3")
    page.rules.level.choose("company")
    change(desk, page, "desk.lock_minutes", "8")
    page.rules.level.choose("estate")
    form = change(desk, page, "desk.lock_minutes", "6")
    scopes = desk.world.database.read("SELECT scope, value FROM setting ORDER BY value DESC")
    assert scopes == [(desk.world.company, "8"), (desk.world.scope, "6")]
    assert number(desk, "desk.lock_minutes") == 6
    form = open_rule(desk, page, "desk.lock_minutes")
    assert form.back.text() == "回到公司的"
    desk.press("F6")
    assert number(desk, "desk.lock_minutes") == 8


def test_a_setting_is_found_by_what_it_does(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "3")
    page.rules.search.setFocus()
    type_words(page.rules.search, "公共管道")
    rows = [one for n in range(page.rules.list.rows.rowCount()) if isinstance(one := page.rules.list.rows.line(n), Row)]
    assert {row.id for row in rows} == {"order.unit_pattern", "order.unit_pattern_days"}


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("desk.lock_minutes", "0", "1 到 120"),
        ("desk.lock_minutes", "1.5", "整数"),
        ("escalation.clerk_minutes", "45", "要大于"),
        ("calendar.desk_hours", "8-", "8:00-17:00"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(desk: WholeDesk, key: str, text: str, why: str) -> None:
    page = settings(desk, Role.MANAGER, "3")
    form = change(desk, page, key, text)
    assert why in form.fields["value"].error
    assert QApplication.focusWidget() is form.value
    assert desk.world.database.read("SELECT 1 FROM setting") == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_others_read_the_rules_and_change_none(desk: WholeDesk, role: Role) -> None:
    page = settings(desk, role, "3")
    form = change(desk, page, "desk.lock_minutes", "3")
    assert form.value.text() == "10"
    assert not form.save_button.isVisible()
    assert number(desk, "desk.lock_minutes") == 10


def test_ones_own_pin_needs_the_present_one(desk: WholeDesk) -> None:
    page = settings(desk, Role.CLERK, "4")
    assert not page.people._others.isVisible()
    desk.press(*"9999", "Enter", *"4711", "Enter")
    assert "密码不对" in page.people.old_field.error
    page.people.old.clear()
    page.people.old.setFocus()
    desk.press(*PIN, "Enter")
    page.people.new.clear()
    desk.press(*"1111", "Enter")
    assert "太容易猜" in page.people.new_field.error
    page.people.new.clear()
    desk.press(*"4711", "Enter")
    accounts.sign_in(desk.world.database, desk.world.people[Role.CLERK].id, "4711", desk.world.clock.now)


def test_a_manager_resets_a_pin_and_no_log_holds_it(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "4")
    clerk = desk.world.people[Role.CLERK].id
    page.people.people.choose(clerk)
    page.people.reset_secret.setFocus()
    desk.press(*"8246", "Enter")
    accounts.sign_in(desk.world.database, clerk, "8246", desk.world.clock.now)
    assert ("reset_secret", clerk) in desk.world.database.read("SELECT what, about FROM device_log")
    written = desk.world.database.read("SELECT body, pii FROM outbox")
    assert not any(b"8246" in bytes(part or b"") for row in written for part in row)


def test_a_new_person_can_sign_in(desk: WholeDesk) -> None:
    page = settings(desk, Role.MANAGER, "4")
    page.people.name.setFocus()
    type_words(page.people.name, "欧阳𬭎")
    desk.press("Enter", "5", "7", "Enter", "2", "Enter", *"8246", "Enter")
    settle()
    door = accounts.people(desk.world.database, desk.world.scope.partition("/")[2])
    made = next(one for one in door if one.name == "欧阳𬭎")
    assert (made.staff_no, made.role) == ("57", Role.SUPERVISOR)
    accounts.sign_in(desk.world.database, made.id, "8246", desk.world.clock.now)


def test_a_backup_is_whole_and_reads_with_the_same_key(desk: WholeDesk, tmp_path: Path) -> None:
    desk.world.order()
    page = settings(desk, Role.CLERK, "5")
    page.data.folder.setText(str(tmp_path / "usb"))
    page.data.backup()
    assert "已备份" in page.data.result.text()
    (copy,) = (tmp_path / "usb").iterdir()
    again = Database(copy, KEY)
    assert again.check() == []
    assert len(again.read("SELECT 1 FROM work_order")) == 1
    again.close()
    with pytest.raises(DeskError):
        Database(copy, bytes(32)).read("SELECT 1")


def test_a_backup_that_cannot_be_written_says_so(desk: WholeDesk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    page = settings(desk, Role.CLERK, "5")
    page.data.folder.setText(str(tmp_path / "file"))
    page.data.backup()
    assert "写不进去" in page.data.folder_field.error


def test_looks_change_while_the_window_is_open(desk: WholeDesk) -> None:
    settings(desk, Role.CLERK, "1")
    desk.press("2")
    assert desk.desk.looks.mode == "dark"
    assert isinstance(desk.frame.page, SettingsPage)

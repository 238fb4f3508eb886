"""F1 on the real window: the page of where one is, looked up by words and initials, read by keys, one PDF of all."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.calendar import HOUR
from desk.domain.roles import Role
from desk.ui.kit.buttons import KEY_WORDS, KeyButton
from desk.ui.places import PANELS, ROOMS
from desk.ui.special.import_page import ImportPage
from desk.ui.special.manual import ManualPane
from desk.ui.special.order_actions import PAPERS
from desk.ui.special.preview import PreviewPane
from desk.ui.special.settings_page import SECTIONS
from desk.ui.theme import Theme
from reports.manual.book import Book, load
from reports.manual.tree import Keys, runs_of
from reports.preview import Pages
from tests.ui.fit import cramped
from tests.ui.prepared import again, prepared
from tests.ui.typing_words import preedit, type_words
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

MANUAL = Path(__file__).parents[3] / "resources" / "manual"
# Places that are not explained: the manual itself, and the intake's place on the rail, which is its panel.
UNEXPLAINED = {"help"}
# What no button of a page shows: the window's own keys, and those of every list, choice and field.
WINDOW = {
    "F1",
    "F2",
    "F3",
    "F6",
    "F7",
    "F11",
    "F12",
    "Ctrl+K",
    "Ctrl+L",
    "Ctrl+U",
    "Ctrl+Y",
    "Ctrl+Z",
    *(f"Alt+{place}" for place in range(1, 10)),
}
KIT = {"Enter", "Esc", "Ctrl+Enter", "Ctrl+V", "↑↓", "←→", "PgUp", "PgDn", "1-9", *"0123456789", *"*/.+-"}


@pytest.fixture(scope="module")
def busy(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    def take(world: World) -> None:
        world.slip_back()
        world.order(urgency="urgent")
        now = world.clock.now
        world.dispatched(window_from_at=now, window_to_at=now + 2 * HOUR)

    return prepared(built_world, tmp_path_factory.mktemp("busy"), take)


@pytest.fixture
def desk(look: Theme, dressed: QApplication, busy: World, tmp_path: Path) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, again(busy, tmp_path))
    made.sign_in(Role.MANAGER)
    yield made
    end(made)


@cache
def book() -> Book:
    return load(MANUAL)


def say(words: str) -> None:
    """Commit words where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    type_words(focus, words)
    settle()


def manual(desk: WholeDesk) -> ManualPane:
    pane = desk.frame.panel
    assert isinstance(pane, ManualPane), pane
    return pane


def shown(desk: WholeDesk) -> str:
    page = manual(desk).reader.page
    assert page is not None
    return page.file


def panels(desk: WholeDesk) -> Iterator[str]:
    """Every panel in front, one after the other."""
    order = desk.world.order()
    begun: dict[str, tuple[object, ...]] = {
        "intake": (None,), "dispatch": (order,), "payment": (order,), "slip_return": ("",), "preview": ([],),
        "bind": ("", ""), "registers": ("repairs",),
    }  # fmt: skip
    for name in sorted(set(PANELS) - UNEXPLAINED):
        desk.frame.slide(name, *begun.get(name, ()))
        settle()
        yield name
        desk.press("Esc")


def test_every_place_and_every_panel_has_a_page_of_its_own() -> None:
    places = {room.name for room in ROOMS if room.made_by} | set(PANELS) - UNEXPLAINED
    explained = {place for place in book().by_place if "/" not in place}
    assert explained == places


def test_a_part_of_the_settings_has_its_own_page(desk: WholeDesk) -> None:
    page = desk.go("settings")
    names = {name for name, _words, _aside in SECTIONS}
    parts = {place.partition("/")[2] for place in book().by_place if place.startswith("settings/")}
    assert parts <= names
    for name, file in (("data", "backup.md"), ("people", "lock.md"), ("looks", "settings.md")):
        page.choices.choose(name)  # type: ignore[attr-defined]
        desk.press("F1")
        assert shown(desk) == file
        desk.press("F1")


def test_f1_opens_at_the_page_of_the_place(desk: WholeDesk) -> None:
    for room in [room.name for room in ROOMS if room.made_by]:
        desk.go(room)
        desk.press("F1")
        assert shown(desk) == book().by_place[room].file
        assert manual(desk).contents.chosen == shown(desk)
        desk.press("F1")
        assert desk.frame.panel is None


def test_f1_opens_at_the_page_of_every_panel_and_gives_it_back(desk: WholeDesk) -> None:
    for name in panels(desk):
        behind = desk.frame.panel
        desk.press("F1")
        assert shown(desk) == book().by_place[name].file
        desk.press("Esc")
        assert desk.frame.panel is behind


def test_a_half_written_intake_is_there_again(desk: WholeDesk) -> None:
    desk.press("F2", *"6621", "Enter")
    say("厨房水龙头")
    focus = QApplication.focusWidget()
    desk.press("F1", "Down", "Enter", "Esc")
    assert QApplication.focusWidget() is focus
    say("滴水")
    assert desk.frame.panel.draft.matter == "厨房水龙头滴水"  # type: ignore[union-attr]


def test_the_keys_of_where_one_was_stand_on_top(desk: WholeDesk) -> None:
    desk.go("work_orders")
    keys = desk.frame.page.keys()  # type: ignore[attr-defined]
    desk.press("F1")
    here = manual(desk).here
    assert here.isVisible()
    assert keys
    for key, words in keys:
        assert f"{key} {words}" in here.accessibleName()


def test_it_is_looked_up_by_words_and_by_initials_before_they_are_committed(desk: WholeDesk) -> None:
    desk.press("F1")
    pane = manual(desk)
    say("等料")
    assert "对讲机四个键" in pane.contents.titles()
    assert 0 < len(pane.contents.titles()) < len(pane.book.pages)
    assert pane.reader.extraSelections()
    pane.contents.field.clear()
    assert len(pane.contents.titles()) == len(pane.book.pages)
    preedit(pane.contents.field, "ldsl")
    assert pane.contents.titles()[0] == "来电受理"
    assert shown(desk) == "intake.md"


def test_what_is_not_there_is_said(desk: WholeDesk) -> None:
    desk.press("F1")
    pane = manual(desk)
    before = shown(desk)
    say("没有这样的词")
    assert pane.contents.titles() == []
    assert "没有“没有这样的词”" in pane.contents.nothing.text()
    assert shown(desk) == before
    desk.press("Enter")
    assert QApplication.focusWidget() is pane.contents.field


def test_arrows_go_through_the_list_and_enter_reads(desk: WholeDesk) -> None:
    desk.press("F1")
    pane = manual(desk)
    files = [page.file for page in pane.book.pages]
    assert QApplication.focusWidget() is pane.contents.field
    place = files.index(shown(desk))
    desk.press("Down", "Down")
    assert shown(desk) == files[place + 2]
    desk.press("Up")
    assert shown(desk) == files[place + 1]
    desk.press("Enter")
    assert QApplication.focusWidget() is pane.reader
    desk.press("Backspace")
    assert QApplication.focusWidget() is pane.contents.field
    for _ in files:
        desk.press("Down")
    assert shown(desk) == files[-1]


def test_a_link_goes_to_its_page_even_where_a_search_hid_it(desk: WholeDesk) -> None:
    desk.press("F1")
    pane = manual(desk)
    say("备份")
    assert "对讲机四个键" not in pane.contents.titles()
    pane.reader.anchorClicked.emit(QUrl("radio.md"))
    assert shown(desk) == pane.contents.chosen == "radio.md"
    assert pane.contents.field.text() == ""


def test_every_page_can_be_shown_with_its_pictures_within_the_width(desk: WholeDesk) -> None:
    desk.press("F1")
    pane = manual(desk)
    settle()
    for page in pane.book.pages:
        pane.contents.choose(page.file)
        settle()
        assert shown(desk) == page.file
        assert page.title in pane.reader.toPlainText()
        assert pane.reader.document().size().width() <= pane.reader.viewport().width()
        assert pane.reader.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(("mode", "scale"), [("light", 100), ("dark", 100), ("light", 200)])
def test_it_has_room_in_every_look(desk: WholeDesk, mode: str, scale: int) -> None:
    desk.desk.looks.choose(mode, scale)
    desk.desk.window.resize(1366 * scale // 100, 768 * scale // 100)
    settle()
    desk.frame.go("work_orders")
    desk.press("F1")
    settle()
    assert cramped(desk.frame) == []
    assert manual(desk).reader.toPlainText()


def test_f8_prints_all_of_it_by_the_preview_and_gives_the_manual_back(desk: WholeDesk, tmp_path: Path) -> None:
    desk.press("F1", "F8")
    pane = desk.frame.panel
    assert isinstance(pane, PreviewPane)
    assert "使用手册" in pane.title.text()
    out = tmp_path / "手册.pdf"
    desk.press("F8")
    pane.save.path.setText(str(out))
    desk.press("Enter")
    with Pages(out.read_bytes()) as pages:
        assert len(pages) > len(book().pages)
        assert "安和物业服务有限公司" in pages.text(0)
    desk.press("Esc")
    assert shown(desk) == book().by_place["today"].file


def test_who_may_not_print_saves_it_as_a_file(desk: WholeDesk, tmp_path: Path) -> None:
    counter = desk.desk.counter
    assert counter is not None
    counter.sign_in(desk.world.people[Role.ACCOUNTANT].id, counter.estate_id)
    desk.press("F1", "F8")
    pane = manual(desk)
    assert pane.save.isVisible()
    out = tmp_path / "手册.pdf"
    pane.save.path.setText(str(out))
    desk.press("Enter")
    assert str(out) in pane.told.text()
    assert out.read_bytes().startswith(b"%PDF")
    desk.press("F8", "Esc")
    assert not pane.save.isVisible()
    desk.press("Esc")
    assert desk.frame.panel is None


def answered(desk: WholeDesk) -> set[str]:
    """Every key that a button or the status line of some place or panel shows."""
    keys = WINDOW | KIT

    def gather(place: QWidget) -> None:
        front: tuple[tuple[str, str], ...] = tuple(place.keys())  # type: ignore[attr-defined]
        for key, _words in front:
            keys.update(key.split())
        for button in place.findChildren(KeyButton):
            if button.key:
                keys.add(KEY_WORDS.get(button.key, button.key))

    for room in ROOMS:
        if room.made_by:
            gather(desk.go(room.name))
    for _name in panels(desk):
        assert desk.frame.panel is not None
        gather(desk.frame.panel)
    flow = desk.world.rules.known("work_order")
    keys.update(KEY_WORDS.get(step.key, step.key) for step in flow.steps if step.key)
    keys |= set(PAPERS)
    gather(ImportPage(desk.desk.counter))  # type: ignore[arg-type]
    return keys


def test_every_key_of_the_manual_is_answered_by_some_page(desk: WholeDesk) -> None:
    known = answered(desk)
    strange = {
        (page.file, key)
        for page in book().pages
        for run in runs_of(page)
        if isinstance(run, Keys)
        for key in run.keys
        if key not in known
    }
    assert strange == set()

"""Steps of the scenarios about settings: parts and lists by their names, the workbook edited as in Excel."""

from pathlib import Path

import openpyxl
from PySide6.QtWidgets import QPlainTextEdit
from pytest_bdd import parsers, then, when

from desk.ui.page_tabs import Tabs
from desk.ui.special.settings_page import SettingsPage
from tests.scenarios.counter_scene import Scene

MOST_TABS = 30


def page_of(scene: Scene) -> SettingsPage:
    frame = scene.desk.frame
    assert frame is not None
    page = frame.page
    assert isinstance(page, SettingsPage)
    return page


@when(parsers.re(r"打开设置的“(?P<words>[^”]+)”"))
def _open_part(scene: Scene, words: str) -> None:
    """By the digit that stands before it."""
    scene.click("设置")
    choices = page_of(scene).choices
    choices.setFocus()
    scene.hands.press(next(one.digit for one in choices.choices if one.words == words))


@when(parsers.re(r"换到“(?P<words>[^”]+)”"))
def _turn_to(scene: Scene, words: str) -> None:
    """→ until the tab of this name is the one that is underlined."""
    (tabs,) = scene.visible(Tabs)
    tabs.setFocus()
    for _ in range(MOST_TABS):
        scene.hands.press("Left")
    for _ in range(MOST_TABS):
        if tabs.accessibleDescription().startswith(words):
            return
        tabs.setFocus()
        scene.hands.press("Right")
    raise AssertionError(words)


@when(parsers.re(r"在“(?P<name>[^”]+)”里改成“(?P<words>[^”]+)”"))
def _rewrite(scene: Scene, name: str, words: str) -> None:
    """A field of several lines, from the beginning."""
    found = next(one for one in scene.visible(QPlainTextEdit) if one.accessibleName() == name)
    found.setFocus()
    found.selectAll()
    scene.hands.say(words)


@when(parsers.re(r"在导出的表里把“(?P<sheet>[^”]+)”的“(?P<key>[^”]+)”的“(?P<title>[^”]+)”改成“(?P<text>[^”]+)”"))
def _edit_book(scene: Scene, sheet: str, key: str, title: str, text: str) -> None:
    """The workbook that was written out last, changed as one does in Excel."""
    path = Path(scene.field("设置表").text())
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    column = next(cell.column for cell in page[1] if cell.value == title)
    row = next(n for n in range(2, page.max_row + 1) if page.cell(n, 1).value == key)
    page.cell(row, column or 1).value = text
    book.save(path)


@when("读这张设置表")
def _read_book(scene: Scene) -> None:
    scene.field("设置表").setFocus()
    scene.hands.press("Enter")


@then(parsers.re(r"设置“(?P<key>[^”]+)”是“(?P<text>[^”]+)”"))
def _in_force(scene: Scene, key: str, text: str) -> None:
    counter = scene.desk.counter
    assert counter is not None
    assert counter.settings().text(key) == text

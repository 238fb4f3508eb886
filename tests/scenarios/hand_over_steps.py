"""Steps about duty, the hand-over and the night: who may begin now, two PINs, what the book holds."""

import re

from PySide6.QtWidgets import QLineEdit
from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import at
from desk.domain.duty import Activity, refusal
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.hand_over.record import HandOverState
from desk.services.night_log.record import NightKind, SheetState
from desk.ui.kit.bars import TopBar
from desk.ui.kit.choices import Choices
from desk.ui.special.hand_over.sign_card import SignCard
from tests.scenarios.counter_scene import Scene

BEGUN = at("2026-11-20", "14:02")


def book(scene: Scene) -> list[Values]:
    assert scene.desk.counter is not None
    return scene._all("hand_over", "scope=? ORDER BY given_at DESC", scene.desk.counter.scope)


def pin(scene: Scene, name: str) -> str:
    """What the sample's door shows beside the person."""
    person = next(one for one in scene.desk.window.sign_in.door.persons if one.name == name)
    shown = re.search(r"密码 (\d+)", person.shift)
    assert shown is not None, person
    return shown.group(1)


@then(parsers.re(r"顶上是“(?P<words>[^”]+)”(?:和“(?P<more>[^”]+)”)?"))
def _bar_says(scene: Scene, words: str, more: str | None) -> None:
    (top,) = scene.visible(TopBar)
    found = scene.texts(top)
    for one in filter(None, (words, more)):
        assert any(one in text for text in found), found


@then(parsers.re(r"现在(?P<name>\S+?)(?:验收会被拒绝: “(?P<words>[^”]+)”|可以验收)"))
def _may_accept(scene: Scene, name: str, words: str | None) -> None:
    """What the rules say to this person at this moment, on the office's own table."""
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    staff = str(scene._column("SELECT id FROM staff WHERE name=?", name)[0])
    with database.write() as connection:
        context = counter.office.context(connection, counter.scope, Actor(staff, frozenset()), scene.clock())
        found = refusal(context, Activity.ACCEPTANCE)
    assert (found.message if found else "") == (words or "")


@when("物品都按 Enter")
def _all_agree(scene: Scene) -> None:
    for _ in scene.visible(SignCard)[0].counts:
        scene.hands.press("Enter")


@when(parsers.re(r"(?P<name>\S+?)签字"))
def _signs(scene: Scene, name: str) -> None:
    field = next(one for one in scene.visible(QLineEdit) if one.accessibleName() == "交班人密码")
    field.setFocus()
    scene.hands.press(*pin(scene, name))


@when(parsers.re(r"接班的是(?P<name>\S+?), 他签字"))
def _takes(scene: Scene, name: str) -> None:
    scene.hands.press("Enter")
    boxes = next(one for one in scene.visible(Choices) if one.accessibleName() == "接班人")
    scene.hands.press(next(one.digit for one in boxes.choices if one.words == name))
    scene.hands.press(*pin(scene, name), "Enter")


@then(parsers.re(r"交接班记录是“(?P<words>[^”]+)”"))
def _stands(scene: Scene, words: str) -> None:
    assert HandOverState.label_of(book(scene)[0]["status"]) == words


@then(parsers.re(r"交接班记录里有“(?P<words>[^”]+)”"))
def _holds(scene: Scene, words: str) -> None:
    assert any(words in f"{line.get('where')} {line.get('what')}" for line in book(scene)[0]["lines"])


@then("没有新的交接班记录")
def _none(scene: Scene) -> None:
    assert [row for row in book(scene) if row["given_at"] > BEGUN] == []


@given("昨晚的一张记录纸还没有补录")
def _sheet_out(scene: Scene) -> None:
    counter = scene.desk.counter
    assert counter is not None
    values = {"no": "W3A-Y261119-2", "night_on": "2026-11-19", "watch": "赵刚"}
    scene.take(counter.request("night_sheet", "print", values))


@then(parsers.re(r"夜间记录里有“(?P<kind>[^”]+)”, 接报 (?P<clock>\d\d:\d\d), 是按纸补录的"))
def _night_holds(scene: Scene, kind: str, clock: str) -> None:
    (row,) = scene._all("night_entry", "sheet_no=?", "W3A-Y261119-2")
    assert (NightKind.label_of(row["kind"]), row["heard_at"], row["heard_source"]) == (
        kind, at("2026-11-20", clock), "slip",
    )  # fmt: skip


@then(parsers.re(r"这张记录纸是“(?P<words>[^”]+)”"))
def _sheet_is(scene: Scene, words: str) -> None:
    (row,) = scene._all("night_sheet", "no=?", "W3A-Y261119-2")
    assert SheetState.label_of(row["status"]) == words


@then(parsers.re(r"一共不超过 (?P<count>\d+) 键"))
def _at_most(scene: Scene, count: str) -> None:
    assert scene.hands.keys <= int(count), scene.hands.keys

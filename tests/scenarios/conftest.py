"""Steps of the Chinese scenarios: hands press, eyes read the screen, the file is asked where no screen tells."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, at
from desk.domain.code import Code
from desk.domain.field import Kind, RecordType
from desk.domain.flow import Values
from desk.services.revisits.record import REVISIT
from desk.services.slips.record import SLIP
from desk.services.work_orders.record import WORK_ORDER, Charge, Status, Urgency
from desk.store import device
from desk.ui.field_words import words_of
from desk.ui.kit.choices import Choices
from desk.ui.kit.rows import Row, RowList
from desk.ui.printing import LAST
from desk.ui.theme import Theme
from tests.scenarios.counter_scene import Scene
from tests.scenarios.paper_tray import NAME, PaperTray
from tests.ui.conftest import bare, bared, dressed, look, worn
from tests.world import Clock

__all__ = ["bare", "bared", "dressed", "look", "worn"]
UNITS = {"秒": SECOND, "分钟": MINUTE, "小时": HOUR, "天": DAY}
QUOTED = r"“(?P<words>[^”]*)”"


@pytest.fixture
def scene(
    sample_file: Path, tmp_path: Path, dressed: QApplication, bare: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """The desk on Friday, 2026-11-20, 14:02, nobody signed in; files that are saved land in a folder of their own."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    made = Scene(dressed, sample_file, tmp_path, Clock(at("2026-11-20", "14:02")))
    yield made
    made.close()
    assert made.bugs == []


# hands


@given(parsers.re(r"(?P<name>\S+?)(?:在前台|上班)"))
@when(parsers.re(r"(?:换)?(?P<name>\S+?)上班"))
def _signs_in(scene: Scene, name: str) -> None:
    scene.sign_in(name)


@given(parsers.re(r"(?:已经)?按(?:了)? (?P<keys>.+)"))
@when(parsers.re(r"按 (?P<keys>.+)"))
def _press(scene: Scene, keys: str) -> None:
    for key in keys.split():
        scene.hands.press({"空格": "Space", "↓": "Down", "↑": "Up", "→": "Right", "←": "Left"}.get(key, key))


@given(parsers.re(f"(?:业主)?说{QUOTED}"))
@when(parsers.re(f"(?:业主)?说{QUOTED}"))
@when(parsers.re(f"写{QUOTED}"))
def _say(scene: Scene, words: str) -> None:
    scene.hands.say(words)


@given(parsers.re(f"输入{QUOTED}"))
@when(parsers.re(f"输入{QUOTED}"))
def _type(scene: Scene, words: str) -> None:
    scene.hands.figures(words)


@given(parsers.re(f"选{QUOTED}"))
@when(parsers.re(f"选{QUOTED}"))
def _choose(scene: Scene, words: str) -> None:
    scene.choose_box(words)


@when(parsers.re(r"清空“(?P<name>[^”]+)”"))
def _clear(scene: Scene, name: str) -> None:
    """All that stands in the field, marked and taken away."""
    field = scene.field(name)
    field.setFocus()
    field.selectAll()
    scene.hands.press("Del")


@given("欠着物业费的一户来电")
def _in_arrears(scene: Scene) -> None:
    scene.hands.press("F2", *scene.room_in_arrears(), "Enter")


@given(parsers.re(r"打开一张没抽中回访的“(?P<status>[^”]+)”的单"))
def _open_one_not_drawn(scene: Scene, status: str) -> None:
    found = scene.find_order("status=? AND revisit_id IS NULL", _code(Status, status))
    scene.open_order(str(found["no"]))


@given(parsers.re(r"在“(?P<name>[^”]+)”里选“(?P<words>[^”]+)”"))
@when(parsers.re(r"在“(?P<name>[^”]+)”里选“(?P<words>[^”]+)”"))
def _choose_in(scene: Scene, name: str, words: str) -> None:
    """Go to these boxes and press the digit that stands there."""
    boxes = next(one for one in scene.visible(Choices) if one.accessibleName() == name)
    boxes.setFocus()
    scene.hands.press(next(one.digit for one in boxes.choices if one.words == words))


@when(parsers.re(r"在“(?P<name>[^”]+)”里写“(?P<words>[^”]+)”"))
def _write_in(scene: Scene, name: str, words: str) -> None:
    field = scene.field(name)
    field.setFocus()
    field.selectAll()
    scene.hands.say(words)


@given(parsers.re(r"记住这次回访的单是“(?P<name>[^”]+)”"))
def _note_call(scene: Scene, name: str) -> None:
    """The order of the call whose row is lit."""
    row = next(one.chosen() for one in scene.visible(RowList) if one.accessibleName() == "要打的回访")
    assert row is not None
    scene.noted[name] = scene.order_of_revisit(row.id)


@then(parsers.re(r"“(?P<name>[^”]+)”是“(?P<old>[^”]+)”的返工"))
def _rework_of(scene: Scene, name: str, old: str) -> None:
    assert scene.order(name)["rework_of"] == scene.order(old)["id"]
    assert scene.order(name)["rework_of_no"] == scene.order(old)["no"]


@then(parsers.re(r"“(?P<name>[^”]+)”有一次等主管打的回访"))
def _for_the_supervisor(scene: Scene, name: str) -> None:
    waiting = [one for one in scene.revisits_of(scene.order(name)["id"]) if one["status"] == "waiting"]
    assert [one["source"] for one in waiting] == ["rework"]


@then(parsers.re(r"(?:这一单|“(?P<name>[^”]+)”)的(?P<label>\S+时间)是按单补录的"))
def _told_later(scene: Scene, name: str | None, label: str) -> None:
    fact = next(one.name for one in WORK_ORDER.fields if one.label == label)
    assert scene.order(name or "")[f"{fact.removesuffix('_at')}_source"] == "slip"


@when("十分钟没有人动")
def _nobody_moves(scene: Scene) -> None:
    scene.pass_time(10 * MINUTE)
    assert scene.desk.idle is not None
    scene.desk.idle.look()
    scene.hands.settle()


@when(parsers.re(r"(?P<name>[^“”]+?)输入密码(?:“(?P<pin>\d+)”)?"))
def _unlock(scene: Scene, name: str, pin: str | None) -> None:
    scene.sign_in(name, pin or "")


@when("断电, 再开机")
def _power_cut(scene: Scene) -> None:
    scene.cut_the_power()


@given("打印机卡纸了")
def _jam(scene: Scene) -> None:
    assert scene.tray is not None
    scene.tray.broken = "卡纸"


@when("打印机修好了")
def _mend(scene: Scene) -> None:
    assert scene.tray is not None
    scene.tray.broken = ""


@given(parsers.re(r"有一份名单“(?P<name>[^”]+)”"))
def _owners_list(scene: Scene, name: str, datatable: list[list[str]]) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in datatable:
        sheet.append(row)
    made.save(scene.folder / name)


@given(parsers.re(r"有一个文件“(?P<name>[^”]+)”, 里面不是表格"))
def _no_list(scene: Scene, name: str) -> None:
    (scene.folder / name).write_bytes(bytes(range(256)) * 40)


@when(parsers.re(r"读名单“(?P<name>[^”]+)”"))
def _read_list(scene: Scene, name: str) -> None:
    _write_in(scene, "文件", str(scene.folder / name))
    scene.hands.press("Enter")


@then(parsers.re(r"名册里(?P<no>没)?有“(?P<name>[^”]+)”"))
def _in_the_book(scene: Scene, name: str, no: str | None) -> None:
    assert scene.knows(name) is (no is None)


@then("光标处有一句话说为什么")
def _says_why(scene: Scene) -> None:
    assert scene.focus is not None
    assert len(scene.focus.accessibleDescription()) > 8


@given("选中一个无偿维修的回访")
def _choose_a_free_one(scene: Scene) -> None:
    """The first call of the list about one repair in a home that cost nothing: three questions, no fourth on money."""
    model = next(one.rows for one in scene.visible(RowList) if one.accessibleName() == "要打的回访")
    for number in range(model.rowCount()):
        row = model.line(number)
        if isinstance(row, Row) and row.state == "维修" and "件" not in row.who:
            order = scene.order_of_revisit(row.id)
            if scene.find_order("id=?", order).get("charge") == Charge.FREE:
                scene.choose_row(row.where)
                return
    raise AssertionError("the sample has none")


@then(parsers.re(r"按 (?P<key>\S+) 被拒绝, 因为“(?P<words>[^”]+)”"))
def _refused(scene: Scene, key: str, words: str) -> None:
    scene.hands.press(key)
    assert scene.sees(words), "\n".join(scene.texts())


@given(parsers.re(r"记住打开的这一单是“(?P<name>[^”]+)”"))
def _note_opened(scene: Scene, name: str) -> None:
    scene.noted[name] = scene.current


@given(parsers.re(r"输入单号“(?P<name>[^”]+)”"))
@when(parsers.re(r"输入单号“(?P<name>[^”]+)”"))
def _type_number(scene: Scene, name: str) -> None:
    scene.hands.press(*str(scene.order(name)["no"])[-4:], "Enter")


@when(parsers.re(r"把“(?P<name>[^”]+)”的问题都答好"))
def _all_is_well(scene: Scene, name: str) -> None:
    scene.answer_all_well(scene.order(name)["id"])


@given(parsers.re(r"过了 ?(?P<count>\d+) ?(?P<unit>秒|分钟|小时|天)"))
@when(parsers.re(r"过了 ?(?P<count>\d+) ?(?P<unit>秒|分钟|小时|天)"))
def _time_passes(scene: Scene, count: str, unit: str) -> None:
    scene.pass_time(int(count) * UNITS[unit])


@given(parsers.re(r"到了 (?P<day>\d\d-\d\d) (?P<clock>\d+:\d\d)"))
@when(parsers.re(r"到了 (?P<day>\d\d-\d\d) (?P<clock>\d+:\d\d)"))
def _time_is(scene: Scene, day: str, clock: str) -> None:
    scene.pass_time(at(f"2026-{day}", clock) - scene.clock(), awake=True)


@when(parsers.re(r"打开一张“(?P<status>[^”]+)”的(?P<urgency>紧急)?单(?:, 收费是“(?P<charge>[^”]+)”)?"))
@given(parsers.re(r"打开一张“(?P<status>[^”]+)”的(?P<urgency>紧急)?单(?:, 收费是“(?P<charge>[^”]+)”)?"))
def _open_one(scene: Scene, status: str, urgency: str | None, charge: str | None) -> None:
    # Nothing has been heard of it yet: what came back from a pause has been spoken of over the radio.
    wanted = "home_id IS NOT NULL AND status=? AND urgency=? AND charge LIKE ? AND pauses IS NULL"
    paid = _code(Charge, charge) if charge else "%"
    found = scene.find_order(wanted, _code(Status, status), str(Urgency.URGENT if urgency else Urgency.GENERAL), paid)
    scene.open_order(str(found["no"]))


def _code(codes: type[Code], label: str) -> str:
    return next(str(one) for one in codes if one.label == label)


@given(parsers.re(r"打开“(?P<name>[^”]+)”"))
@when(parsers.re(r"打开“(?P<name>[^”]+)”"))
def _open_again(scene: Scene, name: str) -> None:
    scene.open_order(str(scene.order(name)["no"]))


@given(parsers.re(f"点{QUOTED}"))
@when(parsers.re(f"点{QUOTED}"))
def _click(scene: Scene, words: str) -> None:
    scene.click(words)


@given(parsers.re(f"选中{QUOTED}那一行"))
@when(parsers.re(f"选中{QUOTED}那一行"))
def _choose_row(scene: Scene, words: str) -> None:
    scene.choose_row(words)


@given("前台有一台会报告出纸的打印机")
def _printer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its settings were made on an earlier day: A5, two plies, gives its status."""
    scene.tray = PaperTray(scene.folder)
    monkeypatch.setattr("desk.ui.special.preview.SystemPrinters", lambda: scene.tray)
    told = {"paper": "a5", "copies": 2, "dx": 0, "dy": 0, "ask": False}
    database = scene.desk.database
    assert database is not None
    with database.write() as connection:
        device.put(connection, f"printer/at/{NAME}", json.dumps(told))
        device.put(connection, LAST, json.dumps(NAME))


@given("前台有一台不报告状态的打印机")
def _plain_printer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.tray = PaperTray(scene.folder)
    monkeypatch.setattr("desk.ui.special.preview.SystemPrinters", lambda: scene.tray)


@then(parsers.re(r"出了 (?P<count>\d+) 次纸"))
def _sheets(scene: Scene, count: str) -> None:
    assert scene.tray is not None
    assert len(scene.tray.sheets) == int(count)


@given(parsers.re(r"数键"))
@when(parsers.re(r"(?:从这里)?(?:开始)?数键"))
def _count_from_here(scene: Scene) -> None:
    scene.hands.keys = 0


@given(parsers.re(r"记住这一单是“(?P<name>[^”]+)”"))
@when(parsers.re(r"记住这一单是“(?P<name>[^”]+)”"))
def _note(scene: Scene, name: str) -> None:
    scene.noted[name] = scene.order()["id"]


# eyes


@then(parsers.re(r"一共按了 (?P<count>\d+) 键"))
def _keys_counted(scene: Scene, count: str) -> None:
    assert scene.hands.keys == int(count)


@then(parsers.re(r"不超过 (?P<count>\d+) 键"))
def _keys_at_most(scene: Scene, count: str) -> None:
    assert scene.hands.keys <= int(count), scene.hands.keys


@then(parsers.re(f"屏幕上有{QUOTED}"))
def _seen(scene: Scene, words: str) -> None:
    assert scene.sees(words), "\n".join(scene.texts())


@then(parsers.re(f"屏幕上没有{QUOTED}"))
def _not_seen(scene: Scene, words: str) -> None:
    assert [text for text in scene.texts() if words in text] == []


@then(parsers.re(f"提示{QUOTED}"))
def _toast(scene: Scene, words: str) -> None:
    assert words in scene.toast, (scene.toast, scene.said)


@then(parsers.re(f"光标在{QUOTED}"))
def _focus(scene: Scene, words: str) -> None:
    assert scene.focus is not None
    assert scene.focus.accessibleName() == words


@then(parsers.re(r"列表里有一行“(?P<parts>[^”]+)”"))
def _row_seen(scene: Scene, parts: str) -> None:
    rows = scene.rows()
    assert any(all(part in row for part in parts.split()) for row in rows), "\n".join(rows)


@then(parsers.re(r"列表里没有“(?P<words>[^”]+)”"))
def _row_not_seen(scene: Scene, words: str) -> None:
    assert [row for row in scene.rows() if words in row] == []


# what the file says


def _says(record: RecordType, row: Values, label: str, scene: Scene) -> str:
    fact = next(one for one in record.fields if one.label == label and one.kind is not Kind.REF)
    return words_of(fact, row.get(fact.name), scene.clock())


@then(parsers.re(r"(?:这一单|它|“(?P<name>[^”]+)”)的(?P<label>[^“]+?)是“(?P<words>[^”]*)”"))
def _order_says(scene: Scene, name: str | None, label: str, words: str) -> None:
    """A fact of the order by its label; 派工单 are its sheets, 回访 its last call and what that holds."""
    order = scene.order(name or "")
    if label.partition("·")[0] == "派工单":
        told = "、".join(
            _says(SLIP, one, label.partition("·")[2] or "状态", scene) for one in scene.slips_of(order["id"])
        )
    elif label.startswith("回访·"):
        told = _says(REVISIT, scene.revisits_of(order["id"])[-1], label.partition("·")[2], scene)
    else:
        told = _says(WORK_ORDER, order, label, scene)
    assert told == words


@then(parsers.re(r"(?:这一单|“(?P<name>[^”]+)”)没有(?P<label>\S+时间|\S+时限)"))
def _order_lacks(scene: Scene, name: str | None, label: str) -> None:
    assert _says(WORK_ORDER, scene.order(name or ""), label, scene) == ""


@then(parsers.re(r"没有新的报修单"))
def _no_order(scene: Scene) -> None:
    assert scene.new_orders() == []

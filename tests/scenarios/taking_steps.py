"""Steps about the evening's slips and money: the gun, the drawer, what the file says of takings and counts."""

from typing import Any

from pytest_bdd import given, parsers, then, when

from desk.domain.flow import Values
from desk.domain.money import fen_text, parse_fen
from desk.services.takings.record import CloseState, Difference
from desk.ui.kit.rows import RowList
from desk.ui.special.slip_return.grid_pane import SlipGridPane
from desk.ui.special.takings.count_card import CountCard
from tests.invariants import money_agrees
from tests.scenarios.counter_scene import Scene

GAP = 500


def sent_out(scene: Scene, count: int, **values: Any) -> list[str]:
    """Orders sent out with their slips, as on the morning of a busy day; the pens go down at three to five."""
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    crew, name = database.read("SELECT id, name FROM crew WHERE scope = ? ORDER BY name", (counter.scope,))[0]
    home = scene.find_order("home_id IS NOT NULL")
    made = []
    for number in range(count):
        told = {key: home[key] for key in ("home_id", "where", "reporter", "reporter_phone")}
        told |= {"matter": f"第 {number + 1} 件: 换灯", "charge": "free", **values}
        ent = scene.take(counter.request("work_order", "intake", told))
        scene.take(counter.request("work_order", "dispatch", {"crew_id": crew, "crew": name}, ent))
        no = scene._column("SELECT no FROM work_order WHERE id = ?", ent)[0]
        sheet = {"order_id": ent, "no": no, "copy_no": 1, "crew": name}
        slip = scene.take(counter.request("slip", "issue", sheet))
        scene.take(counter.request("slip", "print", {}, slip))
        made.append(ent)
    return made


def gun(scene: Scene, ent: str) -> None:
    """It types the whole number and Enter; these are not the clerk's keys."""
    no, keys = str(scene._column("SELECT no FROM work_order WHERE id = ?", ent)[0]), scene.hands.keys
    scene.hands.figures(no)
    scene.hands.press("Enter")
    scene.hands.keys = keys


def grid(scene: Scene) -> SlipGridPane:
    return scene.visible(SlipGridPane)[0]


def card(scene: Scene) -> CountCard:
    return scene.visible(CountCard)[0]


def last_close(scene: Scene) -> Values:
    assert scene.desk.counter is not None
    return scene._all("day_close", "scope=? ORDER BY day_on DESC LIMIT 1", scene.desk.counter.scope)[0]


@given(parsers.re(r"师傅交来 (?P<free>\d+) 张无偿的、(?P<paid>\d+) 张有偿的单"))
def _handed_in(scene: Scene, free: str, paid: str) -> None:
    price = {"charge": "paid", "price_form": "list", "price_from_fen": 3000, "price_to_fen": 3000}
    for name, ents in (("无偿", sent_out(scene, int(free))), ("有偿", sent_out(scene, int(paid), **price))):
        scene.noted |= {f"{name}{place}": ent for place, ent in enumerate(ents, 1)}


@when(parsers.re(r"扫“(?P<name>[^”]+)”"))
@given(parsers.re(r"扫“(?P<name>[^”]+)”"))
def _scan(scene: Scene, name: str) -> None:
    gun(scene, scene.noted[name])


@when("照纸上的时间和勾选把它们都录完")
def _all_of_them(scene: Scene) -> None:
    """hhmm twice, repaired, no materials; money, the book's leaf; signed, content, both kept."""
    money = [name for name in scene.noted if name.startswith("有偿")]
    for name in [*(one for one in scene.noted if one.startswith("无偿")), *money]:
        gun(scene, scene.noted[name])
        scene.hands.press(*"1430", *"1520", "Enter", "Enter")
        if name in money:
            scene.hands.press("Enter", "1")
            if name == money[0]:
                scene.hands.say("0101")
            scene.hands.press("Enter")
        scene.hands.press("Enter", "1", "Enter")


@then(parsers.re(r"成批里有 (?P<count>\d+) 张回好了, (?P<wrong>\d+) 张有错"))
def _rows(scene: Scene, count: str, wrong: str) -> None:
    states = [row.state.name for row in grid(scene).rows]
    assert (states.count("SAVED"), states.count("WRONG")) == (int(count), int(wrong))


@then(parsers.re(r"平均每张不超过 (?P<keys>\d+) 键"))
def _keys_each(scene: Scene, keys: str) -> None:
    saved = [row for row in grid(scene).rows if row.state.name == "SAVED"]
    assert scene.hands.keys / len(saved) <= int(keys), scene.hands.keys


@then("每张单的实收等于它的收款")
def _agrees(scene: Scene) -> None:
    assert scene.desk.database is not None
    money_agrees(scene.desk.database)


@then(parsers.re(r"收据号是“(?P<first>\d+)”到“(?P<last>\d+)”, 没有重的"))
def _numbers(scene: Scene, first: str, last: str) -> None:
    wide = len(first)
    found = sorted(scene._column("SELECT receipt_no FROM taking WHERE receipt_no BETWEEN ? AND ?", first, last))
    assert found == [f"{number:0{wide}d}" for number in range(int(first), int(last) + 1)]


@when(parsers.re(r"点到的现金(?P<how>正好|少 5 元)"))
@given(parsers.re(r"点到的现金(?P<how>正好|少 5 元)"))
def _count(scene: Scene, how: str) -> None:
    """Type what lies in the drawer."""
    fen = parse_fen(card(scene).expected.text()) - (GAP if how != "正好" else 0)
    card(scene).cash.selectAll()
    scene.hands.figures(fen_text(fen).removeprefix("¥").replace(",", ""))


@then(parsers.re(r"今天的日结是“(?P<state>[^”]+)”(?:, 差额原因是“(?P<why>[^”]*)”)?"))
def _closed(scene: Scene, state: str, why: str | None) -> None:
    close = last_close(scene)
    assert close["day_on"] == "2026-11-20"
    assert CloseState.label_of(close["status"]) == state
    assert why is None or Difference.label_of(close.get("difference")) == why


@then("今天没有日结")
def _not_closed(scene: Scene) -> None:
    assert last_close(scene)["day_on"] < "2026-11-20"


@then(parsers.re(r"现金应有(?P<fen>[\d.]+)元"))
def _expected(scene: Scene, fen: str) -> None:
    assert parse_fen(card(scene).expected.text()) == parse_fen(fen)


@when(parsers.re(r"到“(?P<words>收款|派工单)”页"))
@given(parsers.re(r"到“(?P<words>收款|派工单)”页"))
def _go(scene: Scene, words: str) -> None:
    """As the rail's button does."""
    assert scene.desk.frame is not None
    scene.desk.frame.go({"收款": "takings", "派工单": "slips"}[words])
    scene.hands.settle()


@then(parsers.re(r"缺单表里“(?P<name>[^”]+)”找“(?P<who>[^”]+)”"))
def _calls_on(scene: Scene, name: str, who: str) -> None:
    no = str(scene._column("SELECT no FROM work_order WHERE id = ?", scene.noted[name])[0])
    rows = [row for row in scene.rows("没回来的派工单") if no in row]
    assert len(rows) == 1
    assert rows[0].endswith(f"找{who}"), rows


@when(parsers.re(r"在缺单表里选中“(?P<name>[^”]+)”"))
def _choose_sheet(scene: Scene, name: str) -> None:
    no = str(scene._column("SELECT no FROM work_order WHERE id = ?", scene.noted[name])[0])
    rows = next(one for one in scene.visible(RowList) if one.accessibleName() == "没回来的派工单")
    rows.setFocus()
    scene.choose_row(no)


@then(parsers.re(r"缺单表里没有“(?P<name>[^”]+)”"))
def _not_missing(scene: Scene, name: str) -> None:
    no = str(scene._column("SELECT no FROM work_order WHERE id = ?", scene.noted[name])[0])
    assert [row for row in scene.rows("没回来的派工单") if no in row] == []
